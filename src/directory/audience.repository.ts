import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { SqlParams } from '../platform/database/sql-params.js';
import { groupConditions, type HouseholdFilter, REACHED } from './household-conditions.js';

/** Who a campaign is for. */
export interface AudienceRule {
  /** Roots: everything below them is meant. Overlapping roots count once. */
  areaIds: readonly string[];
  /**
   * The same with everything below, where the caller has looked it up (`withAreasBelow`): Postgres plans by how many
   * households that is. Without, a province is planned as ten hamlets and read through an index, household by household.
   */
  areasBelow?: readonly string[];
  /** One message per household, or one per phone of it. */
  perHousehold: 'one' | 'all';
  channel: 'sms' | 'zalo';
  /** Only households of one of these; absent: everybody of the areas. */
  groups?: readonly AudienceGroup[];
  exclude?: AudienceExclusions;
}

/** A group, as an audience uses it. */
export interface AudienceGroup {
  id: string;
  /** Its members lie at or below this area. */
  areaId: string | null;
  /** Null for one that lists its members. */
  filter: HouseholdFilter | null;
}

/** Who is left out though the areas and groups mean them: they are no part of the audience. */
export interface AudienceExclusions {
  /** Whom this campaign has reached. */
  reachedByCampaignId?: string | undefined;
  /** Whom any campaign has reached in so many days. */
  reachedWithinDays?: number | undefined;
  groups?: readonly AudienceGroup[] | undefined;
}

/** Why an audience's exclusions leave a household out. */
export type LeftOutReason = 'reached-by-campaign' | 'reached-recently' | 'excluded-group';

/** One row of an audience: a household (or a phone of it), with the phone that would receive or why none would. */
export interface AudienceRow {
  household_id: string;
  slot: number;
  area_id: string;
  head_name: string;
  address: string | null;
  household_code: string | null;
  contact_id: string | null;
  phone: string | null;
  skip_reason: SkipReason | null;
  /** Further phones of the household: what may be tried when this one fails, there or on a rung of another channel. */
  spare_contacts: number;
}

/** Why a household is left out: no phone at all, every phone of it refused, or its phone stands for another household. */
export type SkipReason = 'no-contact' | 'refused' | 'duplicate';

/** SQL with its parameters, to be run alone or inside `insert … select`. */
export interface SqlText {
  text: string;
  values: unknown[];
}

/** Days that a campaign may go on being received after it was completed. */
const RECEIPTS_COME_FOR_DAYS = 7;

/**
 * Households that deliveries reached, those that a reached one was joined into among them. One hashed set: the ledger is
 * read once, not once for each household.
 */
const reachedBy = (which: string) => `h.id in (
  select d.household_id from deliveries d where d.state in ${REACHED} and ${which}
  union all
  select m.kept_id from household_merges m join deliveries d on d.household_id = m.merged_id
   where m.undone_at is null and d.state in ${REACHED} and ${which})`;

/** SQL: households `h` of any of these groups. */
function inGroups(groups: readonly AudienceGroup[], params: SqlParams): string {
  const listed = groups.filter(({ filter }) => filter === null).map(({ id }) => id);
  const either = groups.flatMap(({ filter, areaId }) => {
    if (filter === null) return [];
    const all = groupConditions(filter, params);
    if (areaId !== null)
      all.push(`h.area_id in (select id from areas_below(array[${params.add(areaId)}::bigint]))`);
    return [all.length === 0 ? 'true' : all.join(' and ')];
  });
  if (listed.length > 0)
    either.push(
      `h.id in (select household_id from group_members where group_id = any(${params.add(listed)}::bigint[]))`,
    );
  return either.length === 0 ? 'false' : `(${either.map((each) => `(${each})`).join(' or ')})`;
}

/** SQL conditions for who is left out, by reason; the first that holds is the reason. */
function exclusions(rule: AudienceRule, params: SqlParams): { reason: LeftOutReason; condition: string }[] {
  const { reachedByCampaignId, reachedWithinDays, groups } = rule.exclude ?? {};
  const found: { reason: LeftOutReason; condition: string }[] = [];
  if (reachedByCampaignId !== undefined)
    found.push({
      reason: 'reached-by-campaign',
      condition: reachedBy(`d.campaign_id = ${params.add(reachedByCampaignId)}::bigint`),
    });
  if (reachedWithinDays !== undefined) {
    const days = params.add(reachedWithinDays);
    const since = `now() - make_interval(days => ${days}::int)`;
    found.push({
      reason: 'reached-recently',
      condition: reachedBy(`coalesce(d.settled_at, d.sending_since) > ${since}
        and d.campaign_id in (select id from campaigns where started_at is not null
              and (completed_at is null or completed_at > ${since} - interval '${RECEIPTS_COME_FOR_DAYS} days'))`),
    });
  }
  if (groups && groups.length > 0)
    found.push({ reason: 'excluded-group', condition: inGroups(groups, params) });
  return found;
}

