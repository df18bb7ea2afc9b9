import { Injectable } from '@nestjs/common';
import { type DeliveryState, statesBefore } from '../domain/delivery-states.js';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** A doubt whose time to be looked at has come. */
export interface DueDoubt {
  deliveryId: string;
  attempt: number;
  campaignId: string;
  gatewayId: string;
  /** Seconds since our side gave up on the try. */
  ageSeconds: number;
  /** Nothing is in doubt any more: a receipt, a late answer or a person has settled it. */
  isSettled: boolean;
  /** It is to be sent again under its reference, or is under way to that. */
  isToRepeat: boolean;
  /** A late answer to our request said after all that the operator did not take it. */
  neverLeft: boolean;
  /** Nobody saw the end of the try: its worker died. */
  isOrphan: boolean;
  /** How often the operator has already said of this delivery that it does not know it. */
  timesUnknown: number;
}

const DUE = /* sql */ `
  select k.delivery_id as "deliveryId", k.attempt, k.campaign_id as "campaignId", k.gateway_id as "gatewayId",
         extract(epoch from clock_timestamp() - k.since)::float8 as "ageSeconds",
         d.state not in ('in_doubt', 'sending') or d.attempt <> k.attempt as "isSettled",
         d.same_reference as "isToRepeat", coalesce(a.outcome in ('failed', 'rejected'), false) as "neverLeft",
         d.reason is not distinct from 'worker-died' as "isOrphan",
         (select count(*)::int from attempts u
           where u.delivery_id = k.delivery_id and u.code = 'not-known') as "timesUnknown"
    from doubts k join deliveries d on d.id = k.delivery_id
    left join attempts a on a.delivery_id = k.delivery_id and a.attempt = k.attempt
   where k.ask_at <= clock_timestamp() order by k.ask_at limit $1`;

/**
 * A try that never left makes its delivery planned again, for a new attempt. A receipt of that very try that waits to be
 * applied speaks against it, and so does a doubt that began anew meanwhile (`$2`: the age it must have, in seconds).
 */
const SEND_ANEW = /* sql */ `
  with anew as (
    update deliveries d
       set state = 'planned', reason = 'never-left', same_reference = false, not_before = null
      from doubts k
     where k.delivery_id = any($1::bigint[]) and d.id = k.delivery_id and d.attempt = k.attempt
       and d.state = any($3::delivery_state[]) and not d.same_reference
       and k.since <= clock_timestamp() - $2 * interval '1 second'
       and not exists (select 1 from receipts r where r.delivery_id = d.id and r.attempt = d.attempt)
    returning d.id, d.attempt),
  tried as (
    update attempts a
       set cost_vnd = 0, outcome = case a.outcome when 'in_doubt' then 'failed' else a.outcome end,
           code = case a.outcome when 'in_doubt' then 'not-known' else a.code end
      from anew where a.delivery_id = anew.id and a.attempt = anew.attempt),
  settled as (delete from doubts using anew where doubts.delivery_id = anew.id)
  select id from anew`;

/** In doubt, where the state table lets `to` follow: the list for a guarded update that settles doubts only. */
function fromDoubt(to: DeliveryState): DeliveryState[] {
  return statesBefore(to).filter((state) => state === 'in_doubt');
}

/** Deliveries that nobody knows about, and when to do something for them. */
@Injectable()
export class DoubtsRepository {
  constructor(private readonly sql: Sql) {}

  /** Whether any doubt, or any wait for a receipt, is due to be looked at. Two index probes. */
  async areDue(): Promise<boolean> {
    const [row] = await this.sql.query<{ due: boolean }>(
      `select exists (select 1 from doubts where ask_at <= clock_timestamp())
           or exists (select 1 from chunks where receipts_due_at <= clock_timestamp()) as due`,
    );
    return row!.due;
  }

  /** Up to `limit` doubts that are due, the longest waiting first. */
  due(limit: number): Promise<DueDoubt[]> {
    return this.sql.query<DueDoubt & Record<string, unknown>>(DUE, [limit]);
  }

  /** Looks at each again `seconds` from now; null: only a person can help. */
  async putOff(doubts: readonly { deliveryId: string; inSeconds: number | null }[]): Promise<void> {
    if (doubts.length === 0) return;
    await this.sql.execute(
      `update doubts set ask_at = clock_timestamp() + r.seconds * interval '1 second'
         from unnest($1::bigint[], $2::float8[]) as r(id, seconds) where delivery_id = r.id`,
      [doubts.map((each) => each.deliveryId), doubts.map((each) => each.inSeconds)],
    );
  }

