/** The roles a user or an API key may hold. */
export const ROLES = ['admin', 'propagandist', 'approver'] as const;
export type Role = (typeof ROLES)[number];

/**
 * The one table of rights: each permission and the roles that hold it. Every route names one permission (or is
 * public); a test prints the table and compares.
 */
export const PERMISSIONS = {
  'account:self': ['admin', 'propagandist', 'approver'],
  'area:read': ['admin', 'propagandist', 'approver'],
  'area:write': ['admin'],
  'household:read': ['admin', 'propagandist', 'approver'],
  'household:write': ['admin'],
  'refusal:write': ['admin', 'propagandist'],
  'import:write': ['admin'],
  'gateway:read': ['admin', 'propagandist', 'approver'],
  'gateway:write': ['admin'],
  'campaign:read': ['admin', 'propagandist', 'approver'],
  'campaign:write': ['admin', 'propagandist'],
  'campaign:approve': ['approver'],
  'campaign:control': ['admin', 'propagandist', 'approver'],
  'settings:write': ['admin'],
  'user:write': ['admin'],
  'audit:read': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

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
  roles: readonly Role[];
  /** Address the request came from, for the audit trail. */
  address?: string;
}

/** The app acting by itself (sweeper, scheduled start), in the audit trail. */
export const SYSTEM: Principal = { kind: 'system', id: null, userId: null, name: 'hệ thống', roles: [] };

/** Whether any of the principal's roles holds the permission. */
export function may(principal: Principal, permission: Permission): boolean {
  const holders: readonly Role[] = PERMISSIONS[permission];
  return principal.roles.some((role) => holders.includes(role));
}
