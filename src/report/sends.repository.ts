import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import type { Sends } from './sends.schema.js';

/** A campaign that began so long before the time may still have sent in it. */
const LONGEST_CAMPAIGN_DAYS = 31;

/** The tries of the last `$1` days of Vietnam's calendar in the scope `$2`, campaign by campaign: no other is touched. */
const TRIES = /* sql */ `
  with first as (
    select (now() at time zone 'Asia/Ho_Chi_Minh')::date - ($1::int - 1) as day),
  tries as materialized (
    select (t.sent_at at time zone 'Asia/Ho_Chi_Minh')::date as day, t.channel, t.outcome, t.parts, t.cost_vnd, d.household_id
      from first, campaigns c
      join deliveries d on d.campaign_id = c.id
      join attempts t on t.delivery_id = d.id
     where c.started_at >= first.day - ${LONGEST_CAMPAIGN_DAYS} and ${inScope('d.area_id', '$2')}
       and t.sent_at >= first.day::timestamp at time zone 'Asia/Ho_Chi_Minh')`;

/** What was sent day by day, and what each channel cost. */
@Injectable()
export class SendsRepository {
  constructor(private readonly sql: Sql) {}

  async of(scope: AreaScope, days: number): Promise<Sends> {
    const [row] = await this.sql.query<Sends & Record<string, unknown>>(
      `${TRIES},
       by_day as (
         select to_char(first.day + i, 'YYYY-MM-DD') as day,
                count(t.*) filter (where t.channel = 'sms')::int as sms,
                count(t.*) filter (where t.channel = 'zalo')::int as zalo,
                count(t.*) filter (where t.outcome = 'delivered')::int as delivered
           from first cross join generate_series(0, $1::int - 1) as i left join tries t on t.day = first.day + i
          group by first.day, i),
       by_channel as (
         select channel, count(*)::int as tries, sum(parts)::int as parts, sum(cost_vnd)::float8 as "costVnd",
                count(distinct household_id) filter (where outcome in ('accepted', 'delivered'))::int as households
           from tries group by channel)
       select (select jsonb_agg(to_jsonb(by_day) order by day) from by_day) as days,
              coalesce((select jsonb_agg(to_jsonb(by_channel) order by channel) from by_channel), '[]') as channels`,
      [days, scope],
    );
    return row!;
  }
}
