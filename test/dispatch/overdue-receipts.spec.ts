import { OverdueReceipts } from '../../src/dispatch/overdue-receipts.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { jsonReply } from '../../src/gateway/gateway.contract.js';
import { makeCampaign } from '../factories/campaign.factory.js';
import { makeChunk } from '../factories/doubt.factory.js';
import { type MadeTry, makeTries } from '../factories/ledger.factory.js';
import { startFakeOperator } from '../gateway/fake-operator.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa-thu-nghiem';

let app: TestApp;
let simulator: Simulator;
let campaignId: string;

// No sweep comes by itself: each test says when the wait is looked at.
beforeAll(async () => {
  app = await startApp({ SWEEP_SECONDS: 60 });
  simulator = await startSimulator({ port: 0, key: KEY, receiptDelayMs: 0 });
});
afterAll(async () => {
  await app.close();
  await simulator.stop();
});

let accounts = 0;
async function makeAccount(settings: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: `Cổng ${accounts++}`,
      kind: 'simulator',
      config: { url: simulator.url },
      secrets: { key: KEY },
      partsPerSecond: 100,
      ...settings,
    },
  });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}

/** An accepted message that left `hours` ago, in a chunk that is due to be looked at. */
async function waiting(gatewayId: string, hours: number): Promise<MadeTry> {
  campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
  const [made] = await makeTries(app.sql, { campaignId, gatewayId });
  await app.sql.execute(
    `update attempts set sent_at = now() - $2 * interval '1 hour' where delivery_id = $1`,
    [made!.deliveryId, hours],
  );
  const chunk = await makeChunk(app.sql, campaignId, [made!.deliveryId]);
  await app.sql.execute('update chunks set receipts_due_at = now() where id = $1', [chunk]);
  return made!;
}

/** The same for many, in one chunk. */
async function waitingMany(gatewayId: string, count: number, hours: number): Promise<MadeTry[]> {
  campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
  const made = await makeTries(app.sql, { campaignId, gatewayId, count });
  const ids = made.map((each) => each.deliveryId);
  await app.sql.execute(
    `update attempts set sent_at = now() - $2 * interval '1 hour' where delivery_id = any($1::bigint[])`,
    [ids, hours],
  );
  const chunk = await makeChunk(app.sql, campaignId, ids);
  await app.sql.execute('update chunks set receipts_due_at = now() where id = $1', [chunk]);
  return made;
}

