import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FakeReply, type ReceivedRequest } from '../../src/gateway/gateway.contract.js';
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { ZaloGrantsRepository } from '../../src/gateway/zalo/zalo-grants.repository.js';
import { ZaloTokensService } from '../../src/gateway/zalo/zalo-tokens.service.js';
import { Audit } from '../../src/identity/audit.js';
import { openPool } from '../../src/platform/database/open-pool.js';
import { Sql } from '../../src/platform/database/sql.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { OutgoingGuard } from '../../src/platform/http-client/outgoing-guard.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { startApp, type TestApp } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';
import { APP_ID, APP_SECRET, OA_ID, OA_SECRET_KEY, zalo } from './zalo-subjects.js';

let database: TestDatabase;
let app: TestApp;
let operator: FakeOperator;
/** The refresh token that Zalo would take; each is good once. */
let good = 'refresh-0';
let pairs = 0;
/** The newest entry of the trail when a test began. */
let trailFrom = '0';
/** What the token endpoint does instead of its work. */
let instead: FakeReply | null = null;
const refreshes = () => operator.requests.filter(({ path }) => path === '/v4/oa/access_token');

function tokenEndpoint({ body, headers }: ReceivedRequest): FakeReply {
  if (instead) return instead;
  const form = new URLSearchParams(body);
  if (headers.secret_key !== APP_SECRET || form.get('app_id') !== APP_ID) return answer({ error: -14004 });
  const isRefresh = form.get('grant_type') === 'refresh_token';
  if (isRefresh && form.get('refresh_token') !== good)
    return answer({ error: -14014, error_name: 'invalid' });
  if (!isRefresh && form.get('code') !== 'ma-dong-y') return answer({ error: -14003 });
  good = `refresh-${++pairs}`;
  return answer({ access_token: `access-${pairs}`, refresh_token: good, expires_in: '90000' });
}

const answer = (body: object): FakeReply => ({ status: 200, body: JSON.stringify(body) });

beforeAll(async () => {
  database = await testDatabase();
  operator = await startFakeOperator();
  operator.answer = (request) =>
    request.path === '/v4/oa/access_token' ? tokenEndpoint(request) : zalo(0, { remainingQuota: '5' });
  app = await startApp({ database, PUBLIC_URL: 'https://loa.xa.example' });
});
afterAll(async () => {
  await app?.close();
  await operator?.close();
  await database?.drop();
});
beforeEach(async () => {
  await app.sql.execute('delete from zalo_grants');
  await app.sql.execute('delete from gateways');
  // The trail is append-only: each test reads what came after it began.
  [{ id: trailFrom }] = (await app.sql.query<{ id: string }>(
    'select coalesce(max(id), 0) as id from audit_events',
  )) as [{ id: string }];
  operator.requests.length = 0;
  instead = null;
  [good, pairs] = ['refresh-0', 0];
});

async function account(change: Record<string, unknown> = {}, secrets: Record<string, string> = {}) {
  const { status, body } = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: `Zalo ${Math.random()}`,
      kind: 'zalo-template',
      config: { appId: APP_ID, oaId: OA_ID, url: operator.url, oauthUrl: operator.url, ...change },
      secrets: { appSecret: APP_SECRET, oaSecretKey: OA_SECRET_KEY, ...secrets },
      partsPerSecond: 50,
    },
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body as { id: string; secretNames: string[]; webhookUrl: string };
}

const PASTED = { accessToken: 'access-0', refreshToken: 'refresh-0' };
const stateOf = async (id: string) => (await app.api(`/gateways/${id}/zalo`, { as: 'admin' })).body;
const actions = async () =>
  (
    await app.sql.query<{ action: string }>('select action from audit_events where id > $1 order by id', [
      trailFrom,
    ])
  ).map((row) => row.action);
const due = () => app.sql.execute(`update zalo_grants set refresh_at = now()`);

/** A worker with a database connection of its own, as another process has. */
function worker(): { tokens: ZaloTokensService; end(): Promise<void> } {
  const pool = openPool({ connectionString: database.url, max: 3 });
  const sql = new Sql(pool);
  const grants = new ZaloGrantsRepository(sql, new SecretBox(app.config));
  const tokens = new ZaloTokensService(
    grants,
    sql,
    new Audit(sql),
    new Metrics(),
    new OutgoingGuard('127.0.0.1'),
    pino({ enabled: false }),
  );
  return { tokens, end: () => pool.end() };
}
const renewer = () => ({
  ownerId: '0',
  appId: APP_ID,
  oaId: OA_ID,
  oauthUrl: operator.url,
  appSecret: APP_SECRET,
});
const signal = new AbortController().signal;

