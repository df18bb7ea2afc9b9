import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/**
 * Receipts that name no reference go through the ledger first; one that nothing there answers to may be a single
 * message's. They are looked for from the few single messages that wait for a receipt.
 */
const ROUTE = /* sql */ `
  update receipts r set kind = 'outbox', outbox_id = o.id, retry_at = now()
    from outbox o
   where r.kind = 'receipt' and r.applied_at is null and r.tries > 0 and r.delivery_id is null
     and o.gateway_id = r.gateway_id and o.operator_id = r.operator_id`;

/** The first final word counts; nothing is downgraded. A message that waits to be repeated has been heard of, too. */
const APPLY = /* sql */ `
  with due as materialized (
    select r.id, r.outbox_id, r.gateway_id, r.operator_id, r.code, r.status,
           case r.status when 'expired' then 'undelivered' else r.status end as state,
           least(coalesce(r.occurred_at, r.received_at), r.received_at) as at
      from receipts r
     where r.applied_at is null and r.kind = 'outbox' order by r.id limit 1000 for update skip locked),
  verdict as (
    select distinct on (o.id) due.* from due
      join outbox o on o.id = due.outbox_id and o.gateway_id = due.gateway_id
     order by o.id, due.state = 'accepted', due.id),
  moved as (
    update outbox o
       set state = v.state, reason = case when v.state = 'undelivered' then v.status end, code = coalesce(v.code, o.code),
           operator_id = coalesce(o.operator_id, v.operator_id), same_reference = false, ask_at = null,
           settled_at = case when v.state <> 'accepted' then v.at end
      from (select outbox_id, state, status, code, operator_id, at from verdict) v
     where o.id = v.outbox_id
       and (v.state <> 'accepted' and (o.state in ('sending', 'accepted', 'in_doubt', 'expired')
                                       or o.state = 'waiting' and o.same_reference)
         or v.state = 'accepted' and o.state = 'in_doubt')
    returning o.id)
  update receipts r
     set applied_at = now(),
         outcome = case when r.outbox_id in (select id from moved) then 'applied' else 'redundant' end
    from due where r.id = due.id`;

/** What operators say of single messages. */
@Injectable()
export class OutboxReceiptsRepository {
  constructor(private readonly sql: Sql) {}

  /** Finds receipts of single messages that came without a reference. */
  async route(): Promise<number> {
    const [waiting] = await this.sql.query(
      `select 1 from outbox where state in ('accepted', 'in_doubt') and operator_id is not null limit 1`,
    );
    return waiting ? this.sql.execute(ROUTE) : 0;
  }

  /** Applies what has come. */
  apply(): Promise<number> {
    return this.sql.execute(APPLY);
  }
}
