import { makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { audienceRule } from '../../src/campaign/audience-rule.js';
import { audienceQuery } from '../../src/directory/audience.repository.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { type Story, startStory } from './story.js';

let story: Story;

beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.close());

const KEY = 'khoa-thu-nghiem';
const TEXT = 'Gửi hộ {chủ hộ}: hãy cảnh giác.';

async function secondAccount(change: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await story.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Nhà mạng thứ hai',
      kind: 'simulator',
      config: { url: story.simulator.url },
      secrets: { key: KEY },
      partsPerSecond: 1000,
      pricePerPartVnd: 700,
      hours: { open: '00:00', close: '24:00' },
      ...change,
    },
  });
  expect(status).toBe(201);
  return body.id;
}

function steps(...gatewayIds: string[]) {
  return { steps: gatewayIds.map((gatewayId) => ({ channel: 'sms', gatewayId, text: TEXT })) };
}

async function settled(id: string, expected: Record<string, number>) {
  return eventually(async () => {
    const account = await story.account(id);
    expect(account).toMatchObject(expected);
    return account;
  });
}

async function attemptsOf(id: string) {
  const { body } = await story.api(`/campaigns/${id}/deliveries`, { as: 'propagandist' });
  return body.items[0].attempts as {
    attempt: number;
    phone: string;
    outcome: string;
    gatewayId: string;
    costVnd: number;
  }[];
}

describe('the next phone of a household', () => {
  it('is tried when the operator says that the first cannot receive', async () => {
    const phones = [makePhone('97'), makePhone('00')];
    await makeHousehold(story.sql, { areaId: story.hamletId, phones });
    const id = await story.approved();
    await settled(id, { audience: 1, delivered: 1 });
    expect(await attemptsOf(id)).toMatchObject([
      { attempt: 1, phone: phones[0], outcome: 'rejected', costVnd: 0 },
      { attempt: 2, phone: phones[1], outcome: 'delivered', costVnd: 350 },
    ]);
  });

  it('is tried when the receipt says that the first did not arrive', async () => {
    const phones = [makePhone('80'), makePhone('00')];
    await makeHousehold(story.sql, { areaId: story.hamletId, phones });
    const id = await story.approved();
    await settled(id, { audience: 1, delivered: 1, undelivered: 0 });
    expect((await attemptsOf(id)).map((each) => each.outcome)).toEqual(['undelivered', 'delivered']);
    await story.reaches(id, 'completed');
  });

  it('is passed over when it has refused, or when another household is written to on it', async () => {
    const [refused, neighbours] = [makePhone(), makePhone()];
    await makeRefusal(story.sql, refused);
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [neighbours] });
    await makeHousehold(story.sql, {
      areaId: story.hamletId,
      phones: [makePhone('97'), refused, neighbours],
    });
    const id = await story.approved();
    await settled(id, { audience: 2, delivered: 1, rejected: 1 });
    const reached = await story.reached();
    expect(reached.map((message) => message.phone)).toEqual([neighbours]);
  });

  it('ends as undelivered when every phone was tried', async () => {
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [makePhone('80'), makePhone('80')] });
    const id = await story.approved();
    await settled(id, { audience: 1, undelivered: 1 });
    expect(await attemptsOf(id)).toHaveLength(2);
  });
});

describe('the next rung of a campaign', () => {
  it('is tried from the first phone on when no phone could receive on the one before', async () => {
    const second = await secondAccount();
    const phone = makePhone('97');
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
    const id = await story.approved(steps(story.gatewayId, second));
    await settled(id, { audience: 1, rejected: 1 });
    expect(await attemptsOf(id)).toMatchObject([
      { attempt: 1, phone, gatewayId: story.gatewayId, outcome: 'rejected' },
      { attempt: 2, phone, gatewayId: second, outcome: 'rejected' },
    ]);
  });

  /** A household whose first rung gets no receipt, two minutes after a deadline of one. */
  async function outOfTime(
    ending: string,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<{ id: string; second: string }> {
    const second = await secondAccount();
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [makePhone(ending)] });
    const id = await story.approved({
      steps: [
        { channel: 'sms', gatewayId: story.gatewayId, text: TEXT, deadlineMinutes: 1 },
        { channel: 'sms', gatewayId: second, text: TEXT },
      ],
    });
    await settled(id, { accepted: 1 });
    await eventually(async () => {
      const [chunk] = await story.sql.query<{ due: boolean }>(
        'select ladder_due_at is not null as due from chunks',
      );
      return chunk!.due;
    });
    const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
    expect(body.state).toBe('running');
    await meanwhile();
    // A minute passes.
    await story.sql.execute(`update attempts set sent_at = sent_at - interval '2 minutes'`);
    await story.sql.execute(`update chunks set ladder_due_at = now()`);
    return { id, second };
  }

  it('is tried when the time of a rung is over without a receipt, and its operator knows nothing final', async () => {
    await story.close();
    story = await startStory({ operator: { receiptDelayMs: 60_000 } });
    const { id, second } = await outOfTime('00');
    await eventually(async () => expect(await attemptsOf(id)).toHaveLength(2));
    expect((await attemptsOf(id)).map((each) => each.gatewayId)).toEqual([story.gatewayId, second]);
  });

  it('is not tried when the operator, asked before that, says that the message has arrived', async () => {
    const { id } = await outOfTime('86');
    await settled(id, { audience: 1, delivered: 1 });
    await story.reaches(id, 'completed');
    expect(await attemptsOf(id)).toHaveLength(1);
    expect(await story.reached()).toHaveLength(1);
  });

  it('is not tried while the operator cannot be asked, and is after half an hour', async () => {
    const { id, second } = await outOfTime('86', async () => {
      const change = { config: { url: 'http://127.0.0.1:9', connection: { connectTimeoutSeconds: 1 } } };
      const { status } = await story.api(`/gateways/${story.gatewayId}`, {
        method: 'PATCH',
        as: 'admin',
        body: change,
      });
      expect(status).toBe(200);
    });
    await eventually(async () => {
      const [row] = await story.sql.query<{ off: boolean }>(
        'select ask_after > clock_timestamp() as off from climbs',
      );
      expect(row!.off).toBe(true);
    });
    expect(await attemptsOf(id)).toHaveLength(1);
    await story.sql.execute(
      `update climbs set unanswered_since = now() - interval '31 minutes', ask_after = now()`,
    );
    await eventually(async () => expect(await attemptsOf(id)).toHaveLength(2));
    expect((await attemptsOf(id)).map((each) => each.gatewayId)).toEqual([story.gatewayId, second]);
  });

  it('is not sent when the receipt of the rung before comes in first', async () => {
    const second = await secondAccount({ hours: { open: '00:00', close: '00:01' } });
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [makePhone('86')] });
    const id = await story.approved(steps(story.gatewayId, second));
    await settled(id, { accepted: 1 });
    await story.sql.execute(
      `insert into climbs (delivery_id, attempt, why) select id, attempt, 'deadline' from deliveries`,
    );
    await settled(id, { planned: 1 });
    const [{ operator_id: operatorId }] = (await story.sql.query<{ operator_id: string }>(
      'select operator_id from attempts',
    )) as [{ operator_id: string }];
    await story.sql.execute(
      `insert into receipts (gateway_id, kind, operator_id, status) values ($1, 'receipt', $2, 'delivered')`,
      [story.gatewayId, operatorId],
    );
    await settled(id, { delivered: 1, planned: 0 });
    expect(await attemptsOf(id)).toHaveLength(1);
    expect(await story.reached()).toHaveLength(1);
  });
});

