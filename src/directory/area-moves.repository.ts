import { Injectable } from '@nestjs/common';
import type { Queryable } from '../platform/database/sql.js';

/** Moves households between areas and notes in `area_moves` where each came from. Whoever writes holds AREA_TREE_LOCK. */
@Injectable()
export class AreaMovesRepository {
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
}
