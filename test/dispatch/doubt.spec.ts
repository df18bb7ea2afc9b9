import { CampaignClock } from '../../src/dispatch/campaign-clock.js';
import { DoubtSettler } from '../../src/dispatch/doubt-settler.js';
import { DoubtsRepository } from '../../src/dispatch/doubts.repository.js';
import { Reopening } from '../../src/dispatch/reopening.js';
import { longestRequestSeconds } from '../../src/domain/doubt.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { jsonReply } from '../../src/gateway/gateway.contract.js';
import { makeCampaign } from '../factories/campaign.factory.js';
import { makeChunk, makeDoubts } from '../factories/doubt.factory.js';
import { type MadeTry, makeTries } from '../factories/ledger.factory.js';
import { startFakeOperator } from '../gateway/fake-operator.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa-thu-nghiem';
const PROCESSING_SECONDS = 900;

let app: TestApp;
let simulator: Simulator;
let gatewayId: string;
let campaignId: string;

// No sweep comes by itself: each test says when doubts are looked at.
beforeAll(async () => {
  app = await startApp({ SWEEP_SECONDS: 60 });
  simulator = await startSimulator({ port: 0, key: KEY, receiptDelayMs: 0 });
});
afterAll(async () => {
  await app.close();
  await simulator.stop();
});

beforeEach(async () => {
  gatewayId = await makeAccount({ kind: 'simulator', config: { url: simulator.url, idempotent: false } });
  campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
});

let accounts = 0;
async function makeAccount(settings: Record<string, unknown>): Promise<string> {
  const { status, body } = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: { name: `Cổng ${accounts++}`, secrets: { key: KEY }, partsPerSecond: 100, ...settings },
  });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}

