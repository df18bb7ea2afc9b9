import { Injectable } from '@nestjs/common';
import { maskPhone } from '../domain/phone.js';
import { searchTerms } from '../domain/search-terms.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import { SqlParams } from '../platform/database/sql-params.js';
import { Id, type Page, readCursor, toCursor } from '../platform/http/page.js';
import { groupIsKnown } from './group/groups.repository.js';
import {
  areaNames,
  filterConditions,
  type Finding,
  findingQueries,
  groupConditions,
  type HouseholdFilter as Filter,
  matches,
  TEXT,
  type SearchPlaces,
} from './household-conditions.js';
import type { HouseholdCount, HouseholdListQuery, HouseholdView } from './household.schema.js';

interface HouseholdRow {
  id: string;
  area_id: string;
  area_name: string;
  code: string | null;
  head_name: string;
  address: string | null;
  note: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  contacts: HouseholdView['contacts'] | null;
  shows_numbers: boolean | null;
}

/** Where the reader may look, and where at phone numbers too: elsewhere these are masked, and not searched. */
export interface HouseholdScopes {
  rows: AreaScope;
  numbers: AreaScope;
}

/** Which households: of an area and everything below it, of a group, found by a text, or by what they have and lack. */
export type HouseholdFilter = Omit<HouseholdListQuery, 'limit' | 'cursor'>;

const EXPORT_BATCH = 1000;
/** A scope of so many households is read whole: 20 ms. Wider ones are read in the order of ids, or through an index. */
const SMALL_SCOPE = 10_000;
/** Households that are looked at one by one before an index is asked: a common name fills its page long before. */
const PROBE = 2_000;
/** Households that one page looks at where no index knows what is wanted; the next page goes on from there. */
const PATIENCE = 8_000;
/** Of a text found in more than one of so many it is quicker to read on than to let an index gather all of it. */
const COMMON = 100;
/** Households that an index found of which one page looks at what else is wanted. */
const NEAR = 2_000;
/** Above this a count of what was found is not worth its time. */
const COUNTED = 10_000;
/** Percent of the table that an estimate looks at. */
const SAMPLE_PERCENT = 1;

/** A filter, as SQL knows it. */
interface Search {
  /** The areas that are looked in; null: everywhere. */
  areaIds: string[] | null;
  isSmall: boolean;
  groupId: string | null;
  filter: Filter;
  /** Undefined where no text is looked for. */
  terms: ReturnType<typeof searchTerms> | undefined;
  named: SearchPlaces['named'];
  groupFilter: Filter | null;
}

