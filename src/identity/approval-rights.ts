import type { ApprovalGrant } from '../domain/approval.js';
import type { Queryable } from '../platform/database/sql.js';
import { LENT_RIGHTS } from './memberships.repository.js';
import type { Principal } from './permissions.js';

/**
 * The rights to release that reach over all of these areas, own and lent. Where only several together do, one that is as
 * narrow as the narrowest of them.
 */
export async function approvalRights(
  db: Queryable,
  who: Principal,
  areaIds: readonly string[],
): Promise<ApprovalGrant[]> {
  if (who.kind !== 'user')
    return [{ maxHouseholds: null, maxCostVnd: null, delegatedBy: null, grantedBy: who.userId }];
  const rows = await db.query<ApprovalGrant & { covers: boolean } & Record<string, unknown>>(
    `select r.max_households as "maxHouseholds", r.max_cost_vnd::float8 as "maxCostVnd", r.lender::text as "delegatedBy",
            r.granted_by::text as "grantedBy", r.area_id is null or areas_cover(array[r.area_id], $2::bigint[]) as covers
       from (select area_id, max_households, max_cost_vnd, null::bigint as lender, granted_by
               from memberships where user_id = $1 and role = 'approver'
             union all
             select area_id, max_households, max_cost_vnd, from_user_id, granted_by from ${LENT_RIGHTS}
              where to_user_id = $1) r
      where r.area_id is null or areas_touch(array[r.area_id], $2::bigint[])`,
    [who.userId, areaIds],
  );
  const covering = rows.filter(({ covers }) => covers);
  return covering.length > 0 || rows.length === 0 ? covering : [narrowest(rows)];
}

function narrowest(grants: readonly ApprovalGrant[]): ApprovalGrant {
  const least = (values: readonly (number | null)[]) => {
    const set = values.filter((each) => each !== null);
    return set.length === 0 ? null : Math.min(...set);
  };
  return {
    maxHouseholds: least(grants.map((each) => each.maxHouseholds)),
    maxCostVnd: least(grants.map((each) => each.maxCostVnd)),
    delegatedBy: grants.find((each) => each.delegatedBy !== null)?.delegatedBy ?? null,
    grantedBy: grants.find((each) => each.grantedBy !== null)?.grantedBy ?? null,
  };
}
