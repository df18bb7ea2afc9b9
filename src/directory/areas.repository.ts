import { Injectable } from '@nestjs/common';
import { foldVietnamese } from '../domain/vietnamese.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { Id, readCursor, toPage, type Page } from '../platform/http/page.js';
import type { AreaLevel } from './area.entity.js';
import { AREA_HOUSEHOLDS } from './area-households.repository.js';
import { isBelow } from './area-path.js';
import type { AreaQuery, AreaView } from './area.schema.js';
import { likePattern } from './like-pattern.js';

interface AreaRow {
  id: string;
  name: string;
  level: AreaLevel;
  parent_id: string | null;
  code: string | null;
  path: string;
  valid_from: string | null;
  closed_on: string | null;
  merged_into: string | null;
  households: string;
  created_at: Date;
  updated_at: Date;
}

/** Serialises changes of the tree: they are rare, and two of them could make a circle or a name twice. */
export const AREA_TREE_LOCK = 7_214_022;

/** Reads the tree of areas, and inserts into it. */
@Injectable()
export class AreasRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * One page of the areas of a scope by id, each with the households of its subtree: the sum of what is kept for each area
   * (AREA_HOUSEHOLDS), so a province of a million households costs its areas only.
   */
  async list(scope: AreaScope, query: AreaQuery): Promise<Page<AreaView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? null;
    const q = query.q === undefined ? null : likePattern(foldVietnamese(query.q));
    const rows = await this.select(
      `where ($1::bigint is null or a.id > $1)
         and ($2::bigint is null or a.parent_id = $2)
         and ($3::bigint is null or a.path like (select path from areas where id = $3) || '%')
         and ($4::text is null or a.name_folded like $4
              or exists (select 1 from area_aliases s where s.area_id = a.id and s.name_folded like $4))
         and ${inScope('a.id', '$5')}
         and ($6::boolean or a.closed_on is null)
         and ($7::text is null or a.code = $7)
       order by a.id limit $8`,
      [
        after,
        query.parentId ?? null,
        query.under ?? null,
        q,
        scope,
        query.closed,
        query.code ?? null,
        query.limit + 1,
      ],
    );
    return toPage(rows, query.limit, (row) => [row.id], toAreaView);
  }

  /** Null where there is none in the scope. */
  async find(scope: AreaScope, id: string): Promise<AreaView | null> {
    const [row] = await this.select(`where a.id = $1 and ${inScope('a.id', '$2')}`, [id, scope]);
    return row ? toAreaView(row) : null;
  }

  private select(rest: string, values: unknown[]): Promise<AreaRow[]> {
    return this.sql.query<AreaRow & Record<string, unknown>>(
      `with shown as materialized (select a.* from areas a ${rest}),
            below as materialized (
              select s.id as root, d.id
                from shown s join areas d on ${isBelow('d.path', 's.path')}),
            own as materialized (
              select area_id, sum(households) as n
                from ${AREA_HOUSEHOLDS} kept where area_id in (select id from below) group by 1),
            counted as (select b.root, sum(own.n) as n from below b join own on own.area_id = b.id group by 1)
       select s.id, s.name, s.level, s.parent_id, s.code, s.path, s.created_at, s.updated_at,
              to_char(s.valid_from, 'YYYY-MM-DD') as valid_from, to_char(s.closed_on, 'YYYY-MM-DD') as closed_on, s.merged_into,
              coalesce(counted.n, 0) as households
         from shown s left join counted on counted.root = s.id order by s.id`,
      values,
    );
  }
}

/** Takes ids for areas that may be created later. */
export async function reserveAreaIds(connection: Queryable, count: number): Promise<string[]> {
  const rows = await connection.query<{ id: string }>(
    `select nextval('areas_id_seq') as id from generate_series(1, $1::int)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Inserts one area below `parentId` with its path; the caller holds AREA_TREE_LOCK and has checked the name. */
export async function insertArea(
  connection: { query(text: string, values?: unknown[]): Promise<unknown> },
  area: {
    id?: string;
    name: string;
    level: AreaLevel;
    parentId: string | null;
    code: string | null;
    validFrom?: string | null;
  },
): Promise<string> {
  const rows = (await connection.query(
    `with next as (select coalesce($6::bigint, nextval('areas_id_seq')) as id)
     insert into areas (id, parent_id, level, name, name_folded, code, path, valid_from) overriding system value
     select next.id, $1::bigint, $2, $3, $4, $5,
            coalesce((select path from areas where id = $1::bigint), '/') || next.id || '/', $7::date from next
     returning id`,
    [
      area.parentId,
      area.level,
      area.name,
      foldVietnamese(area.name),
      area.code,
      area.id ?? null,
      area.validFrom ?? null,
    ],
  )) as { id: string }[];
  return rows[0]!.id;
}

function toAreaView(row: AreaRow): AreaView {
  return {
    id: row.id,
    name: row.name,
    level: row.level,
    parentId: row.parent_id,
    code: row.code,
    path: row.path,
    validFrom: row.valid_from,
    closedOn: row.closed_on,
    mergedInto: row.merged_into,
    households: Number(row.households),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
