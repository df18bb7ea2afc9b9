import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import type { ForceActivity } from './force.schema.js';

/**
 * What each propagandist of the scope `$1` had to do and did there in the month that begins on `$2`. Reads the accounts of the
 * campaigns that started in it (a row for each area and state), never the ledger: the same for 100 households and a million.
 */
const ACTIVITY = /* sql */ `
  with month as (
    select $2::date as first, ($2::date + interval '1 month')::date as next,
           $2::date::timestamp at time zone 'Asia/Ho_Chi_Minh' as starts_at,
           ($2::date + interval '1 month')::timestamp at time zone 'Asia/Ho_Chi_Minh' as ends_at),
  people as (
    select p.id, p.full_name, p.user_id, p.area_id, p.ended_on, p.recognised_on
      from propagandists p where ${inScope('p.area_id', '$1')}),
  -- In charge, or standing in on some day of the month.
  duties as (
    select c.propagandist_id, c.area_id from propagandist_areas c
     where c.propagandist_id in (select id from people)
    union
    select s.stand_in_id, c.area_id from propagandist_stand_ins s cross join month
      join propagandist_areas c on c.propagandist_id = s.propagandist_id
     where s.stand_in_id in (select id from people) and s.starts_on < month.next and s.ends_on >= month.first),
  places as (
    select distinct d.propagandist_id, below.id as area_id
      from duties d join areas root on root.id = d.area_id join areas below on starts_with(below.path, root.path)
     where ${inScope('below.id', '$1')}),
  homes as (select area_id, count(*) as n from households where deleted_at is null group by 1),
  workload as (
    select pl.propagandist_id, coalesce(sum(homes.n), 0)::int as households
      from places pl left join homes on homes.area_id = pl.area_id group by 1),
  started as (
    select c.id, c.authors from campaigns c cross join month
     where c.started_at >= month.starts_at and c.started_at < month.ends_at),
  account as (
    select area_id, sum(deliveries) as delivered from (
      select area_id, deliveries from campaign_account
       where state = 'delivered' and campaign_id in (select id from started)
      union all
      select area_id, deliveries from campaign_account_delta
       where state = 'delivered' and campaign_id in (select id from started)) rows group by 1),
  reached as (
    select pl.propagandist_id, sum(account.delivered)::int as n
      from places pl join account on account.area_id = pl.area_id group by 1)
  select p.id, p.full_name as "fullName", a.name as "areaName",
         p.ended_on is null or p.ended_on > month.first as "isActive",
         (select count(*)::int from duties d
           where d.propagandist_id = p.id and ${inScope('d.area_id', '$1')}) as areas,
         coalesce(w.households, 0) as households,
         (select count(*)::int from started s where s.authors @> array['user:' || p.user_id]) as campaigns,
         coalesce(r.n, 0) as reached,
         (select count(*)::int from replies y
           where y.answered_by = 'user:' || p.user_id
             and y.answered_at >= month.starts_at and y.answered_at < month.ends_at) as "repliesAnswered"
    from people p cross join month join areas a on a.id = p.area_id
    left join workload w on w.propagandist_id = p.id left join reached r on r.propagandist_id = p.id
   order by a.path, p.full_name, p.id limit 5000`;

/** The workload and the activity of the force. */
@Injectable()
export class ForceActivityRepository {
  constructor(private readonly sql: Sql) {}

  /** @param month `2026-10` */
  ofMonth(scope: AreaScope, month: string): Promise<ForceActivity['items']> {
    return this.sql.query(ACTIVITY, [scope, `${month}-01`]);
  }
}
