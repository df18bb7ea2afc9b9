import { type AreaScope, inScope } from './area-scope.js';
import type { Grant, Role } from './permissions.js';

/** Anything that runs SQL: `Sql`, one of its transactions, or TypeORM's manager. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** A role of a person over an area and everything below it. */
export interface Membership extends Grant {
  /** Null for a role that holds everywhere. */
  areaName: string | null;
}

/** SQL: the grants of the user `u` as JSON, for the guard at every request. */
export const GRANTS_OF_USER = /* sql */ `
  coalesce((select jsonb_agg(jsonb_build_object('role', m.role, 'areaId', m.area_id::text))
              from memberships m where m.user_id = u.id), '[]')`;

/** The memberships of some people, by the user's id, in the order they were given. */
export async function membershipsOf(
  connection: Connection,
  userIds: readonly string[],
): Promise<Map<string, Membership[]>> {
  const rows = (await connection.query(
    `select m.user_id as "userId", m.role, m.area_id as "areaId", a.name as "areaName"
       from memberships m left join areas a on a.id = m.area_id where m.user_id = any($1::bigint[]) order by m.id`,
    [userIds],
  )) as (Membership & { userId: string })[];
  const byUser = new Map<string, Membership[]>(userIds.map((id) => [id, []]));
  for (const { userId, ...membership } of rows) byUser.get(userId)!.push(membership);
  return byUser;
}

/** Makes `grants` the memberships of a user inside `scope`; those outside stay. */
export async function replaceMemberships(
  connection: Connection,
  userId: string,
  grants: readonly Grant[],
  scope: AreaScope,
): Promise<void> {
  const values = [userId, grants.map(({ role }) => role), grants.map(({ areaId }) => areaId)];
  await connection.query(
    `delete from memberships m where m.user_id = $1 and ${inScope('m.area_id', '$4')}
        and not exists (select 1 from unnest($2::text[], $3::bigint[]) as g(role, area_id)
                         where g.role = m.role and g.area_id is not distinct from m.area_id)`,
    [...values, scope],
  );
  await connection.query(
    `insert into memberships (user_id, role, area_id)
     select $1, g.role, g.area_id from unnest($2::text[], $3::bigint[]) as g(role, area_id)
     on conflict (user_id, role, coalesce(area_id, 0)) do nothing`,
    values,
  );
}

/** Whether every membership of a person lies in the scope: only then may its administrators change the person. */
export async function whollyInScope(
  connection: Connection,
  scope: AreaScope,
  userId: string,
): Promise<boolean> {
  const [row] = (await connection.query(
    `select count(*) filter (where ${inScope('m.area_id', '$2')}) = count(*) and (count(*) > 0 or $2::bigint[] is null)
            as within from memberships m where m.user_id = $1`,
    [userId, scope],
  )) as { within: boolean }[];
  return row!.within;
}

/** Whether somebody, disabled or not, holds `role` everywhere. */
export async function isHeldEverywhere(
  connection: Connection,
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
