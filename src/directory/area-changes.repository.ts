import { Injectable } from '@nestjs/common';
import { foldVietnamese } from '../domain/vietnamese.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { AreaChangeView, AreaHistory } from './area-change.schema.js';

/** One of our transactions, or TypeORM's. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** An area below that went along, and how it was called. */
export interface MovedChild {
  id: string;
  parentId: string;
  name: string;
  newName: string;
}

/** What a change did, beside the households in `area_moves`: enough to tell it and to take it back. */
export interface ChangeDetails {
  from: string[];
  to: string[];
  /** Areas that ended by a merge, or that a split made. */
  areaIds?: string[];
  children?: MovedChild[];
  /** The name of the area before, where the change gave it another one. */
  oldName?: string;
}

export interface Change {
  id: string;
  kind: AreaChangeView['kind'];
  areaId: string;
  details: ChangeDetails;
  undoneAt: Date | null;
}

interface ChangeRow {
  id: string;
  kind: AreaChangeView['kind'];
  area_id: string;
  area_name: string;
  effective_on: string;
  at: Date;
  actor_name: string;
  details: ChangeDetails;
  households: string;
  undone_at: Date | null;
}

/** The record of what became of areas, and of the names that they had. Whoever writes holds AREA_TREE_LOCK. */
@Injectable()
export class AreaChangesRepository {
  constructor(private readonly sql: Sql) {}

  async insertChange(
    tx: Connection,
    change: Pick<Change, 'kind' | 'areaId' | 'details'> & { effectiveOn: string | null; actorName: string },
  ): Promise<string> {
    const rows = (await tx.query(
      `insert into area_changes (kind, area_id, effective_on, actor_name, details)
       values ($1, $2, coalesce($3::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date), $4, $5) returning id`,
      [change.kind, change.areaId, change.effectiveOn, change.actorName, JSON.stringify(change.details)],
    )) as { id: string }[];
    return rows[0]!.id;
  }

  async setDetails(tx: Queryable, changeId: string, details: ChangeDetails): Promise<void> {
    await tx.execute('update area_changes set details = $2 where id = $1', [
      changeId,
      JSON.stringify(details),
    ]);
  }

  async addAliases(
    tx: Connection,
    areaId: string,
    kind: AreaHistory['aliases'][number]['kind'],
    names: readonly string[],
    changeId: string | null,
  ): Promise<void> {
    await tx.query(
      `insert into area_aliases (area_id, name, name_folded, kind, change_id)
       select $1, name, folded, $4, $5 from unnest($2::text[], $3::text[]) as n(name, folded)
       on conflict do nothing`,
      [areaId, names, names.map(foldVietnamese), kind, changeId],
    );
  }

  async find(tx: Queryable, changeId: string): Promise<Change | null> {
    const [row] = await tx.query<Change & Record<string, unknown>>(
      `select id, kind, area_id as "areaId", details, undone_at as "undoneAt" from area_changes where id = $1 for update`,
      [changeId],
    );
    return row ?? null;
  }

  async setUndone(tx: Queryable, changeId: string): Promise<void> {
    await tx.execute('update area_changes set undone_at = now() where id = $1', [changeId]);
    await tx.execute('delete from area_aliases where change_id = $1', [changeId]);
  }

  async view(changeId: string): Promise<AreaChangeView> {
    return (await this.changes('c.id = $1', [changeId]))[0]!;
  }

  /** What became of an area, newest first, and its other names. */
  async history(areaId: string): Promise<AreaHistory> {
    const [changes, aliases] = await Promise.all([
      this.changes(
        `c.area_id = $1 or c.details -> 'areaIds' ? $1::bigint::text
           or exists (select 1 from jsonb_array_elements(c.details -> 'children') e where e ->> 'id' = $1::bigint::text)`,
        [areaId],
      ),
      this.sql.query<AreaHistory['aliases'][number] & Record<string, unknown>>(
        'select name, kind from area_aliases where area_id = $1 order by kind, name limit 500',
        [areaId],
      ),
    ]);
    return { changes, aliases };
  }

  private async changes(where: string, values: unknown[]): Promise<AreaChangeView[]> {
    const rows = await this.sql.query<ChangeRow & Record<string, unknown>>(
      `select c.id, c.kind, c.area_id, a.name as area_name, to_char(c.effective_on, 'YYYY-MM-DD') as effective_on, c.at,
              c.actor_name, c.details, c.undone_at,
              (select count(*) from area_moves m where m.change_id = c.id) as households
         from area_changes c join areas a on a.id = c.area_id where ${where} order by c.id desc limit 200`,
      values,
    );
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      areaId: row.area_id,
      areaName: row.area_name,
      effectiveOn: row.effective_on,
      at: row.at.toISOString(),
      by: row.actor_name,
      from: row.details.from,
      to: row.details.to,
      households: Number(row.households),
      renamed: (row.details.children ?? [])
        .filter(({ name, newName }) => name !== newName)
        .map(({ name, newName }) => ({ from: name, to: newName })),
      undoneAt: row.undone_at?.toISOString() ?? null,
    }));
  }
}
