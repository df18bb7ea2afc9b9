import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/**
 * Some operators report each part of a text by itself. A message is delivered when all its parts are: the last of them
 * becomes the message's receipt, the others are done with. What never becomes whole is given up after three days, as any
 * receipt without its attempt is.
 */
const GATHER = /* sql */ `
  with whole as materialized (
    select r.delivery_id, r.attempt, r.outbox_id, r.gateway_id, max(r.id) as last
      from receipts r
      left join attempts a on a.delivery_id = r.delivery_id and a.attempt = r.attempt and a.gateway_id = r.gateway_id
      left join outbox o on o.id = r.outbox_id and o.gateway_id = r.gateway_id
     where r.kind = 'part' and r.applied_at is null
     group by r.delivery_id, r.attempt, r.outbox_id, r.gateway_id
    having count(distinct r.part) >= max(coalesce(a.parts, o.parts)))
  update receipts r
     set kind = case when r.id < w.last then 'part' when r.outbox_id is null then 'receipt' else 'outbox' end,
         applied_at = case when r.id < w.last then now() end, outcome = case when r.id < w.last then 'part' end,
         retry_at = now()
    from whole w
   where r.kind = 'part' and r.applied_at is null and r.gateway_id = w.gateway_id
     and r.delivery_id is not distinct from w.delivery_id and r.attempt is not distinct from w.attempt
     and r.outbox_id is not distinct from w.outbox_id`;

const PUT_OFF = /* sql */ `
  update receipts
     set tries = tries + 1, retry_at = now() + least(interval '5 minutes', interval '1 second' * power(2, least(tries, 20))),
         applied_at = case when received_at < now() - interval '3 days' then now() end,
         outcome = case when received_at < now() - interval '3 days' then 'unknown' end
   where kind = 'part' and applied_at is null and retry_at <= now()`;

/** Receipts of one part each, until their message is whole. */
@Injectable()
export class PartReceiptsRepository {
  constructor(private readonly sql: Sql) {}

  /** @returns whether any message became whole: its receipt is to be applied */
  async gather(): Promise<boolean> {
    const [waiting] = await this.sql.query(
      `select 1 from receipts where kind = 'part' and applied_at is null and retry_at <= now() limit 1`,
    );
    if (!waiting) return false;
    const gathered = await this.sql.execute(GATHER);
    await this.sql.execute(PUT_OFF);
    return gathered > 0;
  }
}
