import { createHmac } from 'node:crypto';
import net from 'node:net';
import { makeCampaign } from '../factories/campaign.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa';

/** A wire to Postgres that can be cut. */
async function startWire(
  url: string,
): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void>; close(): Promise<void> }> {
  const target = new URL(url);
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wired = new URL(url);
  wired.hostname = '127.0.0.1';
  wired.port = String((server.address() as net.AddressInfo).port);
  return {
    url: wired.href,
    cut: async () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: async () => {
      isCut = false;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

let database: TestDatabase;
let wire: Awaited<ReturnType<typeof startWire>>;
let app: TestApp;

beforeAll(async () => {
  database = await testDatabase();
  wire = await startWire(database.url);
  app = await startApp({ database: { ...database, url: wire.url } });
});

afterAll(async () => {
  await app.close();
  await wire.cut();
  await wire.close();
  await database.drop();
});

it('a receipt is not acknowledged while it cannot be stored, and counts when the operator comes again', async () => {
  const { body: gateway } = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Cổng',
      kind: 'simulator',
      config: { url: 'http://127.0.0.1:9' },
      secrets: { key: KEY },
      partsPerSecond: 1,
    },
  });
  const campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId: gateway.id, state: 'completed' });
  const [made] = await makeTries(app.sql, { campaignId, gatewayId: gateway.id });
  const body = JSON.stringify({
    type: 'receipt',
    reference: made!.reference,
    id: 'op1',
    status: 'delivered',
    code: '0',
    at: new Date().toISOString(),
  });
  const post = () =>
    fetch(gateway.webhookUrl, {
      method: 'POST',
      headers: { 'x-simulator-signature': createHmac('sha256', KEY).update(body).digest('hex') },
      body,
    });

  await wire.cut();
  const refused = await post();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  await wire.mend();
  await eventually(async () => expect((await post()).status).toBe(200));
  await eventually(async () => {
    const [row] = await app.sql.query<{ state: string }>('select state from deliveries where id = $1', [
      made!.deliveryId,
    ]);
    expect(row!.state).toBe('delivered');
  });
});
