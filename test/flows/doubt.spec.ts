import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addsUp } from '../../src/domain/delivery-states.js';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { makeHousehold, makePhone } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

/** Endings at which the operator takes the message and its answer does not come through. */
const TAKEN = ['90', '93', '94', '95', '96'];
/** Endings at which it does not take it and says nothing that can be read. */
const NOT_TAKEN = ['91', '92'];
const NO_ANSWER = { SEND_TIMEOUT_SECONDS: 1 };

let story: Story;
afterEach(() => story.close());

async function households(...endings: string[]): Promise<string[]> {
  const phones = endings.map((ending) => makePhone(ending));
  for (const phone of phones) await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  return phones;
}

/** The operator is well again. */
async function operatorRecovers(): Promise<void> {
  for (const ending of [...TAKEN, ...NOT_TAKEN]) {
    const body = JSON.stringify({ ending, behaviour: 'delivered' });
    const answer = await fetch(`${story.simulator.url}/admin/behaviour`, { method: 'POST', body });
    expect(answer.status).toBe(200);
  }
}

async function inDoubt(id: string, count: number): Promise<void> {
  await eventually(async () => expect(await story.account(id)).toMatchObject({ inDoubt: count }));
}

async function eachPhoneOnce(phones: readonly string[]): Promise<void> {
  const reached = await story.reached();
  expect(reached.map((message) => message.phone).toSorted()).toEqual([...phones].toSorted());
  expect(reached.every((message) => message.count === 1)).toBe(true);
}

async function deliveriesOf(id: string, query = '') {
  const { body } = await story.api(`/campaigns/${id}/deliveries${query}`, { as: 'propagandist' });
  return body.items;
}

/** The rows of the workbook, without empty cells. */
async function reportOf(id: string): Promise<string[][]> {
  const { bytes } = await story.api(`/campaigns/${id}/report.xlsx`, { as: 'propagandist' });
  const folder = await mkdtemp(join(tmpdir(), 'loa-luat-report-'));
  const rows: string[][] = [];
  try {
    await writeFile(join(folder, 'report.xlsx'), bytes);
    for await (const { cells } of readSheet(join(folder, 'report.xlsx')))
      rows.push(cells.map(String).filter((cell) => cell !== ''));
  } finally {
    await rm(folder, { recursive: true });
  }
  return rows;
}

async function auditOf(id: string): Promise<string[]> {
  const rows = await story.sql.query<{ action: string }>(
    `select action from audit_events where subject_kind = 'campaign' and subject_id = $1 order by id`,
    [id],
  );
  return rows.map((row) => row.action);
}

const decide = (id: string, body: object) =>
  story.api(`/campaigns/${id}/doubts`, { method: 'POST', as: 'approver', body });

describe('with an operator that delivers one reference once', () => {
  it('what was not answered is sent again by itself, and every phone gets it once', async () => {
    story = await startStory({ config: NO_ANSWER, operator: { receiptDelayMs: 9_000 } });
    const phones = await households('00', ...TAKEN, ...NOT_TAKEN);
    const id = await story.approved();
    await inDoubt(id, 7);
    const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
    expect(body.state).toBe('running');
    const [doubt] = await deliveriesOf(id, '?state=in_doubt');
    expect(doubt).toMatchObject({
      reason: 'unclear',
      reasonLabel: 'Đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng',
      attempts: [{ attempt: 1, outcome: 'in_doubt' }],
    });
    await operatorRecovers();

    await story.reaches(id, 'completed');
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: 8 }), {
      timeoutMs: 20_000,
    });
    await eachPhoneOnce(phones);
    const summary = await (await fetch(`${story.simulator.url}/admin/summary`)).json();
    expect(summary).toMatchObject({ repeats: TAKEN.length, duplicates: 0 });
    for (const { attempts } of await deliveriesOf(id)) expect(attempts).toHaveLength(1);
  });
});

