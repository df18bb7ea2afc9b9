import { Injectable } from '@nestjs/common';
import type { Queryable } from '../platform/database/sql.js';

/** Rights over areas that are merged or split: roles of people, reaches of API keys. */
@Injectable()
export class RightBelongings {
  /**
   * Roles over what ended become roles over what took it in, given by whoever merged: an approver's right that an author
   * widened says so. Of two that become the same one, the one that was there stays. Sessions take a new token.
   */
  async carryMemberships(
    tx: Queryable,
    changeId: string,
    fromIds: readonly string[],
    toId: string,
    by: string | null,
  ): Promise<number> {
    const values = [changeId, fromIds];
    const carried = await tx.execute(
      `insert into area_carried (change_id, kind, row_id, was)
       select $1, 'memberships', m.id, to_jsonb(m) from memberships m where m.area_id = any($2::bigint[])`,
      values,
    );
    if (carried === 0) return 0;
    await tx.execute(
      `delete from memberships m where m.area_id = any($1::bigint[]) and exists (
         select 1 from memberships o where o.user_id = m.user_id and o.role = m.role
            and (o.area_id = $2 or o.area_id = any($1::bigint[]) and o.id < m.id))`,
      [fromIds, toId],
    );
    await tx.execute(
      'update memberships set area_id = $2, granted_by = coalesce($3, granted_by) where area_id = any($1::bigint[])',
      [fromIds, toId, by],
    );
    await this.rotateSessions(tx, changeId);
    return carried;
  }

  /** A role that was taken away since is not given again. */
  async returnMemberships(tx: Queryable, changeId: string, toId: string): Promise<void> {
    await tx.execute(
      `insert into memberships (user_id, role, area_id, max_households, max_cost_vnd, granted_by)
       select w.user_id, w.role, w.area_id, w.max_households, w.max_cost_vnd, w.granted_by
         from area_carried c cross join jsonb_populate_record(null::memberships, c.was) w
         join memberships now_there on now_there.user_id = w.user_id and now_there.role = w.role and now_there.area_id = $2
        where c.change_id = $1 and c.kind = 'memberships' on conflict do nothing`,
      [changeId, toId],
    );
    // Those that were there before the merge have another id than the ones that came.
    await tx.execute(
      `delete from memberships m using area_carried c
        where c.change_id = $1 and c.kind = 'memberships' and m.id = c.row_id and m.area_id = $2`,
      [changeId, toId],
    );
    await this.rotateSessions(tx, changeId);
  }

  /** The same households, now in several areas: no right grows. */
  shareMemberships(tx: Queryable, areaId: string, partIds: readonly string[]): Promise<number> {
    return tx.execute(
      `insert into memberships (user_id, role, area_id, max_households, max_cost_vnd, granted_by)
       select m.user_id, m.role, part, m.max_households, m.max_cost_vnd, m.granted_by
         from memberships m cross join unnest($2::bigint[]) part where m.area_id = $1 on conflict do nothing`,
      [areaId, partIds],
    );
  }

  carryKeys(tx: Queryable, changeId: string, fromIds: readonly string[], toId: string): Promise<number> {
    return tx.execute(
      `with kept as (
         insert into area_carried (change_id, kind, row_id, was)
         select $1, 'api_keys', k.id, jsonb_build_object('areaIds', k.area_ids) from api_keys k
          where k.area_ids && $2::bigint[] and k.revoked_at is null returning row_id)
       update api_keys k set area_ids = array(
         select distinct case when each = any($2::bigint[]) then $3::bigint else each end from unnest(k.area_ids) each)
        where k.id in (select row_id from kept)`,
      [changeId, fromIds, toId],
    );
  }

  async returnKeys(tx: Queryable, changeId: string, toId: string): Promise<void> {
    await tx.execute(
      `update api_keys k set area_ids = array(select jsonb_array_elements_text(c.was -> 'areaIds')::bigint)
         from area_carried c
        where c.change_id = $1 and c.kind = 'api_keys' and k.id = c.row_id and $2::bigint = any(k.area_ids)`,
      [changeId, toId],
    );
  }

  shareKeys(tx: Queryable, areaId: string, partIds: readonly string[]): Promise<number> {
    return tx.execute(
      `update api_keys set area_ids = area_ids || $2::bigint[] where $1::bigint = any(area_ids) and revoked_at is null`,
      [areaId, partIds],
    );
  }

  private async rotateSessions(tx: Queryable, changeId: string): Promise<void> {
    await tx.execute(
      `update sessions set must_rotate = true where user_id in (
         select (was ->> 'user_id')::bigint from area_carried where change_id = $1 and kind = 'memberships')`,
      [changeId],
    );
  }
}