describe('every phone on every rung', () => {
  it('is tried before a household is given up: two phones and two rungs are four tries', async () => {
    const refusing = await startSimulator({ port: 0, key: KEY, behaviour: 'bad-recipient' });
    try {
      const first = await secondAccount({ name: 'Từ chối mọi số', config: { url: refusing.url } });
      const phones = [makePhone('97'), makePhone('00')];
      await makeHousehold(story.sql, { areaId: story.hamletId, phones });
      const id = await story.approved(steps(first, story.gatewayId));
      await settled(id, { audience: 1, delivered: 1 });
      expect((await attemptsOf(id)).map(({ phone, gatewayId }) => [phone, gatewayId])).toEqual([
        [phones[0], first],
        [phones[1], first],
        [phones[0], story.gatewayId],
        [phones[1], story.gatewayId],
      ]);
    } finally {
      await refusing.stop();
    }
  });

  it('is tried also where a phone has refused the channel of the first rung only', async () => {
    const phones = [makePhone('97'), makePhone('00')];
    await makeHousehold(story.sql, { areaId: story.hamletId, phones });
    await story.sql.execute(
      `insert into refusals (phone, channel, source) values ($1, 'zalo', 'household')`,
      [phones[1]],
    );
    const rule = await audienceRule(
      story.sql,
      { areaIds: [story.hamletId] },
      { perHousehold: 'one', channel: 'zalo' },
    );
    const { text, values } = audienceQuery(rule);
    const [row] = await story.sql.query<{ phone: string; spare_contacts: number }>(text, values);
    expect(row).toMatchObject({ phone: phones[0], spare_contacts: 1 });
  });
});

describe('the frequency cap', () => {
  it('leaves out a household that two campaigns of the day have written to, and says so', async () => {
    await makeHousehold(story.sql, { areaId: story.hamletId });
    for (let n = 0; n < 2; n++) await story.reaches(await story.approved(), 'completed');
    const third = await story.submitted();
    const preview = await story.api(`/campaigns/${third}/preview`, { method: 'POST', as: 'approver' });
    expect(preview.body.skipped).toMatchObject([{ reason: 'frequency-cap', count: 1 }]);
    await story.api(`/campaigns/${third}/approve`, { method: 'POST', as: 'approver' });
    expect(await story.reaches(third, 'completed')).toMatchObject({ audience: 1, skipped: 1 });
  });

  it('is passed by an urgent campaign, with a word of its approver', async () => {
    await makeHousehold(story.sql, { areaId: story.hamletId });
    const set = await story.api('/settings/frequency-cap', {
      method: 'PUT',
      as: 'admin',
      body: { perDay: 1, perWeek: 1 },
    });
    expect(set.status).toBe(200);
    await story.reaches(await story.approved(), 'completed');
    const urgent = await story.submitted({ isUrgent: true });
    const silent = await story.api(`/campaigns/${urgent}/approve`, { method: 'POST', as: 'approver' });
    expect(silent).toMatchObject({ status: 400, body: { code: 'word-needed' } });
    await story.api(`/campaigns/${urgent}/approve`, {
      method: 'POST',
      as: 'approver',
      body: { word: 'Bão số 9' },
    });
    await story.reaches(urgent, 'completed');
    await settled(urgent, { audience: 1, skipped: 0 });
  });
});
