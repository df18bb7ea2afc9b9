import { addsUp } from '../../src/domain/delivery-states.js';
import { type FakeOperator, startFakeOperator } from '../gateway/fake-operator.js';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { type Door, openDoor } from '../support/door.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

const CONFIG = {
  BREAKER_SECONDS: 0.5,
  SEND_TIMEOUT_SECONDS: 2,
  SEND_CONCURRENCY: 16,
  LOG_LEVEL: 'debug',
} as const;

let story: Story;
let door: Door | undefined;
let operator: FakeOperator | undefined;

afterEach(async () => {
  await story.close();
  await door?.close();
  await operator?.close();
  door = operator = undefined;
});

const gateway = async (id = story.gatewayId) => (await story.api(`/gateways/${id}`, { as: 'admin' })).body;

async function attempts(where = 'true'): Promise<number> {
  const [row] = await story.sql.query<{ n: number }>(
    `select count(*)::int as n from attempts where ${where}`,
  );
  return row!.n;
}

async function audited(action: string): Promise<unknown[]> {
  const rows = await story.sql.query<{ details: unknown }>(
    'select details from audit_events where action = $1 order by id',
    [action],
  );
  return rows.map((row) => row.details);
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${story.url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('an operator that goes away', () => {
  beforeEach(async () => {
    story = await startStory({ config: CONFIG, gateway: { partsPerSecond: 200 } });
    door = await openDoor(story.simulator.url);
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { config: { url: door.url, idempotent: true } },
    });
  });

  it('stops its account, burns no audience, and is found again by itself', async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 600 });
    const id = await story.approved();
    await eventually(async () => expect((await story.account(id)).delivered).toBeGreaterThan(50));
    await door!.shut();

    const stopped = await eventually(async () => {
      const view = await gateway();
      expect(view.breaker?.state).toBe('open');
      return view;
    });
    expect(stopped.state).toBe('held');
    expect(stopped.heldReason).toMatch(/^Không kết nối được tới nhà mạng|^Đã gửi yêu cầu nhưng/);
    expect(Date.parse(stopped.breaker.retryAt)).toBeGreaterThan(Date.parse(stopped.breaker.since));
    expect(await audited('gateway.held')).toHaveLength(1);
    expect(story.logs.some((line) => line.includes('"event":"gateway.held"'))).toBe(true);
    expect(await metric('loaluat_breakers_opened_total')).toBe(1);

    // While it is open the operator is asked, and nothing is tried once what was on its way has ended.
    await eventually(async () => expect((await story.account(id)).sending).toBe(0));
    const burnt = await attempts(`outcome <> 'accepted' and outcome <> 'delivered'`);
    expect(burnt).toBeLessThanOrEqual(CONFIG.SEND_CONCURRENCY + 10);
    const [before] = await story.sql.query<{ tries: number }>('select tries from gateway_breakers');
    await eventually(async () => {
      const [now] = await story.sql.query<{ tries: number }>('select tries from gateway_breakers');
      expect(now!.tries).toBeGreaterThanOrEqual(before!.tries + 2);
    });
    expect(await attempts(`outcome <> 'accepted' and outcome <> 'delivered'`)).toBeLessThanOrEqual(burnt);
    expect((await gateway()).heldReason).toContain('Lần hỏi gần nhất: Không kết nối được');
    expect(await story.account(id)).toMatchObject({ rejected: 0, cancelled: 0 });

    await door!.open();
    await story.reaches(id, 'completed');
    const account = await eventually(async () => {
      const now = await story.account(id);
      expect(now).toMatchObject({ audience: 600, delivered: 600 });
      return now;
    });
    expect(addsUp(account)).toBe(true);
    expect((await story.reached()).every((message) => message.count === 1)).toBe(true);
    expect(await gateway()).toMatchObject({ state: 'active', heldReason: null, breaker: null });
    expect(await audited('gateway.released')).toHaveLength(1);
  });

  it("does not hold up another account's campaign", async () => {
    const other = await story.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        name: 'Nhà mạng khác',
        kind: 'simulator',
        config: { url: story.simulator.url },
        secrets: { key: 'khoa-thu-nghiem' },
        partsPerSecond: 500,
        hours: { open: '00:00', close: '24:00' },
      },
    });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3000 });
    await door!.shut();
    const stuck = await story.approved();
    await eventually(async () => expect((await gateway()).breaker?.state).toBe('open'));
    const areaId = await makeArea(story.sql, { name: 'Ấp 2' });
    await makeHouseholds(story.sql, { areaId, count: 100 });
    const goesOn = await story.approved({
      audience: { areaIds: [areaId] },
      steps: [{ channel: 'sms', gatewayId: other.body.id, text: 'Họp lúc 19 giờ' }],
    });
    await story.reaches(goesOn, 'completed');
    expect(await story.account(stuck)).toMatchObject({
      audience: 3000,
      accepted: 0,
      delivered: 0,
      rejected: 0,
    });
  });
});

