import { connect } from 'node:net';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir } from 'node:fs/promises';
import { SESSION_COOKIE } from '../../src/identity/authentication.js';
import { openApiDocument, operationsOf } from '../../src/platform/http/openapi.js';
import { makeArea } from '../factories/directory.factory.js';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

/** An installation as it stands on the public network: behind a proxy, and calling nobody inside. */
describe('at the door of an installation, an attacker', () => {
  let app: TestApp;
  let areaId: string;
  beforeAll(async () => {
    app = await startApp({
      ROLE: 'api',
      TRUST_PROXY: true,
      OUTGOING_ALLOW: '',
      PUBLIC_URL: 'https://xa.gov.vn',
    });
    areaId = await makeArea(app.sql, { name: 'Xã Cửa', level: 'commune' });
  });
  afterAll(() => app?.close());

  const make = (username: string, role: 'admin' | 'propagandist' | 'viewer') =>
    app.person({ username, roles: [role] });
  const signIn = (username: string, headers: Record<string, string> = {}, password = TEST_PASSWORD) =>
    app.api('/auth/login', { method: 'POST', body: { username, password }, headers });
  const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]!.split(';')[0]!;
  const status = async (path: string, cookie: string) =>
    (await app.api(path, { headers: { cookie } })).status;

  it('finds nothing that a browser or a proxy kept, and headers that stop what is not ours', async () => {
    const answer = await app.api('/auth/me', { as: 'viewer' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const policy = answer.headers.get('content-security-policy')!;
    for (const rule of [
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toContain("script-src 'self' 'unsafe");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('strict-transport-security')).toContain('includeSubDomains');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect((await app.api('/users', { as: 'viewer' })).status).toBe(403);
    expect(app.logs.some((line) => line.includes('"access.denied"'))).toBe(true);
  });

  it('fixes no session: whatever cookie somebody brings, they leave with another one', async () => {
    await make('nan-nhan', 'viewer');
    const planted = `${SESSION_COOKIE}=${'k'.repeat(43)}`;
    const answer = await signIn('nan-nhan', { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect(await status('/auth/me', planted)).toBe(401);
    // One's own session, left in a shared browser, ends when somebody else signs in there.
    const attacker = cookieOf(await signIn('nan-nhan'));
    await signIn('nan-nhan', { cookie: attacker });
    expect(await status('/auth/me', attacker)).toBe(401);
  });

  it('steals nothing lasting: a stolen cookie has its owner’s present rights, and dies when they sign out', async () => {
    const { userId: id } = await make('mat-cookie', 'admin');
    const stolen = cookieOf(await signIn('mat-cookie'));
    expect(await status('/users', stolen)).toBe(200);
    await app.api(`/users/${id}`, { method: 'PATCH', as: 'admin', body: { roles: ['viewer'] } });
    const { headers, status: now } = await app.api('/users', { headers: { cookie: stolen } });
    expect(now).toBe(403);
    const renewed = headers.getSetCookie()[0]!.split(';')[0]!;
    expect(renewed).not.toBe(stolen);
    // Two cookies of one name: the rights are those of one of them, never of both.
    const viewer = await app.login('viewer', 'chi-xem');
    expect(await status('/users', `${renewed}; ${viewer.cookie}`)).toBe(403);
    await app.api('/auth/logout', { method: 'POST', headers: { cookie: renewed } });
    expect(await status('/auth/me', renewed)).toBe(401);
  });

  it('makes no browser send anything: every call that changes something refuses foreign pages', async () => {
    const { cookie } = await app.login('admin');
    const { cookie: ignored, ...foreign } = {
      cookie,
      'sec-fetch-site': 'cross-site',
      origin: 'https://xau.example',
    };
    const routes = operationsOf(openApiDocument(app.app, SESSION_COOKIE)).filter(
      ({ method, path, permission }) =>
        method !== 'GET' && permission !== 'public' && path.startsWith('/api/v1/'),
    );
    const open: string[] = [];
    for (const { method, path } of routes) {
      const at = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '1');
      const answer = await app.api(at, {
        method: method as 'POST',
        body: {},
        headers: { cookie: ignored, ...foreign },
      });
      if (answer.status !== 403 || answer.body.code !== 'foreign-origin')
        open.push(`${method} ${path}: ${answer.status}`);
    }
    expect(open).toEqual([]);
    expect(routes.length).toBeGreaterThan(60);
  });

  it('guesses from a thousand addresses no faster than from one, and does not lock the owner out', async () => {
    await make('bi-doan', 'viewer');
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expect((await signIn('bi-doan', from('198.51.100.7'))).status).toBe(200);
    const tries = [];
    for (let i = 0; i < 80; i++)
      tries.push((await signIn('bi-doan', from(`203.0.113.${i}`), 'sai-mat-khau-roi')).status);
    expect(tries.filter((each) => each === 401)).toHaveLength(50);
    expect(tries.at(-1)).toBe(429);
    expect((await signIn('bi-doan', from('198.51.100.7'))).status).toBe(200);
  });

  it('puts nothing into prototypes by way of a query or a form either', async () => {
    const { cookie } = await app.login('admin');
    await app.api('/households?__proto__[isAdmin]=1&constructor[prototype][isAdmin]=1', {
      headers: { cookie },
    });
    const form = new FormData();
    form.append('__proto__', '{"isAdmin":true}');
    form.append('constructor', 'x');
    form.append('areaId', areaId);
    form.append('file', new Blob(['Họ tên\nAn\n']), '__proto__');
    expect(
      (await app.api('/imports', { method: 'POST', body: form, headers: { cookie } })).status,
    ).toBeLessThan(500);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it('leaves no file anywhere but in the folder of uploads, whatever a file is called', async () => {
    const before = await readdir(app.config.DATA_DIR, { recursive: true });
    for (const name of [
      '../../thoat.csv',
      '/etc/thoat.csv',
      '..\\..\\thoat.csv',
      'thoat.csv\u0000.xlsx',
      '.'.repeat(300),
    ]) {
      const form = new FormData();
      form.append('areaId', areaId);
      form.append('file', new Blob(['Họ tên chủ hộ,Điện thoại\nAn,0912345678\n']), name);
      const answer = await app.api('/imports', { method: 'POST', as: 'admin', body: form });
      expect([name, answer.status < 500]).toEqual([name, true]);
    }
    const after = await readdir(app.config.DATA_DIR, { recursive: true });
    const made = after.filter((each) => !before.includes(each));
    expect(made.filter((each) => !each.startsWith('uploads'))).toEqual([]);
    expect(after.join()).not.toContain('thoat');
    for (const path of [
      '/..%2f..%2fetc/passwd',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
    ]) {
      const text = await (await fetch(app.url + path)).text();
      expect(text).not.toMatch(/root:|"loa-luat"/);
    }
  });

  it('is cut off when a body is too large or comes too slowly', async () => {
    const { cookie } = await app.login('admin');
    const big = await app.api('/areas', {
      method: 'POST',
      body: { name: 'x'.repeat(2 ** 21) },
      headers: { cookie },
    });
    expect(big.status).toBe(413);
    const server = app.app.getHttpServer() as import('node:http').Server;
    expect(server.requestTimeout).toBeGreaterThan(0);
    expect(server.requestTimeout).toBeLessThanOrEqual(300_000);
    expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
    expect(server.timeout).toBeGreaterThan(0);
    expect(server.timeout).toBeLessThanOrEqual(120_000);
    // The same limit, set shorter for the test: whoever falls silent in the middle is hung up on.
    const usual = server.timeout;
    server.setTimeout(300);
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    const closed = new Promise<boolean>((done) =>
      socket.on('close', () => done(true)).on('error', () => undefined),
    );
    socket.write(
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"user',
    );
    socket.resume();
    expect(await closed).toBe(true);
    server.setTimeout(usual);
    expect(await status('/auth/me', cookie)).toBe(200);
  });

  it('makes the server call nothing inside, by address, by name, or by a redirect', async () => {
    let calls = 0;
    const inside = createServer((_request, response) => {
      calls += 1;
      response.end('secret');
    });
    await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done));
    const { port } = inside.address() as AddressInfo;
    try {
      for (const host of [
        '127.0.0.1',
        '[::1]',
        '0x7f000001',
        '2130706433',
        '[::ffff:127.0.0.1]',
        '169.254.169.254',
        '10.1.2.3',
      ]) {
        const { status: answered } = await app.api('/webhook-endpoints', {
          method: 'POST',
          as: 'admin',
          body: { name: 'Trong', url: `http://${host}:${port}/`, events: ['reply.received'] },
        });
        expect([host, answered]).toEqual([host, 400]);
      }
      // A name says nothing until it is looked up: then it does not connect.
      const named = await app.api('/webhook-endpoints', {
        method: 'POST',
        as: 'admin',
        body: { name: 'Tên', url: `http://localhost:${port}/`, events: ['reply.received'] },
      });
      const tried = await app.api(`/webhook-endpoints/${named.body.id}/test`, {
        method: 'POST',
        as: 'admin',
      });
      expect(tried.body).toMatchObject({ state: 'failed', status: null, error: 'ADDRESS_NOT_ALLOWED' });
      const gateway = await app.api('/gateways', {
        method: 'POST',
        as: 'admin',
        body: {
          name: 'Cổng trong',
          kind: 'simulator',
          config: { url: `http://localhost:${port}` },
          secrets: { key: 'khoa' },
          partsPerSecond: 10,
        },
      });
      if (gateway.status === 201)
        await app.api(`/gateways/${gateway.body.id}/check`, { method: 'POST', as: 'admin' });
      expect(calls).toBe(0);
    } finally {
      await new Promise((done) => inside.close(done));
    }
  });
});
