import { Injectable } from '@nestjs/common';
import { ALL, type Share } from '../domain/gateway-routes.js';
import { type DeliveryState, statesBefore } from '../domain/delivery-states.js';
import { ASK_AT_SECONDS } from '../domain/doubt.js';
import type { GatewayErrorKind } from '../domain/retry.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { Chunk } from './chunks.repository.js';
import type { NextTry } from './ladder.repository.js';

/** One delivery as claimed: the try is in the database as `sending` before its request leaves. */
export interface ClaimedDelivery {
  id: string;
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
  contactId: string;
  phone: string;
  step: number;
  attempt: number;
  /** Phones and rungs that may still be tried after this one: an upper bound. */
  chances: number;
  /** A try in doubt that is sent again under the reference it already has. */
  isRepeat: boolean;
  /** When a repeat was first claimed: it must end inside the operator's idempotency window. Null for a first try. */
  since: Date | null;
}

/** One rung of a campaign's ladder: its place, its channel, its account. */
export interface Rung {
  step: number;
  channel: string;
  gatewayId: string;
  /** Which of the deliveries, by the last two digits of their ids; absent: all. */
  share?: Share;
}

/** What became of one try: the row of the ledger and the row of the try, written together. */
export interface TryResult {
  deliveryId: string;
  attempt: number;
  state: Extract<DeliveryState, 'accepted' | 'planned' | 'rejected' | 'in_doubt'>;
  reason: string | null;
  notBefore: Date | null;
  outcome: 'accepted' | 'failed' | 'rejected' | 'in_doubt';
  errorKind: GatewayErrorKind | null;
  code: string | null;
  operatorId: string | null;
  step: number;
  contactId: string;
  phone: string;
  channel: string;
  gatewayId: string;
  parts: number;
  costVnd: number;
  sentAt: Date;
  answeredAt: Date | null;
  /** The operator said that this number refuses the channel: the register learns it in the same statement. */
  isRefusal: boolean;
  /** The request went out under a reference that the operator may have had before. */
  isRepeat: boolean;
  /** In doubt, and to be sent again under the same reference from `notBefore` on. */
  isToRepeat: boolean;
  /** Planned for another phone or another rung: this try has failed for good. */
  next?: NextTry | null;
}

/** What a message is made from, and the try it belongs to. */
export const LETTER = `d.area_id as "areaId", d.head_name as "headName", d.address,
  d.household_code as "householdCode", d.contact_id as "contactId", d.phone, d.step, d.attempt, d.chances,
  d.same_reference as "isRepeat", d.sending_since as since`;

/** The same for a first try: its time is not read, as a date costs 2 µs. */
const CLAIMED = LETTER.replace('d.sending_since as since', 'null as since');

/**
 * The deliveries of campaign `$1` from `$2` to `$3`. The ids of two campaigns that were planned at once interleave, so
 * the campaign must be named; the sum keeps Postgres from reading that campaign's whole index for it, as it does while
 * its statistics are young (measured: 2.3 ms a claim at 50,000 deliveries, and growing with them).
 */
export const IN_RANGE = `d.id between $2 and $3 and d.campaign_id + 0 = $1`;

/**
 * Takes the due deliveries of one stretch of ids. Refusals are looked up again here, so that one that came in a minute
 * ago counts. Claims nothing when the campaign no longer runs or the chunk is no longer ours: that is the fence against
 * a worker that slept through its lease. The lease keeps other workers out and the state is part of the condition, so
 * no row is locked before the update. Plan: a primary-key range; the two `exists` are asked once.
 */
const claim = (ofShare = '') => /* sql */ `
  update deliveries d
     set state = 'sending', reason = null, gateway_id = $6,
         attempt = d.attempt + 1, sending_since = clock_timestamp()
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned' ${ofShare}
     and (d.not_before is null or d.not_before <= now())
     and not exists (select 1 from refusals r where r.phone = d.phone and r.channel = $5 and r.lifted_at is null)
     and exists (select 1 from campaigns c where c.id = $1 and c.state = 'running')
     and exists (select 1 from chunks k where k.id = $7 and k.worker = $8 and k.lease_until > clock_timestamp())
  returning d.id, ${CLAIMED}`;

