/**
 * Where a permission holds. Every statement that a caller's request runs over areas, or over what lies in areas, is
 * narrowed by one of these conditions; what lies outside is not found (404), never forbidden (403): the caller may not
 * even know that it exists.
 */
import type { SqlConnection } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { grantsFor, type Permission, type Principal } from './permissions.js';

/** Roots of the areas in which somebody may use a permission, for a `bigint[]` parameter; null: everywhere. */
export type AreaScope = readonly string[] | null;

/** The areas in which `who` may use `permission`. The app itself is not narrowed. */
export function scopeOf(who: Principal, permission: Permission): AreaScope {
  if (who.kind === 'system') return null;
  const areas = grantsFor(who, permission).map(({ areaId }) => areaId);
  const roots = areas.filter((areaId) => areaId !== null);
  return roots.length < areas.length ? null : [...new Set(roots)];
}

/**
 * SQL: the area id in `column` lies in the scope that stands in `parameter`.
 * @param parameter `$3`, whose value is an `AreaScope`
 */
export function inScope(column: string, parameter: string): string {
  return `(${parameter}::bigint[] is null or ${column} in (select id from areas_below(${parameter}::bigint[])))`;
}

/** SQL: all areas of the `bigint[]` in `column` lie in the scope. No areas at all are in nobody's but everywhere's. */
export function allInScope(column: string, parameter: string): string {
  return `(${parameter}::bigint[] is null or areas_cover(${parameter}::bigint[], ${column}))`;
}

/** SQL: the scope has to do with the areas in `column`: one of them lies in it, or it lies in one of them. */
export function touchesScope(column: string, parameter: string): string {
  return `(${parameter}::bigint[] is null or areas_touch(${parameter}::bigint[], ${column}))`;
}

/** Whether all of these areas exist and lie in the scope. */
export async function areInScope(
  connection: SqlConnection,
  scope: AreaScope,
  areaIds: readonly string[],
): Promise<boolean> {
  const known = await knownAreas(connection, scope, areaIds);
  return areaIds.every((id) => known.has(id));
}

/** Of these areas those that exist and lie in the scope. */
export async function knownAreas(
  connection: SqlConnection,
  scope: AreaScope,
  areaIds: readonly string[],
): Promise<Set<string>> {
  const rows = (await connection.query(
    `select a.id from areas a where a.id = any($1::bigint[]) and ${inScope('a.id', '$2')}`,
    [areaIds, scope],
  )) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}

/** Whether two scopes have the same roots. */
export function sameScope(one: AreaScope, other: AreaScope): boolean {
  return one === null || other === null ? one === other : other.every((id) => one.includes(id));
}

/** 403 for something that the caller sees but that lies, wholly or in part, beyond the areas of this right. */
export function beyondYourAreas(): DomainError {
  return new DomainError('beyond-your-areas', 'Việc này vượt ra ngoài địa bàn bạn phụ trách.', 403);
}

/** Throws a 403 for what only somebody with this right over every area may do. */
export function requireEverywhere(who: Principal, permission: Permission): void {
  if (scopeOf(who, permission) !== null) throw beyondYourAreas();
}
