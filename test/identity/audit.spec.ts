import { Audit } from '../../src/identity/audit.js';
import { SYSTEM } from '../../src/identity/permissions.js';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('the audit trail', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  it('says who did what, to whom, from where, newest first', async () => {
    const admin = await app.login('admin');
    const made = await app.api('/users', {
      method: 'POST',
      as: admin,
      body: { username: 'moi', roles: ['approver'], password: TEST_PASSWORD },
    });
    await app.api(`/users/${made.body.id}`, {
      method: 'PATCH',
      as: admin,
      body: { roles: ['propagandist'], password: 'mot-mat-khau-khac' },
    });
    const trail = await app.api(`/audit-events?subjectKind=user&subjectId=${made.body.id}`, { as: admin });
    expect(trail.status).toBe(200);
    expect(trail.body.items).toMatchObject([
      {
        actor: { kind: 'user', id: admin.userId, name: 'admin' },
        action: 'user.changed',
        subject: { kind: 'user', id: made.body.id },
        address: '127.0.0.1',
        details: { fields: ['roles', 'sign-in'], roles: ['propagandist'] },
      },
      { action: 'user.created', details: { roles: ['approver'] } },
    ]);
  });

  it('notes every refused sign-in with the same work, and never the name that was typed', async () => {
    const { userId } = await app.login('propagandist', 'hoa');
    const guess = (username: string) =>
      app.api('/auth/login', { method: 'POST', body: { username, password: 'doan-mo-thoi-nhe' } });
    await guess('hoa');
    await guess('mat-khau-go-nham-vao-day');
    const trail = await app.api('/audit-events?action=session.refused', { as: 'admin' });
    // Without an entry for nobody, an answer would come sooner for a name that nobody has.
    expect(trail.body.items).toMatchObject([
      { actor: { kind: 'system' }, subject: { kind: 'user', id: null } },
      { actor: { kind: 'system' }, subject: { kind: 'user', id: userId } },
    ]);
    expect(JSON.stringify(trail.body)).not.toContain('mat-khau-go-nham');
  });

  it('keeps no entry of a change that did not happen', async () => {
    const audit = app.app.get(Audit);
    const change = app.sql.transaction(async (tx) => {
      await audit.record(tx, SYSTEM, 'thing.changed', { kind: 'thing', id: '1' });
      throw new Error('rolled back');
    });
    await expect(change).rejects.toThrow('rolled back');
    const trail = await app.api('/audit-events?subjectKind=thing', { as: 'admin' });
    expect(trail.body).toEqual({ items: [], nextCursor: null });
  });

  it('is read page by page without a gap', async () => {
    const audit = app.app.get(Audit);
    for (let n = 1; n <= 7; n += 1) {
      await audit.record(app.sql, SYSTEM, 'page.turned', { kind: 'page', id: String(n) });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `subjectKind=page&limit=3${cursor ? `&cursor=${cursor}` : ''}`;
      const page = await app.api(`/audit-events?${query}`, { as: 'admin' });
      seen.push(...page.body.items.map(({ subject }: { subject: { id: string } }) => subject.id));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });

  it('is for administrators', async () => {
    expect((await app.api('/audit-events', { as: 'propagandist' })).status).toBe(403);
  });

  it('and the log hold no password, token, key or hash after all that people do with them', async () => {
    const admin = await app.login('admin');
    const secrets = [
      TEST_PASSWORD,
      admin.cookie.split('=')[1]!,
      'sai-mat-khau-bi-mat',
      'mat-khau-moi-bi-mat',
    ];
    await app.api('/auth/login', {
      method: 'POST',
      body: { username: 'admin', password: 'sai-mat-khau-bi-mat' },
    });
    const user = await app.api('/users', {
      method: 'POST',
      as: admin,
      body: { username: 'x1', roles: ['approver'] },
    });
    const key = await app.api('/api-keys', {
      method: 'POST',
      as: admin,
      body: { name: 'k', roles: ['approver'] },
    });
    await app.api('/auth/me', { as: key.body.key });
    await app.api('/auth/me', { headers: { authorization: `Bearer ${key.body.key}x` } });
    await app.api('/auth/password', {
      method: 'POST',
      as: admin,
      body: { currentPassword: TEST_PASSWORD, newPassword: 'mat-khau-moi-bi-mat' },
    });
    const broken = await fetch(`${app.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"username":"admin","password":"sai-mat-khau-bi-mat"',
    });
    expect(broken.status).toBe(400);
    const trail = await app.sql.query<{ row: string }>('select e::text as row from audit_events e');
    const kept = [...app.logs, ...trail.map(({ row }) => row)].join('\n');
    for (const secret of [...secrets, user.body.password, key.body.key, 'scrypt$']) {
      expect(kept.includes(secret)).toBe(false);
    }
  });
});