/** Reads households with their contacts. */
@Injectable()
export class HouseholdsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * One page of a scope by id, which is the order of the spreadsheet they came from. Where what is wanted is rare and no
   * index knows it, a page may be short though another follows: its cursor says how far it looked.
   */
  async list(scopes: HouseholdScopes, query: HouseholdListQuery): Promise<Page<HouseholdView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? '0';
    const search = await this.searchOf(scopes, query);
    if (search.terms === null) return { items: [], nextCursor: null };
    const { ids, next } = await this.idsAfter(search, scopes, after, query.limit);
    const rows = await this.byIds(scopes, ids);
    return { items: rows.map(toHouseholdView), nextCursor: next === null ? null : toCursor([next]) };
  }

  /** How many there are: exactly where that is cheap, and otherwise what can be said in its stead. */
  async count(scopes: HouseholdScopes, filter: HouseholdFilter): Promise<HouseholdCount> {
    const search = await this.searchOf(scopes, filter);
    if (search.terms === null) return { households: 0, kind: 'exact' };
    const params = new SqlParams();
    const conditions = this.conditions(search, params, true);
    const places = { named: search.named, numbers: scopes.numbers };
    if (search.terms) conditions.push(matches(search.terms, places, params));
    const isPlain = conditions.length === 0 && search.groupId === null;
    if (isPlain || search.isSmall || search.groupId !== null) {
      const limit = isPlain || search.isSmall ? '' : `limit ${COUNTED + 1}`;
      return this.counted(this.window(search, params, '0', null, conditions), limit, params);
    }
    if (search.terms) {
      const others = new SqlParams();
      return this.counted(this.found(search, scopes, others), `limit ${COUNTED + 1}`, others);
    }
    const where = [this.inAreas(search, params), ...conditions].join(' and ');
    const [row] = await this.sql.query<{ n: string }>(
      `select count(*) as n from households h tablesample system (${SAMPLE_PERCENT}) where h.deleted_at is null and ${where}`,
      params.values,
    );
    return { households: Number(row!.n) * (100 / SAMPLE_PERCENT), kind: 'estimate' };
  }

  private async counted(ids: string, limit: string, params: SqlParams): Promise<HouseholdCount> {
    const [row] = await this.sql.query<{ n: string }>(
      `select count(*) as n from (select 1 from (${ids}) found ${limit}) counted`,
      params.values,
    );
    const n = Number(row!.n);
    return limit !== '' && n > COUNTED
      ? { households: COUNTED, kind: 'at-least' }
      : { households: n, kind: 'exact' };
  }

  /**
   * Every household that a filter finds in the scope, by id, a thousand at a time: whoever reads slowly holds no
   * transaction open, and a household that is changed meanwhile is read as it is then.
   */
  async forEach(
    scopes: HouseholdScopes,
    filter: HouseholdFilter,
    visit: (household: HouseholdView) => Promise<void>,
  ): Promise<void> {
    const search = await this.searchOf(scopes, filter);
    if (search.terms === null) return;
    let after: string | null = '0';
    while (after !== null) {
      const { ids, next }: Found = await this.idsAfter(search, scopes, after, EXPORT_BATCH);
      for (const row of await this.byIds(scopes, ids)) await visit(toHouseholdView(row));
      after = next;
    }
  }

  /** Null where there is none in the scope, or it was removed. */
  async find(scopes: HouseholdScopes, id: string): Promise<HouseholdView | null> {
    const [row] = await this.byIds(scopes, [id], scopes.rows);
    return row ? toHouseholdView(row) : null;
  }

  /** The next ids, and after which id the page that follows begins; null where nothing follows. */
  private async idsAfter(
    search: Search,
    scopes: HouseholdScopes,
    after: string,
    limit: number,
  ): Promise<Found> {
    // Figures of a phone are in no household's text: an index knows them at once.
    if (search.terms?.figures && !search.isSmall) return this.indexed(search, scopes, after, limit);
    const probed = await this.look(search, scopes, after, limit, search.isSmall ? null : PROBE);
    if (probed.ids.length > limit || probed.end === null) return cut(probed.ids, limit, probed.end);
    const rest = limit - probed.ids.length;
    const isRare = search.terms !== undefined && probed.hits < PROBE / COMMON;
    const more = isRare
      ? await this.indexed(search, scopes, probed.end, rest)
      : await this.look(search, scopes, probed.end, rest, PATIENCE).then(({ ids, end }) =>
          cut(ids, rest, end),
        );
    return { ids: [...probed.ids, ...more.ids], next: more.next };
  }

  /**
   * Reads on from an id, at most `patience` households; `end` is where it stopped, null at the end of all, `hits` how many of
   * them the text means whatever else is wanted.
   */
  private async look(
    search: Search,
    scopes: HouseholdScopes,
    after: string,
    limit: number,
    patience: number | null,
  ): Promise<{ ids: string[]; end: string | null; hits: number }> {
    const params = new SqlParams();
    const window = this.window(search, params, after, patience, []);
    const places = { named: search.named, numbers: scopes.numbers };
    const text = search.terms ? matches(search.terms, places, params, 'h.text') : 'true';
    const conditions = this.conditions(search, params, true);
    const [row] = await this.sql.query<{ ids: string[]; seen: number; last: string | null; hits: number }>(
      `with w as materialized (select h.*${search.terms ? `, ${TEXT} as text` : ''} from (${window}) h),
            t as ${search.terms ? 'materialized' : 'not materialized'} (select h.* from w h where ${text}),
            found as (select h.id from t h ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
                       order by h.id limit ${limit + 1})
       select array(select id::text from found order by found.id) as ids,
              (select count(*) from w)::int as seen, (select max(id) from w)::text as last,
              ${search.terms ? '(select count(*) from t)' : '0'}::int as hits`,
      params.values,
    );
    const isEnd = patience === null || row!.seen < patience;
    return { ids: row!.ids, end: isEnd ? null : row!.last, hits: row!.hits };
  }

  /**
   * The next ids of what a text means, through the indexes. Each way of finding gives its next `NEAR`; where what else is
   * wanted leaves too few of them, the page is short, and its cursor says how far all ways have looked.
   */
  private async indexed(
    search: Search,
    scopes: HouseholdScopes,
    after: string,
    limit: number,
  ): Promise<Found> {
    const params = new SqlParams();
    const finding = this.finding(search, scopes, params, params.add(after));
    const conditions = this.conditions(search, params, false);
    const all = ['h.deleted_at is null', this.inAreas(search, params), ...conditions];
    const isPlain = conditions.length === 0 && search.areaIds === null;
    const near = Math.max(isPlain ? 0 : NEAR, 2 * (limit + 1));
    // Materialized: or the planner reads all households in their order, hoping to meet fifty soon.
    const ways = [
      ...finding.whole.map((way, i) => `w${i} as materialized (${way})`),
      ...finding.whole.map(
        (_, i) => `n${i} as materialized (select id from w${i} order by id limit ${near})`,
      ),
      ...finding.ordered.map((way, i) => `o${i} as materialized (${way} order by 1 limit ${near})`),
    ];
    const names = [...finding.whole.map((_, i) => `n${i}`), ...finding.ordered.map((_, i) => `o${i}`)];
    const [row] = await this.sql.query<{ ids: string[]; edge: string | null }>(
      `with ${ways.join(', ')},
            near as materialized (${names.map((name) => `select id from ${name}`).join(' union ')}),
            edge as materialized (select min(id) as id from (${names
              .map((name) => `select max(id) as id from ${name} having count(*) = ${near}`)
              .join(' union all ')}) last),
            found as (select h.id from near join households h on h.id = near.id
                       where h.id <= coalesce((select id from edge), h.id) and ${all.join(' and ')}
                       order by h.id limit ${limit + 1})
       select array(select id::text from found order by found.id) as ids, (select id::text from edge) as edge`,
      params.values,
    );
    return cut(row!.ids, limit, row!.edge);
  }

  /** SQL: the households after an id, in its order, as rows of `households`. */
  private window(
    search: Search,
    params: SqlParams,
    after: string,
    patience: number | null,
    conditions: string[],
  ): string {
    const from = params.add(after);
    const more = conditions.map((each) => `and ${each}`).join(' ');
    const limit = patience === null ? '' : `order by h.id limit ${patience}`;
    if (search.groupId !== null && search.groupFilter === null)
      return `select h.* from group_members m join households h on h.id = m.household_id
               where m.group_id = ${params.add(search.groupId)} and m.household_id > ${from} and h.deleted_at is null
                 and ${this.inAreas(search, params)} ${more} ${limit.replace('h.id', 'm.household_id')}`;
    // A wide scope is filtered after the window, so that it never has to look for the few areas among all.
    if (search.isSmall || conditions.length > 0 || patience === null)
      return `select h.* from households h where h.deleted_at is null and h.id > ${from}
               and ${this.inAreas(search, params)} ${more} ${limit}`;
    return `select h.* from households h where h.deleted_at is null and h.id > ${from} ${limit}`;
  }

  /** SQL: all ids of what a text means, through the indexes. */
  private found(search: Search, scopes: HouseholdScopes, params: SqlParams): string {
    const { whole, ordered } = this.finding(search, scopes, params, '0');
    const conditions = this.conditions(search, params, false);
    const all = ['h.deleted_at is null', this.inAreas(search, params), ...conditions];
    return `with f as materialized (${[...whole, ...ordered].join(' union ')})
            select h.id from f join households h on h.id = f.id where ${all.join(' and ')}`;
  }

  private finding(search: Search, scopes: HouseholdScopes, params: SqlParams, after: string): Finding {
    return findingQueries(search.terms!, { named: search.named, numbers: scopes.numbers }, params, after);
  }

  /** What else is wanted, beside the text; a window has looked after the members of a group, but not after its areas. */
  private conditions(search: Search, params: SqlParams, isWindow: boolean): string[] {
    const conditions = filterConditions(search.filter, true);
    if (isWindow && !search.isSmall && search.areaIds !== null) conditions.push(this.inAreas(search, params));
    if (search.groupFilter) conditions.push(...groupConditions(search.groupFilter, params));
    else if (search.groupId !== null && !isWindow)
      conditions.push(
        `exists (select 1 from group_members m where m.group_id = ${params.add(search.groupId)} and m.household_id = h.id)`,
      );
    return conditions;
  }

  private inAreas({ areaIds }: Search, params: SqlParams): string {
    return areaIds === null ? 'true' : `h.area_id = any(${params.add(areaIds)}::bigint[])`;
  }

  private async searchOf(scopes: HouseholdScopes, query: HouseholdFilter): Promise<Search> {
    const { areaId, groupId = null, ...filter } = query;
    const hasText = filter.q !== undefined && filter.q.trim() !== '';
    const terms = hasText ? searchTerms(filter.q!) : undefined;
    const group = groupId === null ? undefined : await this.groupOf(groupId, scopes.rows);
    const [areas] = await this.sql.query<{ ids: string[] | null; few: number }>(
      `with a as materialized (
         select a.id from areas a
          where ($1::bigint is null or a.path like (select path from areas where id = $1) || '%')
            and ($3::bigint is null or a.path like (select path from areas where id = $3) || '%')
            and ${inScope('a.id', '$2')})
       select case when $1::bigint is null and $3::bigint is null and $2::bigint[] is null then null
                   else array(select id::text from a) end as ids,
              (select count(*) from (select 1 from households h
                where h.area_id = any(array(select id from a)) and h.deleted_at is null
                  and not ($1::bigint is null and $3::bigint is null and $2::bigint[] is null) limit ${SMALL_SCOPE + 1}) s)::int as few`,
      [areaId ?? null, scopes.rows, group?.areaId ?? null],
    );
    return {
      areaIds: groupId !== null && !group ? [] : areas!.ids,
      isSmall: areas!.ids !== null && areas!.few <= SMALL_SCOPE,
      groupId,
      filter: { ...filter, q: undefined },
      terms,
      named: terms ? await this.namedAreas(terms, areas!.ids) : [],
      groupFilter: group?.filter ?? null,
    };
  }

  private async groupOf(
    id: string,
    scope: AreaScope,
  ): Promise<{ filter: Filter | null; areaId: string | null } | undefined> {
    const [row] = await this.sql.query<{ kind: string; filter: Filter; area_id: string | null }>(
      `select kind, filter, area_id from groups g
        where g.id = $1 and g.deleted_at is null and ${groupIsKnown('$2')}`,
      [id, scope],
    );
    return row && { filter: row.kind === 'filter' ? row.filter : null, areaId: row.area_id };
  }

  /** The areas whose name a text gives, with everything below them. */
  private async namedAreas(
    terms: NonNullable<ReturnType<typeof searchTerms>>,
    within: string[] | null,
  ): Promise<SearchPlaces['named']> {
    if (terms.words.length === 0) return [];
    const readings = areaNames(terms);
    const found = await Promise.all(
      readings.map(async ({ names, beginning, before }) => {
        const rows = await this.sql.query<{ id: string }>(
          // By the beginning of the path as a range: a pattern made of another row's column has no index.
          `select distinct d.id from areas a
             join areas d on d.path ~>=~ a.path and d.path ~<~ (rtrim(a.path, '/') || '0')
            where (a.name_folded = any($1::text[]) or a.name_folded like $2)
              and ($3::bigint[] is null or d.id = any($3::bigint[]))`,
          [names, beginning === null ? null : `${beginning.replace(/[\\%_]/g, '\\$&')}%`, within],
        );
        return { areaIds: rows.map(({ id }) => id), before };
      }),
    );
    return found.filter(({ areaIds }) => areaIds.length > 0);
  }

  /** @param rows narrows to a scope where the ids come from outside */
  private byIds(
    scopes: HouseholdScopes,
    ids: readonly string[],
    rows: AreaScope = null,
  ): Promise<HouseholdRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.sql.query<HouseholdRow & Record<string, unknown>>(
      `select s.id, s.area_id, a.name as area_name, s.code, s.head_name, s.address, s.note, s.version,
              s.created_at, s.updated_at, ${inScope('s.area_id', '$2')} as shows_numbers,
              (select jsonb_agg(jsonb_build_object(
                        'id', c.id::text, 'phone', c.phone, 'name', c.name, 'relation', c.relation,
                        'language', c.language, 'channel', c.channel,
                        'refused', array(select r.channel from refusals r
                                          where r.phone = c.phone and r.lifted_at is null order by 1))
                      order by c.position, c.id)
                 from contacts c where c.household_id = s.id) as contacts
         from households s join areas a on a.id = s.area_id
        where s.id = any($1::bigint[]) and s.deleted_at is null and ${inScope('s.area_id', '$3')} order by s.id`,
      [ids, scopes.numbers, rows],
    );
  }
}

interface Found {
  ids: string[];
  next: string | null;
}

/** @param end after which id to go on where the ids do not fill the page; null at the end of all */
function cut(ids: string[], limit: number, end: string | null): Found {
  if (ids.length > limit) return { ids: ids.slice(0, limit), next: ids[limit - 1]! };
  return { ids, next: end };
}

function toHouseholdView(row: HouseholdRow): HouseholdView {
  return {
    id: row.id,
    areaId: row.area_id,
    areaName: row.area_name,
    code: row.code,
    headName: row.head_name,
    address: row.address,
    note: row.note,
    contacts: (row.contacts ?? []).map((contact) =>
      row.shows_numbers ? contact : { ...contact, phone: maskPhone(contact.phone) },
    ),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