/** SQL to stand after another condition: households `h` of the rule's groups that its exclusions leave in. */
export function narrowedBy(rule: AudienceRule, params: SqlParams): string {
  const conditions = [
    ...(rule.groups ? [inGroups(rule.groups, params)] : []),
    ...exclusions(rule, params).map(({ condition }) => `not ${condition}`),
  ];
  return conditions.map((each) => ` and ${each}`).join('');
}

/**
 * SQL: `id` is there. Said so that Postgres does not see it: from a plain `is not null` it concludes that an outer join is
 * an inner one, which it may do by nested loops.
 */
export const NOT_ALONE = (id: string) => `coalesce(${id}, 0) <> 0`;

/** The households meant, and their contacts that have not refused; `$1` areas, `$2` channel. */
function scopeOfRule(rule: AudienceRule, params: SqlParams): string {
  const narrowed = narrowedBy(rule, params);
  const areas = rule.areasBelow ? '$1::bigint[]' : 'array(select id from areas_below($1::bigint[]))';
  return /* sql */ `
  with h as (
    select h.id, h.area_id, h.head_name, h.address, h.code
      from households h where h.area_id = any(${areas}) and h.deleted_at is null${narrowed}),
  c as not materialized (
    select c.household_id, c.id, c.phone, h.area_id,
           -- A phone whose owner asked for another channel comes after those that did not.
           c.position + case when c.channel <> $2 then 1000 else 0 end as position,
           not exists (select 1 from refusals r
                        where r.phone = c.phone and r.channel = $2 and r.lifted_at is null) as is_open
      from contacts c join h on h.id = c.household_id)`;
}

/**
 * One message per household, and never two to one phone. First every household claims its first open contact, and of
 * households that share a phone the first one keeps it; the others take their first open contact that nobody kept, and
 * those for whom none is left are duplicates of a household that is reached. Each table is as wide as its work needs and read
 * as seldom as it can be: second choices are looked for among the 300,000 further contacts of a million households only.
 *
 * `full join` where a `left join` would say the same, because a full one is always hashed or merged. Of areas whose list went
 * in a minute ago Postgres believes that they have one household, and would go through all claims once for each of them:
 * 26 s for 10,000 households, and a hundred times that for 100,000.
 */
const ONE_PER_HOUSEHOLD = /* sql */ `,
  ordered as materialized (
    select c.*, row_number() over (partition by household_id order by is_open desc, position, id) as n from c),
  claims as materialized (
    select household_id, area_id, id, phone, is_open,
           is_open and row_number() over (partition by phone, is_open order by area_id, household_id) = 1 as is_kept
      from ordered where n = 1),
  spare as (select household_id, count(*) as contacts from ordered where n > 1 group by 1),
  kept as (select phone from claims where is_kept),
  lost as (select household_id from claims where is_open and not is_kept),
  further as (select household_id, area_id, id, phone, n from ordered where n > 1 and is_open),
  second_choice as (
    select distinct on (o.household_id) o.household_id, o.area_id, o.id, o.phone
      from further o full join lost on lost.household_id = o.household_id full join kept k on k.phone = o.phone
     where ${NOT_ALONE('o.household_id')} and ${NOT_ALONE('lost.household_id')} and coalesce(k.phone, '') = ''
     order by o.household_id, o.n),
  second as (select distinct on (phone) household_id, id, phone from second_choice order by phone, area_id, household_id)
  select h.id as household_id, 0::smallint as slot, h.area_id, h.head_name, h.address, h.code as household_code,
         case when claims.is_kept then claims.id else second.id end as contact_id,
         case when claims.is_kept then claims.phone else second.phone end as phone,
         case when claims.is_kept or second.id is not null then null
              when claims.household_id is null then 'no-contact'
              when not claims.is_open then 'refused'
              else 'duplicate' end as skip_reason,
         case when claims.is_kept or second.id is not null then coalesce(spare.contacts, 0) else 0 end::int
           as spare_contacts
    from h full join claims on claims.household_id = h.id full join second on second.household_id = h.id
    full join spare on spare.household_id = h.id`;

