import { GATEWAY_KINDS } from '../../src/gateway/gateway.registry.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { GatewayPool } from '../../src/gateway/gateway-pool.js';
import { startApp, type TestApp } from '../support/app.js';

const KEY = 'khoa-bi-mat-cua-cong';

let app: TestApp;
let simulator: Simulator;

beforeAll(async () => {
  [app, simulator] = await Promise.all([startApp(), startSimulator({ port: 0, key: KEY })]);
});

afterAll(async () => {
  await app.close();
  await simulator.stop();
});

let serial = 0;
function simulatorBody(over: Record<string, unknown> = {}) {
  return {
    name: `Cổng ${++serial}`,
    kind: 'simulator',
    config: { url: simulator.url },
    secrets: { key: KEY },
    partsPerSecond: 50,
    ...over,
  };
}
const create = (body: unknown) => app.api('/gateways', { method: 'POST', as: 'admin', body });
const change = (id: string, body: unknown) =>
  app.api(`/gateways/${id}`, { method: 'PATCH', as: 'admin', body });

describe('an administrator', () => {
  it('adds an account and sees where the operator shall report, never the secret', async () => {
    const { status, body } = await create(simulatorBody({ pricePerPartVnd: 350 }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'simulator',
      channel: 'sms',
      state: 'active',
      pricePerPartVnd: 350,
      secretNames: ['key'],
      capabilities: { receipts: 'push', statusQuery: true },
      webhookUrl: expect.stringMatching(new RegExp(`^${app.url}/webhooks/${body.id}/[\\w-]{32}$`)),
    });
    const list = await app.api('/gateways', { as: 'admin' });
    expect(JSON.stringify([body, list.body])).not.toContain(KEY);
  });

  it('finds the secret unreadable in the database', async () => {
    const { body } = await create(simulatorBody());
    const [row] = await app.sql.query<{ secrets: Buffer }>('select secrets from gateways where id = $1', [
      body.id,
    ]);
    expect(row!.secrets.length).toBeGreaterThan(KEY.length);
    expect(row!.secrets.toString('latin1')).not.toContain(KEY);
  });

  it('cannot move a sealed secret to another account', async () => {
    const [one, other] = [(await create(simulatorBody())).body, (await create(simulatorBody())).body];
    await app.sql.execute(
      'update gateways set secrets = (select secrets from gateways where id = $1) where id = $2',
      [one.id, other.id],
    );
    await expect(app.app.get(GatewayPool).get(other.id)).rejects.toThrow('another owner');
  });

  it('is told which secret is missing, and which setting is wrong', async () => {
    const missing = await create(simulatorBody({ secrets: {} }));
    expect(missing.status).toBe(400);
    expect(missing.body.errors).toEqual([{ path: 'secrets.key', message: 'cổng này cần khóa bí mật này' }]);
    const wrong = await create(simulatorBody({ config: { url: 'ftp://x' }, partsPerSecond: 0 }));
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'config.url',
      'partsPerSecond',
    ]);
    const kind = await create(simulatorBody({ kind: 'pigeon' }));
    expect(kind.body.errors).toEqual([
      { path: 'kind', message: `loại cổng là một trong: ${GATEWAY_KINDS.join(', ')}` },
    ]);
  });

  it('is told when a name is taken', async () => {
    const { body } = await create(simulatorBody());
    const again = await create(simulatorBody({ name: body.name }));
    expect([again.status, again.body.code]).toEqual([409, 'gateway-name-taken']);
  });

  it('changes one secret and keeps the others', async () => {
    const { body } = await create(simulatorBody({ secrets: { key: 'sai', spare: 'x' } }));
    expect((await app.api(`/gateways/${body.id}/check`, { method: 'POST', as: 'admin' })).body).toEqual({
      ok: false,
      detail: 'Cổng mô phỏng không nhận khóa này.',
    });
    const changed = await change(body.id, { secrets: { key: KEY } });
    expect(changed.body.secretNames.sort()).toEqual(['key', 'spare']);
    expect((await app.api(`/gateways/${body.id}/check`, { method: 'POST', as: 'admin' })).body).toEqual({
      ok: true,
      detail: 'Cổng mô phỏng sẵn sàng.',
    });
    expect((await change(body.id, { secrets: { spare: null } })).body.secretNames).toEqual(['key']);
  });

  it('who edits an old version is told so', async () => {
    const { body } = await create(simulatorBody());
    expect((await change(body.id, { partsPerSecond: 60, version: body.version })).status).toBe(200);
    const stale = await change(body.id, { partsPerSecond: 70, version: body.version });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
  });

  it('lets a held account send again', async () => {
    const { body } = await create(simulatorBody());
    await app.sql.execute(`update gateways set state = 'held', held_reason = 'hết tiền' where id = $1`, [
      body.id,
    ]);
    expect((await app.api(`/gateways/${body.id}`, { as: 'admin' })).body).toMatchObject({
      state: 'held',
      heldReason: 'hết tiền',
    });
    expect((await change(body.id, { state: 'active' })).body).toMatchObject({
      state: 'active',
      heldReason: null,
    });
  });

  it('leaves a trace without secrets', async () => {
    const { body } = await create(simulatorBody());
    await change(body.id, { secrets: { key: `${KEY}2` } });
    const events = await app.sql.query<{ action: string; details: unknown }>(
      `select action, details from audit_events where subject_kind = 'gateway' and subject_id = $1 order by id`,
      [body.id],
    );
    expect(events).toEqual([
      { action: 'gateway.created', details: { kind: 'simulator' } },
      { action: 'gateway.changed', details: { fields: ['secrets'] } },
    ]);
  });
});

