import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { type Story, startStory } from './story.js';

jest.setTimeout(90_000);

/** Two chunks in hand have 200 messages: twice as long as a turn where somebody waits. */
const RATE = 100;
const CHUNK_SIZE = 100;

let story: Story;

beforeAll(async () => {
  story = await startStory({ config: { CHUNK_SIZE, CHUNKS_AT_ONCE: 2 }, gateway: { partsPerSecond: RATE } });
});
afterAll(() => story.close());

async function approved(count: number): Promise<string> {
  const areaId = await makeArea(story.sql, { name: `Ấp ${Math.random()}` });
  await makeHouseholds(story.sql, { areaId, count });
  return story.approved({
    audience: { areaIds: [areaId] },
    steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Họp lúc 19 giờ', unaccented: true }],
  });
}

async function mostClaims(campaignId: string): Promise<number> {
  const [row] = await story.sql.query<{ claims: number }>(
    'select max(claims)::int as claims from chunks where campaign_id = $1',
    [campaignId],
  );
  return row!.claims;
}

describe('the turns of chunks', () => {
  it('last until the chunk is sent while no other campaign waits, and end for one that does', async () => {
    const alone = await approved(400);
    await story.reaches(alone, 'completed', 60_000);
    expect(await mostClaims(alone)).toBe(1);

    const first = await approved(400);
    const second = await approved(150);
    await story.reaches(second, 'completed', 60_000);
    await story.reaches(first, 'completed', 60_000);
    expect(await mostClaims(first)).toBeGreaterThan(1);
  });
});
