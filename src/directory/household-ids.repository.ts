import type { Sql } from '../platform/database/sql.js';
import { SqlParams } from '../platform/database/sql-params.js';
import {
  filterConditions,
  type Finding,
  findingQueries,
  groupConditions,
  matches,
  TEXT,
} from './household-conditions.js';
import { type HouseholdScopes, type Search, SMALL_SCOPE } from './household-search.js';
import type { HouseholdCount } from './household.schema.js';

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
/** Households that an estimate looks at, and the least percent of all: of ten thousand the rarest filter is told to some percent. */
const SAMPLED = 10_000;
const LEAST_PERCENT = 1;

export interface Found {
  ids: string[];
  next: string | null;
}

/** Finds which households a search means, a page at a time, and counts them: reading on in the order of ids, or through indexes. */
export class HouseholdIdsRepository {
  constructor(private readonly sql: Sql) {}

  /** The next ids, and after which id the page that follows begins; null where nothing follows. */
  async idsAfter(search: Search, scopes: HouseholdScopes, after: string, limit: number): Promise<Found> {
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

  /** How many there are: exactly where that is cheap, and otherwise what can be said in its stead. */
  async count(search: Search, scopes: HouseholdScopes): Promise<HouseholdCount> {
    if (search.terms === null) return { households: 0, kind: 'exact' };
    const params = new SqlParams();
    const conditions = this.conditions(search, params, true);
    const places = { named: search.named, numbers: scopes.numbers };
    if (search.terms) conditions.push(matches(search.terms, places, params));
    const isPlain = conditions.length === 0 && search.groupId === null;
    const isSmall = search.households <= SMALL_SCOPE;
    if (isPlain || isSmall || search.groupId !== null) {
      const limit = isPlain || isSmall ? '' : `limit ${COUNTED + 1}`;
      return this.counted(this.window(search, params, '0', null, conditions), limit, params);
    }
    if (search.terms) {
      const others = new SqlParams();
      return this.counted(this.found(search, scopes, others), `limit ${COUNTED + 1}`, others);
    }
    const where = [this.inAreas(search, params), ...conditions].join(' and ');
    const percent = Math.min(100, Math.max(LEAST_PERCENT, (100 * SAMPLED) / search.households));
    const [row] = await this.sql.query<{ n: string }>(
      `select count(*) as n from households h tablesample system (${percent}) where h.deleted_at is null and ${where}`,
      params.values,
    );
    return { households: Math.round(Number(row!.n) * (100 / percent)), kind: 'estimate' };
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
}

/** @param end after which id to go on where the ids do not fill the page; null at the end of all */
function cut(ids: string[], limit: number, end: string | null): Found {
  if (ids.length > limit) return { ids: ids.slice(0, limit), next: ids[limit - 1]! };
  return { ids, next: end };
}
