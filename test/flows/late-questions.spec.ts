import { jsonReply } from '../../src/gateway/gateway.contract.js';
import { type FakeOperator, startFakeOperator } from '../gateway/fake-operator.js';
import { eventually } from '../support/eventually.js';
import { ladderOf, type ZaloStory, zaloStory } from './zalo-story.js';

const HOUSEHOLDS = 100;
const ANSWERS = 60;

let story: ZaloStory;
let zalo: FakeOperator;
/** How many more questions Zalo answers before it fails. */
let answersLeft: number;

beforeEach(async () => {
  story = await zaloStory();
  zalo = await startFakeOperator();
  zalo.answer = ({ path }) => {
    if (path !== '/message/status') return { status: 500 };
    if (answersLeft-- <= 0) return { status: 500 };
    return jsonReply({
      error: 0,
      message: 'Success',
      data: { status: 1, delivery_time: String(Date.now()) },
    });
  };
});
afterEach(async () => {
  await story.close();
  await zalo.close();
});

async function one<Row extends Record<string, unknown>>(query: string): Promise<Row> {
  const [row] = await story.sql.query<Row>(query);
  return row!;
}

/** How many tries of which channel ended how. */
const tries = () =>
  story.sql.query(
    'select channel, outcome, count(*)::int as count from attempts group by 1, 2 order by 1, 2',
  );

/** What waits for an answer of its operator, and how much of it has gone without one for how many minutes at most. */
const waiting = () =>
  one(`select count(*)::int as count, count(unanswered_since)::int as unanswered,
              coalesce(max(extract(epoch from now() - unanswered_since) / 60)::int, 0) as minutes
         from climbs where ask_after is not null`);

it('who has the message by Zalo gets no SMS, where the answers came before Zalo failed', async () => {
  await story.households(HOUSEHOLDS);
  await story.behave('zalo', '*', 'silent');
  await story.behave('native', '*', 'delivered');
  const id = await story.approved(ladderOf(story, { deadlineMinutes: 60 }));
  await eventually(async () => expect((await story.account(id)).accepted).toBe(HOUSEHOLDS));
  const { config } = (await story.api(`/gateways/${story.templatesId}`, { as: 'admin' })).body;
  const { status } = await story.api(`/gateways/${story.templatesId}`, {
    method: 'PATCH',
    as: 'admin',
    body: { config: { ...config, url: zalo.url } },
  });
  expect(status).toBe(200);

  // Their rung ran out of time half an hour ago, and the budget let nobody ask until now.
  answersLeft = ANSWERS;
  await story.sql.execute(
    `insert into climbs (delivery_id, attempt, why, noted_at, ask_after)
     select id, attempt, 'deadline', now() - interval '31 minutes', now() from deliveries`,
  );
  await eventually(async () => expect((await story.account(id)).delivered).toBe(ANSWERS));
  await eventually(async () =>
    expect(await waiting()).toEqual({
      count: HOUSEHOLDS - ANSWERS,
      unanswered: HOUSEHOLDS - ANSWERS,
      minutes: 0,
    }),
  );
  expect(await tries()).toEqual([
    { channel: 'zalo', outcome: 'accepted', count: HOUSEHOLDS - ANSWERS },
    { channel: 'zalo', outcome: 'delivered', count: ANSWERS },
  ]);
  const stored = await one(`select count(*)::int as count from receipts where status = 'delivered'`);
  expect(stored).toEqual({ count: ANSWERS });

  // Zalo answers some more, and is silent about ten for half an hour: these go on.
  answersLeft = HOUSEHOLDS - ANSWERS - 10;
  await story.sql.execute('update climbs set ask_after = now()');
  await eventually(async () => expect((await story.account(id)).delivered).toBe(HOUSEHOLDS - 10));
  await eventually(async () => expect(await waiting()).toMatchObject({ count: 10, unanswered: 10 }));
  await story.sql.execute(
    `update climbs set ask_after = now(), unanswered_since = now() - interval '31 minutes'`,
  );
  await eventually(async () => expect((await story.account(id)).delivered).toBe(HOUSEHOLDS));
  expect(await tries()).toContainEqual({ channel: 'sms', outcome: 'delivered', count: 10 });
});

it('one message about which Zalo fails keeps no other from its answer', async () => {
  await story.households(10);
  await story.behave('zalo', '*', 'silent');
  const id = await story.approved(ladderOf(story, { deadlineMinutes: 60 }));
  await eventually(async () => expect((await story.account(id)).accepted).toBe(10));
  const { config } = (await story.api(`/gateways/${story.templatesId}`, { as: 'admin' })).body;
  const bad = await one<{ name: string }>(
    'select operator_id as name from attempts order by delivery_id limit 1',
  );
  zalo.answer = ({ query }) =>
    query.get('message_id') === bad.name
      ? { status: 500 }
      : jsonReply({ error: 0, message: 'Success', data: { status: 1, delivery_time: String(Date.now()) } });
  await story.api(`/gateways/${story.templatesId}`, {
    method: 'PATCH',
    as: 'admin',
    body: { config: { ...config, url: zalo.url } },
  });
  await story.sql.execute(
    `insert into climbs (delivery_id, attempt, why, ask_after) select id, attempt, 'deadline', now() from deliveries`,
  );
  await eventually(async () => expect((await story.account(id)).delivered).toBe(9));
  await eventually(async () => expect(await waiting()).toMatchObject({ count: 1, unanswered: 1 }));
});
