import { addsUp } from '../../src/domain/delivery-states.js';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

/** As shipped: chunks that a worker sends side by side, and the most that is claimed of each. */
const CHUNKS_AT_ONCE = 8;
const SLICE = 64;
/** On a machine of its own it is a quarter of a second. */
const MOST_MS = 5_000;

let story: Story;

beforeAll(async () => {
  // Full speed: the account's rate is no limit.
  story = await startStory({
    config: { CHUNK_SIZE: 250, CHUNKS_AT_ONCE },
    gateway: { partsPerSecond: 100_000 },
  });
});
afterAll(() => story.close());

async function people(count: number): Promise<string> {
  const areaId = await makeArea(story.sql, { name: `Ấp ${Math.random()}` });
  await makeHouseholds(story.sql, { areaId, count });
  return areaId;
}

async function messages(): Promise<number> {
  const summary = (await (await fetch(`${story.simulator.url}/admin/summary`)).json()) as {
    messages: number;
  };
  return summary.messages;
}

/** A campaign to an area that is on its way at full speed. */
async function underWay(areaId: string): Promise<string> {
  const before = await messages();
  const id = await story.approved({ audience: { areaIds: [areaId] } });
  await eventually(async () => expect(await messages()).toBeGreaterThan(before + 200), { timeoutMs: 30_000 });
  return id;
}

/** Says stop, and waits until nothing of it is on its way. */
async function stop(id: string, action: 'pause' | 'cancel'): Promise<void> {
  const { status } = await story.api(`/campaigns/${id}/${action}`, { method: 'POST', as: 'propagandist' });
  const answeredAt = Date.now();
  expect(status).toBe(200);
  await eventually(async () => expect((await story.account(id)).sending).toBe(0), { timeoutMs: 30_000 });
  const times = (await story.reached()).map((message) => Date.parse(message.at));
  const after = times.filter((time) => time > answeredAt);
  // What was claimed when it was said may go out; nothing is claimed after. How long that takes `bench -- pause` measures;
  // here the operator and all of the product share one process with whatever else the machine does.
  expect(after.length).toBeLessThanOrEqual(CHUNKS_AT_ONCE * SLICE);
  expect(Math.max(answeredAt, ...after) - answeredAt).toBeLessThan(MOST_MS);
}

async function expectEachOnce(count: number, reachedBefore: number): Promise<void> {
  const reached = (await story.reached()).slice(reachedBefore);
  expect(reached).toHaveLength(count);
  expect(new Set(reached.map(({ phone }) => phone)).size).toBe(count);
  expect(reached.every((message) => message.count === 1)).toBe(true);
}

describe('a campaign of 5,000 at full speed', () => {
  it('stands still after a pause when what was claimed has left, and going on loses and doubles nothing', async () => {
    const id = await underWay(await people(5_000));
    await stop(id, 'pause');
    const standing = await messages();
    expect(standing).toBeLessThan(5_000);
    const { planned } = await story.account(id);
    expect(planned).toBe(5_000 - standing);
    for (const action of ['resume', 'pause', 'resume'])
      await story.api(`/campaigns/${id}/${action}`, { method: 'POST', as: 'propagandist' });
    await story.reaches(id, 'completed');
    await expectEachOnce(5_000, 0);
    const account = await story.account(id);
    expect(addsUp(account)).toBe(true);
    expect(account).toMatchObject({ audience: 5_000, planned: 0, sending: 0, inDoubt: 0, cancelled: 0 });
  });

  it('stops when it is cancelled, and every household is sent to or cancelled', async () => {
    const before = await messages();
    const id = await underWay(await people(5_000));
    await stop(id, 'cancel');
    const account = await eventually(
      async () => {
        const now = await story.account(id);
        expect(now.planned).toBe(0);
        return now;
      },
      { timeoutMs: 30_000 },
    );
    expect(addsUp(account)).toBe(true);
    expect(account.cancelled).toBeGreaterThan(0);
    await expectEachOnce(5_000 - account.cancelled, before);
  });
});

it('a paused campaign that is cancelled sends nothing more', async () => {
  const before = await messages();
  const id = await underWay(await people(3_000));
  await stop(id, 'pause');
  const sent = (await messages()) - before;
  await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'propagandist' });
  await eventually(async () => expect((await story.account(id)).cancelled).toBe(3_000 - sent));
  await expectEachOnce(sent, before);
  expect(addsUp(await story.account(id))).toBe(true);
});
