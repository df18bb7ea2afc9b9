import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Secret, TOTP } from 'otpauth';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

/** Under which the provider knows the app; the browser below finds it at its real address. */
const PUBLIC_URL = 'http://loa-luat.test';
const CLIENT_SECRET = 'bi-mat-cua-ung-dung-tai-nha-cung-cap';

async function startProvider(): Promise<{ process: ChildProcess; issuer: string }> {
  const file = join(__dirname, '..', 'support', 'identity-provider.mjs');
  const child = spawn(process.execPath, [file, `${PUBLIC_URL}/api/v1/auth/oidc/callback`, CLIENT_SECRET], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.startsWith('http')) return { process: child, issuer: line };
  throw new Error('the identity provider did not start');
}

/** Follows links and keeps cookies, as a browser does; knows where the app's public name leads. */
class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();
  /** Every address that it has been sent to. */
  readonly visited: string[] = [];

  constructor(private readonly appUrl: string) {}

  async go(address: string, init: RequestInit = {}): Promise<{ url: URL; status: number; text: string }> {
    let url = new URL(address);
    let request = init;
    for (let hops = 0; hops < 12; hops++) {
      this.visited.push(url.href);
      const answer = await this.one(url, request);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || !location)
        return { url, status: answer.status, text: await answer.text() };
      url = new URL(location, url);
      request = {};
      if (url.host === new URL(PUBLIC_URL).host && url.pathname === '/')
        return { url, status: 200, text: '' };
    }
    throw new Error('too many redirects');
  }

  async one(url: URL, init: RequestInit): Promise<Response> {
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const isApp = url.host === new URL(PUBLIC_URL).host;
    const target = isApp ? new URL(url.pathname + url.search, this.appUrl) : url;
    const headers = {
      ...(init.headers as Record<string, string>),
      cookie: [...jar].map((each) => each.join('=')).join('; '),
    };
    const answer = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  /** Signs in at the provider under a name and agrees to what it asks. */
  async signInAs(name: string, page: { url: URL; text: string }): Promise<URL> {
    let at = page;
    for (let forms = 0; forms < 4 && at.text.includes('<form'); forms++) {
      const action = /<form[^>]*action="([^"]+)"/.exec(at.text)![1]!;
      const prompt = /name="prompt" value="(\w+)"/.exec(at.text)![1]!;
      const body = new URLSearchParams({ prompt, login: name, password: 'gi-cung-duoc' });
      at = await this.go(new URL(action, at.url).href, { method: 'POST', body });
    }
    return at.url;
  }

  async api(path: string, body?: unknown) {
    const answer = await this.one(new URL(`${PUBLIC_URL}/api/v1${path}`), {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  start() {
    return this.go(`${PUBLIC_URL}/api/v1/auth/oidc/start`);
  }
}

describe('signing in through the identity provider of a province', () => {
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let app: TestApp;
  beforeAll(async () => {
    provider = await startProvider();
    app = await startApp({
      ROLE: 'api',
      PUBLIC_URL,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'loa-luat',
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_LINK: 'email',
    });
  });
  afterAll(async () => {
    await app?.close();
    provider?.process.stdin?.end();
    if (provider?.process.exitCode === null) await once(provider.process, 'exit');
  });

  const browser = () => new Browser(app.url);
  const make = (username: string) => app.person({ username, roles: ['propagandist'] });
  const me = async (who: Browser) => (await who.api('/auth/me')).body?.user?.username as string | undefined;

  it('is offered where it is set up', async () => {
    expect((await app.api('/auth/methods')).body.oidc).toMatchObject({ label: 'tài khoản công vụ' });
  });

  it('lets somebody in whose username is their verified e-mail, and knows them by subject from then on', async () => {
    const { userId: id } = await make('hoa@xa.gov.vn');
    const hoa = browser();
    expect((await hoa.signInAs('hoa', await hoa.start())).pathname).toBe('/');
    expect(await me(hoa)).toBe('hoa@xa.gov.vn');
    await app.sql.execute(`update users set username = 'hoa.moi' where id = $1`, [id]);
    const again = browser();
    await again.signInAs('hoa', await again.start());
    expect(await me(again)).toBe('hoa.moi');
  });

  it('asks with state, nonce and a challenge, and tells the provider no secret', async () => {
    const who = browser();
    await who.start();
    const asked = new URL(who.visited.find((each) => each.includes('/auth?'))!).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)!.length).toBeGreaterThan(40);
    expect(asked.toString()).not.toContain(CLIENT_SECRET);
  });

  it.each([
    ['somebody whom nobody has entered', 'nguoi-la'],
    ['an e-mail that the provider has not verified', 'chua-xac-minh'],
  ])('refuses %s', async (_case, name) => {
    if (name === 'chua-xac-minh') await make('chua-xac-minh@xa.gov.vn');
    const who = browser();
    expect((await who.signInAs(name, await who.start())).search).toBe('?oidc=oidc-unknown');
    expect(await me(who)).toBeUndefined();
  });

  it('refuses somebody who was disabled', async () => {
    const { userId: id } = await make('nghi@xa.gov.vn');
    const who = browser();
    await who.signInAs('nghi', await who.start());
    expect(await me(who)).toBe('nghi@xa.gov.vn');
    await app.api(`/users/${id}`, { method: 'PATCH', as: 'admin', body: { disabled: true } });
    expect(await me(who)).toBeUndefined();
    const again = browser();
    expect((await again.signInAs('nghi', await again.start())).search).toBe('?oidc=oidc-unknown');
  });

  it('refuses an answer that another browser asked for, a changed one, and one that was used before', async () => {
    await make('mai@xa.gov.vn');
    const victim = browser();
    const attacker = browser();
    await attacker.signInAs('mai', await attacker.start());
    const answer = attacker.visited.find((each) => each.includes('/oidc/callback?'))!;
    // Another browser, with and without an attempt of its own under way.
    expect((await victim.go(answer)).url.search).toBe('?oidc=oidc-refused');
    await victim.start();
    expect((await victim.go(answer)).url.search).toBe('?oidc=oidc-refused');
    expect(await me(victim)).toBeUndefined();
    // The same browser, once more: its cookie is gone, and so is the code.
    expect((await attacker.go(answer)).url.search).toBe('?oidc=oidc-refused');
  });

  it('asks for the second step of whoever has turned it on', async () => {
    const { userId: id } = await make('hai-buoc@xa.gov.vn');
    const own = await app.api('/auth/login', {
      method: 'POST',
      body: { username: 'hai-buoc@xa.gov.vn', password: TEST_PASSWORD },
    });
    const headers = { cookie: own.headers.getSetCookie()[0]!.split(';')[0]! };
    const begun = await app.api('/auth/two-step', {
      method: 'POST',
      headers,
      body: { password: TEST_PASSWORD },
    });
    const totp = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
    const confirmed = await app.api('/auth/two-step/confirm', {
      method: 'POST',
      headers,
      body: { otp: totp.generate() },
    });
    const who = browser();
    expect((await who.signInAs('hai-buoc', await who.start())).search).toBe('?oidc=otp-needed');
    expect(await me(who)).toBeUndefined();
    expect((await who.api('/auth/oidc/finish', { otp: '000000' })).status).toBe(422);
    expect((await browser().api('/auth/oidc/finish', { otp: confirmed.body.recoveryCodes[0] })).status).toBe(
      401,
    );
    const done = await who.api('/auth/oidc/finish', { otp: confirmed.body.recoveryCodes[0] });
    expect([done.status, done.body.user.id]).toEqual([200, id]);
    expect(await me(who)).toBe('hai-buoc@xa.gov.vn');
    expect((await who.api('/auth/oidc/finish', { otp: confirmed.body.recoveryCodes[1] })).status).toBe(401);
  });

  it('is linked by whoever is signed in and shows the password, to nobody who is linked already', async () => {
    await make('tu-gan');
    const who = browser();
    await who.api('/auth/login', { username: 'tu-gan', password: TEST_PASSWORD });
    expect((await who.api('/auth/oidc/link', { password: 'sai-mat-khau-roi' })).status).toBe(422);
    const { body } = await who.api('/auth/oidc/link', { password: TEST_PASSWORD });
    expect((await who.signInAs('ten-khac', await who.go(body.url))).search).toBe('?oidc=linked');
    const later = browser();
    await later.signInAs('ten-khac', await later.start());
    expect(await me(later)).toBe('tu-gan');
    expect((await later.api('/auth/oidc/link')).body.linkedAt).toMatch(/^20/);

    await make('ke-khac');
    const other = browser();
    await other.api('/auth/login', { username: 'ke-khac', password: TEST_PASSWORD });
    const link = await other.api('/auth/oidc/link', { password: TEST_PASSWORD });
    expect((await other.signInAs('ten-khac', await other.go(link.body.url))).search).toBe('?oidc=oidc-taken');
    await who.api('/auth/oidc/unlink', { password: TEST_PASSWORD });
    const gone = browser();
    expect((await gone.signInAs('ten-khac', await gone.start())).search).toBe('?oidc=oidc-unknown');
  });

  it('leaves its traces in the trail, and no token in the logs', async () => {
    const { body } = await app.api('/audit-events?action=identity.linked', { as: 'admin' });
    expect(body.items.length).toBeGreaterThan(0);
    const started = (await app.api('/audit-events?action=session.started', { as: 'admin' })).body.items;
    expect(started.some((each: { details?: { by?: string } }) => each.details?.by === 'oidc')).toBe(true);
    expect(app.logs.join('')).not.toMatch(/[?&]code=/);
  });
});
