/**
 * What is looked for among the households of a list: the areas, the group and the words that a filter names, read once before
 * its pages.
 */
import { searchTerms } from '../domain/search-terms.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import type { Sql } from '../platform/database/sql.js';
import { isBelow } from './area-path.js';
import { AREA_HOUSEHOLDS } from './area-households.repository.js';
import { groupIsKnown } from './group/groups.repository.js';
import { areaNames, type HouseholdFilter as Filter, type SearchPlaces } from './household-conditions.js';
import type { HouseholdListQuery } from './household.schema.js';

/** Where the reader may look, and where at phone numbers too: elsewhere these are masked, and not searched. */
export interface HouseholdScopes {
  rows: AreaScope;
  numbers: AreaScope;
}

/** Which households: of an area and everything below it, of a group, found by a text, or by what they have and lack. */
export type HouseholdFilter = Omit<HouseholdListQuery, 'limit' | 'cursor'>;

/** A scope of so many households is read whole: 20 ms. Wider ones are read in the order of ids, or through an index. */
export const SMALL_SCOPE = 10_000;

/** A filter, as SQL knows it. */
export interface Search {
  /** The areas that are looked in; null: everywhere. */
  areaIds: string[] | null;
  isSmall: boolean;
  /** How many households lie there. */
  households: number;
  groupId: string | null;
  filter: Filter;
  /** Undefined where no text is looked for. */
  terms: ReturnType<typeof searchTerms> | undefined;
  named: SearchPlaces['named'];
  groupFilter: Filter | null;
}

/** What is looked for, and in which areas, of a filter and the scopes of whoever asks. */
export async function searchOf(sql: Sql, scopes: HouseholdScopes, query: HouseholdFilter): Promise<Search> {
  const { areaId, groupId = null, ...filter } = query;
  const hasText = filter.q !== undefined && filter.q.trim() !== '';
  const terms = hasText ? searchTerms(filter.q!) : undefined;
  const group = groupId === null ? undefined : await groupOf(sql, groupId, scopes.rows);
  const [areas] = await sql.query<{ ids: string[] | null; households: string }>(
    `with a as materialized (
         select a.id from areas a
          where ($1::bigint is null or a.path like (select path from areas where id = $1) || '%')
            and ($3::bigint is null or a.path like (select path from areas where id = $3) || '%')
            and ${inScope('a.id', '$2')})
       select case when $1::bigint is null and $3::bigint is null and $2::bigint[] is null then null
                   else array(select id::text from a) end as ids,
              (select coalesce(sum(k.households), 0) from ${AREA_HOUSEHOLDS} k
                where ($1::bigint is null and $3::bigint is null and $2::bigint[] is null)
                   or k.area_id in (select id from a)) as households`,
    [areaId ?? null, scopes.rows, group?.areaId ?? null],
  );
  const households = Number(areas!.households);
  return {
    areaIds: groupId !== null && !group ? [] : areas!.ids,
    isSmall: areas!.ids !== null && households <= SMALL_SCOPE,
    households,
    groupId,
    filter: { ...filter, q: undefined },
    terms,
    named: terms ? await namedAreas(sql, terms, areas!.ids) : [],
    groupFilter: group?.filter ?? null,
  };
}

async function groupOf(
  sql: Sql,
  id: string,
  scope: AreaScope,
): Promise<{ filter: Filter | null; areaId: string | null } | undefined> {
  const [row] = await sql.query<{ kind: string; filter: Filter; area_id: string | null }>(
    `select kind, filter, area_id from groups g
        where g.id = $1 and g.deleted_at is null and ${groupIsKnown('$2')}`,
    [id, scope],
  );
  return row && { filter: row.kind === 'filter' ? row.filter : null, areaId: row.area_id };
}

/** The areas whose name a text gives, with everything below them. */
async function namedAreas(
  sql: Sql,
  terms: NonNullable<ReturnType<typeof searchTerms>>,
  within: string[] | null,
): Promise<SearchPlaces['named']> {
  if (terms.words.length === 0) return [];
  const readings = areaNames(terms);
  const found = await Promise.all(
    readings.map(async ({ names, beginning, before }) => {
      const rows = await sql.query<{ id: string }>(
        `select distinct d.id from areas a
             join areas d on ${isBelow('d.path', 'a.path')}
            where (a.name_folded = any($1::text[]) or a.name_folded like $2)
              and ($3::bigint[] is null or d.id = any($3::bigint[]))`,
        [names, beginning === null ? null : `${beginning.replace(/[\\%_]/g, '\\$&')}%`, within],
      );
      return { areaIds: rows.map(({ id }) => id), before };
    }),
  );
  return found.filter(({ areaIds }) => areaIds.length > 0);
}
