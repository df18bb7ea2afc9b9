import { Injectable } from '@nestjs/common';
import { foldVietnamese } from '../domain/vietnamese.js';
import type { Queryable } from '../platform/database/sql.js';
import type { AreaLevel } from './area.entity.js';

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

const TREE_AREA = `a.id, a.name, a.level, a.parent_id as "parentId", a.path, a.code, to_char(a.closed_on, 'YYYY-MM-DD') as "closedOn"`;

/** Changes of the tree itself, in a transaction of whoever holds AREA_TREE_LOCK. */
@Injectable()
export class AreaTreeRepository {
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
}