  /** Forgets doubts that were settled elsewhere; looks at the ledger again, so that a new doubt stays. */
  async forgetSettled(deliveryIds: readonly string[]): Promise<void> {
    if (deliveryIds.length === 0) return;
    await this.sql.execute(
      `delete from doubts k using deliveries d
        where k.delivery_id = any($1::bigint[]) and d.id = k.delivery_id
          and (d.state not in ('in_doubt', 'sending') or d.attempt <> k.attempt)`,
      [deliveryIds],
    );
  }

  /**
   * Plans anew what certainly never left: in doubt → planned, its try failed and cost nothing.
   * @param minAgeSeconds what must have passed since we gave up on the try
   * @returns the deliveries that were planned; their chunks must be opened again in the same transaction
   */
  async sendAnew(tx: Queryable, deliveryIds: readonly string[], minAgeSeconds: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(SEND_ANEW, [
      deliveryIds,
      minAgeSeconds,
      fromDoubt('planned'),
    ]);
    return rows.map((row) => row.id);
  }

  /** Notes the ids that an operator gave to tries in doubt: later receipts may name nothing else. */
  async learnOperatorIds(
    tries: readonly { deliveryId: string; attempt: number; operatorId: string }[],
  ): Promise<void> {
    if (tries.length === 0) return;
    await this.sql.execute(
      `update attempts a set operator_id = r.operator_id
         from unnest($1::bigint[], $2::smallint[], $3::text[]) as r(delivery_id, attempt, operator_id)
        where a.delivery_id = r.delivery_id and a.attempt = r.attempt and a.operator_id is null`,
      [
        tries.map((each) => each.deliveryId),
        tries.map((each) => each.attempt),
        tries.map((each) => each.operatorId),
      ],
    );
  }

  /**
   * Locks the deliveries of a campaign that are in doubt, all or some of them, in the order of their ids.
   * @param deliveryIds null for all
   */
  async lock(tx: Queryable, campaignId: string, deliveryIds: readonly string[] | null): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select d.id from deliveries d
        where d.id in (select delivery_id from doubts where campaign_id = $1)
          and d.campaign_id + 0 = $1 and d.state = 'in_doubt' and ($2::bigint[] is null or d.id = any($2))
        order by d.id for update`,
      [campaignId, deliveryIds],
    );
    return rows.map((row) => row.id);
  }

  /** Of locked deliveries those of which another phone or rung may be left, by their rung. */
  async withChances(tx: Queryable, deliveryIds: readonly string[]): Promise<Map<number, string[]>> {
    const rows = await tx.query<{ step: number; ids: string[] }>(
      `select step, array_agg(id::text order by id) as ids from deliveries
        where id = any($1::bigint[]) and chances > 0 group by step`,
      [deliveryIds],
    );
    return new Map(rows.map(({ step, ids }) => [step, ids]));
  }

  /** Writes into the last tries of locked deliveries that they were not delivered; their doubts are over. */
  async failTries(tx: Queryable, deliveryIds: readonly string[], code: string): Promise<void> {
    await tx.execute(
      `with tried as (
         update attempts a set outcome = 'undelivered', code = $2, settled_at = now()
           from deliveries d
          where d.id = any($1::bigint[]) and a.delivery_id = d.id and a.attempt = d.attempt and a.outcome = 'in_doubt')
       delete from doubts where delivery_id = any($1::bigint[])`,
      [deliveryIds, code],
    );
  }

  /** Writes a person's word on locked deliveries in doubt: into the ledger and into their last try. */
  async settle(
    tx: Queryable,
    deliveryIds: readonly string[],
    word: {
      state: Extract<DeliveryState, 'delivered' | 'undelivered' | 'planned'>;
      reason: string;
      code: string;
    },
  ): Promise<void> {
    await tx.execute(
      `with decided as (
         update deliveries d
            set state = $2::text::delivery_state, reason = $3, same_reference = false, not_before = null,
                settled_at = case when $2::text <> 'planned' then now() end
          where d.id = any($1::bigint[]) and d.state = any($5::delivery_state[])
         returning d.id, d.attempt),
       tried as (
         update attempts a
            set outcome = case when $2::text = 'planned' then a.outcome else $2::text end, code = $4,
                settled_at = case when $2::text <> 'planned' then now() end
           from decided where a.delivery_id = decided.id and a.attempt = decided.attempt and a.outcome = 'in_doubt')
       delete from doubts using decided where doubts.delivery_id = decided.id`,
      [deliveryIds, word.state, word.reason, word.code, fromDoubt(word.state)],
    );
  }
}