describe('with an operator that promises nothing and can be asked', () => {
  it('what it knows is settled by its answer, and what it does not know is sent', async () => {
    story = await startStory({
      config: NO_ANSWER,
      operator: { idempotent: false },
      gateway: { processingSeconds: 1 },
    });
    await story.sql.execute(
      `update gateways set config = config || '{"receipts": false}', version = version + 1`,
    );
    const phones = await households('00', ...TAKEN, ...NOT_TAKEN);
    const id = await story.approved();
    await inDoubt(id, 7);
    await operatorRecovers();

    // The sixth and seventh, which it did not know, are taken now; this account reports nothing by itself.
    await eventually(
      async () => expect(await story.account(id)).toMatchObject({ delivered: 5, accepted: 3, inDoubt: 0 }),
      { timeoutMs: 20_000 },
    );
    await story.reaches(id, 'completed');
    await eachPhoneOnce(phones);
    expect(addsUp(await story.account(id))).toBe(true);
    expect(await auditOf(id)).toEqual(expect.arrayContaining(['campaign.completed', 'campaign.reopened']));
    const anew = (await deliveriesOf(id)).filter((each: { attempts: unknown[] }) => each.attempts.length > 1);
    expect(anew).toHaveLength(2);
    expect(anew[0].attempts).toMatchObject([
      { attempt: 1, outcome: 'failed', code: 'not-known', costVnd: 0 },
      { attempt: 2, outcome: 'accepted', costVnd: 350 },
    ]);
  });
});

