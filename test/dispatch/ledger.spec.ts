import { randomUUID } from 'node:crypto';
import { takenTry } from '../../bench/support/taken-try.js';
import { AccountRepository } from '../../src/campaign/account.repository.js';
import { CampaignClock } from '../../src/dispatch/campaign-clock.js';
import { type Chunk, ChunksRepository } from '../../src/dispatch/chunks.repository.js';
import { type ClaimedDelivery, DeliveriesRepository } from '../../src/dispatch/deliveries.repository.js';
import { PaceRepository } from '../../src/dispatch/pace.repository.js';
import { Planner } from '../../src/dispatch/planner.js';
import { TriesRepository, type TryResult } from '../../src/dispatch/tries.repository.js';
import { type Account, addsUp } from '../../src/domain/delivery-states.js';
import { Audit } from '../../src/identity/audit.js';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { testSql } from '../support/sql.js';

const WORKER = randomUUID();

let sql: Sql;
let close: () => Promise<void>;
let campaignId: string;
let gatewayId: string;
let phones: string[];
let chunks: ChunksRepository;
let deliveries: DeliveriesRepository;
let tries: TriesRepository;

beforeEach(async () => {
  ({ sql, close } = await testSql());
  chunks = new ChunksRepository(sql);
  deliveries = new DeliveriesRepository(sql);
  tries = new TriesRepository(sql);
  const areaId = await makeArea(sql);
  gatewayId = await makeGateway(sql);
  phones = [makePhone(), makePhone(), makePhone()];
  for (const phone of phones) await makeHousehold(sql, { areaId, phones: [phone] });
  await makeHousehold(sql, { areaId, phones: [] });
  campaignId = await makeCampaign(sql, { areaIds: [areaId], gatewayId });
  await planner().plan(campaignId);
});
afterEach(() => close());

function planner(): Planner {
  return new Planner(sql, ConfigSchema.parse({ CHUNK_SIZE: 10 }), createLogger('silent'));
}

async function account(): Promise<Account> {
  const read = (await new AccountRepository(sql).of([campaignId], null)).get(campaignId)!;
  const rows = await sql.query<{ state: string; n: string }>(
    'select state, count(*) as n from deliveries group by 1',
  );
  const counted = Object.fromEntries(
    rows.map((row) => [row.state === 'in_doubt' ? 'inDoubt' : row.state, Number(row.n)]),
  );
  expect(read).toMatchObject(counted);
  expect(addsUp(read)).toBe(true);
  return read;
}

async function theChunk(): Promise<Chunk> {
  const [rung] = await chunks.ringDue(campaignId);
  return (await chunks.claim(rung!.id, WORKER, 60))!;
}

async function claim(chunk: Chunk, limit = 10): Promise<ClaimedDelivery[]> {
  const from = BigInt(chunk.firstDeliveryId);
  const rung = { step: 0, channel: 'sms', gatewayId };
  const claimed: ClaimedDelivery[] = [];
  for (let id = from; id <= BigInt(chunk.lastDeliveryId) && claimed.length < limit; id++) {
    claimed.push(...(await deliveries.claim(chunk, WORKER, rung, id, id)));
  }
  await deliveries.skipRefused(chunk, rung);
  return claimed;
}

function result(delivery: ClaimedDelivery, change: Partial<TryResult> = {}): TryResult {
  return takenTry(delivery, gatewayId, { operatorId: 'op-1', parts: 2, costVnd: 700, ...change });
}

describe('planning a campaign', () => {
  it('writes one row for every household, the ones left out with their reason', async () => {
    expect(await account()).toMatchObject({ audience: 4, planned: 3, skipped: 1 });
    expect(await sql.query(`select reason from deliveries where state = 'skipped'`)).toEqual([
      { reason: 'no-contact' },
    ]);
  });

  it('changes nothing when it is done again, or twice at once', async () => {
    await Promise.all([planner().plan(campaignId), planner().plan(campaignId), planner().plan(campaignId)]);
    expect(await account()).toMatchObject({ audience: 4 });
    expect(await sql.query('select count(*)::int as n from chunks')).toEqual([{ n: 1 }]);
  });

  it('writes nothing for a campaign that was cancelled first', async () => {
    const areaId = await makeArea(sql, { name: 'Ấp khác' });
    await makeHousehold(sql, { areaId });
    const cancelled = await makeCampaign(sql, { areaIds: [areaId], gatewayId, state: 'cancelled' });
    await planner().plan(cancelled);
    expect((await new AccountRepository(sql).of([cancelled], null)).get(cancelled)).toMatchObject({
      audience: 0,
    });
  });
});

