import { Injectable } from '@nestjs/common';
import type { Queryable } from '../platform/database/sql.js';

/** SQL: budgets that have not ended. */
const RUNNING = `b.ends_on >= (now() at time zone 'Asia/Ho_Chi_Minh')::date`;

/**
 * Money for areas that are merged or split. A running budget goes along with what was spent of it; two of one period
 * become one with both amounts. Budgets that have ended stay where they were spent.
 */
@Injectable()
export class BudgetBelongings {
  async carry(tx: Queryable, changeId: string, fromIds: readonly string[], toId: string): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `insert into area_carried (change_id, kind, row_id, was)
       select $1, 'budgets', b.id, to_jsonb(b) from budgets b where b.area_id = any($2::bigint[]) and ${RUNNING}
        order by b.id returning row_id as id`,
      [changeId, fromIds],
    );
    // One by one: two that come along may have one period too.
    for (const { id } of rows) {
      const joined = await tx.execute(
        `update budgets b set amount_vnd = b.amount_vnd + o.amount_vnd, warned_at = null,
                also_area_ids = b.also_area_ids || o.area_id || o.also_area_ids
           from budgets o
          where o.id = $1 and b.area_id = $2 and b.starts_on = o.starts_on and b.ends_on = o.ends_on`,
        [id, toId],
      );
      if (joined > 0) await tx.execute('delete from budgets where id = $1', [id]);
      else
        await tx.execute(
          'update budgets set also_area_ids = also_area_ids || area_id, area_id = $2, warned_at = null where id = $1',
          [id, toId],
        );
    }
    return rows.length;
  }

  /** An amount that was changed since keeps that change: what came along is taken off it. */
  async giveBack(tx: Queryable, changeId: string, toId: string): Promise<void> {
    const carried = `from area_carried c cross join jsonb_populate_record(null::budgets, c.was) w
      where c.change_id = $1 and c.kind = 'budgets'`;
    await tx.execute(
      `update budgets b set area_id = w.area_id, also_area_ids = w.also_area_ids, warned_at = null ${carried}
          and b.id = c.row_id and b.area_id = $2
          and not exists (select 1 from budgets o where o.area_id = w.area_id and o.starts_on = w.starts_on
                             and o.ends_on = w.ends_on)`,
      [changeId, toId],
    );
    await tx.execute(
      `update budgets b set amount_vnd = greatest(b.amount_vnd - j.amount_vnd, 0), warned_at = null,
              also_area_ids = array(select each from unnest(b.also_area_ids) each where each <> all(j.gone))
         from (select w.starts_on, w.ends_on, sum(w.amount_vnd) as amount_vnd, array_agg(w.area_id) as gone ${carried}
                  and not exists (select 1 from budgets still where still.id = c.row_id) group by 1, 2) j
        where b.area_id = $2 and b.starts_on = j.starts_on and b.ends_on = j.ends_on`,
      [changeId, toId],
    );
    await tx.execute(
      `insert into budgets (area_id, starts_on, ends_on, amount_vnd, lifted_at, lifted_by, lifted_reason, also_area_ids)
       select w.area_id, w.starts_on, w.ends_on, w.amount_vnd, w.lifted_at, w.lifted_by, w.lifted_reason, w.also_area_ids
         ${carried} and not exists (select 1 from budgets still where still.id = c.row_id) on conflict do nothing`,
      [changeId],
    );
  }

  /** The parts go on being paid for by the budget of the whole. */
  share(tx: Queryable, areaId: string, partIds: readonly string[]): Promise<number> {
    return tx.execute(
      `update budgets b set also_area_ids = also_area_ids || $2::bigint[] where b.area_id = $1 and ${RUNNING}`,
      [areaId, partIds],
    );
  }
}
