import { startApp, type TestApp } from '../support/app.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { ladderOf, type ZaloStory, zaloStory } from './zalo-story.js';

const HOUSEHOLDS = 600;
const QUOTA = 250;

let database: TestDatabase;
let story: ZaloStory;
let worker: TestApp;

beforeAll(async () => {
  database = await testDatabase();
  story = await zaloStory({ database });
  worker = await startApp({ database, ROLE: 'worker', PUBLIC_URL: story.url });
});
afterAll(async () => {
  await worker?.close();
  await story?.close();
  await database?.drop();
});

/** How many tries ended how. */
async function attempts(): Promise<Record<string, number>> {
  const rows = await story.sql.query<{ what: string; count: number }>(
    `select channel || ' ' || outcome as what, count(*)::int as count from attempts group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

/** How many deliveries wait because Zalo does not send such messages at night. */
async function waitingForMorning(): Promise<number> {
  const [row] = await story.sql.query<{ count: number }>(
    `select count(*)::int as count from deliveries where state = 'planned' and reason = 'night'`,
  );
  return row!.count;
}

/** An account at eSMS, as a commune has it beside its OA. */
async function esms(): Promise<string> {
  const { status, body } = await story.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'eSMS',
      kind: 'esms',
      config: { url: story.simulator.url, brandname: 'UBND-XA' },
      secrets: { apiKey: 'xa-an-binh', secretKey: 'khoa-thu-nghiem' },
      partsPerSecond: 5_000,
      hours: { open: '00:00', close: '24:00' },
    },
  });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}

it('a campaign goes by Zalo first and then by eSMS, with two workers, a token that dies and a quota that ends', async () => {
  // 30 % have no Zalo, 5 % are refused for the night; the day's quota ends before the others are done.
  await story.households(HOUSEHOLDS);
  await story.behave('zalo', '*', 'delivered');
  for (let ending = 0; ending < 30; ending++) await story.behave('zalo', ending, 'bad-recipient');
  for (let ending = 30; ending < 35; ending++) await story.behave('zalo', ending, 'night');
  await story.behave('esms', '*', 'delivered');
  await story.zalo({ quota: QUOTA });

  const id = await story.approved(ladderOf({ ...story, gatewayId: await esms() }));
  await eventually(async () => expect((await story.summary()).messages).toBeGreaterThan(40));
  await story.zalo({ expireToken: true });

  // What is planned without that reason has not been tried yet, or will be tried again at once.
  let night = 0;
  await eventually(
    async () => {
      const { delivered, audience } = await story.account(id);
      night = await waitingForMorning();
      expect([delivered + night, audience]).toEqual([HOUSEHOLDS, HOUSEHOLDS]);
    },
    { timeoutMs: 60_000 },
  );
  expect([night > 0, night < 31, (await story.account(id)).planned]).toEqual([true, true, night]);
  expect(await story.zalo({})).toMatchObject({
    refreshes: 1,
    refusedRefreshes: 0,
    remainingQuota: 0,
    overQuota: 0,
  });
  const tries = await attempts();
  expect(tries).toMatchObject({
    'sms delivered': HOUSEHOLDS - QUOTA - night,
    'zalo delivered': QUOTA,
    'zalo failed': night,
  });
  expect(Object.keys(tries)).toHaveLength(4); // and those without Zalo
  const waiting = await story.sql.query<{ hour: number }>(
    `select distinct extract(hour from not_before at time zone 'Asia/Ho_Chi_Minh')::int as hour
       from deliveries where state = 'planned'`,
  );
  expect(waiting).toEqual([{ hour: 6 }]);

  // The next morning: a new day's quota, and Zalo sends again.
  for (let ending = 30; ending < 35; ending++) await story.behave('zalo', ending, 'delivered');
  await story.zalo({ quota: QUOTA });
  await story.sql.execute(`update gateway_quotas set day = day - 1`);
  await story.sql.execute(`update deliveries set not_before = now() where state = 'planned'`);
  await story.sql.execute(`update chunks set due_at = now() where state <> 'done'`);
  expect(await story.reaches(id, 'completed')).toMatchObject({ audience: HOUSEHOLDS });
  await eventually(async () => expect((await story.account(id)).delivered).toBe(HOUSEHOLDS));

  const reached = await story.reached();
  expect(reached).toHaveLength(HOUSEHOLDS);
  expect(new Set(reached.map(({ phone }) => phone)).size).toBe(HOUSEHOLDS);
  expect(reached.filter(({ count }) => count > 1)).toEqual([]);
  expect((await story.zalo({})).refreshes).toBe(1);

  const lines = [...story.logs, ...worker.logs].join('\n');
  expect(lines).not.toMatch(/\+?84\d{9}|-access-|-refresh-/);
});