describe('with an operator that promises nothing and cannot be asked', () => {
  const gateway = () => ({
    name: 'Cổng HTTP',
    kind: 'http',
    config: {
      request: {
        url: `${story.simulator.url}/send`,
        headers: { Authorization: 'Bearer {secret.key}' },
        body: { type: 'json', value: { reference: '{reference}', to: '{phone}', text: '{text}' } },
      },
      success: { json: { path: 'status', equals: ['accepted'] } },
      errors: { otherwise: 'unclear' },
    },
    secrets: { key: 'khoa-thu-nghiem' },
    partsPerSecond: 5000,
    pricePerPartVnd: 350,
    hours: { open: '00:00', close: '24:00' },
  });

  beforeEach(async () => {
    story = await startStory({ config: NO_ANSWER, operator: { idempotent: false } });
    const { status, body } = await story.api('/gateways', { method: 'POST', as: 'admin', body: gateway() });
    expect([status, body.capabilities]).toEqual([
      201,
      expect.objectContaining({
        statusQuery: false,
        unknownMeansNotSent: false,
        idempotencyWindowSeconds: 0,
      }),
    ]);
    story.gatewayId = body.id;
  });

  /** A campaign of which `endings` are in doubt and nothing will happen by itself. */
  async function leftToPeople(...endings: string[]): Promise<{ id: string; phones: string[] }> {
    const phones = await households('00', ...endings);
    const id = await story.approved({
      steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Thử' }],
    });
    await story.reaches(id, 'completed');
    await inDoubt(id, endings.length);
    await eventually(async () => {
      const waiting = await story.sql.query('select 1 from doubts where ask_at is not null');
      expect(waiting).toEqual([]);
    });
    return { id, phones };
  }

  it('what is in doubt stays so, and a person says what became of it', async () => {
    const { id } = await leftToPeople('90', '92', '93');
    expect((await story.api(`/campaigns/${id}/doubts`, { as: 'propagandist' })).body).toEqual({
      inDoubt: 3,
      sentence: 'Chưa rõ 3 tin đã đến hay chưa vì đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng.',
      reasons: [
        { reason: 'unclear', label: 'Đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng', count: 3 },
      ],
    });
    const sheets = await reportOf(id);
    expect(sheets).toContainEqual([expect.stringMatching(/^Chưa rõ 3 tin đã đến hay chưa vì /)]);
    const label = 'Đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng';
    expect(sheets.filter((cells) => cells.includes('Chưa rõ') && cells.includes(label))).toHaveLength(3);
    const doubts = await deliveriesOf(id, '?state=in_doubt');
    expect(doubts).toHaveLength(3);
    const [first, second] = doubts.map((each: { id: string }) => each.id);
    expect(await decide(id, { verdict: 'delivered', deliveryIds: [first] })).toMatchObject({
      status: 200,
      body: { changed: 1 },
    });
    expect((await decide(id, { verdict: 'not-delivered', deliveryIds: [first, second] })).body).toEqual({
      changed: 1,
    });
    expect(await story.account(id)).toMatchObject({ accepted: 1, delivered: 1, undelivered: 1, inDoubt: 1 });
    const [told] = await deliveriesOf(id, '?state=undelivered');
    expect(told).toMatchObject({
      id: second,
      reason: 'person',
      reasonLabel: 'Kết quả do người phụ trách xác nhận',
      attempts: [{ outcome: 'undelivered', code: 'person' }],
    });
    expect((await decide(id, { verdict: 'not-delivered' })).body).toEqual({ changed: 1 });
    expect((await decide(id, { verdict: 'not-delivered' })).body).toEqual({ changed: 0 });
    expect(await story.account(id)).toMatchObject({ undelivered: 2, inDoubt: 0 });
    expect((await story.reached()).every((message) => message.count === 1)).toBe(true);
  });

  it('what a person says was not delivered goes on to the next phone and the next step, while one is left', async () => {
    const phones = [makePhone('90'), makePhone('91'), makePhone('00')];
    await makeHousehold(story.sql, { areaId: story.hamletId, phones });
    const step = { channel: 'sms', gatewayId: story.gatewayId, text: 'Thử' };
    const id = await story.approved({ steps: [step] });
    await inDoubt(id, 1);
    const said = { verdict: 'not-delivered' };
    expect((await decide(id, said)).body).toEqual({ changed: 1 });
    expect(await story.account(id)).toMatchObject({ undelivered: 0 });
    // The second phone is in doubt as well; the third takes it.
    await inDoubt(id, 1);
    expect((await decide(id, said)).body).toEqual({ changed: 1 });
    await eventually(async () => expect(await story.account(id)).toMatchObject({ accepted: 1, inDoubt: 0 }));
    await story.reaches(id, 'completed');
    const [{ attempts }] = await deliveriesOf(id);
    expect(attempts).toMatchObject([
      { phone: phones[0], outcome: 'undelivered', code: 'person' },
      { phone: phones[1], outcome: 'undelivered', code: 'person' },
      { phone: phones[2], outcome: 'accepted' },
    ]);
  });

  it('in a cancelled campaign it is undelivered, and goes nowhere', async () => {
    const phones = [makePhone('90'), makePhone('00')];
    await makeHousehold(story.sql, { areaId: story.hamletId, phones });
    const id = await story.approved({ steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Thử' }] });
    await inDoubt(id, 1);
    // A campaign that is through cannot be cancelled any more: it is stopped before that in life.
    await story.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [id]);
    expect((await decide(id, { verdict: 'not-delivered' })).body).toEqual({ changed: 1 });
    expect(await story.account(id)).toMatchObject({ undelivered: 1, planned: 0, inDoubt: 0 });
    expect((await story.reached()).map(({ phone }) => phone)).toEqual([phones[0]]);
  });

  it('a person sends all of it again, knowingly, and the trail says who and how many', async () => {
    const { id, phones } = await leftToPeople('90', '92');
    await operatorRecovers();
    expect((await decide(id, { verdict: 'send-again' })).body).toEqual({ changed: 2 });
    await eventually(async () => expect(await story.account(id)).toMatchObject({ accepted: 3, inDoubt: 0 }));
    await story.reaches(id, 'completed');
    const reached = await story.reached();
    expect(reached).toHaveLength(4);
    expect(new Set(reached.map((message) => message.phone))).toEqual(new Set(phones));
    const again = (await deliveriesOf(id)).filter(
      (each: { attempts: unknown[] }) => each.attempts.length > 1,
    );
    expect(again[0].attempts).toMatchObject([
      { attempt: 1, outcome: 'in_doubt', code: 'sent-again' },
      { attempt: 2, outcome: 'accepted' },
    ]);
    const [event] = await story.sql.query(
      `select actor_name, details from audit_events where action = 'campaign.doubts-decided'`,
    );
    expect(event).toMatchObject({
      actor_name: 'approver',
      details: { verdict: 'send-again', changed: 2, chosen: 'all' },
    });
  });

  it('nothing of a cancelled campaign is sent again, and what is in doubt stays so', async () => {
    const { id } = await leftToPeople('90');
    await story.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [id]);
    expect(await decide(id, { verdict: 'send-again' })).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    });
    expect(await story.account(id)).toMatchObject({ inDoubt: 1 });
    expect((await decide(id, { verdict: 'delivered' })).body).toEqual({ changed: 1 });
  });

  it('a verdict that is none, and a campaign that is not there, are refused', async () => {
    const { id } = await leftToPeople('90');
    expect(await decide(id, { verdict: 'perhaps' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'verdict' }] },
    });
    expect(await decide('999999', { verdict: 'delivered' })).toMatchObject({ status: 404 });
  });
});