/** How many deliveries of the campaign are in which state. */
async function states(): Promise<Record<string, number>> {
  const rows = await app.sql.query<{ state: string; count: number }>(
    'select state::text as state, count(*)::int as count from deliveries where campaign_id = $1 group by 1 order by 1',
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

async function operatorTakes({ reference }: MadeTry): Promise<void> {
  await fetch(`${simulator.url}/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ reference, to: '+84912345600', text: 'Thử' }),
  });
}

const look = () => app.app.get(OverdueReceipts).expireDue();

async function ledger({ deliveryId }: MadeTry) {
  const [row] = await app.sql.query(
    `select d.state, d.reason, a.outcome from deliveries d join attempts a on a.delivery_id = d.id where d.id = $1`,
    [deliveryId],
  );
  return row;
}

/** Hours until the chunk is looked at again; null: never. */
async function looksAgainIn(): Promise<number | null> {
  const [row] = await app.sql.query<{ hours: number | null }>(
    `select extract(epoch from receipts_due_at - now())::float8 / 3600 as hours from chunks where campaign_id = $1`,
    [campaignId],
  );
  return row!.hours;
}

describe('a message without a receipt', () => {
  it('has expired when the operator’s time is over and it knows nothing more', async () => {
    const made = await waiting(await makeAccount(), 73);
    await look();
    expect(await ledger(made)).toEqual({ state: 'expired', reason: 'no-receipt', outcome: 'expired' });
    expect(await looksAgainIn()).toBeNull();
  });

  it('is what the operator says, where it is asked once before', async () => {
    const made = await waiting(await makeAccount(), 73);
    await operatorTakes(made);
    await look();
    await eventually(async () =>
      expect(await ledger(made)).toMatchObject({ state: 'delivered', outcome: 'delivered' }),
    );
  });

  it('is asked about while it still waits, at each of its times once', async () => {
    const made = await waiting(await makeAccount(), 2);
    const askedAt = async () =>
      (
        await app.sql.query<{ at: Date | null }>(
          'select asked_at as at from attempts where delivery_id = $1',
          [made.deliveryId],
        )
      )[0]!.at;
    await look();
    const first = await askedAt();
    expect(first).not.toBeNull();
    expect(await ledger(made)).toMatchObject({ state: 'accepted' });
    expect(await looksAgainIn()).toBeCloseTo(4, 1);
    await app.sql.execute('update chunks set receipts_due_at = now() where campaign_id = $1', [campaignId]);
    await look();
    expect(await askedAt()).toEqual(first);
    // At its next time the operator knows more.
    await operatorTakes(made);
    await app.sql.execute(
      `update attempts set sent_at = now() - interval '7 hours', asked_at = now() - interval '5 hours' where delivery_id = $1`,
      [made.deliveryId],
    );
    await app.sql.execute('update chunks set receipts_due_at = now() where campaign_id = $1', [campaignId]);
    await look();
    await eventually(async () => expect(await ledger(made)).toMatchObject({ state: 'delivered' }));
  });

  it('does not bring more questions at once than the account’s share', async () => {
    const gatewayId = await makeAccount();
    const made = await waitingMany(gatewayId, 350, 2);
    const ids = made.map((each) => each.deliveryId);
    await look();
    const [asked] = await app.sql.query<{ count: number }>(
      'select count(asked_at)::int as count from attempts where delivery_id = any($1::bigint[])',
      [ids],
    );
    expect(asked).toEqual({ count: 300 });
    expect(await looksAgainIn()).toBeCloseTo(1 / 60, 2);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain(`loaluat_status_questions_total{gateway="${gatewayId}",outcome="open"} 300`);
  });

  it('expires only once it was asked about, and no more are asked at once than the account’s share', async () => {
    const gatewayId = await makeAccount();
    await waitingMany(gatewayId, 350, 73 + 25);
    await look();
    expect(await states()).toEqual({ accepted: 50, expired: 300 });
    expect(await looksAgainIn()).toBeCloseTo(1 / 60, 2);
  });

  it('keeps what the operator answered before it failed, and ends no other wait by that failure', async () => {
    const phone = await startFakeOperator();
    try {
      const gatewayId = await makeAccount({
        kind: 'smsgate',
        config: { url: phone.url, username: 'sms' },
        secrets: { password: 'mat-khau-may', signingKey: 'khoa-ky-webhook' },
      });
      const made = await waitingMany(gatewayId, 20, 73);
      const [delivered, unknown] = [made.slice(0, 8), made.slice(8, 12)].map((some) =>
        some.map((each) => each.reference),
      );
      const asked: string[] = [];
      phone.answer = ({ path }) => {
        const reference = path.split('/').at(-1)!;
        asked.push(reference);
        if (delivered!.includes(reference)) return jsonReply({ id: reference, state: 'Delivered' });
        return { status: unknown!.includes(reference) ? 404 : 500 };
      };
      await look();
      await eventually(async () => expect(await states()).toEqual({ accepted: 8, delivered: 8, expired: 4 }));
      expect(await looksAgainIn()).toBeCloseTo(1 / 6, 2);
      // After three failures in a row nobody troubles it further.
      expect(asked).toHaveLength(15);
    } finally {
      await phone.close();
    }
  });

  it('waits for as long as its account says', async () => {
    const patient = await waiting(await makeAccount({ receiptHours: 100 }), 98);
    await look();
    expect(await ledger(patient)).toMatchObject({ state: 'accepted' });
    expect(await looksAgainIn()).toBeCloseTo(2, 1);
    const hasty = await waiting(await makeAccount({ receiptHours: 1 }), 1.1);
    await look();
    expect(await ledger(hasty)).toMatchObject({ state: 'expired' });
  });

  it('is asked about again later where the operator is away, and given up a day later', async () => {
    const away = await makeAccount({ config: { url: 'http://127.0.0.1:9' } });
    const made = await waiting(away, 73);
    await look();
    expect(await ledger(made)).toMatchObject({ state: 'accepted' });
    expect(await looksAgainIn()).toBeCloseTo(1 / 6, 2);
    const old = await waiting(away, 72 + 25);
    await look();
    expect(await ledger(old)).toMatchObject({ state: 'expired' });
  });

  it('stays handed over for ever with an operator that never reports and cannot be asked', async () => {
    const silent = await makeAccount({
      kind: 'http',
      config: {
        request: { url: 'http://127.0.0.1:9/send', body: { type: 'json', value: { to: '{phone}' } } },
        success: { statuses: [200] },
      },
      secrets: {},
    });
    const made = await waiting(silent, 500);
    await look();
    expect(await ledger(made)).toMatchObject({ state: 'accepted', outcome: 'accepted' });
    expect(await looksAgainIn()).toBeNull();
  });

  it('is delivered after all by a receipt that comes later still', async () => {
    const gatewayId = await makeAccount();
    const made = await waiting(gatewayId, 73);
    await look();
    await app.sql.execute(
      `insert into receipts (gateway_id, kind, reference, delivery_id, attempt, status)
       values ($1, 'receipt', $2, $3, 1, 'delivered')`,
      [gatewayId, made.reference, made.deliveryId],
    );
    await operatorTakes(made);
    // Any other receipt rings the bell.
    const other = await waiting(gatewayId, 73);
    await operatorTakes(other);
    await look();
    await eventually(async () =>
      expect(await ledger(made)).toEqual({ state: 'delivered', reason: null, outcome: 'delivered' }),
    );
  });
});
