import { Injectable } from '@nestjs/common';
import { statesBefore } from '../domain/delivery-states.js';
import { Sql } from '../platform/database/sql.js';

/** A receipt or a reply as it is stored. */
export interface StoredEvent {
  gatewayId: string;
  /** `outbox`: a receipt of a single message. */
  kind: 'receipt' | 'inbound' | 'outbox' | 'part';
  reference: string | null;
  /** The attempt that the reference names, where it is one of ours. */
  deliveryId: string | null;
  attempt: number | null;
  /** The single message that the reference names. */
  outboxId: string | null;
  operatorId: string | null;
  status: string | null;
  code: string | null;
  phone: string | null;
  text: string | null;
  occurredAt: Date | null;
  /** Of a reply: which part of which text. Of a receipt: the name of the part that it speaks of. */
  part: string | null;
  /** Set where there is nothing to apply: a receipt that can be nobody's. */
  outcome: string | null;
}

/** What one set of receipts came to. */
export interface AppliedSet {
  /** Receipts looked at. */
  looked: number;
  /** A delivery moved. */
  applied: number;
  /** Nothing new: a duplicate, or an earlier state than the delivery has. */
  redundant: number;
  /** Their attempt is not recorded yet. */
  waiting: number;
  /** Given up: no such attempt. */
  unknown: number;
}

const STORE = /* sql */ `
  insert into receipts (gateway_id, kind, reference, delivery_id, attempt, operator_id, status, code, phone, text,
                        occurred_at, outcome, outbox_id, part, applied_at)
  select r.*, case when r.outcome is not null then now() end
    from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::smallint[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::bigint[], $14::jsonb[])
      as r(gateway_id, kind, reference, delivery_id, attempt, operator_id, status, code, phone, text, occurred_at,
           outcome, outbox_id, part)`;

/**
 * Applies one set of receipts, in the order in which they came, in one statement. The caller is the only one who applies, so
 * no row is locked before its update.
 *
 * - A receipt is matched to a row of attempts: by our reference, else by the operator's id; always of the gateway whose
 *   webhook it came through, so that one account's token cannot speak for another's messages.
 * - A receipt that overtook our own record of the send finds no row yet and waits. The record comes within moments, or,
 *   from a worker that died, as a try in doubt when its lease lapses; either way the receipt then decides.
 * - Of several receipts for one attempt the first final word counts. The lists of states come from the state table, so
 *   nothing is ever downgraded. An operator that gave up ('expired') did not deliver.
 * - 'undelivered' ends a delivery only where no phone of the household and no rung of the campaign is left; otherwise
 *   it is noted, and dispatch decides where it goes on (`climbs`). While that very try is being repeated it waits for the
 *   repeat's end: a delivery that is on its way cannot be planned for another phone.
 * - A household reached by an earlier attempt has been reached: 'delivered' also counts for a later one in flight.
 */
