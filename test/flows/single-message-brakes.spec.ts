import { createHmac } from 'node:crypto';
import type { Config } from '../../src/platform/config/config.schema.js';
import { makeHousehold, makePhone } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

const KEY = 'khoa-thu-nghiem';

let story: Story;
let webhook: string;

async function begin(config: Partial<Config>): Promise<void> {
  story = await startStory({ config });
  const { body } = await story.api(`/gateways/${story.gatewayId}`, { as: 'admin' });
  webhook = body.webhookUrl;
}
afterEach(() => story.close());

const behave = (how: { behaviour: string } | { code: string }) =>
  fetch(`${story.simulator.url}/admin/behaviour`, {
    method: 'POST',
    body: JSON.stringify({ ending: '*', ...how }),
  });

/** What the operator says of an account that is not in order. */
const REFUSED = { code: 'unauthorized' };

const refused = async () =>
  ((await (await fetch(`${story.simulator.url}/admin/summary`)).json()) as { refused: number }).refused;

/** A household refuses, and is to be told that this was noted; answers its phone. */
async function refusal(): Promise<string> {
  const phone = makePhone();
  await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  const body = JSON.stringify({ type: 'inbound', from: phone, text: 'TC', id: phone, at: new Date() });
  const signature = createHmac('sha256', KEY).update(body).digest('hex');
  const { status } = await fetch(webhook, {
    method: 'POST',
    headers: { 'x-simulator-signature': signature },
    body,
  });
  expect(status).toBe(200);
  return phone;
}

const states = async () =>
  (
    await story.sql.query<{ state: string }>(
      `select state from outbox where kind = 'confirmation' order by id`,
    )
  ).map(({ state }) => state);

async function breaker(): Promise<string | undefined> {
  const [row] = await story.sql.query<{ state: string }>('select state from gateway_breakers');
  return row?.state;
}

/** The operator has just said that the account works again; another process may have the turn to try it. */
async function halfOpen(probeUntil = 'null'): Promise<void> {
  await story.sql.execute(
    `insert into gateway_breakers (gateway_id, state, reason, code, opened_at, retry_at, probe_until)
     values ($1, 'half-open', 'misconfigured', 'HTTP 403', now(), now(), ${probeUntil})`,
    [story.gatewayId],
  );
}

it('a confirmation tries an account that works again and lets it go on, where no campaign runs', async () => {
  await begin({ BREAKER_SECONDS: 0.5 });
  await behave(REFUSED);
  const phone = await refusal();
  await eventually(async () => expect(await breaker()).toBeDefined());
  expect(await refused()).toBeGreaterThanOrEqual(1);
  await behave({ behaviour: 'delivered' });
  await eventually(async () => expect([await states(), await breaker()]).toEqual([['delivered'], 'closed']));
  expect((await story.reached()).map((each) => [each.phone, each.count])).toEqual([[phone, 1]]);
  const released = await story.sql.query(`select 1 from audit_events where action = 'gateway.released'`);
  expect(released).toHaveLength(1);
});

it('one of several tries it, and stops it again where the operator refuses', async () => {
  await begin({ BREAKER_SECONDS: 3_600 });
  await halfOpen(`now() + interval '1 hour'`);
  await behave(REFUSED);
  for (let household = 0; household < 3; household++) await refusal();
  await eventually(async () => expect(await states()).toEqual(['waiting', 'waiting', 'waiting']));
  expect(await refused()).toBe(0);
  await story.sql.execute('update gateway_breakers set probe_until = null');
  await eventually(async () => expect(await breaker()).toBe('open'));
  expect([await refused(), await states()]).toEqual([1, ['waiting', 'waiting', 'waiting']]);
});

it('the turn of a process that died while it tried is over by itself', async () => {
  await begin({ BREAKER_SECONDS: 3_600 });
  await halfOpen(`now() + interval '2 seconds'`);
  const until = Date.now() + 1_500;
  await refusal();
  await eventually(async () => expect([await states(), await breaker()]).toEqual([['delivered'], 'closed']));
  const [reached] = await story.reached();
  expect(Date.parse(reached!.at)).toBeGreaterThan(until);
});

it('a turn that finds nothing to send goes to the next', async () => {
  await begin({ BREAKER_SECONDS: 3_600 });
  await halfOpen(`now() + interval '1 hour'`);
  await refusal();
  await eventually(async () => expect(await states()).toEqual(['waiting']));
  // An answer waits for the account's hours, a confirmation would not.
  await story.sql.execute(`update gateways set hours = '{"open":"00:00","close":"00:01"}'`);
  await story.sql.execute(`update outbox set kind = 'answer'`);
  await story.sql.execute(`update gateway_breakers set probe_until = now() - interval '1 second'`);
  await eventually(async () => {
    const [row] = await story.sql.query('select state, probe_until as until from gateway_breakers');
    expect(row).toEqual({ state: 'half-open', until: null });
  });
  expect(await story.reached()).toEqual([]);
});
