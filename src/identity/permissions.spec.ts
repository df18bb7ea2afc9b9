import { may, PERMISSIONS, type Permission, ROLES, SYSTEM } from './permissions.js';

const holding = (...roles: (typeof ROLES)[number][]) => ({ ...SYSTEM, roles });

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
});
