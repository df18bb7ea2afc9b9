import { randomUUID } from 'node:crypto';
import { takenTry } from '../../bench/support/taken-try.js';
import { type Chunk, ChunksRepository } from '../../src/dispatch/chunks.repository.js';
import { type ClaimedDelivery, DeliveriesRepository } from '../../src/dispatch/deliveries.repository.js';
import { doubtLeftBy } from '../../src/dispatch/doubtful.js';
import { RepeatsRepository } from '../../src/dispatch/repeats.repository.js';
import { TriesRepository, type TryResult } from '../../src/dispatch/tries.repository.js';
import { ReceiptsRepository } from '../../src/receipt/receipts.repository.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeRefusal } from '../factories/directory.factory.js';
import { makeChunk } from '../factories/doubt.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { testSql } from '../support/sql.js';

const WORKER = randomUUID();
const OTHER = randomUUID();
const NOON = new Date('2026-03-02T05:00:00Z');

let sql: Sql;
let close: () => Promise<void>;
let chunks: ChunksRepository;
let deliveries: DeliveriesRepository;
let tries: TriesRepository;
let repeats: RepeatsRepository;
let campaignId: string;
let gatewayId: string;
let chunkId: string;
let deliveryId: string;
let reference: string;

const rung = () => ({ step: 0, channel: 'sms', gatewayId });

beforeEach(async () => {
  ({ sql, close } = await testSql());
  chunks = new ChunksRepository(sql);
  deliveries = new DeliveriesRepository(sql);
  tries = new TriesRepository(sql);
  repeats = new RepeatsRepository(sql);
  gatewayId = await makeGateway(sql);
  campaignId = await makeCampaign(sql, { areaIds: [], gatewayId });
  await sql.execute('update campaigns set planned_at = now()');
  const [made] = await makeTries(sql, { campaignId, gatewayId, state: 'planned', outcome: null });
  await sql.execute('update deliveries set attempt = 0');
  ({ deliveryId } = made!);
  reference = made!.reference;
  chunkId = await makeChunk(sql, campaignId, [deliveryId]);
  await sql.execute(`update chunks set state = 'open'`);
});
afterEach(() => close());

async function take(worker = WORKER): Promise<Chunk> {
  const chunk = await chunks.claim(chunkId, worker, 60);
  if (!chunk) throw new Error('the chunk is not to be had');
  return chunk;
}

async function firstTry(chunk: Chunk, worker = WORKER): Promise<ClaimedDelivery> {
  const id = BigInt(deliveryId);
  const [claimed] = await deliveries.claim(chunk, worker, rung(), id, id);
  return claimed!;
}

function result(delivery: ClaimedDelivery, change: Partial<TryResult> = {}): TryResult {
  return takenTry(delivery, gatewayId, {
    state: 'in_doubt',
    reason: 'unclear',
    outcome: 'in_doubt',
    errorKind: 'unclear',
    code: 'ANSWER_TIMEOUT',
    operatorId: null,
    isToRepeat: true,
    ...change,
  });
}

const accepted = { state: 'accepted', outcome: 'accepted', reason: null, isToRepeat: false } as const;

/** A try that is in doubt and to be repeated; its chunk is free again. */
async function doubtful(change: Partial<TryResult> = {}): Promise<void> {
  const chunk = await take();
  await tries.record([result(await firstTry(chunk), change)]);
  expect(await chunks.release(chunk, WORKER, null)).toBe('open');
}

async function ledger() {
  const [row] = await sql.query('select state, attempt, same_reference as "isToRepeat" from deliveries');
  return row;
}

async function outcome(): Promise<string> {
  const [row] = await sql.query<{ outcome: string }>('select outcome from attempts');
  return row!.outcome;
}

async function receive(status: string): Promise<void> {
  const receipts = new ReceiptsRepository(sql);
  await receipts.store([
    {
      gatewayId,
      kind: 'receipt',
      reference,
      deliveryId,
      attempt: 1,
      outboxId: null,
      part: null,
      operatorId: null,
      status,
      code: null,
      phone: null,
      text: null,
      occurredAt: null,
      outcome: null,
    },
  ]);
  await apply();
}

const apply = () => new ReceiptsRepository(sql).apply(10, '1 day');