describe('claiming', () => {
  it('gives a delivery to one worker only', async () => {
    const chunk = await theChunk();
    const claims = await Promise.all([claim(chunk, 2), claim(chunk, 2), claim(chunk, 2)]);
    const ids = claims.flat().map((delivery) => delivery.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await account()).toMatchObject({ sending: ids.length });
  });

  it('skips a household that refused since the campaign was planned', async () => {
    await makeRefusal(sql, phones[1]!);
    expect(await claim(await theChunk())).toHaveLength(2);
    expect(await account()).toMatchObject({ sending: 2, skipped: 2, planned: 0 });
  });

  it('gives nothing to a worker whose lease has lapsed', async () => {
    const chunk = await theChunk();
    await sql.execute(`update chunks set lease_until = now() - interval '1 second'`);
    expect(await claim(chunk)).toEqual([]);
  });

  it('gives nothing of a paused campaign', async () => {
    const chunk = await theChunk();
    await sql.execute(`update campaigns set state = 'paused'`);
    expect(await claim(chunk)).toEqual([]);
    expect(await account()).toMatchObject({ planned: 3 });
  });

  it('uses the number of a try that never left for the next one', async () => {
    const chunk = await theChunk();
    const [first] = await claim(chunk, 1);
    await deliveries.release(chunk, WORKER, [first!]);
    expect(await account()).toMatchObject({ planned: 3, sending: 0 });
    const [again] = await claim(chunk, 1);
    expect(again).toMatchObject({ id: first!.id, attempt: 1 });
  });
});

describe('recording', () => {
  it('moves the delivery and keeps the try', async () => {
    const [delivery] = await claim(await theChunk(), 1);
    await tries.record([result(delivery!)]);
    expect(await account()).toMatchObject({ accepted: 1, planned: 2 });
    const [row] = await sql.query('select outcome, operator_id, parts, cost_vnd from attempts');
    expect(row).toEqual({ outcome: 'accepted', operator_id: 'op-1', parts: 2, cost_vnd: 700 });
  });

  it('never takes back a receipt that came before our own record', async () => {
    const [delivery] = await claim(await theChunk(), 1);
    await sql.execute(`update deliveries set state = 'delivered' where id = $1`, [delivery!.id]);
    await tries.record([result(delivery!)]);
    expect(await account()).toMatchObject({ delivered: 1, accepted: 0 });
    expect(await sql.query('select operator_id from attempts')).toEqual([{ operator_id: 'op-1' }]);
  });

  it('lets a late answer end a doubt, and does not let it start one', async () => {
    const [one, two] = await claim(await theChunk(), 2);
    await tries.record([result(one!, { state: 'in_doubt', outcome: 'in_doubt' })]);
    await tries.record([result(one!), result(two!)]);
    await tries.record([result(two!, { state: 'in_doubt', outcome: 'in_doubt' })]);
    expect(await account()).toMatchObject({ accepted: 2, inDoubt: 0 });
  });

  it('ignores the answer to a try that is not the current one', async () => {
    const chunk = await theChunk();
    const [first] = await claim(chunk, 1);
    await tries.record([result(first!, { state: 'planned', outcome: 'failed', reason: 'unreachable' })]);
    const [second] = await claim(chunk, 1);
    expect(second).toMatchObject({ id: first!.id, attempt: 2 });
    await tries.record([result(first!)]);
    expect(await account()).toMatchObject({ sending: 1, accepted: 0 });
  });

  it('puts a number that the operator says refuses into the register, once', async () => {
    const [delivery] = await claim(await theChunk(), 1);
    const refused = result(delivery!, { state: 'rejected', outcome: 'rejected', isRefusal: true });
    await tries.record([refused]);
    await tries.record([refused]);
    expect(await sql.query('select phone, channel, source from refusals')).toEqual([
      { phone: delivery!.phone, channel: 'sms', source: 'gateway' },
    ]);
  });
});

