import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

const TOKEN = 'ma-cua-may-doc-so-lieu';
const MOST = 25;

describe('an app behind a proxy, with limits', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ REQUESTS_PER_MINUTE: MOST, METRICS_TOKEN: TOKEN, TRUST_PROXY: true, ROLE: 'api' });
  });
  afterAll(() => app?.close());

  const overHttps = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'loa-luat.example.vn' };
  const me = (headers: Record<string, string>) => app.api('/auth/me', { headers });

  it('lets one account ask so often in a minute, says when to come back, and hinders nobody else', async () => {
    const [hoa, lan] = [await app.login('viewer', 'hoa'), await app.login('viewer', 'lan')];
    // To choose a password of her own was a request already.
    const answers = await Promise.all(
      Array.from({ length: MOST - 1 + 5 }, () => app.api('/auth/me', { as: hoa })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]!.body.code).toBe('too-many-requests');
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    // The same address, somebody else; and the owner's sign-in is not in the way either.
    expect((await app.api('/auth/me', { as: lan })).status).toBe(200);
    const again = { method: 'POST' as const, body: { username: 'hoa', password: TEST_PASSWORD } };
    expect((await app.api('/auth/login', again)).status).toBe(200);
  });

  it('over https takes its session from a cookie that no neighbour and no plain page can plant', async () => {
    await app.login('viewer', 'son');
    const answer = await app.api('/auth/login', {
      method: 'POST',
      headers: overHttps,
      body: { username: 'son', password: TEST_PASSWORD },
    });
    const [set] = answer.headers.getSetCookie();
    expect(set).toMatch(/^__Host-loaluat_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const [pair] = set!.split(';') as [string];
    expect((await me({ ...overHttps, cookie: pair })).status).toBe(200);
    // The same token under the name that anybody can set.
    const planted = pair.replace('__Host-', '');
    expect((await me({ ...overHttps, cookie: planted })).status).toBe(401);
    const out = await app.api('/auth/logout', { method: 'POST', headers: { ...overHttps, cookie: pair } });
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-loaluat_session=;.*Secure/);
    expect((await me({ ...overHttps, cookie: pair })).status).toBe(401);
  });

  it('shows its figures to who bears the token only', async () => {
    const read = (authorization?: string) =>
      fetch(`${app.url}/metrics`, { headers: authorization ? { authorization } : {} });
    expect((await read()).status).toBe(401);
    expect((await read(`Bearer ${TOKEN}x`)).status).toBe(401);
    const figures = await read(`Bearer ${TOKEN}`);
    expect(figures.status).toBe(200);
    expect(await figures.text()).toContain('# HELP');
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });
});