describe('a try in doubt that is to be repeated', () => {
  it('stays in doubt until it is claimed, under the number and the time of its first send', async () => {
    await doubtful();
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
    const chunk = await take();
    expect(chunk.repeats).toBe(1);
    const [repeat] = await repeats.claim(chunk, WORKER, rung(), 10);
    expect(repeat).toMatchObject({ id: deliveryId, attempt: 1, isRepeat: true });
    const [{ since }] = (await sql.query('select sending_since as since from deliveries')) as [
      { since: Date },
    ];
    expect(repeat!.since).toEqual(since);
    await tries.record([result(repeat!, accepted)]);
    expect(await ledger()).toEqual({ state: 'accepted', attempt: 1, isToRepeat: false });
    expect(await outcome()).toBe('accepted');
    expect(await chunks.release(chunk, WORKER, null)).toBe('done');
  });

  it('waits for its time, and the chunk with it', async () => {
    const notBefore = new Date(Date.now() + 3_600_000);
    await doubtful({ notBefore });
    const [chunk] = await sql.query('select due_at from chunks');
    expect(chunk).toEqual({ due_at: notBefore });
    expect(await repeats.claim(await take(), WORKER, rung(), 10)).toEqual([]);
  });

  it('is not claimed by a first claim, by a paused campaign or without a lease', async () => {
    await doubtful();
    const chunk = await take();
    expect(await firstTry(chunk)).toBeUndefined();
    expect(await repeats.claim(chunk, OTHER, rung(), 10)).toEqual([]);
    await sql.execute(`update campaigns set state = 'paused'`);
    expect(await repeats.claim(chunk, WORKER, rung(), 10)).toEqual([]);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
  });

  it('is not repeated to a number that refuses by now', async () => {
    await doubtful();
    const [{ phone }] = (await sql.query('select phone from deliveries')) as [{ phone: string }];
    await makeRefusal(sql, phone);
    const chunk = await take();
    expect(await repeats.claim(chunk, WORKER, rung(), 10)).toEqual([]);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: false });
    expect(await chunks.release(chunk, WORKER, null)).toBe('done');
  });

  it('stays in doubt when its campaign is cancelled: nobody can say that it was not sent', async () => {
    await doubtful();
    await sql.execute(`update campaigns set state = 'cancelled'`);
    const chunk = await take();
    await deliveries.cancelRest(chunk);
    await repeats.giveUp(chunk);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: false });
    expect(await chunks.release(chunk, WORKER, null)).toBe('done');
  });

  it('is settled by a receipt that comes first', async () => {
    await doubtful();
    await receive('delivered');
    expect(await ledger()).toEqual({ state: 'delivered', attempt: 1, isToRepeat: false });
    expect(await repeats.claim(await take(), WORKER, rung(), 10)).toEqual([]);
  });

  it('is settled by a receipt that comes while the repeat is under way', async () => {
    await doubtful();
    const [repeat] = await repeats.claim(await take(), WORKER, rung(), 10);
    await receive('delivered');
    await tries.record([result(repeat!, accepted)]);
    expect(await ledger()).toMatchObject({ state: 'delivered', attempt: 1 });
    expect(await outcome()).toBe('delivered');
  });

  it('is repeated also when its worker, thought dead, says late that it never left', async () => {
    const chunk = await take();
    const delivery = await firstTry(chunk);
    await tries.recordAll([result(delivery, { reason: 'worker-died', answeredAt: null })], sql);
    await tries.record([
      result(delivery, { state: 'planned', outcome: 'failed', reason: 'unreachable', isToRepeat: false }),
    ]);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
    expect(await repeats.claim(chunk, WORKER, rung(), 10)).toHaveLength(1);
  });

  it('is repeated also when that worker says late that the number cannot receive: the repeat finds the way on', async () => {
    const chunk = await take();
    const delivery = await firstTry(chunk);
    await tries.recordAll([result(delivery, { reason: 'worker-died', answeredAt: null })], sql);
    await tries.record([
      result(delivery, {
        state: 'planned',
        outcome: 'rejected',
        reason: 'bad-recipient',
        isToRepeat: false,
        next: { step: 0, contactId: '2', phone: '+84900000002' },
      }),
    ]);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
    expect(await repeats.claim(chunk, WORKER, rung(), 10)).toHaveLength(1);
  });

  it('keeps its way on when the receipt says undelivered while the repeat is under way', async () => {
    await sql.execute('update deliveries set chances = 1');
    await doubtful();
    const [repeat] = await repeats.claim(await take(), WORKER, rung(), 10);
    await receive('undelivered');
    expect(await ledger()).toMatchObject({ state: 'sending' });
    await tries.record([result(repeat!, accepted)]);
    await sql.execute('update receipts set retry_at = now()');
    await apply();
    expect(await ledger()).toMatchObject({ state: 'accepted' });
    expect(await outcome()).toBe('undelivered');
    expect(await sql.query('select why from climbs')).toEqual([{ why: 'undelivered' }]);
  });

  it('goes back into doubt when its repeat was claimed and never began', async () => {
    await doubtful();
    const chunk = await take();
    await deliveries.release(chunk, WORKER, await repeats.claim(chunk, WORKER, rung(), 10));
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
    expect(await repeats.claim(chunk, WORKER, rung(), 10)).toHaveLength(1);
  });
});