describe('the check', () => {
  it('tells that nobody listens there', async () => {
    const { body } = await create(simulatorBody({ config: { url: 'http://127.0.0.1:1' } }));
    const { body: health } = await app.api(`/gateways/${body.id}/check`, { method: 'POST', as: 'admin' });
    expect(health).toEqual({ ok: false, detail: 'Không kết nối được với cổng mô phỏng (ECONNREFUSED).' });
  });
});

describe('a propagandist', () => {
  it('sees names and prices, and neither settings nor webhook', async () => {
    const { body } = await create(simulatorBody());
    const seen = await app.api(`/gateways/${body.id}`, { as: 'propagandist' });
    expect(seen.body).toMatchObject({ name: body.name, config: null, secretNames: null, webhookUrl: null });
    expect(
      (await app.api('/gateways', { method: 'POST', as: 'propagandist', body: simulatorBody() })).status,
    ).toBe(403);
    expect((await app.api(`/gateways/${body.id}/check`, { method: 'POST', as: 'propagandist' })).status).toBe(
      403,
    );
  });
});

describe('the pool', () => {
  it('keeps an adapter until its configuration changes, and always knows the latest state', async () => {
    const pool = app.app.get(GatewayPool);
    const { body } = await create(simulatorBody());
    const first = await pool.get(body.id);
    expect(first.callbackUrl).toBe(body.webhookUrl);
    await app.sql.execute(`update gateways set state = 'held', version = version + 1 where id = $1`, [
      body.id,
    ]);
    const second = await pool.get(body.id);
    expect(second.settings.state).toBe('held');
    expect(second.gateway).toBe(first.gateway);
    await change(body.id, { config: { url: simulator.url, receipts: false } });
    const third = await pool.get(body.id);
    expect(third.gateway).not.toBe(first.gateway);
    expect(third.callbackUrl).toBeNull();
  });

  it('does not know an account that is not there', async () => {
    await expect(app.app.get(GatewayPool).get('999999')).rejects.toThrow('there is no gateway 999999');
  });
});

it('no log line holds a key', () => {
  expect(app.logs.join('\n')).not.toContain(KEY);
});
