import { Injectable } from '@nestjs/common';
import { type DeliveryState, statesBefore } from '../domain/delivery-states.js';
import type { GatewayErrorKind } from '../domain/retry.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { Chunk } from './chunks.repository.js';

/** One delivery as claimed: the try is in the database as `sending` before its request leaves. */
export interface ClaimedDelivery {
  id: string;
  householdId: string;
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
  contactId: string;
  phone: string;
  step: number;
  attempt: number;
  /** A try in doubt that is sent again under the reference it already has. */
  isRepeat: boolean;
  /** When the try was first claimed: a repeat must end inside the operator's idempotency window. */
  since: Date;
}

/** One rung of a campaign's ladder: its place, its channel, its account. */
export interface Rung {
  step: number;
  channel: string;
  gatewayId: string;
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
}

/** What a message is made from, and the try it belongs to. */
const LETTER = `d.household_id as "householdId", d.area_id as "areaId", d.head_name as "headName", d.address,
  d.household_code as "householdCode", d.contact_id as "contactId", d.phone, d.step, d.attempt,
  d.same_reference as "isRepeat", d.sending_since as since`;

/**
 * The deliveries of campaign `$1` from `$2` to `$3`. The ids of two campaigns that were planned at once interleave, so
 * the campaign must be named; the sum keeps Postgres from reading that campaign's whole index for it, as it does while
 * its statistics are young (measured: 2.3 ms a claim at 50,000 deliveries, and growing with them).
 */
const IN_RANGE = `d.id between $2 and $3 and d.campaign_id + 0 = $1`;

/**
 * Takes the due deliveries of one stretch of ids. Refusals are looked up again here, so that one that came in a minute
 * ago counts. Claims nothing when the campaign no longer runs or the chunk is no longer ours: that is the fence against
 * a worker that slept through its lease. The lease keeps other workers out and the state is part of the condition, so
 * no row is locked before the update. Plan: a primary-key range; the two `exists` are asked once.
 */
const CLAIM = /* sql */ `
  update deliveries d
     set state = 'sending', reason = null, gateway_id = $6,
         attempt = d.attempt + case when d.same_reference then 0 else 1 end,
         sending_since = case when d.same_reference then d.sending_since else clock_timestamp() end
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned'
     and (d.not_before is null or d.not_before <= now())
     and not exists (select 1 from refusals r where r.phone = d.phone and r.channel = $5 and r.lifted_at is null)
     and exists (select 1 from campaigns c where c.id = $1 and c.state = 'running')
     and exists (select 1 from chunks k where k.id = $7 and k.worker = $8 and k.lease_until > clock_timestamp())
  returning d.id, ${LETTER}`;

/** Leaves out what has refused the channel since the campaign was planned. */
const SKIP_REFUSED = /* sql */ `
  update deliveries d set state = 'skipped', reason = 'refused', settled_at = now()
    from refusals r
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned'
     and r.phone = d.phone and r.channel = $5 and r.lifted_at is null`;

/** A try that never left goes back as it was: its number and reference are used by the next claim. */
const RELEASE = /* sql */ `
  update deliveries
     set state = 'planned', attempt = attempt - case when same_reference then 0 else 1 end,
         sending_since = case when same_reference then sending_since end
    from unnest($1::bigint[], $2::smallint[]) as r(id, n)
   where deliveries.id = r.id and deliveries.attempt = r.n and deliveries.state = 'sending'`;

/**
 * Records what became of tries. The delivery moves only from where the state table lets it: a receipt may have overtaken
 * us, and an answer may come after the sweeper called the try in doubt. The try's row is written either way.
 */
const RECORD = /* sql */ `
  with r as (
    select * from unnest($1::bigint[], $2::smallint[], $3::delivery_state[], $4::text[], $5::timestamptz[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::smallint[], $11::bigint[], $12::text[], $13::text[], $14::bigint[],
      $15::smallint[], $16::integer[], $17::timestamptz[], $18::timestamptz[], $20::boolean[])
      as r(delivery_id, attempt, state, reason, not_before, outcome, error_kind, code, operator_id, step, contact_id,
           phone, channel, gateway_id, parts, cost_vnd, sent_at, answered_at, is_refusal)),
  refused as (
    insert into refusals (phone, channel, source)
    select distinct phone, channel, 'gateway' from r where is_refusal
    on conflict (phone, channel) where lifted_at is null do nothing),
  moved as (
    update deliveries d
       set state = r.state, reason = r.reason, not_before = r.not_before, same_reference = false,
           settled_at = case when r.state = 'rejected' then now() end
      from r
     where d.id = r.delivery_id and d.attempt = r.attempt
       and (d.state = 'sending' or (d.state = 'in_doubt' and r.state = any($19::delivery_state[]))))
  insert into attempts as a (delivery_id, attempt, outcome, error_kind, code, operator_id, step, contact_id, phone,
                             channel, gateway_id, parts, cost_vnd, sent_at, answered_at)
  select delivery_id, attempt, outcome, error_kind, code, operator_id, step, contact_id, phone, channel, gateway_id,
         parts, cost_vnd, sent_at, answered_at
    from r
  on conflict (delivery_id, attempt) do update
     set outcome = case when a.outcome in ('delivered', 'undelivered') then a.outcome else excluded.outcome end,
         error_kind = excluded.error_kind, code = coalesce(excluded.code, a.code),
         operator_id = coalesce(excluded.operator_id, a.operator_id), answered_at = excluded.answered_at`;

/** States that a late answer may still give to a delivery that was called in doubt meanwhile. */
const OUT_OF_DOUBT = (['accepted', 'planned', 'rejected', 'in_doubt'] as const).filter((state) =>
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
    return this.sql.query<ClaimedDelivery & Record<string, unknown>>(
      CLAIM,
      [chunk.campaignId, from, to, rung.step, rung.channel, rung.gatewayId, chunk.id, worker],
      'claim-deliveries',
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
  async stuckIn(chunk: Chunk, tx: Queryable): Promise<(ClaimedDelivery & { gatewayId: string })[]> {
    return tx.query(
      `select d.id, d.gateway_id as "gatewayId", ${LETTER} from deliveries d
        where ${IN_RANGE} and d.state = 'sending' for update`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
  }

  /** Plans tries to be sent again under the reference they have. */
  async repeat(deliveries: readonly ClaimedDelivery[], tx: Queryable): Promise<void> {
    if (deliveries.length === 0) return;
    await tx.execute(
      `update deliveries set state = 'planned', same_reference = true, reason = 'repeat'
        where id = any($1::bigint[]) and state = 'sending'`,
      [deliveries.map((each) => each.id)],
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

  /** Gives back deliveries whose request never began. */
  async release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.sql.execute(RELEASE, [
      deliveries.map((each) => each.id),
      deliveries.map((each) => each.attempt),
    ]);
  }

  /** Writes what became of tries, in one statement. */
  async record(results: readonly TryResult[], db: Queryable = this.sql): Promise<void> {
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
      ],
      'record-tries',
    );
  }
}
