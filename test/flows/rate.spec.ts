import { mostInAnyWindow } from '../../bench/support/rates.js';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

/** Parts per second of the account; the campaigns' text is one part. */
const RATE = 200;
const TEXT = 'Họp lúc 19 giờ';
/** Some of each, so that their chunks are many. */
const CHUNK_SIZE = 100;

let story: Story;
let database: TestDatabase;
const others: TestApp[] = [];

beforeAll(async () => {
  database = await testDatabase();
  story = await startStory({ config: { database, CHUNK_SIZE }, gateway: { partsPerSecond: RATE } });
  for (let n = 0; n < 2; n++) others.push(await startApp({ database, ROLE: 'worker' }));
});
afterAll(async () => {
  for (const app of others) await app.close();
  await story.close();
  await database.drop();
});

async function approved(count: number, text = TEXT): Promise<string> {
  const areaId = await makeArea(story.sql, { name: `Ấp ${Math.random()}` });
  await makeHouseholds(story.sql, { areaId, count });
  return story.approved({
    audience: { areaIds: [areaId] },
    steps: [{ channel: 'sms', gatewayId: story.gatewayId, text, unaccented: true }],
  });
}

interface Left {
  campaignId: string;
  at: number;
  parts: number;
}

/** What left, by the ledger, in the order in which it did: the way to the operator is not in it, nor is its load. */
async function left(): Promise<Left[]> {
  const rows = await story.sql.query<{ campaignId: string; at: Date; parts: number }>(
    `select d.campaign_id as "campaignId", a.sent_at as at, a.parts
       from attempts a join deliveries d on d.id = a.delivery_id order by a.sent_at`,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** The times of all parts: a message of three is three at one time. */
const timesOf = (messages: readonly Left[]) =>
  messages.flatMap(({ at, parts }) => Array<number>(parts).fill(at));

describe('the rate of an account that three workers share', () => {
  it('is not exceeded in any second, and a small campaign has its share beside a big one', async () => {
    const big = await approved(1_200);
    await eventually(async () => expect((await left()).length).toBeGreaterThan(100));
    const small = await approved(60);
    await story.reaches(small, 'completed');
    await story.api(`/campaigns/${big}/cancel`, { method: 'POST', as: 'propagandist' });
    await eventually(async () => expect((await story.account(big)).sending).toBe(0));

    const messages = await left();
    const ofSmall = messages.filter((message) => message.campaignId === small);
    expect(ofSmall).toHaveLength(60);
    const meanwhile = messages.filter(
      ({ campaignId, at }) => campaignId === big && at >= ofSmall[0]!.at && at <= ofSmall.at(-1)!.at,
    );
    // They take turns, slice by slice: what the small one had, the big one had too, give or take its slices in hand. Each
    // of three workers has two of 50, one that leaves and the next, which is booked already; and one more where a busy machine
    // was late with the small one's turn. Behind the big one it would have waited for a thousand.
    expect(meanwhile.length).toBeLessThan(60 + 3 * 3 * 50);
    expect(mostInAnyWindow(timesOf(messages), 1_000)).toBeLessThanOrEqual(RATE);
    // The operator sees some at once that a busy machine kept on the way; of two windows side by side it would see twice as many.
    const seen = (await story.reached()).map((message) => Date.parse(message.at));
    expect(mostInAnyWindow(seen, 1_000)).toBeLessThanOrEqual(RATE * 1.4);
  });

  it('counts parts, also where campaigns with texts of different length share it', async () => {
    const before = (await left()).length;
    const long = await approved(80, `${'Kính gửi hộ gia đình, '.repeat(16)} {chủ hộ}`);
    const short = await approved(150);
    await story.reaches(long, 'completed');
    await story.reaches(short, 'completed');
    const messages = (await left()).slice(before);
    expect(messages).toHaveLength(230);
    expect(new Set(messages.map((message) => message.parts))).toEqual(new Set([1, 3]));
    expect(mostInAnyWindow(timesOf(messages), 1_000)).toBeLessThanOrEqual(RATE);
  });
});