const CLAIM = claim();
/** What one of two accounts sends. Where there is one account, as nearly always, the share is not asked for. */
const CLAIM_SHARE = claim('and d.id % 100 >= $9 and d.id % 100 < $10');

/** Leaves out what has refused the channel since the campaign was planned. */
const SKIP_REFUSED = /* sql */ `
  update deliveries d set state = 'skipped', reason = 'refused', settled_at = now()
    from refusals r
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned'
     and r.phone = d.phone and r.channel = $5 and r.lifted_at is null`;

/** The lease `$1`, `$2` is still ours: nobody else can have begun anything in its chunk. */
const IS_OURS = /* sql */ `exists (select 1 from chunks k where k.id = $1 and k.worker = $2 and k.state = 'claimed')`;

/**
 * A try that never left goes back as it was: its number and reference are used by the next claim. A repeat goes back
 * into doubt. Doing it twice changes nothing, because the lease is part of the condition. Answers the tries that were
 * called in doubt before, because the lease had lapsed meanwhile.
 */
const RELEASE = /* sql */ `
  with r as (select * from unnest($3::bigint[], $4::smallint[]) as r(id, n)),
  released as (
    update deliveries
       set state = case when same_reference then 'in_doubt' else 'planned' end::delivery_state,
           attempt = attempt - case when same_reference then 0 else 1 end,
           sending_since = case when same_reference then sending_since end
      from r
     where deliveries.id = r.id and deliveries.attempt = r.n and deliveries.state = 'sending' and ${IS_OURS})
  select d.id from r join deliveries d on d.id = r.id and d.attempt = r.n and d.state = 'in_doubt'`;

/** The same for a claim whose answer was lost: nothing of its stretch has begun under this lease. */
const UNCLAIM = /* sql */ `
  update deliveries d
     set state = 'planned', attempt = d.attempt - 1, sending_since = null
   where d.id between $4 and $5 and d.campaign_id + 0 = $3 and d.step = $6 and d.state = 'sending'
     and d.gateway_id = $7 and not d.same_reference and ${IS_OURS}`;

/**
 * A condition that Postgres takes to hold for half of all rows. It would else count on the few that are `sending` by its
 * statistics, and go through the whole ledger for them instead of to each row by its id (80 ms at 100,000 deliveries).
 */
const unestimated = (condition: string) => `coalesce(${condition}, false)`;

/**
 * Records first tries that the operator took, of one channel: the statement that runs for nearly every message, so it
 * carries no more than the answer and takes the rest from the ledger. It leaves out every try whose delivery is not as
 * we left it; those go through RECORD. Against that one it saves 8 µs a message of Postgres and as much of ours.
 */
const RECORD_TAKEN = /* sql */ `
  with r as (
    select * from unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::smallint[], $6::integer[],
      $7::float8[], $8::float8[]) as r(id, attempt, operator_id, code, parts, cost_vnd, sent_at, answered_at)),
  moved as (
    update deliveries d set state = 'accepted', not_before = null
      from r where d.id = r.id and d.attempt = r.attempt
               and ${unestimated("d.state = 'sending' and not d.same_reference")}
    returning d.id, d.attempt, d.step, d.contact_id, d.phone, d.gateway_id, r.operator_id, r.code, r.parts, r.cost_vnd,
              r.sent_at, r.answered_at)
  insert into attempts (delivery_id, attempt, outcome, code, operator_id, step, contact_id, phone, channel, gateway_id,
                        parts, cost_vnd, sent_at, answered_at)
  select id, attempt, 'accepted', code, operator_id, step, contact_id, phone, $9, gateway_id, parts, cost_vnd,
         to_timestamp(sent_at), to_timestamp(answered_at)
    from moved`;

/**
 * Records what became of tries. The delivery moves only from where the state table lets it: a receipt may have overtaken
 * us, and an answer may come after the sweeper called the try in doubt. The try's row is written either way.
 *
 * While a repeat is under way, what came of the request before it decides only where it is a yes. A late no is kept in
 * the try's row, unless our side has seen the end of a later request of the same try: then it says nothing about that.
 */
