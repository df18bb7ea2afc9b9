/** The roles that a membership or an API key may give. */
export const ROLES = ['admin', 'propagandist', 'approver', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/**
 * The one table of rights: each permission and the roles that hold it. Every route names one permission (or is
 * public); a test prints the table and compares.
 */
export const PERMISSIONS = {
  'account:self': ['admin', 'propagandist', 'approver', 'viewer'],
  'area:read': ['admin', 'propagandist', 'approver', 'viewer'],
  'area:write': ['admin'],
  'household:read': ['admin', 'propagandist', 'approver', 'viewer'],
  'household:write': ['admin'],
  'group:write': ['admin', 'propagandist'],
  'phone:read': ['admin', 'propagandist'],
  'force:read': ['admin', 'propagandist', 'approver', 'viewer'],
  'force:write': ['admin'],
  'refusal:write': ['admin', 'propagandist'],
  'import:write': ['admin'],
  'gateway:read': ['admin', 'propagandist', 'approver', 'viewer'],
  'gateway:write': ['admin'],
  'gateway:test': ['admin', 'propagandist'],
  'campaign:read': ['admin', 'propagandist', 'approver', 'viewer'],
  'campaign:write': ['admin', 'propagandist'],
  'campaign:approve': ['approver'],
  'approval:lend': ['approver'],
  'budget:read': ['admin', 'propagandist', 'approver'],
  'budget:write': ['admin'],
  'campaign:control': ['admin', 'propagandist', 'approver'],
  'reply:read': ['admin', 'propagandist'],
  'reply:write': ['admin', 'propagandist'],
  'settings:write': ['admin'],
  'user:write': ['admin'],
  'webhook:write': ['admin'],
  'audit:read': ['admin'],
  'queue:read': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Rights over the whole installation: only a membership without an area gives them. */
export const EVERYWHERE_ONLY: ReadonlySet<Permission> = new Set<Permission>(['settings:write', 'queue:read']);

/** One role over one area's subtree; without an area, everywhere. */
export interface Grant {
  role: Role;
  areaId: string | null;
}

/** What stands between signing in and working: a password of one's own, the second step. */
export type MustFirst = 'change-password' | 'two-step';

/** Who is asking: a person, a machine with an API key, or the app itself. */
export interface Principal {
  kind: 'user' | 'api-key' | 'system';
  /** Id of the user or of the API key; the two count separately, so compare people by `userId`. */
  id: string | null;
  /**
   * The person answerable: the user, or who made the API key (null where an operator made it at the command line).
   * What goes into `created_by` and is compared where an author must not approve.
   */
  userId: string | null;
  name: string;
  grants: readonly Grant[];
  /** What an API key was narrowed to; absent: all that its roles may do. */
  permissions?: readonly Permission[];
  /** What the person has to do before anything but their own account opens to them. */
  mustFirst?: MustFirst;
  /** Address the request came from, for the audit trail. */
  address?: string;
}

/** The app acting by itself (sweeper, scheduled start), in the audit trail. */
export const SYSTEM: Principal = { kind: 'system', id: null, userId: null, name: 'hệ thống', grants: [] };

/** The principal's grants that carry a permission. */
export function grantsFor(principal: Principal, permission: Permission): readonly Grant[] {
  if (principal.permissions && !principal.permissions.includes(permission)) return [];
  const holders: readonly Role[] = PERMISSIONS[permission];
  return principal.grants.filter(
    ({ role, areaId }) => holders.includes(role) && (areaId === null || !EVERYWHERE_ONLY.has(permission)),
  );
}

/** Whether the principal holds the permission anywhere at all; where, `scopeOf` says. */
export function may(principal: Principal, permission: Permission): boolean {
  return grantsFor(principal, permission).length > 0;
}