describe('an operator that asks for time', () => {
  const behave = (behaviour: string) =>
    fetch(`${story.simulator.url}/admin/behaviour`, {
      method: 'POST',
      body: JSON.stringify({ ending: '*', behaviour }),
    });
  const refused = async () =>
    ((await (await fetch(`${story.simulator.url}/admin/summary`)).json()) as { refused: number }).refused;

  it('gets it, for the whole account, and the campaign goes on after', async () => {
    story = await startStory({ config: CONFIG, gateway: { partsPerSecond: 200 } });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 300 });
    await behave('throttled');
    const id = await story.approved();
    await eventually(async () => expect(await refused()).toBeGreaterThan(0));
    const began = Date.now();
    const first = await refused();
    await eventually(async () => expect(await refused()).toBeGreaterThanOrEqual(first + 2));
    // `Retry-After: 1`, and one message at a time: about one a second.
    expect((await refused()) - first).toBeLessThanOrEqual(2 + (Date.now() - began) / 1000);
    expect(first).toBeLessThanOrEqual(CONFIG.SEND_CONCURRENCY);
    await behave('delivered');
    await story.reaches(id, 'completed');
    await eventually(async () =>
      expect(await story.account(id)).toMatchObject({ delivered: 300, rejected: 0 }),
    );
    expect(await audited('gateway.held')).toEqual([]);
  });
});

describe('an account without money', () => {
  let hasMoney = false;

  beforeEach(async () => {
    hasMoney = false;
    operator = await startFakeOperator();
    operator.answer = ({ path }) => {
      if (path === '/balance') return { status: 200, body: hasMoney ? 'OK' : 'EMPTY' };
      return hasMoney ? { status: 200, body: 'OK' } : { status: 402, body: 'het tien' };
    };
    story = await startStory({
      config: CONFIG,
      gateway: {
        kind: 'http',
        config: {
          request: {
            method: 'POST',
            url: `${operator.url}/send`,
            body: { type: 'form', fields: { to: '{phone}', text: '{text}' } },
          },
          success: { statuses: [200] },
          check: { url: `${operator.url}/balance`, success: { contains: 'OK' } },
        },
        secrets: {},
        partsPerSecond: 200,
      },
    });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 300 });
  });

  const sent = () => operator!.requests.filter((request) => request.path === '/send').length;
  const asked = () => operator!.requests.filter((request) => request.path === '/balance').length;

  it('stops at once, and goes on when the operator says that there is money again', async () => {
    const id = await story.approved();
    await eventually(async () =>
      expect(await gateway()).toMatchObject({ state: 'held', breaker: { state: 'open', reason: 'quota' } }),
    );
    expect((await gateway()).heldReason).toMatch(
      /^Tài khoản gửi tin hết tiền hoặc hết hạn mức \(mã của nhà mạng: HTTP 402\)/,
    );
    expect(await audited('gateway.held')).toEqual([{ why: 'quota', code: 'HTTP 402' }]);
    await eventually(() => expect(asked()).toBeGreaterThanOrEqual(3));
    expect(sent()).toBeLessThanOrEqual(CONFIG.SEND_CONCURRENCY);
    expect(await story.account(id)).toMatchObject({ planned: 300, rejected: 0 });
    hasMoney = true;
    await story.reaches(id, 'completed');
    expect(await story.account(id)).toMatchObject({ accepted: 300 });
    expect(await gateway()).toMatchObject({ state: 'active', breaker: null });
  });

  it('is tried with one message only where the check knows nothing of the money', async () => {
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: {
        config: {
          request: {
            method: 'POST',
            url: `${operator!.url}/send`,
            body: { type: 'form', fields: { to: '{phone}', text: '{text}' } },
          },
          success: { statuses: [200] },
        },
      },
    });
    const id = await story.approved();
    await eventually(async () => expect((await gateway()).breaker?.state).toBe('open'));
    const first = sent();
    await eventually(() => expect(sent()).toBeGreaterThanOrEqual(first + 2));
    const [breaker] = await story.sql.query<{ tries: number }>('select tries from gateway_breakers');
    // Each chance is a question and then one message at most.
    expect(sent() - first).toBeLessThanOrEqual(breaker!.tries);
    const { planned, sending } = await story.account(id);
    expect(planned + sending).toBe(300);
    expect(await audited('gateway.held')).toHaveLength(1);
  });

  it('is let go on by an administrator', async () => {
    const id = await story.approved();
    await eventually(async () => expect((await gateway()).state).toBe('held'));
    operator!.answer = { status: 200, body: 'OK' };
    const { body } = await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { state: 'active' },
    });
    expect(body).toMatchObject({ state: 'active', heldReason: null, breaker: null });
    await story.reaches(id, 'completed');
  });
});

describe('a person who stops an account', () => {
  it('stops it, and it goes on when it is let go', async () => {
    story = await startStory({ config: CONFIG, gateway: { partsPerSecond: 200 } });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1_500 });
    const id = await story.approved();
    await eventually(async () => expect((await story.account(id)).delivered).toBeGreaterThan(20));
    const state = (to: 'active' | 'held') =>
      story.api(`/gateways/${story.gatewayId}`, { method: 'PATCH', as: 'admin', body: { state: to } });
    await state('held');
    const heldAt = Date.now();
    const last = await eventually(async () => {
      const { planned, sending } = await story.account(id);
      if (sending > 0) return null;
      expect(planned).toBeGreaterThan(0);
      return Math.max(...(await story.reached()).map((message) => Date.parse(message.at)));
    });
    // At its rate all of them would take 7 seconds. How long the stop takes, `bench -- pause` measures.
    expect(last! - heldAt).toBeLessThan(5_000);
    await state('active');
    await story.reaches(id, 'completed');
    expect((await story.reached()).every((message) => message.count === 1)).toBe(true);
  });
});
