import { Injectable } from '@nestjs/common';
import { foldVietnamese } from '../domain/vietnamese.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { AreaChangeView, AreaHistory } from './area-change.schema.js';
import type { AreaLevel } from './area.entity.js';

/** One of our transactions, or TypeORM's. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** An area as a change sees it. */
export interface TreeArea {
  id: string;
  name: string;
  level: AreaLevel;
  parentId: string | null;
  path: string;
  code: string | null;
  closedOn: string | null;
}

/** What a change did, beside the households in `area_moves`: enough to tell it and to take it back. */
export interface ChangeDetails {
  from: string[];
  to: string[];
  /** Areas that ended by a merge, or that a split made. */
  areaIds?: string[];
  /** Areas below that went along, and how they were called. */
  children?: { id: string; parentId: string; name: string; newName: string }[];
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

const TREE_AREA = `a.id, a.name, a.level, a.parent_id as "parentId", a.path, a.code, to_char(a.closed_on, 'YYYY-MM-DD') as "closedOn"`;

/** Reads and writes what became of areas. Whoever writes holds AREA_TREE_LOCK. */
@Injectable()
export class AreaChangesRepository {
  constructor(private readonly sql: Sql) {}

  /** The areas with these ids, locked, in the order of the ids that were given. */
  async areas(tx: Queryable, ids: readonly string[]): Promise<TreeArea[]> {
    const rows = await tx.query<TreeArea & Record<string, unknown>>(
      `select ${TREE_AREA} from areas a where a.id = any($1::bigint[]) for update`,
      [ids],
    );
    return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  }

  /** Open areas directly below some areas. */
  childrenOf(tx: Queryable, ids: readonly string[]): Promise<TreeArea[]> {
    return tx.query<TreeArea & Record<string, unknown>>(
      `select ${TREE_AREA} from areas a where a.parent_id = any($1::bigint[]) and a.closed_on is null order by a.id`,
      [ids],
    );
  }

  /** Titles of campaigns that name one of these areas and have not begun: their audience would change unseen. */
  async waitingCampaigns(tx: Queryable, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ title: string }>(
      `select title from campaigns where area_ids && $1::bigint[] and state in ('draft', 'submitted', 'approved', 'scheduled')
        order by id limit 5`,
      [ids],
    );
    return rows.map(({ title }) => title);
  }

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

  /** Codes that households of both sides have, up to twenty. */
  async sharedCodes(tx: Queryable, fromIds: readonly string[], toId: string): Promise<string[]> {
    const rows = await tx.query<{ code: string }>(
      `select code from households where area_id = any($1::bigint[]) and code is not null and deleted_at is null
        group by code
       having count(*) > 1 or exists (select 1 from households h where h.area_id = $2 and h.code = households.code
                                         and h.deleted_at is null)
        order by code limit 20`,
      [[...fromIds], toId],
    );
    return rows.map(({ code }) => code);
  }

  /**
   * Moves all households of some areas, removed ones too: a past report may still lead to them. Of two with one code the
   * one that lay there first keeps it, the other has it in its note.
   */
  async moveAll(tx: Queryable, changeId: string, fromIds: readonly string[], toId: string): Promise<number> {
    return this.move(tx, changeId, toId, 'h.area_id = any($3::bigint[])', [fromIds]);
  }

  /** Moves households of one area that were named, or whose address has a text in it. */
  async moveSome(
    tx: Queryable,
    changeId: string,
    from: { areaId: string; householdIds: readonly string[]; addressContains: string | null },
    toId: string,
  ): Promise<number> {
    return this.move(
      tx,
      changeId,
      toId,
      `h.area_id = $3 and (h.id = any($4::bigint[])
        or ($5::text is not null and strpos(h.loose_key, '|') > 0 and split_part(h.loose_key, '|', 2) like $5))`,
      [from.areaId, from.householdIds, from.addressContains],
    );
  }

