import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import type { AreaCounts } from './area-counts.schema.js';

/** Counts the households of every area by how they can be reached. */
@Injectable()
export class AreaCountsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * One pass over the households of the scope and one over their numbers: refusals and what was delivered are
   * read once and joined by hash, so a province costs its rows, not its areas times its rows.
   */
  ofScope(scope: AreaScope): Promise<AreaCounts['items']> {
    return this.sql.query<AreaCounts['items'][number] & Record<string, unknown>>(
      `with h as (
         select id, area_id from households where deleted_at is null and ${inScope('area_id', '$1')}),
       closed as (
         select phone, bool_or(channel = 'sms') as sms, bool_or(channel = 'zalo') as zalo
           from refusals where lifted_at is null group by phone),
       c as (
         select c.household_id,
                bool_or(closed.sms is not true) as sms,
                bool_or(closed.zalo is not true) as zalo,
                bool_or(closed.phone is not null) as refused
           from contacts c join h on h.id = c.household_id
           left join closed on closed.phone = c.phone
          group by c.household_id),
       reached as (select distinct household_id from deliveries where state in ('accepted', 'delivered'))
       select h.area_id as "areaId", count(*)::int as households,
              count(*) filter (where c.sms)::int as reachable,
              count(*) filter (where c.zalo)::int as zalo,
              count(*) filter (where c.refused)::int as refused,
              count(*) filter (where c.household_id is null)::int as "missingPhone",
              count(*) filter (where reached.household_id is null)::int as "neverReached"
         from h left join c on c.household_id = h.id left join reached on reached.household_id = h.id
        group by h.area_id order by h.area_id`,
      [scope],
    );
  }
}