const APPLY = /* sql */ `
  with due as materialized (
    select id, gateway_id, delivery_id, attempt, operator_id, code, tries, received_at,
           case status when 'expired' then 'undelivered' else status end as state,
           case when status in ('undelivered', 'expired') then status end as reason,
           least(coalesce(occurred_at, received_at), received_at) as at
      from receipts
     where applied_at is null and kind = 'receipt' and retry_at <= now()
     order by retry_at, id limit $1),
  matched as materialized (
    select due.*, a.delivery_id as d, a.attempt as n
      from due join attempts a on a.delivery_id = due.delivery_id and a.attempt = due.attempt
                              and a.gateway_id = due.gateway_id
    union all
    select due.*, a.delivery_id, a.attempt
      from due join attempts a on a.gateway_id = due.gateway_id and a.operator_id = due.operator_id
     where due.delivery_id is null),
  held as materialized (
    select v.id from matched v join deliveries t on t.id = v.d and t.attempt = v.n
     where v.state = 'undelivered' and t.chances > 0 and coalesce(t.state = 'sending', false)),
  verdict as materialized (
    select distinct on (d, n) d, n, id, state, reason, code, at from matched
     where id not in (select id from held)
     order by d, n, (state = 'accepted'), id),
  tried as (
    update attempts a
       set outcome = v.state, code = coalesce(v.code, a.code),
           settled_at = case when v.state <> 'accepted' then v.at end
      from verdict v
     where a.delivery_id = v.d and a.attempt = v.n
       and a.outcome = any(case v.state when 'accepted' then array['in_doubt']
                                        else array['accepted', 'in_doubt', 'expired'] end)),
  climbing as (
    insert into climbs (delivery_id, attempt, why)
    select t.id, t.attempt, 'undelivered'
      from verdict v join deliveries t on t.id = v.d and t.attempt = v.n
     where v.state = 'undelivered' and t.chances > 0 and t.state in ('accepted', 'in_doubt')
    on conflict (delivery_id) do update set attempt = excluded.attempt, why = excluded.why, ask_after = null
    returning delivery_id),
  moved as (
    update deliveries t
       set state = v.state::delivery_state, reason = v.reason, same_reference = false,
           settled_at = case when v.state <> 'accepted' then v.at end
      from (select distinct on (d) * from verdict order by d, (state = 'delivered') desc, n desc) v
     where t.id = v.d
       and (v.state = 'delivered' and v.n <= t.attempt and t.state = any($2::delivery_state[])
         or v.state = 'undelivered' and v.n = t.attempt and t.state = any($3::delivery_state[])
           and not (t.chances > 0 and t.state in ('accepted', 'in_doubt'))
         or v.state = 'accepted' and v.n = t.attempt and t.state = any($4::delivery_state[]))
    returning v.id),
  judged as materialized (
    select id, case when id in (select id from moved) then 'applied'
                    when id in (select v.id from verdict v join climbing c on c.delivery_id = v.d) then 'applied'
                    when id in (select id from held) then 'waiting'
                    when id in (select id from matched) then 'redundant'
                    when received_at < now() - $5::interval then 'unknown'
                    else 'waiting' end as outcome
      from due),
  settled as (
    update receipts r
       set applied_at = case when j.outcome <> 'waiting' then now() end,
           outcome = nullif(j.outcome, 'waiting'),
           tries = r.tries + 1,
           retry_at = now() + least(interval '10 minutes', interval '250 milliseconds' * power(2, least(r.tries, 20)))
      from judged j where r.id = j.id
    returning j.outcome)
  select count(*)::int as looked,
         count(*) filter (where outcome = 'applied')::int as applied,
         count(*) filter (where outcome = 'redundant')::int as redundant,
         count(*) filter (where outcome = 'waiting')::int as waiting,
         count(*) filter (where outcome = 'unknown')::int as unknown
    from settled`;

/**
 * How many receipts wait is seldom what Postgres' statistics say. Guessing few, it would read and sort all of them for every
 * set (53 ms with 38,000 waiting); this makes it walk along the index that is in the right order already.
 */
const WALK = 'set local enable_bitmapscan = off; set local enable_seqscan = off';

/** What operators and households said: stored at once, applied in sets. */
@Injectable()
export class ReceiptsRepository {
  constructor(private readonly sql: Sql) {}

  /** One statement and one commit for all of them. */
  async store(events: readonly StoredEvent[]): Promise<void> {
    // Most columns are empty in most groups; `unnest` fills up what is shorter with nulls.
    const column = (key: keyof StoredEvent) =>
      events.some((event) => event[key] !== null) ? events.map((event) => event[key]) : '{}';
    await this.sql.execute(
      STORE,
      [
        column('gatewayId'),
        column('kind'),
        column('reference'),
        column('deliveryId'),
        column('attempt'),
        column('operatorId'),
        column('status'),
        column('code'),
        column('phone'),
        column('text'),
        column('occurredAt'),
        column('outcome'),
        column('outboxId'),
        column('part'),
      ],
      'store-receipts',
    );
  }

  /**
   * Applies up to `limit` waiting receipts.
   * @param keepFor how long one whose attempt is not known is tried again, as a Postgres interval
   */
  async apply(limit: number, keepFor: string): Promise<AppliedSet> {
    return this.sql.transaction(async (tx) => {
      await tx.execute(WALK);
      const [set] = await tx.query<AppliedSet & Record<string, unknown>>(
        APPLY,
        [limit, statesBefore('delivered'), statesBefore('undelivered'), statesBefore('accepted'), keepFor],
        'apply-receipts',
      );
      return set!;
    });
  }

  /** Whether any receipt is due to be applied. */
  async areDue(): Promise<boolean> {
    const rows = await this.sql.query(
      `select 1 from receipts where applied_at is null and kind = 'receipt' and retry_at <= now() limit 1`,
    );
    return rows.length > 0;
  }

  /** This installation's part of every reference. */
  async referencePrefix(): Promise<string> {
    const [row] = await this.sql.query<{ prefix: string }>(
      'select reference_prefix as prefix from installation',
    );
    if (!row) throw new Error('the installation has no reference prefix: migrations did not run');
    return row.prefix;
  }
}