  private move(
    tx: Queryable,
    changeId: string,
    toId: string,
    which: string,
    values: readonly unknown[],
  ): Promise<number> {
    return tx.execute(
      `with locked as (select h.id, h.area_id, h.code, h.deleted_at from households h where ${which} for update),
       counted as (
         select l.*, a.name as area_name,
                row_number() over (partition by l.code, l.deleted_at is null order by l.id) as nth,
                exists (select 1 from households o where o.area_id = $2 and o.code = l.code and o.deleted_at is null) as is_taken
           from locked l join areas a on a.id = l.area_id),
       moving as (
         select id, area_id, area_name,
                case when deleted_at is null and (is_taken or nth > 1) then code end as lost_code
           from counted),
       kept as (
         insert into area_moves (change_id, household_id, from_area_id, to_area_id, old_code)
         select $1, id, area_id, $2, lost_code from moving)
       update households h
          set area_id = $2, version = h.version + 1, updated_at = now(),
              code = case when m.lost_code is null then h.code end,
              note = case when m.lost_code is null then h.note
                          else concat_ws('; ', nullif(h.note, ''), 'Mã cũ: ' || m.lost_code || ' (' || m.area_name || ')') end
         from moving m where h.id = m.id`,
      [changeId, toId, ...values],
    );
  }

  /** Households that lie in an area now and did not come there by this change. */
  async strangers(tx: Queryable, changeId: string, areaIds: readonly string[]): Promise<number> {
    const [row] = await tx.query<{ n: string }>(
      `select count(*) as n from households h
        where h.area_id = any($2::bigint[]) and h.deleted_at is null
          and not exists (select 1 from area_moves m where m.change_id = $1 and m.household_id = h.id)`,
      [changeId, areaIds],
    );
    return Number(row!.n);
  }

  /** Takes households back to where they lay before a change; those that were moved on since stay where they are. */
  moveBack(tx: Queryable, changeId: string): Promise<number> {
    return tx.execute(
      `update households h
          set area_id = m.from_area_id, version = h.version + 1, updated_at = now(), code = coalesce(m.old_code, h.code),
              note = case when m.old_code is null then h.note
                          else nullif(regexp_replace(h.note, '(; )?Mã cũ: [^;]*$', ''), '') end
         from area_moves m where m.change_id = $1 and h.id = m.household_id and h.area_id = m.to_area_id`,
      [changeId],
    );
  }

  async close(
    tx: Queryable,
    ids: readonly string[],
    mergedInto: string | null,
    on: string | null,
  ): Promise<void> {
    await tx.execute(
      `update areas set closed_on = coalesce($3::date, (now() at time zone 'Asia/Ho_Chi_Minh')::date), merged_into = $2,
                        updated_at = now()
        where id = any($1::bigint[])`,
      [ids, mergedInto, on],
    );
  }

  async reopen(tx: Queryable, ids: readonly string[]): Promise<void> {
    await tx.execute(
      'update areas set closed_on = null, merged_into = null, updated_at = now() where id = any($1::bigint[])',
      [ids],
    );
  }

  async rename(tx: Queryable, id: string, name: string): Promise<void> {
    await tx.execute('update areas set name = $2, name_folded = $3, updated_at = now() where id = $1', [
      id,
      name,
      foldVietnamese(name),
    ]);
  }

  /** Puts an area with everything below it under another parent. */
  async reparent(tx: Queryable, id: string, parentId: string): Promise<void> {
    await tx.execute(
      `with moved as (select a.id, a.path, p.path || a.id || '/' as new_path from areas a, areas p where a.id = $1 and p.id = $2)
       update areas d
          set path = m.new_path || substr(d.path, length(m.path) + 1), updated_at = now(),
              parent_id = case when d.id = m.id then $2::bigint else d.parent_id end
         from moved m where starts_with(d.path, m.path)`,
      [id, parentId],
    );
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