async function operatorTakes({ reference }: MadeTry): Promise<void> {
  const answer = await fetch(`${simulator.url}/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ reference, to: '+84912345600', text: 'Thử' }),
  });
  expect(answer.status).toBe(200);
}

const settle = () => app.app.get(DoubtSettler).settleDue();

async function stateOf({ deliveryId }: MadeTry): Promise<string> {
  const [row] = await app.sql.query<{ state: string }>('select state from deliveries where id = $1', [
    deliveryId,
  ]);
  return row!.state;
}

/** Seconds until it is looked at again; null: it is left to a person; undefined: nothing of it is in doubt. */
async function lookedAtIn({ deliveryId }: MadeTry): Promise<number | null | undefined> {
  const [row] = await app.sql.query<{ s: number | null }>(
    'select extract(epoch from ask_at - now())::float8 as s from doubts where delivery_id = $1',
    [deliveryId],
  );
  return row?.s;
}

async function campaignState(): Promise<string> {
  const [row] = await app.sql.query<{ state: string }>('select state from campaigns where id = $1', [
    campaignId,
  ]);
  return row!.state;
}

describe('asking the operator', () => {
  it('takes a question that failed for no answer: nobody knows whether those arrived', async () => {
    const operator = await startFakeOperator();
    try {
      gatewayId = await makeAccount({ kind: 'simulator', config: { url: operator.url, idempotent: false } });
      campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
      await makeDoubts(app.sql, {
        campaignId,
        gatewayId,
        count: 250,
        ageSeconds: PROCESSING_SECONDS + 1_000,
      });
      let calls = 0;
      // A hundred a call: it knows nothing of two hundred, and fails at the rest.
      operator.answer = () => (++calls <= 2 ? jsonReply({ messages: [] }) : { status: 500 });
      await settle();
      const states = await app.sql.query(
        `select d.state, count(*)::int as count, bool_and(x.ask_at > now()) as later
           from deliveries d left join doubts x on x.delivery_id = d.id
          where d.campaign_id = $1 group by 1 order by 1`,
        [campaignId],
      );
      expect([calls, states]).toEqual([
        3,
        [
          { state: 'planned', count: 200, later: null },
          { state: 'in_doubt', count: 50, later: true },
        ],
      ]);
    } finally {
      await operator.close();
    }
  });

  it('settles what it knows by its answer, and learns its id', async () => {
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId });
    await operatorTakes(doubt!);
    await settle();
    await eventually(async () => expect(await stateOf(doubt!)).toBe('delivered'));
    const [row] = await app.sql.query('select outcome, operator_id from attempts where delivery_id = $1', [
      doubt!.deliveryId,
    ]);
    expect(row).toEqual({ outcome: 'delivered', operator_id: expect.stringMatching(/^sim/) });
  });

  it('does not believe that it knows nothing before it has had its time', async () => {
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId, ageSeconds: 10 });
    await settle();
    expect(await stateOf(doubt!)).toBe('in_doubt');
    const next = await lookedAtIn(doubt!);
    expect(next).toBeGreaterThan(40);
    expect(next).toBeLessThanOrEqual(50);
  });

  it('sends anew what it does not know when its time is over, and opens the campaign again', async () => {
    const [doubt] = await makeDoubts(app.sql, {
      campaignId,
      gatewayId,
      ageSeconds: PROCESSING_SECONDS + 1,
    });
    await settle();
    expect(await stateOf(doubt!)).toBe('planned');
    expect(await lookedAtIn(doubt!)).toBeUndefined();
    expect(await campaignState()).toBe('running');
    const [chunk] = await app.sql.query('select state from chunks where campaign_id = $1', [campaignId]);
    expect(chunk).toEqual({ state: 'open' });
    const [tried] = await app.sql.query(
      'select outcome, code, cost_vnd from attempts where delivery_id = $1',
      [doubt!.deliveryId],
    );
    expect(tried).toEqual({ outcome: 'failed', code: 'not-known', cost_vnd: 0 });
    // The sender leaves this campaign alone, so that the next test begins with nothing to send.
    await app.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [campaignId]);
  });

  it('gives a dead worker’s request the time that it may have waited for its connection', async () => {
    const bound = longestRequestSeconds(app.config.SEND_TIMEOUT_SECONDS);
    const orphan = { campaignId, gatewayId, reason: 'worker-died' };
    const [young] = await makeDoubts(app.sql, { ...orphan, ageSeconds: PROCESSING_SECONDS + 1 });
    const [old] = await makeDoubts(app.sql, { ...orphan, ageSeconds: PROCESSING_SECONDS + bound + 1 });
    await settle();
    expect(await stateOf(young!)).toBe('in_doubt');
    expect(await lookedAtIn(young!)).toBeLessThanOrEqual(bound);
    expect(await stateOf(old!)).toBe('planned');
    await app.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [campaignId]);
  });

  it('leaves a delivery to a person whose receipt speaks against the answer', async () => {
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId, ageSeconds: 4_000 });
    await app.sql.execute(
      `insert into receipts (gateway_id, kind, delivery_id, attempt, status, applied_at)
       values ($1, 'receipt', $2, 1, 'accepted', now())`,
      [gatewayId, doubt!.deliveryId],
    );
    await settle();
    expect(await stateOf(doubt!)).toBe('in_doubt');
    expect(await lookedAtIn(doubt!)).toBeNull();
  });

  it('stops sending anew what the operator never gets', async () => {
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId, ageSeconds: 4_000 });
    await app.sql.execute(
      `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, outcome, code, parts, cost_vnd, sent_at)
       select delivery_id, n, 0, phone, 'sms', gateway_id, 'failed', 'not-known', 1, 0, now()
         from attempts, generate_series(2, 6) as n where delivery_id = $1`,
      [doubt!.deliveryId],
    );
    await settle();
    expect(await stateOf(doubt!)).toBe('in_doubt');
    expect(await lookedAtIn(doubt!)).toBeNull();
  });

  it('waits for longer and longer where the operator is away, and leaves it to a person after a day', async () => {
    const away = await makeAccount({
      kind: 'simulator',
      config: { url: 'http://127.0.0.1:9', idempotent: false },
    });
    const [young] = await makeDoubts(app.sql, { campaignId, gatewayId: away, ageSeconds: 100 });
    const [old] = await makeDoubts(app.sql, { campaignId, gatewayId: away, ageSeconds: 90_000 });
    const [other] = await makeDoubts(app.sql, { campaignId, gatewayId });
    await operatorTakes(other!);
    await settle();
    expect(await lookedAtIn(young!)).toBeGreaterThan(90);
    expect(await lookedAtIn(old!)).toBeNull();
    expect([await stateOf(young!), await stateOf(old!)]).toEqual(['in_doubt', 'in_doubt']);
    // One operator's absence is not another's.
    await eventually(async () => expect(await stateOf(other!)).toBe('delivered'));
  });

  it('forgets what was settled elsewhere', async () => {
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId });
    await app.sql.execute(`update deliveries set state = 'delivered' where id = $1`, [doubt!.deliveryId]);
    await settle();
    expect(await lookedAtIn(doubt!)).toBeUndefined();
  });

  it('is not due where nothing is in doubt and nothing waits', async () => {
    await app.sql.execute('delete from doubts');
    expect(await app.app.get(DoubtsRepository).areDue()).toBe(false);
    const [doubt] = await makeDoubts(app.sql, { campaignId, gatewayId });
    expect(await app.app.get(DoubtsRepository).areDue()).toBe(true);
    await operatorTakes(doubt!);
    await settle();
    expect(await app.app.get(DoubtsRepository).areDue()).toBe(false);
  });
});

describe('a campaign that is ended at the moment at which something of it is opened again', () => {
  it('goes on', async () => {
    const [doubt] = await makeTries(app.sql, { campaignId, gatewayId, state: 'planned', outcome: null });
    await makeChunk(app.sql, campaignId, [doubt!.deliveryId]);
    await app.sql.execute(`update campaigns set state = 'running', planned_at = now() where id = $1`, [
      campaignId,
    ]);
    const reopening = app.app.get(Reopening);
    let ending: Promise<void> | undefined;
    await app.sql.transaction(async (tx) => {
      await reopening.lock(tx, [campaignId]);
      ending = app.app.get(CampaignClock).complete(campaignId);
      await eventually(async () => {
        const waiting = await app.sql.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%campaigns where id%'`,
        );
        expect(waiting).toHaveLength(1);
      });
      await reopening.reopen(tx, [doubt!.deliveryId]);
    });
    await ending;
    expect(await campaignState()).toBe('running');
    await app.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [campaignId]);
  });
});
