import { scopeOf } from './area-scope.js';
import {
  EVERYWHERE_ONLY,
  type Grant,
  may,
  PERMISSIONS,
  type Permission,
  type Principal,
  type Role,
  ROLES,
  SYSTEM,
} from './permissions.js';

const person = (...grants: Grant[]): Principal => ({ ...SYSTEM, kind: 'user', id: '1', userId: '1', grants });
const holding = (...roles: Role[]) => person(...roles.map((role) => ({ role, areaId: null })));

describe('rights', () => {
  it('to release a campaign belong to approvers alone: an administrator is not one by being an administrator', () => {
    expect(may(holding('admin', 'propagandist'), 'campaign:approve')).toBe(false);
    expect(may(holding('approver'), 'campaign:approve')).toBe(true);
  });

  it('add up over the roles that one person holds', () => {
    expect(may(holding('propagandist', 'approver'), 'campaign:write')).toBe(true);
    expect(may(holding(), 'account:self')).toBe(false);
  });

  it('are held by somebody, each of them', () => {
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
      expect(ROLES.some((role) => may(holding(role), permission))).toBe(true);
    }
  });

  it('to write, to send and to see numbers are not a viewer’s', () => {
    const held = (Object.keys(PERMISSIONS) as Permission[]).filter((each) => may(holding('viewer'), each));
    expect(held.filter((each) => each !== 'account:self' && !each.endsWith(':read'))).toEqual([]);
    expect(held).not.toContain('phone:read');
    expect(held).not.toContain('audit:read');
  });

  it('over the whole installation come from a membership without an area only', () => {
    for (const permission of EVERYWHERE_ONLY) {
      expect(may(person({ role: 'admin', areaId: '7' }), permission)).toBe(false);
      expect(may(holding('admin'), permission)).toBe(true);
    }
  });

  it('reach as far as the memberships that carry them, not as far as others of the same person', () => {
    const who = person(
      { role: 'viewer', areaId: null },
      { role: 'admin', areaId: '7' },
      { role: 'admin', areaId: '9' },
    );
    expect(scopeOf(who, 'area:read')).toBeNull();
    expect(scopeOf(who, 'area:write')).toEqual(['7', '9']);
    expect(scopeOf(who, 'campaign:approve')).toEqual([]);
  });

  it('of an API key are what its roles may and it was narrowed to', () => {
    const key = { ...holding('admin'), permissions: ['area:read' as const] };
    expect(may(key, 'area:read')).toBe(true);
    expect(may(key, 'area:write')).toBe(false);
    expect(scopeOf(key, 'area:write')).toEqual([]);
  });
});
