import { Injectable } from '@nestjs/common';
import { nameOf } from '../campaign/campaign-access.js';
import { allInScope, type AreaScope, inScope, scopeOf, touchesScope } from '../identity/area-scope.js';
import { REVIEWS_NEEDED } from '../domain/urgent-release.js';
import { may, type Permission, type Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import type { Home } from './home.schema.js';

/** Of each kind so many are shown; whoever has more has more urgent things to do than to read a list. */
const MOST = 20;

type Waiting = Home['waiting'][number];

/** One kind of waiting thing: whose it is, and the statement; `$1` is the scope, `$2` the caller as an author. */
const KINDS: readonly { permission: Permission; sql: string }[] = [
  {
    permission: 'campaign:approve',
    sql: `select 'approve' as kind, id, title as name, null as note, null::int as count from campaigns
           where state = 'submitted' and not authors @> array[$2::text] and ${allInScope('area_ids', '$1')}
           order by submitted_at limit ${MOST}`,
  },
  {
    permission: 'campaign:approve',
    sql: `select 'review-release' as kind, c.id, c.title as name, c.approval_word as note, null::int as count
            from campaigns c
           where c.released_at is not null and not c.authors @> array[$2::text] and ${allInScope('c.area_ids', '$1')}
             and (select count(*) from release_reviews r where r.campaign_id = c.id) < ${REVIEWS_NEEDED}
             and not exists (select 1 from release_reviews r where r.campaign_id = c.id and 'user:' || r.user_id = $2)
           order by c.released_at limit ${MOST}`,
  },
  {
    permission: 'budget:write',
    sql: `select 'budget' as kind, b.id, a.name, null as note, null::int as count
            from budgets b join areas a on a.id = b.area_id
           where b.warned_at is not null and b.lifted_at is null and $2::text is not null
             and (now() at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on
             and ${inScope('b.area_id', '$1')}
           order by b.id limit ${MOST}`,
  },
  {
    permission: 'campaign:control',
    sql: `select 'missed-hour' as kind, id, title as name, null as note, null::int as count from campaigns
           where needs_confirmation and state in ('approved', 'scheduled') and ${allInScope('area_ids', '$1')}
             and $2::text is not null
           order by start_at limit ${MOST}`,
  },
  {
    permission: 'reply:read',
    sql: `select 'reply' as kind, r.id, coalesce(h.head_name, r.phone) as name, left(r.text, 160) as note, null::int as count
            from replies r left join households h on h.id = r.household_id
           where r.state = 'open' and r.needs_person and ${inScope('coalesce(h.area_id, r.area_id)', '$1')}
             and (r.assigned_to is null or 'user:' || r.assigned_to = $2::text)
           order by r.received_at limit ${MOST}`,
  },
  {
    permission: 'campaign:write',
    sql: `select 'sent-back' as kind, id, title as name, rejected_reason as note, null::int as count from campaigns
           where state = 'draft' and rejected_reason is not null and authors @> array[$2::text]
             and ${allInScope('area_ids', '$1')}
           order by id desc limit ${MOST}`,
  },
  {
    permission: 'campaign:control',
    sql: `select 'in-doubt' as kind, c.id, c.title as name, null as note, count(*)::int as count
            from doubts k join deliveries d on d.id = k.delivery_id and d.state = 'in_doubt'
            join campaigns c on c.id = k.campaign_id
           where ${inScope('d.area_id', '$1')} and $2::text is not null
           group by c.id order by c.id desc limit ${MOST}`,
  },
  {
    permission: 'gateway:write',
    sql: `select 'gateway-held' as kind, id, name, held_reason as note, null::int as count from gateways
           where state = 'held' and ($1::bigint[] is null or ${inScope('area_id', '$1')}) and $2::text is not null
           order by id limit ${MOST}`,
  },
  {
    permission: 'import:write',
    sql: `select 'import-ready' as kind, id, file_name as name, null as note, rows_rejected as count from imports
           where status = 'ready' and ${inScope('area_id', '$1')} and $2::text is not null
           order by id desc limit ${MOST}`,
  },
  {
    // Until the mended list of the area comes in, or nobody has cared for two weeks.
    permission: 'import:write',
    sql: `select 'rejected-rows' as kind, i.id, i.file_name as name, null as note, i.rows_rejected as count
            from imports i
           where i.status = 'committed' and i.rows_rejected > 0 and i.rows_cleared_at is null
             and i.committed_at > now() - interval '14 days' and ${inScope('i.area_id', '$1')} and $2::text is not null
             and not exists (select 1 from imports n where n.area_id = i.area_id and n.id > i.id
                                and n.status in ('reading', 'ready', 'committing', 'committed'))
           order by i.id desc limit ${MOST}`,
  },
];

/**
 * The accounts of campaigns that started since `$1`, row by row, as far as the areas in `$2` go. Reads the account, not the
 * ledger: a row for each area and state, whatever the number of households.
 */
const ACCOUNTS = /* sql */ `
  with mine as (
    select id from campaigns where started_at >= $1::timestamptz and ${touchesScope('area_ids', '$2')}),
  rows as (
    select campaign_id, area_id, state, deliveries from campaign_account where campaign_id in (select id from mine)
    union all
    select campaign_id, area_id, state, deliveries from campaign_account_delta
     where campaign_id in (select id from mine)),
  account as (select * from rows r where ${inScope('r.area_id', '$2')})`;

/** The first page of everybody: what waits, what runs, what was reached. */
@Injectable()
export class HomeRepository {
  constructor(private readonly sql: Sql) {}

  async of(who: Principal, now: Date): Promise<Home> {
    const scope = scopeOf(who, 'campaign:read');
    const [waiting, running, month, coverage] = await Promise.all([
      this.waiting(who),
      this.running(scope),
      this.month(scope, startOfMonth(now)),
      this.coverage(scope, new Date(now.getTime() - 30 * 86_400_000)),
    ]);
    return { waiting, running, month, coverage };
  }

  private async waiting(who: Principal): Promise<Waiting[]> {
    const own = KINDS.filter(({ permission }) => may(who, permission));
    const found = await Promise.all(
      own.map(({ permission, sql }) => this.sql.query<Waiting>(sql, [scopeOf(who, permission), nameOf(who)])),
    );
    return found.flat();
  }

  private running(scope: AreaScope): Promise<Home['running']> {
    return this.sql.query(
      `select id, title, state from campaigns
        where state in ('running', 'paused') and ${touchesScope('area_ids', '$1')} order by id desc limit ${MOST}`,
      [scope],
    );
  }

  private async month(scope: AreaScope, since: Date): Promise<Home['month']> {
    const [row] = await this.sql.query<Home['month']>(
      `${ACCOUNTS}
       select count(distinct campaign_id)::int as campaigns, coalesce(sum(deliveries), 0)::int as households,
              coalesce(sum(deliveries) filter (where state in
                ('accepted', 'delivered', 'undelivered', 'expired', 'in_doubt')), 0)::int as sent,
              coalesce(sum(deliveries) filter (where state = 'delivered'), 0)::int as delivered
         from account`,
      [since, scope],
    );
    return row!;
  }

  private coverage(scope: AreaScope, since: Date): Promise<Home['coverage']> {
    return this.sql.query(
      `${ACCOUNTS}
       select a.area_id as "areaId", areas.name as "areaName", sum(deliveries)::int as audience,
              coalesce(sum(deliveries) filter (where state = 'delivered'), 0)::int as delivered
         from account a join areas on areas.id = a.area_id
        group by a.area_id, areas.name having sum(deliveries) > 0
        order by coalesce(sum(deliveries) filter (where state = 'delivered'), 0) / sum(deliveries), a.area_id
        limit ${MOST}`,
      [since, scope],
    );
  }
}

/** Midnight of the first of the month in Vietnam (UTC+7 all year). */
function startOfMonth(now: Date): Date {
  const local = new Date(now.getTime() + 7 * 3_600_000);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - 7 * 3_600_000);
}
