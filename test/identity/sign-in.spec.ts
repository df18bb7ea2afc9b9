import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

const PROXY = { 'x-forwarded-proto': 'https' };

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ TRUST_PROXY: true });
  });
  afterAll(() => app?.close());

  const signIn = (username: string, password: string, headers: Record<string, string> = {}) =>
    app.api('/auth/login', { method: 'POST', body: { username, password }, headers });
  const cookieOf = (answer: { headers: Headers }) => answer.headers.getSetCookie()[0]!.split(';')[0]!;
  const me = (cookie: string) => app.api('/auth/me', { headers: { cookie } });

  it('gives a person a cookie that scripts cannot read and foreign pages cannot send along', async () => {
    await app.login('propagandist', 'hoa');
    const answer = await signIn(' Hoa ', TEST_PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: expect.objectContaining({ username: 'hoa', roles: ['propagandist'] }),
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^loaluat_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('keeps the cookie off plain HTTP where the app is reached by https', async () => {
    await app.login('propagandist', 'lan');
    const answer = await signIn('lan', TEST_PASSWORD, PROXY);
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/);
  });

  it('stores neither the token nor the password', async () => {
    const { cookie } = await app.login('propagandist', 'minh');
    const rows = await app.sql.query<{ everything: string }>(
      `select (select string_agg(s::text, ' ') from sessions s) || (select string_agg(u::text, ' ') from users u)
         as everything`,
    );
    expect(rows[0]!.everything).not.toContain(cookie.split('=')[1]);
    expect(rows[0]!.everything).not.toContain(TEST_PASSWORD);
  });

  it('does not tell a wrong password from an unknown or a disabled person', async () => {
    const { userId } = await app.login('propagandist', 'tat');
    await app.api(`/users/${userId}`, { method: 'PATCH', as: 'admin', body: { disabled: true } });
    await app.login('propagandist', 'cuc');
    const answers = [
      await signIn('cuc', 'sai-mat-khau-roi'),
      await signIn('khong-co-ai', 'sai-mat-khau-roi'),
      await signIn('tat', TEST_PASSWORD),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toEqual({
        type: 'about:blank',
        title: 'wrong-credentials',
        status: 401,
        code: 'wrong-credentials',
        detail: 'Tên đăng nhập hoặc mật khẩu không đúng.',
      });
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it('says in Vietnamese what is missing', async () => {
    const answer = await app.api('/auth/login', { method: 'POST', body: { username: '' } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'invalid-input',
      errors: [
        { path: 'username', message: 'chưa điền' },
        { path: 'password', message: 'chưa điền' },
      ],
    });
  });

  it('makes guessing wait, from the guesser’s address only', async () => {
    await app.login('propagandist', 'binh');
    const guesser = { 'x-forwarded-for': '203.0.113.7' };
    const statuses = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const answer = await signIn('binh', `doan-mo-lan-${guess}`, guesser);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await signIn('binh', TEST_PASSWORD, guesser);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const lying = { 'x-forwarded-for': '10.0.0.7, 203.0.113.7' };
    expect((await signIn('binh', TEST_PASSWORD, lying)).status).toBe(429);
    expect((await signIn('binh', TEST_PASSWORD, { 'x-forwarded-for': '10.0.0.8' })).status).toBe(200);
  });

  it('starts a session of its own each time, and ends the one the browser had', async () => {
    const { cookie } = await app.login('propagandist', 'son');
    const again = await signIn('son', TEST_PASSWORD, { cookie });
    expect(cookieOf(again)).not.toBe(cookie);
    expect((await me(cookie)).status).toBe(401);
    expect((await me(cookieOf(again))).status).toBe(200);
  });

  it('takes no token that somebody else chose', async () => {
    await app.login('propagandist', 'chi');
    const planted = `loaluat_session=${'a'.repeat(43)}`;
    const answer = await signIn('chi', TEST_PASSWORD, { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await me(planted)).status).toBe(401);
  });

  it('ends by signing out', async () => {
    const session = await app.login('propagandist', 'dung');
    const out = await app.api('/auth/logout', { method: 'POST', as: session });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^loaluat_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await me(session.cookie)).status).toBe(401);
  });

  it('ends after the hours without use, which each use starts anew', async () => {
    const session = await app.login('propagandist', 'giang');
    const owned = 'user_id = $1';
    await app.sql.execute(
      `update sessions set last_seen_at = now() - interval '2 minutes', expires_at = now() + interval '1 minute' where ${owned}`,
      [session.userId],
    );
    expect((await me(session.cookie)).status).toBe(200);
    const [slid] = await app.sql.query<{ hours: number }>(
      `select extract(epoch from expires_at - now())::float / 3600 as hours from sessions where ${owned}`,
      [session.userId],
    );
    expect(slid!.hours).toBeCloseTo(app.config.SESSION_HOURS, 1);
    await app.sql.execute(`update sessions set expires_at = now() where ${owned}`, [session.userId]);
    expect((await me(session.cookie)).status).toBe(401);
  });

  it('lets no foreign page use the cookie, nor sign anybody in', async () => {
    const session = await app.login('admin', 'quan-tri');
    const foreign = { origin: 'https://xau.example', 'sec-fetch-site': 'cross-site' };
    const body = { username: 'ke-la', roles: ['admin'], password: TEST_PASSWORD };
    const forged = await app.api('/users', { method: 'POST', as: session, body, headers: foreign });
    expect(forged.status).toBe(403);
    expect(forged.body).toMatchObject({ code: 'foreign-origin' });
    expect((await signIn('quan-tri', TEST_PASSWORD, foreign)).status).toBe(403);
    const own = { origin: app.url, 'sec-fetch-site': 'same-origin' };
    const real = await app.api('/users', {
      method: 'POST',
      as: session,
      body: { ...body, username: 'nguoi-moi' },
      headers: own,
    });
    expect(real.status).toBe(201);
  });

  it('tells people who they are and what they may do', async () => {
    const answer = await app.api('/auth/me', { as: 'approver' });
    expect(answer.body).toMatchObject({
      kind: 'user',
      user: { username: 'approver', disabled: false, mustChangePassword: false },
      roles: ['approver'],
    });
    expect(answer.body.permissions).toContain('campaign:approve');
    expect(answer.body.permissions).not.toContain('user:write');
  });

  it('lets people change their password, which ends their other sessions', async () => {
    const session = await app.login('propagandist', 'thu');
    const elsewhere = cookieOf(await signIn('thu', TEST_PASSWORD));
    const change = (currentPassword: string) =>
      app.api('/auth/password', {
        method: 'POST',
        as: session,
        body: { currentPassword, newPassword: 'mat-khau-moi-2026' },
      });
    const wrong = await change('khong-phai-no');
    expect([wrong.status, wrong.body.errors]).toEqual([
      422,
      [{ path: 'currentPassword', message: 'không đúng' }],
    ]);
    expect((await change(TEST_PASSWORD)).status).toBe(204);
    expect((await me(session.cookie)).status).toBe(200);
    expect((await me(elsewhere)).status).toBe(401);
    expect((await signIn('thu', TEST_PASSWORD)).status).toBe(401);
    expect((await signIn('thu', 'mat-khau-moi-2026')).status).toBe(200);
  });
});
