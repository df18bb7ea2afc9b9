import { makeHouseholds } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { type Door, openDoor } from '../support/door.js';
import { type Story, startStory } from './story.js';

jest.setTimeout(120_000);

const HOUSEHOLDS = 12;
/** So slow that what Postgres says of a campaign is old when it comes. */
const SLOW_MS = 600;

let database: TestDatabase;
let story: Story;
let door: Door;
let worker: TestApp;

beforeAll(async () => {
  database = await testDatabase();
  story = await startStory({ config: { database, ROLE: 'api' } as never });
  door = await openDoor(database.url);
  const url = new URL(database.url);
  url.host = new URL(door.url).host;
  worker = await startApp({ database, ROLE: 'worker', DATABASE_URL: url.href });
});
afterAll(async () => {
  door?.slow(0);
  await worker?.close();
  await door?.close();
  await story?.close();
  await database?.drop();
});

it('a database that answers slowly makes sending slow and does not end it', async () => {
  await makeHouseholds(story.sql, { areaId: story.hamletId, count: HOUSEHOLDS });
  door.slow(SLOW_MS);
  const id = await story.approved({
    steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Họp lúc 19 giờ', unaccented: true }],
  });
  const { audience, accepted, delivered } = await story.reaches(id, 'completed', 60_000);
  expect([audience, accepted + delivered]).toEqual([HOUSEHOLDS, HOUSEHOLDS]);
  const chunks = await story.sql.query('select claims from chunks where campaign_id = $1', [id]);
  expect(chunks).toEqual([{ claims: 1 }]);
  const reached = await story.reached();
  expect([reached.length, reached.filter(({ count }) => count > 1)]).toEqual([HOUSEHOLDS, []]);
  expect(worker.logs.filter((line) => line.includes('stopped-blind'))).toEqual([]);
});
