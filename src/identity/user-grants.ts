import type { EntityManager } from 'typeorm';
import { type FieldError, invalidInput } from '../platform/http/domain-error.js';
import { type AreaScope, beyondYourAreas, knownAreas } from './area-scope.js';
import type { Membership, MembershipInput } from './memberships.repository.js';
import type { Grant, Role } from './permissions.js';
import type { User } from './user.entity.js';
import type { UserView } from './user.schema.js';

/** What was asked for, as grants: `roles` hold everywhere. Undefined where neither was given. */
export function grantsOf(input: {
  roles?: Role[] | undefined;
  memberships?: MembershipInput[] | undefined;
}): MembershipInput[] | undefined {
  if (!input.roles && !input.memberships) return undefined;
  const everywhere = (input.roles ?? []).map((role) => ({ role, areaId: null }));
  return [...everywhere, ...(input.memberships ?? [])];
}

/** Every role among some grants, once. */
export function rolesOf(grants: readonly Grant[]): Role[] {
  return [...new Set(grants.map(({ role }) => role))];
}

/** The areas of some grants, for the audit trail; undefined where one of them holds everywhere. */
export function areasOf(grants: readonly Grant[]): string[] | undefined {
  const areas = grants.map(({ areaId }) => areaId).filter((areaId) => areaId !== null);
  return areas.length < grants.length ? undefined : areas;
}

/** Memberships as the audit trail spells them: `admin@5`, `viewer@*`. */
export function spelled(grants: readonly Grant[]): string[] {
  return grants.map(({ role, areaId }) => `${role}@${areaId ?? '*'}`);
}

/** What the API shows of a user, with those memberships that the caller may know. */
export function toUserView(user: User, memberships: readonly Membership[]): UserView {
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    roles: rolesOf(memberships),
    memberships: memberships.map(({ role, areaId, areaName, maxHouseholds, maxCostVnd }) => ({
      role,
      areaId,
      areaName,
      maxHouseholds: maxHouseholds ?? null,
      maxCostVnd: maxCostVnd ?? null,
    })),
    mustChangePassword: user.mustChangePassword,
    disabled: user.disabledAt !== null,
    createdAt: user.createdAt.toISOString(),
  };
}

/** Nobody gives rights over what they do not administer: a 403 for everywhere, a 400 for an area they cannot know. */
export async function refuseForeignGrants(
  manager: EntityManager,
  scope: AreaScope,
  grants: readonly Grant[],
): Promise<void> {
  if (scope !== null && grants.some(({ areaId }) => areaId === null)) throw beyondYourAreas();
  const known = await knownAreas(
    manager,
    scope,
    grants.flatMap(({ areaId }) => areaId ?? []),
  );
  const errors: FieldError[] = grants.flatMap(({ areaId }, i) =>
    areaId === null || known.has(areaId)
      ? []
      : [{ path: `memberships.${i}.areaId`, message: 'không có địa bàn này' }],
  );
  if (errors.length > 0) throw invalidInput(errors);
}
