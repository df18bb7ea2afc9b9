import { makeArea } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

describe('API keys', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const make = (body: object = { name: 'Phần mềm hộ khẩu', roles: ['propagandist'] }) =>
    app.api('/api-keys', { method: 'POST', as: 'admin', body });

  it('let a machine in with the roles they were given', async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body.key).toMatch(/^ll_[\w-]{43}$/);
    expect(made.body.hint).toBe(made.body.key.slice(0, 9));
    const me = await app.api('/auth/me', { as: made.body.key });
    expect(me.body).toMatchObject({
      kind: 'api-key',
      user: null,
      name: 'Phần mềm hộ khẩu',
      roles: ['propagandist'],
    });
    expect((await app.api('/users', { as: made.body.key })).status).toBe(403);
  });

  it('are shown once and stored as a hash', async () => {
    const { body } = await make();
    const listed = await app.api('/api-keys', { as: 'admin' });
    expect(JSON.stringify(listed.body)).not.toContain(body.key);
    const rows = await app.sql.query<{ row: string }>('select k::text as row from api_keys k');
    expect(rows.map(({ row }) => row).join()).not.toContain(body.key);
  });

  it('show when they were last used, written at most once a minute', async () => {
    const { body } = await make();
    const lastUsed = async () => {
      const listed = await app.api('/api-keys?limit=500', { as: 'admin' });
      return listed.body.items.find(({ id }: { id: string }) => id === body.id).lastUsedAt as string | null;
    };
    expect(await lastUsed()).toBeNull();
    await app.api('/auth/me', { as: body.key });
    const first = await lastUsed();
    expect(Date.parse(first!)).toBeGreaterThan(Date.now() - 60_000);
    await app.api('/auth/me', { as: body.key });
    expect(await lastUsed()).toBe(first);
    await app.sql.execute(`update api_keys set last_used_at = now() - interval '2 minutes' where id = $1`, [
      body.id,
    ]);
    await app.api('/auth/me', { as: body.key });
    expect(Date.parse((await lastUsed())!)).toBeGreaterThanOrEqual(Date.parse(first!));
  });

  it('end when they are revoked and when they expire', async () => {
    const { body } = await make();
    expect((await app.api(`/api-keys/${body.id}`, { method: 'DELETE', as: 'admin' })).status).toBe(204);
    expect((await app.api('/auth/me', { as: body.key })).status).toBe(401);
    expect((await app.api(`/api-keys/${body.id}`, { method: 'DELETE', as: 'admin' })).status).toBe(404);

    const short = await make({
      name: 'Ngắn hạn',
      roles: ['approver'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect((await app.api('/auth/me', { as: short.body.key })).status).toBe(200);
    await app.sql.execute('update api_keys set expires_at = now() where id = $1', [short.body.id]);
    expect((await app.api('/auth/me', { as: short.body.key })).status).toBe(401);
  });

  it('do no more than their maker may: disabled, or no administrator of all their areas, and the key opens nothing', async () => {
    const [here, there] = [await makeArea(app.sql), await makeArea(app.sql, { name: 'Ấp 2' })];
    const maker = await app.person({
      username: 'nguoi-tao-khoa',
      memberships: [here, there].map((areaId) => ({ role: 'admin', areaId })),
    });
    const by = async (areaIds: string[]) =>
      (
        await app.api('/api-keys', {
          method: 'POST',
          as: maker,
          body: { name: 'Khóa của địa bàn', roles: ['viewer'], areaIds },
        })
      ).body;
    const [one, both] = [await by([here]), await by([here, there])];
    const opens = async () => {
      const { items } = (await app.api('/api-keys?limit=500', { as: 'admin' })).body;
      return Promise.all(
        [one, both].map(async ({ id, key }) => [
          (await app.api('/areas', { as: key })).status,
          items.find((each: { id: string }) => each.id === id).isStopped,
        ]),
      );
    };
    const change = (body: object) =>
      app.api(`/users/${maker.userId}`, { method: 'PATCH', as: 'admin', body });
    const isOpen = [200, false];
    const isShut = [401, true];
    expect(await opens()).toEqual([isOpen, isOpen]);
    await change({ disabled: true });
    expect(await opens()).toEqual([isShut, isShut]);
    await change({ disabled: false });
    expect(await opens()).toEqual([isOpen, isOpen]);
    await change({
      memberships: [
        { role: 'admin', areaId: here },
        { role: 'viewer', areaId: there },
      ],
    });
    expect(await opens()).toEqual([isOpen, isShut]);
    // Everywhere holds each of them; and a key that an operator made needs nobody.
    await change({ roles: ['admin'] });
    expect(await opens()).toEqual([isOpen, isOpen]);
    await change({ roles: ['viewer'] });
    expect(await opens()).toEqual([isShut, isShut]);
    await app.sql.execute('update api_keys set created_by = null where id = $1', [one.id]);
    expect(await opens()).toEqual([isOpen, isShut]);
  });

  it('cannot be made to have expired already', async () => {
    const late = await make({ name: 'Cũ', roles: ['approver'], expiresAt: '2020-01-01T00:00:00Z' });
    expect([late.status, late.body.errors]).toEqual([
      400,
      [{ path: 'expiresAt', message: 'phải là thời điểm sau lúc này' }],
    ]);
  });

  it('that are wrong let nobody in, also beside a cookie that would', async () => {
    const { cookie } = await app.login('admin');
    for (const authorization of [
      'Bearer ll_sai',
      'Bearer',
      'Basic YWRtaW46YWRtaW4=',
      `Bearer ${'x'.repeat(200)}`,
    ]) {
      const answer = await app.api('/auth/me', { headers: { cookie, authorization } });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="loa-luat"');
    }
  });

  it('need no Origin: no browser sends them by itself', async () => {
    const { body } = await make({ name: 'Máy chủ', roles: ['admin'] });
    const headers = { origin: 'https://khac.example', 'sec-fetch-site': 'cross-site' };
    const answer = await app.api('/users', {
      method: 'POST',
      as: body.key,
      headers,
      body: { username: 'tu-dong', roles: ['approver'] },
    });
    expect(answer.status).toBe(201);
  });

  it('have no password to change', async () => {
    const { body } = await make();
    const answer = await app.api('/auth/password', {
      method: 'POST',
      as: body.key,
      body: { currentPassword: 'x', newPassword: 'mat-khau-moi-2026' },
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'not-a-person']);
  });
});