describe('a late answer to the first request', () => {
  /** The first worker was cut off; its chunk was taken back and the repeat is under way. */
  async function cutOff(): Promise<{ first: ClaimedDelivery; repeat: ClaimedDelivery }> {
    const first = await firstTry(await take());
    await tries.recordAll([result(first, { answeredAt: null })], sql);
    await chunks.reopen(sql, chunkId, 1);
    const [repeat] = await repeats.claim(await take(OTHER), OTHER, rung(), 10);
    return { first, repeat: repeat! };
  }

  it('that is a yes settles the delivery while its repeat is under way', async () => {
    const { first, repeat } = await cutOff();
    await tries.record([result(first, accepted)]);
    expect(await ledger()).toMatchObject({ state: 'accepted', attempt: 1 });
    await tries.record([result(repeat)]);
    expect(await ledger()).toMatchObject({ state: 'accepted', attempt: 1 });
    expect(await outcome()).toBe('accepted');
  });

  it('that says it never left does not free the delivery while its repeat is under way', async () => {
    const { first, repeat } = await cutOff();
    const never = {
      state: 'planned',
      outcome: 'failed',
      errorKind: 'unreachable',
      isToRepeat: false,
    } as const;
    await tries.record([result(first, never)]);
    expect(await ledger()).toMatchObject({ state: 'sending', attempt: 1 });
    await tries.record([result(repeat)]);
    expect(await ledger()).toEqual({ state: 'in_doubt', attempt: 1, isToRepeat: true });
    await tries.record([result(first, never)]);
    expect(await outcome()).toBe('in_doubt');
  });
});

describe('a chunk', () => {
  it('that is opened again while it is being sent from is not called done', async () => {
    await doubtful({ isToRepeat: true });
    const chunk = await take();
    await sql.execute(`update deliveries set state = 'planned', same_reference = false`);
    await sql.transaction((tx) => chunks.reopenFor(tx, [deliveryId]));
    await sql.execute(`update deliveries set state = 'delivered'`);
    expect(await chunks.release(chunk, WORKER, null)).toBe('open');
    const again = await take();
    expect(await chunks.release(again, WORKER, null)).toBe('done');
  });

  it('is the one that holds the delivery, and answers for its campaign', async () => {
    const others = await makeTries(sql, { campaignId, gatewayId, count: 2 });
    const other = await makeChunk(
      sql,
      campaignId,
      others.map((each) => each.deliveryId),
    );
    await sql.execute(`update chunks set state = 'done'`);
    expect(await sql.transaction((tx) => chunks.reopenFor(tx, [others[1]!.deliveryId]))).toEqual([
      campaignId,
    ]);
    expect(await sql.query(`select id from chunks where state = 'open'`)).toEqual([{ id: other }]);
  });

  it('with something accepted in it is looked at for its receipt', async () => {
    const chunk = await take();
    await tries.record([result(await firstTry(chunk), accepted)]);
    await chunks.release(chunk, WORKER, null);
    const [row] = await sql.query('select receipts_due_at > now() as later from chunks');
    expect(row).toEqual({ later: true });
  });
});

describe('the failure of a repeat', () => {
  const tried = {
    isRepeat: true,
    firstSent: NOON,
    now: new Date(NOON.getTime() + 60_000),
    idempotencyWindowSeconds: 86_400,
    requestSeconds: 180,
  };
  const verdict = { state: 'planned', errorKind: 'throttled', notBefore: null } as const;

  it('leaves the doubt where the request did not get through: a new number could be a second message', () => {
    expect(doubtLeftBy(verdict, tried)).toMatchObject({ state: 'in_doubt', isToRepeat: true });
    expect(doubtLeftBy(verdict, { ...tried, isRepeat: false })).toBeUndefined();
  });

  it('waits for as long as the operator asked', () => {
    const notBefore = new Date(NOON.getTime() + 7_200_000);
    expect(doubtLeftBy({ ...verdict, notBefore }, tried)).toMatchObject({ notBefore });
  });

  it('ends the doubt where the operator refuses', () => {
    const refused = { state: 'rejected', errorKind: 'bad-recipient', notBefore: null } as const;
    expect(doubtLeftBy(refused, tried)).toBeUndefined();
  });

  it('is not repeated again outside the operator’s window', () => {
    const late = { ...tried, idempotencyWindowSeconds: 200 };
    const unclear = { state: 'in_doubt', errorKind: 'unclear', notBefore: null } as const;
    expect(doubtLeftBy(unclear, late)).toMatchObject({ isToRepeat: false, notBefore: null });
  });
});
