import { Injectable } from '@nestjs/common';
import { busyHouseholds, type FrequencyCap } from '../campaign/frequency-cap.js';
import { MAX_ATTEMPT } from '../domain/reference.js';
import { CERTAINLY_NOT_REACHED, SECOND_TRIES, SECOND_TRY_STATES } from '../domain/second-try.js';
import type { Queryable } from '../platform/database/sql.js';
import type { Ladder } from './ladder.repository.js';

/** A delivery that is to be tried again, and where. */
export interface SecondTry {
  id: string;
  areaId: string;
  reason: string;
  step: number;
  contactId: string;
  phone: string;
  /** Phones and rungs after this one: an upper bound. */
  chances: number;
}

/** A campaign as far as trying again goes. `cap` is null for an urgent one. */
export interface RetryingCampaign extends Ladder {
  id: string;
  cap: FrequencyCap | null;
}

/**
 * Deliveries of campaign `$1` that have ended for a reason that may have passed (`$2`–`$4`: the table of the domain),
 * with the first phone and rung that will do now. Left out is whatever may have reached the household after all: a try
 * that the operator took and did not report on, a receipt that waits to be applied. A phone that refused, or to which
 * another household of the campaign is written, will not do; of two households with one new phone the first gets it.
 * Plan: one range of the campaign's ledger, then index probes for each delivery of it that may be tried.
 */
const WAYS = /* sql */ `
  with candidates as materialized (
    select d.id, d.household_id, d.area_id, d.step, d.phone, d.attempt, d.reason, r.needs
      from deliveries d
      join unnest($2::text[], $3::text[], $4::text[]) as r(state, reason, needs)
        on r.state = d.state::text and r.reason = d.reason
     where d.campaign_id = $1 and d.state = any($5::delivery_state[]) and d.attempt < $6
       and not exists (select 1 from attempts a where a.delivery_id = d.id and a.outcome <> all($7::text[]))
       and not exists (select 1 from receipts k where k.delivery_id = d.id and k.applied_at is null)),
  ways as (
    select distinct on (c.id) c.id, c.area_id, c.reason, rung.step, o.id as contact_id, o.phone,
           (cardinality($8::text[]) - rung.step)
             * case when $9 then 1 else (select count(*)::int from contacts other where other.household_id = c.household_id) end
             - 1 as chances
      from candidates c
      join households h on h.id = c.household_id and h.deleted_at is null
      join contacts o on o.household_id = c.household_id
     cross join (select channel, (n - 1)::int as step from unnest($8::text[]) with ordinality as u(channel, n)) rung
     where (rung.step >= c.step or c.needs = 'other-phone')
       and (not $9::boolean or c.phone is null or o.phone = c.phone)
       and not exists (select 1 from refusals x where x.phone = o.phone and x.channel = rung.channel and x.lifted_at is null)
       and (c.needs = 'same'
         or not exists (select 1 from attempts a where a.delivery_id = c.id and a.phone = o.phone))
       and not exists (select 1 from contacts s
                         join deliveries x on x.campaign_id = $1 and x.household_id = s.household_id
                        where s.phone = o.phone and s.household_id <> c.household_id and x.phone = o.phone
                          and x.state <> 'skipped')
     order by c.id, rung.step, o.phone is distinct from c.phone, o.position, o.id),
  alone as (select distinct on (phone) * from ways order by phone, id)
  select id, area_id as "areaId", reason, step, contact_id as "contactId", phone, chances from alone order by id`;

/** What has ended and may be tried again. */
@Injectable()
export class RetriesRepository {
  /** The deliveries of a campaign that may be tried now, in the order of their ids. */
  async ways(db: Queryable, { id, steps, perHousehold, cap }: RetryingCampaign): Promise<SecondTry[]> {
    const found = await db.query<SecondTry & Record<string, unknown>>(WAYS, [
      id,
      SECOND_TRIES.map((rule) => rule.state),
      SECOND_TRIES.map((rule) => rule.reason),
      SECOND_TRIES.map((rule) => rule.needs),
      SECOND_TRY_STATES,
      MAX_ATTEMPT,
      CERTAINLY_NOT_REACHED,
      steps.map(({ channel }) => channel),
      perHousehold === 'all',
    ]);
    if (cap === null || found.length === 0) return found;
    const busy = await db.query<{ id: string }>(
      `select d.id from deliveries d join (${busyHouseholds(1)}) busy on busy.household_id = d.household_id
        where d.id = any($4::bigint[])`,
      [id, cap.perDay, cap.perWeek, found.map((each) => each.id)],
    );
    const left = new Set(busy.map((each) => each.id));
    return found.filter((each) => !left.has(each.id));
  }

  /** Plans them again, guarded by their state; answers those that moved. */
  async plan(tx: Queryable, tries: readonly SecondTry[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update deliveries d
          set state = 'planned', reason = 'send-again', settled_at = null, not_before = null, same_reference = false,
              step = r.step, contact_id = r.contact_id, phone = r.phone, chances = r.chances
         from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::smallint[])
              as r(id, step, contact_id, phone, chances)
        where d.id = r.id and d.state = any($6::delivery_state[])
       returning d.id`,
      [
        tries.map((each) => each.id),
        tries.map((each) => each.step),
        tries.map((each) => each.contactId),
        tries.map((each) => each.phone),
        tries.map((each) => each.chances),
        SECOND_TRY_STATES,
      ],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Cuts chunks for planned deliveries that lie in none: who was left out at first was not cut into any. Each lies
   * between two chunks of its campaign, so that the ranges stay apart.
   */
  async cutChunks(tx: Queryable, campaignId: string, ids: readonly string[], size: number): Promise<void> {
    await tx.execute(
      `insert into chunks (campaign_id, first_delivery_id, last_delivery_id)
       select $1, min(id), max(id)
         from (select lost.id, before.id as gap,
                      (row_number() over (partition by before.id order by lost.id) - 1) / $3::int as part
                 from unnest($2::bigint[]) as lost(id)
                 left join lateral (
                   select k.id, k.last_delivery_id from chunks k
                    where k.campaign_id = $1 and k.first_delivery_id <= lost.id
                    order by k.first_delivery_id desc limit 1) before on true
                where before.id is null or before.last_delivery_id < lost.id) lost
        group by gap, part order by min(id)`,
      [campaignId, ids, size],
    );
  }

  /**
   * The dearest try of each rung so far, or the price of a part where none was made.
   * Plan: the campaign's whole ledger once, so not inside a transaction that holds others up.
   */
  async pricesByStep(db: Queryable, campaignId: string): Promise<number[]> {
    const rows = await db.query<{ costVnd: number }>(
      `with dearest as (
         select a.step, max(a.cost_vnd) as cost_vnd
           from deliveries d join attempts a on a.delivery_id = d.id
          where d.campaign_id = $1 group by a.step)
       select greatest(g.price_per_part_vnd, m.cost_vnd)::int as "costVnd"
         from campaigns c cross join jsonb_array_elements(c.steps) with ordinality as s(step, n)
         join gateways g on g.id = (s.step ->> 'gatewayId')::bigint
         left join dearest m on m.step = s.n - 1
        where c.id = $1 order by s.n`,
      [campaignId],
    );
    return rows.map((row) => row.costVnd);
  }
}
