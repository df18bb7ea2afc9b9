import { type AreaScope, inScope } from './area-scope.js';
import type { SqlConnection } from '../platform/database/sql.js';
import type { Grant, Role } from './permissions.js';

/** A role of a person over an area and everything below it. */
export interface Membership extends Grant {
  /** What an approver may release alone; null: any. */
  maxHouseholds?: number | null | undefined;
  maxCostVnd?: number | null | undefined;
  /** Null for a role that holds everywhere. */
  areaName: string | null;
}

/** SQL: approvers' rights that are lent, now or from a later day on, with whom they come from and go to. */
const LENT_OR_TO_COME = /* sql */ `
  (select d.to_user_id, d.from_user_id, l.role, l.area_id, l.max_households, l.max_cost_vnd, l.granted_by, d.starts_at
     from delegations d join memberships l on l.user_id = d.from_user_id and l.role = 'approver'
     join users lender on lender.id = d.from_user_id and lender.disabled_at is null
    where d.ended_at is null and now() <= d.ends_at) lent`;

/** SQL: those of them that are lent now. */
export const LENT_RIGHTS = /* sql */ `(select * from ${LENT_OR_TO_COME} where starts_at <= now()) lent`;

/** SQL: the grants of the user `u` as JSON, for the guard at every request. */
export const GRANTS_OF_USER = /* sql */ `
  coalesce((select jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id::text))
              from (select role, area_id from memberships where user_id = u.id
                    union select role, area_id from ${LENT_RIGHTS} where to_user_id = u.id) m), '[]')`;

/** The memberships of some people, by the user's id, in the order they were given. */
export async function membershipsOf(
  connection: SqlConnection,
  userIds: readonly string[],
): Promise<Map<string, Membership[]>> {
  const rows = (await connection.query(
    `select m.user_id as "userId", m.role, m.area_id as "areaId", a.name as "areaName",
            m.max_households as "maxHouseholds", m.max_cost_vnd::float8 as "maxCostVnd"
       from memberships m left join areas a on a.id = m.area_id where m.user_id = any($1::bigint[]) order by m.id`,
    [userIds],
  )) as (Membership & { userId: string })[];
  const byUser = new Map<string, Membership[]>(userIds.map((id) => [id, []]));
  for (const { userId, ...membership } of rows) byUser.get(userId)!.push(membership);
  return byUser;
}

/** What a membership is made of. */
export type MembershipInput = Omit<Membership, 'areaName'>;

/** Makes `grants` the memberships of a user inside `scope`; those outside stay. */
export async function replaceMemberships(
  connection: SqlConnection,
  userId: string,
  grants: readonly MembershipInput[],
  scope: AreaScope,
  grantedBy: string | null,
): Promise<void> {
  const values = [userId, grants.map(({ role }) => role), grants.map(({ areaId }) => areaId)];
  await connection.query(
    `delete from memberships m where m.user_id = $1 and ${inScope('m.area_id', '$4')}
        and not exists (select 1 from unnest($2::text[], $3::bigint[]) as g(role, area_id)
                         where g.role = m.role and g.area_id is not distinct from m.area_id)`,
    [...values, scope],
  );
  await connection.query(
    `insert into memberships as m (user_id, role, area_id, max_households, max_cost_vnd, granted_by)
     select $1, g.role, g.area_id, g.max_households, g.max_cost_vnd, $6::bigint
       from unnest($2::text[], $3::bigint[], $4::int[], $5::bigint[]) as g(role, area_id, max_households, max_cost_vnd)
     on conflict (user_id, role, coalesce(area_id, 0)) do update
        set max_households = excluded.max_households, max_cost_vnd = excluded.max_cost_vnd, granted_by = excluded.granted_by
      where (m.max_households, m.max_cost_vnd) is distinct from (excluded.max_households, excluded.max_cost_vnd)`,
    [
      ...values,
      grants.map(({ maxHouseholds }) => maxHouseholds ?? null),
      grants.map(({ maxCostVnd }) => maxCostVnd ?? null),
      grantedBy,
    ],
  );
}

/**
 * Whether everything that a person may do lies in the scope: only then may its administrators change the person, because
 * whoever sets a password can sign in with it. What was lent counts, from the day it is promised.
 */
export async function whollyInScope(
  connection: SqlConnection,
  scope: AreaScope,
  userId: string,
): Promise<boolean> {
  const [row] = (await connection.query(
    `select count(*) filter (where ${inScope('m.area_id', '$2')}) = count(*) and (count(*) > 0 or $2::bigint[] is null)
            as within
       from (select area_id from memberships where user_id = $1
             union all select area_id from ${LENT_OR_TO_COME} where to_user_id = $1) m`,
    [userId, scope],
  )) as { within: boolean }[];
  return row!.within;
}

/** Whether somebody, disabled or not, holds `role` everywhere. */
export async function isHeldEverywhere(
  connection: SqlConnection,
  role: Role,
  onlyActive: boolean,
): Promise<boolean> {
  const [row] = (await connection.query(
    `select exists (select 1 from memberships m join users u on u.id = m.user_id
                     where m.role = $1 and m.area_id is null and (not $2 or u.disabled_at is null)) as held`,
    [role, onlyActive],
  )) as { held: boolean }[];
  return row!.held;
}
