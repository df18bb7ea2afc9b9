import { Injectable } from '@nestjs/common';
import { isForeignKeyViolation } from '../../platform/database/database-error.js';
import type { Queryable } from '../../platform/database/sql.js';
import { AREA_TREE_LOCK, insertArea } from '../areas.repository.js';
import type { OutcomeCounts } from './imports.repository.js';

/**
 * How long before its reading a change may have begun that its reading did not see: a commit shows its beginning as the
 * time of change, and its rows only at its end.
 */
const MARGIN = `interval '5 minutes'`;

/** What changed under import `$1` since its rows were decided: areas, and households of others. */
const CHANGES = `
  i as (select area_id, matched_at - ${MARGIN} as since from imports where id = $1),
  scope as materialized (
    select d.id, d.updated_at, d.closed_on from i join areas a on a.id = i.area_id join areas d on d.path like a.path || '%'),
  changed as materialized (
    select h.id, h.area_id, h.loose_key, h.code from households h, i
     where h.area_id in (select id from scope) and h.updated_at >= i.since and h.deleted_at is null)`;

/** The statements that write an import into the directory, each over all its rows at once. */
@Injectable()
export class ImportWritesRepository {
  /**
   * Whether what changed since the rows were decided could decide one otherwise: an area more, the area of a row (or the one
   * that its new area is made in) ended, moved away or gone, a matched household gone or edited, or one that a row to be
   * created would have been matched with.
   */
  async isStale(tx: Queryable, importId: string): Promise<boolean> {
    const [row] = await tx.query<{ stale: boolean }>(
      `with ${CHANGES},
            made as (select area_id, parsed ->> 'looseKey' as loose_key, parsed ->> 'code' as code,
                            parsed -> 'contacts' as contacts
                       from import_rows where import_id = $1 and outcome = 'create' and exists (select 1 from changed))
       select exists (select 1 from scope, i where scope.updated_at >= i.since and scope.id <> i.area_id)
           or exists (select 1 from import_rows r, i
                       where r.import_id = $1 and r.outcome <> 'rejected'
                         and case when r.parsed ? 'newArea'
                                  then coalesce((r.parsed -> 'newArea' ->> 'parentId')::bigint, i.area_id) else r.area_id end
                             not in (select id from scope where closed_on is null))
           or exists (select 1 from import_rows r left join households h on h.id = r.household_id and h.deleted_at is null
                       where r.import_id = $1 and r.outcome in ('update', 'unchanged')
                         and (h.id is null or h.version <> (r.before ->> 'version')::int))
           or exists (select 1 from made join changed using (area_id, loose_key))
           or exists (select 1 from made join changed using (area_id, code))
           or exists (select 1 from changed join contacts c on c.household_id = changed.id
                        join (select area_id, jsonb_array_elements(contacts) ->> 'phone' as phone from made) m
                          on m.area_id = changed.area_id and m.phone = c.phone) as stale`,
      [importId],
    );
    return row!.stale;
  }

  /** Nobody makes, moves or ends an area until the transaction ends. */
  async lockTree(tx: Queryable): Promise<void> {
    await tx.execute('select pg_advisory_xact_lock($1)', [AREA_TREE_LOCK]);
  }

  /** Holds the households that will be rewritten, so that nobody edits one between the last look at it and the writing. */
  async lockUpdated(tx: Queryable, importId: string): Promise<void> {
    await tx.execute(
      `select 1 from households where id in (select household_id from import_rows where import_id = $1 and outcome = 'update')
        order by id for update`,
      [importId],
    );
  }

