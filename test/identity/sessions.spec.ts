import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
  });
  afterAll(() => app?.close());

  const cookieOf = (answer: { headers: Headers }) => answer.headers.getSetCookie()[0]!.split(';')[0]!;
  const signIn = async (username: string) =>
    cookieOf(await app.api('/auth/login', { method: 'POST', body: { username, password: TEST_PASSWORD } }));
  const status = async (cookie: string) => (await app.api('/auth/me', { headers: { cookie } })).status;

  it('are listed to their owner, who ends one of them or all others', async () => {
    const { cookie } = await app.login('propagandist', 'hoa');
    const [second, third] = [await signIn('hoa'), await signIn('hoa')];
    const list = async () => (await app.api('/auth/sessions', { headers: { cookie } })).body.items;
    expect((await list()).filter((each: { isCurrent: boolean }) => each.isCurrent)).toHaveLength(1);
    const [other] = (await app.api('/auth/sessions', { headers: { cookie: second } })).body.items.filter(
      (each: { isCurrent: boolean }) => each.isCurrent,
    );
    const end = (path: string, password = TEST_PASSWORD) =>
      app.api(`/auth/sessions${path}`, { method: 'POST', headers: { cookie }, body: { password } });
    // Whoever finds the screen open does not have the password.
    const refused = [
      await end(`/${other.id}/end`, 'khong-phai-cua-toi'),
      await end('/end-others', 'cung-khong'),
    ];
    expect(refused.map((each) => [each.status, each.body.code])).toEqual([
      [422, 'wrong-password'],
      [422, 'wrong-password'],
    ]);
    expect([await status(second), await status(third)]).toEqual([200, 200]);
    expect((await end(`/${other.id}/end`)).status).toBe(204);
    expect([await status(second), await status(third)]).toEqual([401, 200]);
    expect((await end('/end-others')).status).toBe(204);
    expect([await status(cookie), await status(third)]).toEqual([200, 401]);
  });

  it('of others are not found', async () => {
    const { cookie } = await app.login('propagandist', 'lan');
    const [mine] = (await app.api('/auth/sessions', { headers: { cookie } })).body.items;
    const foreign = await app.api(`/auth/sessions/${mine.id}/end`, {
      method: 'POST',
      as: 'admin',
      body: { password: TEST_PASSWORD },
    });
    expect(foreign.status).toBe(404);
    expect(await status(cookie)).toBe(200);
  });

  it('take a new token when rights change; the old one holds for what was under way, and then no more', async () => {
    const session = await app.login('viewer', 'son');
    await app.api(`/users/${session.userId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { roles: ['propagandist'] },
    });
    const answers = await Promise.all([1, 2, 3].map(() => app.api('/auth/me', { as: session })));
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
    const given = answers.flatMap((each) => each.headers.getSetCookie());
    expect(given).toHaveLength(1);
    const renewed = given[0]!.split(';')[0]!;
    expect(renewed).not.toBe(session.cookie);
    await app.sql.execute(`update sessions set rotated_at = now() - interval '1 minute' where user_id = $1`, [
      session.userId,
    ]);
    expect([await status(session.cookie), await status(renewed)]).toEqual([401, 200]);
  });

  it('end after a week, however busy', async () => {
    const session = await app.login('viewer', 'giang');
    await app.sql.execute(`update sessions set created_at = now() - interval '8 days' where user_id = $1`, [
      session.userId,
    ]);
    expect(await status(session.cookie)).toBe(401);
  });

  it('with a password that an administrator chose, at first or again, open nothing but one’s own account', async () => {
    const given = 'thuyen-ve-xuoi-bien';
    const as = 'admin' as const;
    const body = { username: 'duoc-giao', roles: ['propagandist'], password: given };
    const { body: made } = await app.api('/users', { method: 'POST', as, body });
    expect(made).toMatchObject({ mustChangePassword: true });
    expect(made).not.toHaveProperty('password');
    const signInWith = async (password: string) =>
      cookieOf(await app.api('/auth/login', { method: 'POST', body: { username: 'duoc-giao', password } }));
    const opens = async (cookie: string) => (await app.api('/campaigns', { headers: { cookie } })).body.code;
    expect(await opens(await signInWith(given))).toBe('password-change-needed');
    expect(await opens(await app.ownPassword('duoc-giao', given))).toBeUndefined();
    await app.api(`/users/${made.id}`, { method: 'PATCH', as, body: { password: given } });
    expect(await opens(await signInWith(given))).toBe('password-change-needed');
  });

  it('take a new token with a new password: whoever copied the old one is out', async () => {
    const { cookie, userId } = await app.login('viewer', 'bi-chep');
    const changed = await app.api('/auth/password', {
      method: 'POST',
      headers: { cookie },
      body: { currentPassword: TEST_PASSWORD, newPassword: 'thuyen-ve-xuoi-bien' },
    });
    const renewed = cookieOf(changed);
    expect(renewed).not.toBe(cookie);
    // What was under way comes to its end.
    expect([await status(renewed), await status(cookie)]).toEqual([200, 200]);
    await app.sql.execute(`update sessions set rotated_at = now() - interval '1 minute' where user_id = $1`, [
      userId,
    ]);
    expect([await status(renewed), await status(cookie)]).toEqual([200, 401]);
  });

  it('with a password that somebody else made open nothing but one’s own account', async () => {
    const made = await app.api('/users', {
      method: 'POST',
      as: 'admin',
      body: { username: 'moi-den', roles: ['propagandist'] },
    });
    const answer = await app.api('/auth/login', {
      method: 'POST',
      body: { username: 'moi-den', password: made.body.password },
    });
    const cookie = cookieOf(answer);
    const refused = await app.api('/campaigns', { headers: { cookie } });
    expect([refused.status, refused.body.code]).toEqual([403, 'password-change-needed']);
    const change = (newPassword: string) =>
      app.api('/auth/password', {
        method: 'POST',
        headers: { cookie },
        body: { currentPassword: made.body.password, newPassword },
      });
    expect((await change(made.body.password)).status).toBe(400);
    expect((await change('Matkhau@2026')).body.errors).toEqual([
      { path: 'newPassword', message: expect.stringContaining('quá dễ đoán') },
    ]);
    expect((await change('con-trau-di-truoc')).status).toBe(204);
    expect((await app.api('/campaigns', { headers: { cookie } })).status).toBe(200);
  });
});
