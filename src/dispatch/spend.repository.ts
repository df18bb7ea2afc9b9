import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** Chunks of one statement: 100,000 deliveries at most, a third of a second. */
const CHUNKS_AT_ONCE = 100;
/** After it ended, a campaign is counted for so long: what was on its way is recorded by then. */
const STILL_COUNTED = "interval '1 hour'";
/** So that two rounds never add the same difference. */
const COUNT_LOCK = 7_214_023;

/** Campaigns that may have cost something since they were counted, those under way first. */
const TO_COUNT = /* sql */ `
  select c.id from campaigns c left join campaign_spend_counted n on n.campaign_id = c.id
   where c.planned_at is not null
     and (c.state in ('running', 'paused')
       or n.counted_at is null or n.counted_at < greatest(c.completed_at, c.cancelled_at) + ${STILL_COUNTED})
   order by c.state in ('running', 'paused') desc, c.id desc limit 50`;

/**
 * Counts the chunks of campaign `$1` after chunk `$2` that were claimed since they were counted, and adds the differences to
 * the campaign's cost. A chunk under claim is counted as far as it is, and again in the next round.
 * Plan: the campaign's chunks, then for each of at most `$3` of them a range of deliveries and its tries by primary key. The
 * lateral join keeps it so: joined flat, Postgres reads the whole ledger for every chunk (12 µs a delivery at 100,000 and
 * growing with them; so 3).
 */
const COUNT_CHUNKS = /* sql */ `
  with picked as (
    select k.id, k.campaign_id, k.first_delivery_id, k.last_delivery_id,
           k.claims - (k.state = 'claimed')::int as claims
      from chunks k left join chunk_spend_counted n on n.chunk_id = k.id
     where k.campaign_id = $1 and k.id > $2
       and (k.claims <> coalesce(n.claims, 0) or k.state = 'claimed')
     order by k.id limit $3),
  fresh as (
    select p.id as chunk_id, spent.*
      from picked p cross join lateral (
        select d.area_id, (a.sent_at at time zone 'Asia/Ho_Chi_Minh')::date as day, sum(a.cost_vnd)::bigint as cost_vnd
          from deliveries d join attempts a on a.delivery_id = d.id
         where d.id between p.first_delivery_id and p.last_delivery_id and d.campaign_id + 0 = p.campaign_id
         group by 1, 2) spent),
  counted_before as (select s.* from chunk_spend s join picked p on p.id = s.chunk_id),
  compared as (
    select chunk_id, area_id, day, coalesce(f.cost_vnd, 0) as cost_vnd,
           coalesce(f.cost_vnd, 0) - coalesce(b.cost_vnd, 0) as more
      from fresh f full join counted_before b using (chunk_id, area_id, day)),
  stored as (
    insert into chunk_spend (chunk_id, area_id, day, cost_vnd)
    select chunk_id, area_id, day, cost_vnd from compared where more <> 0
    on conflict (chunk_id, area_id, day) do update set cost_vnd = excluded.cost_vnd),
  noted as (
    insert into chunk_spend_counted (chunk_id, claims) select id, claims from picked
    on conflict (chunk_id) do update set claims = excluded.claims),
  added as (
    insert into campaign_spend as s (campaign_id, area_id, day, cost_vnd)
    select $1, area_id, day, sum(more) from compared group by area_id, day having sum(more) <> 0
    on conflict (campaign_id, area_id, day) do update set cost_vnd = s.cost_vnd + excluded.cost_vnd)
  select id from picked`;

/** What campaigns have cost, from the chunks that were sent from. Reads no delivery twice without a reason. */
@Injectable()
export class SpendRepository {
  constructor(private readonly sql: Sql) {}

  /** Brings the cost of every campaign up to date. */
  async count(): Promise<void> {
    for (const { id } of await this.sql.query<{ id: string }>(TO_COUNT)) await this.countOne(id);
  }

  private async countOne(campaignId: string): Promise<void> {
    for (let after = '0'; ;) {
      const last = await this.sql.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock($1)', [COUNT_LOCK]);
        const picked = await tx.query<{ id: string }>(COUNT_CHUNKS, [campaignId, after, CHUNKS_AT_ONCE]);
        return picked.length < CHUNKS_AT_ONCE ? null : picked.at(-1)!.id;
      });
      if (last === null) break;
      after = last;
    }
    await this.sql.execute(
      `insert into campaign_spend_counted (campaign_id, counted_at) values ($1, now())
       on conflict (campaign_id) do update set counted_at = excluded.counted_at`,
      [campaignId],
    );
  }
}