  /** Whether somebody edited a household that will be rewritten after it was decided about. */
  async hasMoved(tx: Queryable, importId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from import_rows r left join households h on h.id = r.household_id and h.deleted_at is null
        where r.import_id = $1 and r.outcome = 'update' and h.version is distinct from (r.before ->> 'version')::int limit 1`,
      [importId],
    );
    return rows.length > 0;
  }

  async counts(tx: Queryable, importId: string): Promise<OutcomeCounts> {
    const rows = await tx.query<{ outcome: keyof OutcomeCounts; n: string }>(
      'select outcome, count(*) as n from import_rows where import_id = $1 group by 1',
      [importId],
    );
    const counts: OutcomeCounts = { create: 0, update: 0, unchanged: 0, rejected: 0 };
    for (const { outcome, n } of rows) counts[outcome] = Number(n);
    return counts;
  }

  /**
   * Creates the neighbourhoods that rows need, in the order of the file, under the ids that the rows have for them; a name with
   * accents outweighs one without. The caller holds the tree.
   */
  async createAreas(tx: Queryable, importId: string, parentId: string): Promise<void> {
    const wanted = await tx.query<{ id: string; name: string; parent: string | null }>(
      `select area_id as id, min(parsed -> 'newArea' ->> 'parentId') as parent,
              coalesce(min(name) filter (where name ~ '[^ -~]'), min(name)) as name
         from import_rows, lateral (select parsed -> 'newArea' ->> 'name') as n (name)
        where import_id = $1 and outcome = 'create' and parsed ? 'newArea'
        group by 1 order by min(row_no)`,
      [importId],
    );
    for (const { id, name, parent } of wanted)
      await insertArea(tx, { id, name, level: 'neighbourhood', parentId: parent ?? parentId, code: null });
    if (wanted.length === 0) return;
    await tx.execute('update imports set created_area_ids = $2 where id = $1', [
      importId,
      wanted.map(({ id }) => id),
    ]);
  }

  async createHouseholds(tx: Queryable, importId: string): Promise<void> {
    await tx.execute(
      `insert into households (id, area_id, code, head_name, head_name_folded, address, match_key, loose_key, note, import_id)
       overriding system value
       select household_id, area_id, parsed ->> 'code', parsed ->> 'headName', parsed ->> 'headNameFolded',
              parsed ->> 'address', parsed ->> 'matchKey', parsed ->> 'looseKey', parsed ->> 'note', import_id
         from import_rows where import_id = $1 and outcome = 'create' order by row_no`,
      [importId],
    );
    await tx.execute(
      `insert into contacts (household_id, phone, name, relation, position)
       select r.household_id, c ->> 'phone', c ->> 'name', c ->> 'relation', n - 1
         from import_rows r, jsonb_array_elements(r.parsed -> 'contacts') with ordinality as x (c, n)
        where r.import_id = $1 and r.outcome = 'create' order by r.row_no, n`,
      [importId],
    );
  }

  /** Writes `parsed.next` (or, when undone, `before`) over the households of rows that update. */
  async rewriteHouseholds(tx: Queryable, importId: string, to: 'next' | 'before'): Promise<void> {
    const state = to === 'next' ? `r.parsed -> 'next'` : 'r.before';
    await tx.execute(
      `update households h
          set head_name = s ->> 'headName', head_name_folded = s ->> 'headNameFolded', address = s ->> 'address',
              code = s ->> 'code', match_key = s ->> 'matchKey', loose_key = s ->> 'looseKey', note = s ->> 'note',
              version = h.version + 1, updated_at = now()
         from import_rows r, lateral (select ${state}) as x (s)
        where r.import_id = $1 and r.outcome = 'update' and h.id = r.household_id and h.deleted_at is null`,
      [importId],
    );
    await tx.execute(
      `delete from contacts c using import_rows r
        where r.import_id = $1 and r.outcome = 'update' and c.household_id = r.household_id
          and not exists (select 1 from jsonb_array_elements(${state} -> 'contacts') as n (c2) where c2 ->> 'phone' = c.phone)`,
      [importId],
    );
    await tx.execute(
      `insert into contacts (household_id, phone, name, relation, position)
       select h.id, c ->> 'phone', c ->> 'name', c ->> 'relation', n - 1
         from import_rows r join households h on h.id = r.household_id and h.deleted_at is null,
              jsonb_array_elements(${state} -> 'contacts') with ordinality as x (c, n)
        where r.import_id = $1 and r.outcome = 'update'
       on conflict (household_id, phone) do update
         set name = excluded.name, relation = excluded.relation, position = excluded.position`,
      [importId],
    );
  }

  /** Removes the households that an import created. */
  async removeCreated(tx: Queryable, importId: string): Promise<void> {
    await tx.execute(
      `delete from households h using import_rows r
        where r.import_id = $1 and r.outcome = 'create' and h.id = r.household_id and h.import_id = $1`,
      [importId],
    );
  }

  /**
   * Removes the neighbourhoods that an import made where they are empty again and named nowhere: one that got a new name,
   * somebody in charge or a budget since is a place of its own, and stays.
   */
  async removeMadeAreas(tx: Queryable, importId: string): Promise<void> {
    await this.lockTree(tx);
    const empty = await tx.query<{ id: string }>(
      `select a.id from areas a join imports i on a.id = any(i.created_area_ids)
        where i.id = $1
          and not exists (select 1 from households h where h.area_id = a.id)
          and not exists (select 1 from areas d where d.parent_id = a.id)
          and not exists (select 1 from imports o where o.area_id = a.id)
          and not exists (select 1 from offices o where o.area_id = a.id)
          and not exists (select 1 from api_keys k where a.id = any(k.area_ids))
          and not exists (select 1 from campaigns c where a.id = any(c.area_ids))
        order by a.id`,
      [importId],
    );
    for (const { id } of empty) await deleteUnlessNamed(tx, id);
  }
}

/** Deletes an area; where a row of another table is about it, that table's foreign key says so, and it stays. */
async function deleteUnlessNamed(tx: Queryable, areaId: string): Promise<void> {
  await tx.execute('savepoint made_area');
  try {
    await tx.execute('delete from areas where id = $1', [areaId]);
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    await tx.execute('rollback to savepoint made_area');
  }
  await tx.execute('release savepoint made_area');
}