const RECORD = /* sql */ `
  with r as (
    select * from unnest($1::bigint[], $2::smallint[], $3::delivery_state[], $4::text[], $5::timestamptz[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::smallint[], $11::bigint[], $12::text[], $13::text[], $14::bigint[],
      $15::smallint[], $16::integer[], $17::timestamptz[], $18::timestamptz[], $20::boolean[],
      $21::boolean[], $22::boolean[], $23::smallint[], $24::bigint[], $25::text[])
      as r(delivery_id, attempt, state, reason, not_before, outcome, error_kind, code, operator_id, step, contact_id,
           phone, channel, gateway_id, parts, cost_vnd, sent_at, answered_at, is_refusal, is_repeat, is_to_repeat, next_step,
           next_contact_id, next_phone)),
  refused as (
    insert into refusals (phone, channel, source)
    select distinct phone, channel, 'gateway' from r where is_refusal
    on conflict (phone, channel) where lifted_at is null do nothing),
  doubted as (
    insert into doubts (delivery_id, attempt, campaign_id, gateway_id, since, ask_at)
    select r.delivery_id, r.attempt, d.campaign_id, r.gateway_id, clock_timestamp(),
           clock_timestamp() + ${ASK_AT_SECONDS[0]} * interval '1 second'
      from r join deliveries d on d.id = r.delivery_id and d.attempt = r.attempt and d.state in ('sending', 'in_doubt')
     where r.state = 'in_doubt'
    on conflict (delivery_id) do update
       set attempt = excluded.attempt, gateway_id = excluded.gateway_id, since = excluded.since,
           ask_at = excluded.ask_at),
  moved as (
    update deliveries d
       set state = r.state, reason = r.reason, not_before = r.not_before, same_reference = r.is_to_repeat,
           settled_at = case when r.state = 'rejected' then now() end,
           step = coalesce(r.next_step, d.step), contact_id = coalesce(r.next_contact_id, d.contact_id),
           phone = coalesce(r.next_phone, d.phone),
           chances = case when r.next_step is null then d.chances else greatest(d.chances - 1, 0) end
      from r
     where d.id = r.delivery_id and d.attempt = r.attempt
       and ${unestimated(`d.state = 'sending' and (d.same_reference = r.is_repeat or r.state = 'accepted')
         or d.state = 'in_doubt' and r.state = any($19::delivery_state[])`)})
  insert into attempts as a (delivery_id, attempt, outcome, error_kind, code, operator_id, step, contact_id, phone,
                             channel, gateway_id, parts, cost_vnd, sent_at, answered_at)
  select delivery_id, attempt, outcome, error_kind, code, operator_id, step, contact_id, phone, channel, gateway_id,
         parts, cost_vnd, sent_at, answered_at
    from r
  on conflict (delivery_id, attempt) do update
     set outcome = case when a.outcome in ('accepted', 'delivered', 'undelivered', 'expired')
                          or (a.outcome = 'in_doubt' and a.answered_at is not null and excluded.outcome in ('failed', 'rejected'))
                        then a.outcome else excluded.outcome end,
         error_kind = excluded.error_kind, code = coalesce(excluded.code, a.code),
         operator_id = coalesce(excluded.operator_id, a.operator_id), answered_at = excluded.answered_at`;

/**
 * States that a late answer may still give to a delivery that was called in doubt meanwhile. Not `planned`: its chunk may
 * be done by now, so the way back goes through the doubts, which open it again.
 */
const OUT_OF_DOUBT = (['accepted', 'rejected'] as const).filter((state) =>
  statesBefore(state).includes('in_doubt'),
);