/** Another process renews, and is killed at the moment in which Zalo gives out the next pair. */
function killedWhileRenewing(): Promise<NodeJS.Signals | null> {
  const asked = { ...renewer(), stale: 'access-0', database: database.url, secretKey: app.config.SECRET_KEY };
  const support = join(__dirname, '../support');
  const args = [
    '--import',
    pathToFileURL(join(support, 'typescript.mjs')).href,
    join(support, 'zalo-renewer.ts'),
    JSON.stringify(asked),
  ];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const before = operator.answer;
  operator.answer = (request) => {
    const reply = tokenEndpoint(request);
    child.kill('SIGKILL');
    return reply;
  };
  return new Promise((resolve) =>
    child.once('exit', (_code, killedBy) => {
      operator.answer = before;
      resolve(killedBy);
    }),
  );
}

describe('the consent of an OA', () => {
  it('is begun with a state and a challenge, and kept when Zalo sends the administrator back', async () => {
    const { id } = await account();
    expect(await stateOf(id)).toMatchObject({
      consent: 'none',
      callbackUrl: 'https://loa.xa.example/zalo/callback',
      webhookUrl: expect.stringContaining('https://loa.xa.example/webhooks/'),
    });
    const { body } = await app.api(`/gateways/${id}/zalo/consent`, { as: 'admin' });
    const url = new URL(body.url);
    expect(url.href.startsWith(`${operator.url}/v4/oa/permission?`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      app_id: APP_ID,
      redirect_uri: 'https://loa.xa.example/zalo/callback',
      code_challenge: body.codeChallenge,
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    const state = url.searchParams.get('state')!;
    const back = () => fetch(`${app.url}/zalo/callback?code=ma-dong-y&oa_id=${OA_ID}&state=${state}`);
    const page = await back();
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Đã kết nối Zalo')]);
    const [call] = refreshes();
    const form = new URLSearchParams(call!.body);
    expect(call).toMatchObject({
      method: 'POST',
      headers: { secret_key: APP_SECRET, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code: 'ma-dong-y',
      app_id: APP_ID,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(createHash('sha256').update(form.get('code_verifier')!).digest('base64url')).toBe(
      body.codeChallenge,
    );
    expect(await stateOf(id)).toMatchObject({ consent: 'given', failures: 0 });
    expect(await actions()).toContain('gateway.consent-given');

    const again = await back();
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('đã dùng rồi')]);
    expect(refreshes()).toHaveLength(1);
  });

  it('uses the verifier that is saved in the console, where the account says so', async () => {
    const codeVerifier = 'v'.repeat(43);
    const { id } = await account({ pkce: 'fixed' }, { codeVerifier });
    const { body } = await app.api(`/gateways/${id}/zalo/consent`, { as: 'admin' });
    expect(body.codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
  });

  it('is not taken for another OA, without a state, or when Zalo says no; and nothing of the caller is echoed', async () => {
    const { id } = await account();
    const begun = async () =>
      new URL((await app.api(`/gateways/${id}/zalo/consent`, { as: 'admin' })).body.url).searchParams.get(
        'state',
      );
    const page = async (query: string) => {
      const response = await fetch(`${app.url}/zalo/callback?${query}`);
      return [response.status, await response.text()] as const;
    };
    expect(await page('code=ma-dong-y')).toEqual([400, expect.stringContaining('không còn dùng được')]);
    expect(await page(`code=ma-dong-y&oa_id=999&state=${await begun()}`)).toEqual([
      400,
      expect.stringContaining('một OA khác'),
    ]);
    expect(await page(`code=sai&oa_id=${OA_ID}&state=${await begun()}`)).toEqual([
      400,
      expect.stringContaining('-14003'),
    ]);
    const [status, text] = await page(`error=${encodeURIComponent('<script>')}&state=${await begun()}`);
    expect([status, text.includes('<script>')]).toEqual([400, false]);
    expect((await stateOf(id)).consent).toBe('none');
  });

  it('may be replaced by tokens from the API Explorer, which nobody can read again', async () => {
    const { id, secretNames } = await account({}, PASTED);
    expect(secretNames).toEqual(['appSecret', 'oaSecretKey']);
    expect(await stateOf(id)).toMatchObject({ consent: 'given' });
    const put = await app.api(`/gateways/${id}/zalo/tokens`, {
      method: 'PUT',
      as: 'admin',
      body: { accessToken: 'access-khac', refreshToken: 'refresh-0' },
    });
    expect([put.status, put.body.consent]).toEqual([200, 'given']);
    const [row] = await app.sql.query<{ tokens: Buffer }>('select tokens from zalo_grants');
    expect(row!.tokens.toString('latin1')).not.toContain('access-khac');
    const alone = await app.api(`/gateways/${id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { secrets: { accessToken: 'chi-mot-token' } },
    });
    expect([alone.status, alone.body.errors[0].path]).toEqual([400, 'secrets.refreshToken']);
    const health = await app.api(`/gateways/${id}/check`, { method: 'POST', as: 'admin' });
    expect(health.body).toMatchObject({ ok: true, quotaLeft: 5 });
    expect(operator.requests.find(({ path }) => path === '/message/quota')!.headers.access_token).toBe(
      'access-khac',
    );
    expect(app.logs.join('\n')).not.toMatch(/access-khac|refresh-0|khoa-bi-mat/);
  });

  it('is told in one sentence where there is none', async () => {
    const { id } = await account({ oaId: '999' });
    const { body } = await app.api(`/gateways/${id}/check`, { method: 'POST', as: 'admin' });
    expect(body).toEqual({ ok: false, detail: expect.stringContaining('chưa cho phép') });
  });
});

describe('a token', () => {
  it('is renewed by one call when ten workers need it at once', async () => {
    await account({}, PASTED);
    const workers = Array.from({ length: 10 }, worker);
    const renewed = await Promise.all(
      workers.flatMap(({ tokens }) => [1, 2, 3].map(() => tokens.of(renewer()).renewed('access-0', signal))),
    );
    expect(new Set(renewed)).toEqual(new Set(['access-1']));
    expect(refreshes()).toHaveLength(1);
    // Who still holds the old one gets the new one, without asking Zalo.
    expect(await workers[0]!.tokens.of(renewer()).renewed('access-0', signal)).toBe('access-1');
    expect(refreshes()).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(refreshes()[0]!.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-0',
      app_id: APP_ID,
    });
    await Promise.all(workers.map((each) => each.end()));
  });

  it('is renewed at hour 20 of 25 while nothing is being sent', async () => {
    const { id } = await account({}, PASTED);
    const { accessExpiresAt, renewsAt } = await stateOf(id);
    const hours = (Date.parse(accessExpiresAt) - Date.parse(renewsAt)) / 3_600_000;
    expect(hours).toBeCloseTo(5, 1);
    expect(refreshes()).toHaveLength(0);
    await due();
    await eventually(async () => expect((await stateOf(id)).renewedAt).not.toBeNull());
    expect(refreshes()).toHaveLength(1);
  });

  it('is asked for again after a while when Zalo is in trouble, and the consent is not called lost', async () => {
    const { id } = await account({}, PASTED);
    instead = { status: 503, body: 'busy' };
    await due();
    await eventually(async () => expect((await stateOf(id)).failures).toBe(1));
    expect(await stateOf(id)).toMatchObject({ consent: 'given' });
    const tokens = worker();
    // A worker whose token is refused meanwhile waits for that time as well.
    await expect(tokens.tokens.of(renewer()).renewed('access-0', signal)).rejects.toMatchObject({
      kind: 'unreachable',
      sent: 'no',
    });
    expect(refreshes()).toHaveLength(1);
    instead = null;
    await due();
    await eventually(async () => expect((await stateOf(id)).failures).toBe(0));
    await tokens.end();
  });
});

describe('a consent that is lost', () => {
  it('is told once, holds the accounts of the OA with a reason, and is never asked about again', async () => {
    const first = await account({}, PASTED);
    const second = await account();
    good = 'another';
    const { tokens, end } = worker();
    const ask = () => tokens.of(renewer()).renewed('access-0', signal);
    await expect(ask()).rejects.toMatchObject({ kind: 'misconfigured', code: 'consent-lost', sent: 'no' });
    await expect(ask()).rejects.toMatchObject({ code: 'consent-lost' });
    await due();
    await new Promise((resolve) => setTimeout(resolve, 500)); // two sweeps, in which nothing may happen
    expect(refreshes()).toHaveLength(1);
    for (const { id } of [first, second]) {
      const { body } = await app.api(`/gateways/${id}`, { as: 'admin' });
      expect(body).toMatchObject({ state: 'held', heldReason: expect.stringContaining('Kết nối Zalo') });
    }
    expect((await actions()).filter((action) => action === 'gateway.consent-lost')).toHaveLength(2);
    expect(await stateOf(first.id)).toMatchObject({ consent: 'lost', lostCode: '-14014' });

    await app.api(`/gateways/${first.id}/zalo/tokens`, {
      method: 'PUT',
      as: 'admin',
      body: { accessToken: 'access-moi', refreshToken: 'another' },
    });
    for (const { id } of [first, second]) {
      expect((await app.api(`/gateways/${id}`, { as: 'admin' })).body).toMatchObject({
        state: 'active',
        heldReason: null,
      });
    }
    await end();
  });

  it('goes on with a token that still lives, and holds the account when it dies', async () => {
    const { id } = await account({}, PASTED);
    good = 'another';
    await due();
    await eventually(async () => expect((await stateOf(id)).consent).toBe('lost'));
    expect((await app.api(`/gateways/${id}`, { as: 'admin' })).body.state).toBe('active');
    const { tokens, end } = worker();
    expect(await tokens.of(renewer()).current(signal)).toBe('access-0');
    await app.sql.execute(`update zalo_grants set access_expires_at = now()`);
    await eventually(async () =>
      expect((await app.api(`/gateways/${id}`, { as: 'admin' })).body.state).toBe('held'),
    );
    expect((await actions()).filter((action) => action === 'gateway.consent-lost')).toHaveLength(1);
    await end();
  });

  it('after a process was killed between Zalo’s answer and our commit says that it was interrupted', async () => {
    await account({}, PASTED);
    const ended = killedWhileRenewing();
    expect(await ended).toBe('SIGKILL');
    // Zalo has given out the next pair, and nobody kept it.
    expect([good, refreshes().length]).toEqual(['refresh-1', 1]);
    const { tokens, end } = worker();
    // The token that is there still serves; only the next renewal finds out.
    expect(await tokens.of(renewer()).current(signal)).toBe('access-0');
    await end();
    await due();
    await eventually(async () => expect(await actions()).toContain('gateway.consent-lost'));
    const [entry] = await app.sql.query<{ details: object }>(
      `select details from audit_events where action = 'gateway.consent-lost' and id > $1`,
      [trailFrom],
    );
    expect(entry!.details).toMatchObject({ why: 'interrupted', code: '-14014' });
  });

  it('is tried once more when the app secret is corrected', async () => {
    const { id } = await account({}, { ...PASTED, appSecret: 'khoa-sai' });
    await due();
    await eventually(async () => expect((await stateOf(id)).consent).toBe('lost'));
    const patched = await app.api(`/gateways/${id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { secrets: { appSecret: APP_SECRET } },
    });
    expect(patched.status).toBe(200);
    await eventually(async () => expect((await stateOf(id)).renewedAt).not.toBeNull());
    expect(await stateOf(id)).toMatchObject({ consent: 'given' });
  });
});

it('a pair whose commit was cut off is committed all the same', async () => {
  await account({}, PASTED);
  const { tokens, end } = worker();
  // The save takes a moment, in which its connection is killed.
  await app.sql.execute(`
    create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return new; end $$;
    create trigger slow before update on zalo_grants for each row when (new.version > old.version)
      execute function slow()`);
  const renewal = tokens.of(renewer()).renewed('access-0', signal);
  await eventually(async () => {
    const killed = await app.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event = 'PgSleep' and pid <> pg_backend_pid()`,
    );
    expect(killed).toHaveLength(1);
  });
  expect(await renewal).toBe('access-1');
  await app.sql.execute('drop function slow cascade');
  expect(refreshes()).toHaveLength(1);
  expect((await app.sql.query('select 1 from zalo_grants where version = 2')).length).toBe(1);
  await end();
});