/** One message per phone; a household whose phones are all closed or taken has one row that says why. */
const ONE_PER_PHONE = /* sql */ `,
  ranked as (
    select household_id, id, phone, is_open, position,
           row_number() over (partition by phone, is_open order by area_id, household_id, id) = 1 as is_first
      from c),
  sent as (
    select household_id, id, phone,
           (row_number() over (partition by household_id order by position, id) - 1)::smallint as slot
      from ranked where is_open and is_first),
  has_contact as (select household_id, bool_or(is_open) as has_open from c group by 1)
  select h.id as household_id, coalesce(sent.slot, 0::smallint) as slot, h.area_id, h.head_name, h.address,
         h.code as household_code, sent.id as contact_id, sent.phone,
         case when sent.id is not null then null
              when has_contact.household_id is null then 'no-contact'
              when not has_contact.has_open then 'refused'
              else 'duplicate' end as skip_reason,
         0 as spare_contacts
    from h full join sent on sent.household_id = h.id full join has_contact on has_contact.household_id = h.id`;

/** The audience of a rule as one select of AudienceRow, in no particular order. */
export function audienceQuery(rule: AudienceRule): SqlText {
  const params = new SqlParams([rule.areasBelow ?? rule.areaIds, rule.channel]);
  const rest = rule.perHousehold === 'one' ? ONE_PER_HOUSEHOLD : ONE_PER_PHONE;
  const text = scopeOfRule(rule, params) + rest;
  return { text, values: params.values };
}

/** How many households the exclusions of a rule leave out, by reason, as one select; null where there are none. */
function leftOutQuery(rule: AudienceRule): SqlText | null {
  const params = new SqlParams([rule.areaIds]);
  const reasons = exclusions(rule, params);
  if (reasons.length === 0) return null;
  const cases = reasons.map(({ reason, condition }) => `when ${condition} then '${reason}'`).join(' ');
  const groups = rule.groups ? ` and ${inGroups(rule.groups, params)}` : '';
  return {
    text: `select reason, count(*)::int as count from (
             select case ${cases} end as reason from households h
              where h.deleted_at is null and h.area_id in (select id from areas_below($1::bigint[]))${groups}) each
            where reason is not null group by 1 order by 1`,
    values: params.values,
  };
}

/** A rule with all areas that it means, as they are now. */
export async function withAreasBelow(
  db: Pick<Queryable, 'query'>,
  rule: AudienceRule,
): Promise<AudienceRule> {
  const rows = await db.query<{ id: string }>('select id from areas_below($1::bigint[])', [rule.areaIds]);
  return { ...rule, areasBelow: rows.map(({ id }) => id) };
}

/**
 * Loads the groups that an audience names. One that was removed is nobody to write to; whoever was meant to be left out
 * with it (`evenRemoved`) still is.
 */
export async function audienceGroups(
  db: Queryable,
  ids: readonly string[],
  { evenRemoved }: { evenRemoved: boolean },
): Promise<AudienceGroup[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<{ id: string; area_id: string | null; kind: string; filter: HouseholdFilter }>(
    'select id, area_id, kind, filter from groups where id = any($1::bigint[]) and (deleted_at is null or $2) order by id',
    [ids, evenRemoved],
  );
  return rows.map((row) => ({
    id: row.id,
    areaId: row.area_id,
    filter: row.kind === 'filter' ? row.filter : null,
  }));
}

/** Answers "who is this audience?" without writing anything. */
@Injectable()
export class AudienceRepository {
  constructor(private readonly sql: Sql) {}

  /** How many households the exclusions keep out, by reason. */
  async leftOut(rule: AudienceRule): Promise<{ reason: LeftOutReason; count: number }[]> {
    const query = leftOutQuery(rule);
    if (query === null) return [];
    return this.sql.transaction(async (tx) => {
      await tx.execute(`set local work_mem = '96MB'`);
      return tx.query<{ reason: LeftOutReason; count: number }>(query.text, query.values);
    });
  }

  /** Reads the audience in batches through a cursor, so that a million households fit in bounded memory. */
  async forEachBatch(
    { text, values }: SqlText,
    batch: number,
    visit: (rows: AudienceRow[]) => void,
  ): Promise<void> {
    await this.sql.transaction(async (tx) => {
      await tx.execute(`set local work_mem = '96MB'`);
      await tx.execute(
        `declare audience no scroll cursor for select * from (${text}) a order by area_id, household_id, slot`,
        values,
      );
      for (;;) {
        const rows = await tx.query<AudienceRow & Record<string, unknown>>(
          `fetch ${Math.trunc(batch)} from audience`,
        );
        if (rows.length === 0) return;
        visit(rows);
      }
    });
  }
}