/** The ledger, as the sender writes it. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Claims what is due of one rung between two ids, both included. Numbers that have refused are left where they are:
   * see skipRefused.
   */
  claim(chunk: Chunk, worker: string, rung: Rung, from: bigint, to: bigint): Promise<ClaimedDelivery[]> {
    const { step, channel, gatewayId, share = ALL } = rung;
    const claimed = [chunk.campaignId, from, to, step, channel, gatewayId, chunk.id, worker];
    return share === ALL
      ? this.sql.query<ClaimedDelivery & Record<string, unknown>>(CLAIM, claimed, 'claim-deliveries')
      : this.sql.query<ClaimedDelivery & Record<string, unknown>>(
          CLAIM_SHARE,
          [...claimed, share.from, share.to],
          'claim-share-of-deliveries',
        );
  }

  /** Skips what is left to send in a chunk to numbers that have refused; answers how many. */
  skipRefused(chunk: Chunk, { step, channel }: Rung): Promise<number> {
    return this.sql.execute(
      SKIP_REFUSED,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId, step, channel],
      'skip-refused',
    );
  }

  /** Tries of a chunk that nobody has answered for: their worker is dead. */
  async stuckIn(
    chunk: Chunk,
    tx: Queryable,
  ): Promise<(ClaimedDelivery & { gatewayId: string; since: Date })[]> {
    return tx.query(
      `select d.id, d.gateway_id as "gatewayId", ${LETTER} from deliveries d
        where ${IN_RANGE} and d.state = 'sending' for update`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
  }

  /** Cancels what is left to send in a chunk of a cancelled campaign. */
  async cancelRest(chunk: Chunk): Promise<number> {
    return this.sql.execute(
      `update deliveries d set state = 'cancelled', settled_at = now()
        where ${IN_RANGE} and d.state = 'planned'`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
  }

  /**
   * Gives back deliveries whose request never began, claimed under the lease of `holder`.
   * @returns those of them that the sweeper has called in doubt meanwhile
   */
  async release(chunk: Chunk, holder: string, deliveries: readonly ClaimedDelivery[]): Promise<string[]> {
    if (deliveries.length === 0) return [];
    const rows = await this.sql.query<{ id: string }>(RELEASE, [
      chunk.id,
      holder,
      deliveries.map((each) => each.id),
      deliveries.map((each) => each.attempt),
    ]);
    return rows.map((row) => row.id);
  }

  /** Undoes a claim of which nobody knows whether it was made. */
  async unclaim(
    chunk: Chunk,
    holder: string,
    { step, gatewayId }: Rung,
    from: bigint,
    to: bigint,
  ): Promise<void> {
    await this.sql.execute(UNCLAIM, [chunk.id, holder, chunk.campaignId, from, to, step, gatewayId]);
  }

  /** Writes what became of tries: deliveries and attempts together, a statement for each channel and one for the rest. */
  async record(results: readonly TryResult[]): Promise<void> {
    const rest: TryResult[] = [];
    const taken = new Map<string, TryResult[]>();
    for (const result of results) {
      if (result.state !== 'accepted') rest.push(result);
      else if (taken.get(result.channel)?.push(result) === undefined) taken.set(result.channel, [result]);
    }
    for (const [channel, group] of taken) {
      const recorded = await this.recordTaken(channel, group);
      if (recorded < group.length) rest.push(...group);
    }
    await this.recordAll(rest, this.sql);
  }

  private recordTaken(channel: string, results: readonly TryResult[]): Promise<number> {
    return this.sql.execute(
      RECORD_TAKEN,
      [
        numbers(results, (each) => each.deliveryId),
        numbers(results, (each) => each.attempt),
        results.map((each) => each.operatorId),
        results.map((each) => each.code),
        numbers(results, (each) => each.parts),
        numbers(results, (each) => each.costVnd),
        numbers(results, (each) => each.sentAt.getTime() / 1000),
        numbers(results, (each) => each.answeredAt!.getTime() / 1000),
        channel,
      ],
      'record-taken',
    );
  }

  /** Writes what became of tries whatever it is, in one statement; doing it twice changes nothing. */
  async recordAll(results: readonly TryResult[], db: Queryable): Promise<void> {
    if (results.length === 0) return;
    const column = <Key extends keyof TryResult>(key: Key) => results.map((result) => result[key]);
    await db.execute(
      RECORD,
      [
        column('deliveryId'),
        column('attempt'),
        column('state'),
        column('reason'),
        column('notBefore'),
        column('outcome'),
        column('errorKind'),
        column('code'),
        column('operatorId'),
        column('step'),
        column('contactId'),
        column('phone'),
        column('channel'),
        column('gatewayId'),
        column('parts'),
        column('costVnd'),
        column('sentAt'),
        column('answeredAt'),
        OUT_OF_DOUBT,
        column('isRefusal'),
        column('isRepeat'),
        column('isToRepeat'),
        results.map((each) => each.next?.step ?? null),
        results.map((each) => each.next?.contactId ?? null),
        results.map((each) => each.next?.phone ?? null),
      ],
      'record-tries',
    );
  }
}

/** An array literal of numbers: ten times cheaper to write than the driver's, which escapes every element. */
function numbers(results: readonly TryResult[], of: (result: TryResult) => string | number): string {
  return `{${results.map(of).join(',')}}`;
}
