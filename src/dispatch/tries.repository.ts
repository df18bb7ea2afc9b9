import { Injectable } from '@nestjs/common';
import { type DeliveryState, statesBefore } from '../domain/delivery-states.js';
import { ASK_AT_SECONDS } from '../domain/doubt.js';
import type { GatewayErrorKind } from '../domain/retry.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { NextTry } from './ladder.repository.js';

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

/** What became of tries, as the sender and the sweeper write it. */
@Injectable()
export class TriesRepository {
  constructor(private readonly sql: Sql) {}

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