describe('giving a chunk back', () => {
  it('ends it when nothing is left, and the campaign with it', async () => {
    const chunk = await theChunk();
    await tries.record((await claim(chunk)).map((delivery) => result(delivery)));
    expect(await chunks.release(chunk, WORKER, null)).toBe('done');
    await new CampaignClock(sql, new Audit(sql)).complete(null);
    expect(await sql.query('select state from campaigns')).toEqual([{ state: 'completed' }]);
  });

  it('opens it again for the moment when the first of the rest is due', async () => {
    const chunk = await theChunk();
    const later = new Date(Date.now() + 3_600_000);
    const planned = { state: 'planned', outcome: 'failed', notBefore: later } as const;
    await tries.record((await claim(chunk)).map((delivery) => result(delivery, planned)));
    expect(await chunks.release(chunk, WORKER, null)).toBe('open');
    expect(await sql.query('select due_at from chunks')).toEqual([{ due_at: later }]);
    expect(await chunks.ringDue(campaignId)).toEqual([]);
  });

  it('keeps it under its lease while a try is on its way', async () => {
    const chunk = await theChunk();
    await claim(chunk, 1);
    expect(await chunks.release(chunk, WORKER, null)).toBe('held');
  });

  it('cancels the rest of a cancelled campaign', async () => {
    const chunk = await theChunk();
    await tries.record((await claim(chunk, 1)).map((delivery) => result(delivery)));
    await sql.execute(`update campaigns set state = 'cancelled'`);
    expect(await deliveries.cancelRest(chunk)).toBe(2);
    expect(await account()).toMatchObject({ accepted: 1, cancelled: 2, skipped: 1, planned: 0 });
  });
});

describe('the account', () => {
  it('is the same before and after its differences are folded', async () => {
    const chunk = await theChunk();
    await tries.record((await claim(chunk, 2)).map((delivery) => result(delivery)));
    const before = await account();
    await new CampaignClock(sql, new Audit(sql)).foldAccounts();
    expect(await account()).toEqual(before);
    expect(await sql.query('select count(*)::int as n from campaign_account_delta')).toEqual([{ n: 0 }]);
    await tries.record((await claim(chunk, 1)).map((delivery) => result(delivery)));
    expect(await account()).toMatchObject({ accepted: 3 });
  });
});

describe('the pace of an account', () => {
  it('books one stretch behind another, for all workers together', async () => {
    const workers = [new PaceRepository(sql), new PaceRepository(sql)];
    // A first answer tells each where Postgres' clock stands.
    for (const worker of workers) await worker.book(gatewayId, campaignId, [1], 100);
    const sizes = Array.from({ length: 20 }, (_, n) => [1, 1, 3, 2].slice(n % 4));
    const stretches = await Promise.all(
      sizes.map((parts, n) => workers[n % 2]!.book(gatewayId, campaignId, parts, 100)),
    );
    const inOrder = stretches.toSorted((a, b) => a.at - b.at);
    inOrder.slice(1).forEach(({ at }, n) => expect(at - inOrder[n]!.until).toBeGreaterThan(-20));
    const seconds = (inOrder.at(-1)!.until - inOrder[0]!.at) / 1000;
    const parts = sizes.flat().reduce((sum, each) => sum + each, 0);
    expect(seconds).toBeGreaterThan(parts / 100);
  });

  it('keeps a distance between messages of different sizes', async () => {
    const pace = new PaceRepository(sql);
    const ones = await pace.book(gatewayId, campaignId, [1, 1, 1, 1], 5);
    const three = await pace.book(gatewayId, campaignId, [3], 5);
    const next = await pace.book(gatewayId, campaignId, [3], 5);
    // Four parts and three do not fit into one second of five, nor do two times three.
    expect(three.at - ones.at).toBeGreaterThan(1_000);
    expect(three.at - ones.until).toBeGreaterThan(200);
    expect(Math.abs(next.at - three.until)).toBeLessThan(50);
  });

  it('gives no credit for idle time', async () => {
    const pace = new PaceRepository(sql);
    await sql.execute(
      `insert into gateway_pace (gateway_id, free_at) values ($1, now() - interval '1 hour')`,
      [gatewayId],
    );
    const stretch = await pace.book(gatewayId, campaignId, Array<number>(50).fill(1), 10);
    expect(stretch.until - stretch.at).toBeGreaterThan(5_000);
    expect((await pace.queue(gatewayId, campaignId)).aheadMs).toBeGreaterThan(4_000);
  });

  it('books nothing for a second where Postgres has lost what was booked', async () => {
    const pace = new PaceRepository(sql);
    await sql.execute(`update gateways set created_at = now() - interval '1 hour'`);
    await pace.book(gatewayId, campaignId, [1], 100);
    expect((await pace.queue(gatewayId, campaignId)).aheadMs).toBeGreaterThan(500);
  });
});
