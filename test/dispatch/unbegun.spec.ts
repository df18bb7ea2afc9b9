import { randomUUID } from 'node:crypto';
import { type Chunk, ChunksRepository } from '../../src/dispatch/chunks.repository.js';
import { type ClaimedDelivery, DeliveriesRepository } from '../../src/dispatch/deliveries.repository.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeChunk } from '../factories/doubt.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { testSql } from '../support/sql.js';

/** Two leases of one process: each has a name of its own. */
const PROCESS = randomUUID();
const FIRST = `${PROCESS}/1`;
const SECOND = `${PROCESS}/2`;

let sql: Sql;
let close: () => Promise<void>;
let chunks: ChunksRepository;
let deliveries: DeliveriesRepository;
let gatewayId: string;
let chunkId: string;
let deliveryId: string;

const rung = () => ({ step: 0, channel: 'sms', gatewayId });
const ledger = async () => (await sql.query('select state, attempt from deliveries'))[0];

beforeEach(async () => {
  ({ sql, close } = await testSql());
  chunks = new ChunksRepository(sql);
  deliveries = new DeliveriesRepository(sql);
  gatewayId = await makeGateway(sql);
  const campaignId = await makeCampaign(sql, { areaIds: [], gatewayId });
  await sql.execute('update campaigns set planned_at = now()');
  const [made] = await makeTries(sql, { campaignId, gatewayId, state: 'planned', outcome: null });
  await sql.execute('update deliveries set attempt = 0');
  ({ deliveryId } = made!);
  chunkId = await makeChunk(sql, campaignId, [deliveryId]);
  await sql.execute(`update chunks set state = 'open'`);
});
afterEach(() => close());

async function take(holder: string): Promise<Chunk> {
  return (await chunks.claim(chunkId, holder, 60))!;
}

async function claim(chunk: Chunk, holder: string): Promise<ClaimedDelivery> {
  const id = BigInt(deliveryId);
  const [claimed] = await deliveries.claim(chunk, holder, rung(), id, id);
  return claimed!;
}

/** The lease of `chunk` is over and what it held is free again: somebody else may take it. */
async function freeAgain(chunk: Chunk): Promise<void> {
  await sql.transaction((tx) => chunks.reopen(tx, chunk.id, 0));
}

describe('a try that was claimed and never began', () => {
  it('goes back as it was, and doing that twice changes nothing', async () => {
    const chunk = await take(FIRST);
    const claimed = await claim(chunk, FIRST);
    expect(await deliveries.release(chunk, FIRST, [claimed])).toEqual([]);
    expect(await deliveries.release(chunk, FIRST, [claimed])).toEqual([]);
    expect(await ledger()).toEqual({ state: 'planned', attempt: 0 });
  });

  it('is not taken from whoever claimed it since, under the same number', async () => {
    const chunk = await take(FIRST);
    const claimed = await claim(chunk, FIRST);
    await deliveries.release(chunk, FIRST, [claimed]);
    await freeAgain(chunk);
    await claim(await take(SECOND), SECOND);
    // The answer to the first giving back was lost, so it is done again.
    expect(await deliveries.release(chunk, FIRST, [claimed])).toEqual([]);
    expect(await ledger()).toEqual({ state: 'sending', attempt: 1 });
  });

  it('is named where the sweeper has called it in doubt meanwhile', async () => {
    const chunk = await take(FIRST);
    const claimed = await claim(chunk, FIRST);
    await sql.execute(`update deliveries set state = 'in_doubt'`);
    await freeAgain(chunk);
    expect(await deliveries.release(chunk, FIRST, [claimed])).toEqual([deliveryId]);
  });
});

describe('a claim whose answer was lost', () => {
  const undo = (chunk: Chunk, holder: string) =>
    deliveries.unclaim(chunk, holder, rung(), BigInt(deliveryId), BigInt(deliveryId));

  it('is undone where it was made', async () => {
    const chunk = await take(FIRST);
    await claim(chunk, FIRST);
    await undo(chunk, FIRST);
    expect(await ledger()).toEqual({ state: 'planned', attempt: 0 });
  });

  it('changes nothing where it was not made', async () => {
    await undo(await take(FIRST), FIRST);
    expect(await ledger()).toEqual({ state: 'planned', attempt: 0 });
  });

  it('takes nothing from a later lease, though that is of the same process', async () => {
    const chunk = await take(FIRST);
    await freeAgain(chunk);
    await claim(await take(SECOND), SECOND);
    await undo(chunk, FIRST);
    expect(await ledger()).toEqual({ state: 'sending', attempt: 1 });
  });
});

describe('a lease', () => {
  it('is not renewed for an older holder of the same process', async () => {
    const chunk = await take(FIRST);
    await freeAgain(chunk);
    await take(SECOND);
    expect(await chunks.renew([chunkId], [FIRST], 60)).toEqual([]);
    expect(await chunks.renew([chunkId], [SECOND], 60)).toEqual([SECOND]);
  });

  it('is not given back by an older holder of the same process', async () => {
    const chunk = await take(FIRST);
    await freeAgain(chunk);
    await take(SECOND);
    expect(await chunks.release(chunk, FIRST, null)).toBe('held');
  });
});
