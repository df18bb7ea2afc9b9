import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import { makeCampaign } from '../factories/campaign.factory.js';
import { makeTries, recordTry } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa';
const CONNECTIONS = 64;
const EARLY = 20;
const RECORDED = 1_980;

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => [Math.random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

it('in a storm of receipts none is lost, none counts twice, and forged ones are refused', async () => {
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
  const gatewayId: string = gateway.id;
  const campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
  const recorded = await makeTries(app.sql, { campaignId, gatewayId, count: RECORDED });
  const early = await makeTries(app.sql, {
    campaignId,
    gatewayId,
    count: EARLY,
    state: 'sending',
    outcome: null,
  });

  const call = (reference: string, status: string, key = KEY) => {
    const body = JSON.stringify({
      type: 'receipt',
      reference,
      id: `op-${reference}`,
      status,
      code: '0',
      at: new Date().toISOString(),
    });
    return {
      body,
      signature: createHmac('sha256', key).update(body).digest('hex'),
      expected: key === KEY ? 200 : 401,
    };
  };
  const honest = [...recorded, ...early].map(({ reference }, index) =>
    call(reference, index % 10 === 0 ? 'undelivered' : 'delivered'),
  );
  // Forgers say the opposite of what is true.
  const forged = recorded
    .filter((_, index) => index % 100 === 1)
    .map(({ reference }) => call(reference, 'undelivered', 'wrong'));
  const calls = shuffled([...honest, ...honest, ...forged]);

  const { origin, pathname } = new URL(gateway.webhookUrl);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const wrong: number[] = [];
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let next = calls.pop(); next; next = calls.pop()) {
        const answer = await pool.request({
          method: 'POST',
          path: pathname,
          headers: { 'x-simulator-signature': next.signature },
          body: next.body,
        });
        await answer.body.dump();
        if (answer.statusCode !== next.expected) wrong.push(answer.statusCode);
      }
    }),
  );
  await pool.close();
  expect(wrong).toEqual([]);

  for (const made of early) await recordTry(app.sql, made, { gatewayId });
  await app.sql.execute(
    `update deliveries set state = 'accepted' where id = any($1::bigint[]) and state = 'sending'`,
    [early.map((made) => made.deliveryId)],
  );
  await eventually(
    async () => {
      const waiting = await app.sql.query('select 1 from receipts where applied_at is null');
      expect(waiting).toHaveLength(0);
    },
    { timeoutMs: 25_000, everyMs: 100 },
  );

  const states = await app.sql.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from deliveries where campaign_id = $1 group by state order by state',
    [campaignId],
  );
  expect(states).toEqual([
    { state: 'delivered', n: 1_800 },
    { state: 'undelivered', n: 200 },
  ]);
  const outcomes = await app.sql.query<{ outcome: string; n: number }>(
    'select outcome, count(*)::int as n from receipts group by outcome order by outcome',
  );
  expect(outcomes).toEqual([
    { outcome: 'applied', n: 2_000 },
    { outcome: 'redundant', n: 2_000 },
  ]);
  const account = await app.api(`/campaigns/${campaignId}`, { as: 'propagandist' });
  expect(account.body.account).toMatchObject({
    audience: 2_000,
    delivered: 1_800,
    undelivered: 200,
    accepted: 0,
  });
});
