import { type FakeOperator, startFakeOperator } from '../gateway/fake-operator.js';
import { makeHouseholds, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

let story: Story;
let fake: FakeOperator;

beforeAll(async () => {
  story = await startStory({ gateway: { partsPerSecond: 20 } });
  fake = await startFakeOperator();
});
afterAll(async () => {
  await story.close();
  await fake.close();
});

let people = 0;

/** Each test is somebody else, because everybody may send a few. */
function test(
  body: Record<string, unknown>,
  { gatewayId = story.gatewayId, as = `can-bo-${++people}` } = {},
) {
  return story
    .login('propagandist', as)
    .then((who) => story.api(`/gateways/${gatewayId}/test`, { method: 'POST', as: who, body }));
}

describe('a test message', () => {
  it("reaches the official's phone ahead of a campaign that fills the account for minutes", async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3_000 });
    const id = await story.approved();
    await eventually(async () => expect((await story.reached()).length).toBeGreaterThan(10));
    const phone = makePhone('00');
    const { status, body } = await test({ phone: `0${phone.slice(3)}`, text: 'Thử: Họp lúc 19 giờ' });
    expect(body).toEqual({
      outcome: 'accepted',
      reason: null,
      code: null,
      operatorId: expect.stringMatching(/^sim/),
      parts: 1,
      costVnd: 350,
      detail: 'Nhà mạng đã nhận tin; hãy xem điện thoại của bạn.',
    });
    expect(status).toBe(200);
    const log = await story.reached();
    const place = log.findIndex((message) => message.phone === phone);
    expect(place).toBeGreaterThan(0);
    expect(log.length).toBeLessThan(1_000);
    // Under a reference that no receipt can take for a delivery's.
    expect(log[place]!.reference.slice(6, 8)).toBe('00');
    await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'propagandist' });
    // It is in no campaign's account, and in the trail without the number.
    const [event] = await story.sql.query<{ details: unknown; actor_name: string }>(
      `select details, actor_name from audit_events where action = 'gateway.tested'`,
    );
    expect(JSON.stringify(event)).not.toContain(phone.slice(3));
    expect(story.logs.join('\n')).not.toContain(phone.slice(3));
  });

  it("says in Vietnamese what the operator says, with the operator's code", async () => {
    const refused = await test({ phone: makePhone('97') });
    expect(refused.body).toMatchObject({ outcome: 'refused', reason: 'bad-recipient', costVnd: 0 });
    expect(refused.body.detail).toMatch(/^Số điện thoại không nhận được tin \(mã của nhà mạng: .+\)\.$/);
  });

  it('is sent once whatever comes, and says so when nobody knows', async () => {
    fake.answer = { status: 500, body: 'oops' };
    const made = await story.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        name: 'Cổng HTTP',
        kind: 'http',
        config: {
          request: {
            method: 'POST',
            url: `${fake.url}/send`,
            body: {
              type: 'json',
              value: { to: '{phone}', text: '{text}', report: '{callbackUrl}', id: '{reference}' },
            },
          },
          success: { statuses: [200] },
        },
        partsPerSecond: 20,
        pricePerPartVnd: 400,
      },
    });
    const { status, body } = await test({ phone: '0912345678', text: 'Thử' }, { gatewayId: made.body.id });
    expect({ status, ...body }).toMatchObject({
      status: 200,
      outcome: 'unclear',
      reason: 'unclear',
      costVnd: 400,
    });
    expect(body.detail).toMatch(/Tin có thể vẫn đến/);
    expect(fake.requests.filter(({ path }) => path === '/send')).toHaveLength(1);
    fake.answer = { status: 200, body: 'OK' };
    const again = await test({ phone: '0912345678', text: 'Thử' }, { gatewayId: made.body.id });
    expect(again.body).toMatchObject({ outcome: 'accepted', costVnd: 400 });
  });

  it('does not go to a number that has refused, nor through an account that a person holds', async () => {
    const phone = makePhone('00');
    await makeRefusal(story.sql, phone);
    const refused = await test({ phone });
    expect(refused).toMatchObject({ status: 409, body: { code: 'refused' } });
    expect(refused.body.detail).toMatch(/^Số này đã từ chối nhận tin SMS/);
    const state = (to: string) =>
      story.api(`/gateways/${story.gatewayId}`, { method: 'PATCH', as: 'admin', body: { state: to } });
    await state('held');
    expect(await test({ phone: makePhone('00') })).toMatchObject({
      status: 409,
      body: { code: 'gateway-held' },
    });
    await state('active');
    expect((await story.reached()).some((message) => message.phone === phone)).toBe(false);
  });

  it('is a few a minute for each person, also when they are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => test({ phone: makePhone('00') }, { as: 'nguoi-voi' })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const late = answers.find(({ status }) => status === 429)!;
    expect(late.body).toMatchObject({ code: 'too-many-tests', detail: expect.stringContaining('một phút') });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await test({ phone: makePhone('00') })).status).toBe(200);
  });

  it('waits for no operator that has asked for time', async () => {
    await story.sql.execute(`update gateway_pace set free_at = now() + interval '30 seconds'`);
    const { status, body, headers } = await test({ phone: makePhone('00') });
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'gateway-waits' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(20);
  });

  it('takes a template where the operator sends nothing else', async () => {
    const made = await story.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        name: 'Zalo theo mẫu',
        kind: 'zalo-template',
        config: { appId: '1234567890', oaId: '987654321', url: fake.url, oauthUrl: fake.url },
        secrets: { appSecret: 'bi-mat-ung-dung', oaSecretKey: 'bi-mat-oa' },
        partsPerSecond: 10,
      },
    });
    expect([made.status, made.body.errors]).toEqual([201, undefined]);
    const gatewayId: string = made.body.id;
    const bare = await test({ phone: '0912345678', text: 'Thử' }, { gatewayId });
    expect(bare).toMatchObject({ status: 400, body: { errors: [{ path: 'template' }] } });
    // Nobody has let the account in yet, which its operator need not be asked about.
    const { status, body } = await test(
      { phone: '0912345678', template: { id: '7895417', data: { ten: 'Nguyễn Văn An' } } },
      { gatewayId },
    );
    expect({ status, ...body }).toMatchObject({ status: 200, outcome: 'refused', costVnd: 0 });
    expect(body.detail.length).toBeGreaterThan(10);
  });

  it('takes a number, an account that there is, and a right', async () => {
    const bad = await test({ phone: 'không có' });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ path: 'phone' }] } });
    expect((await test({ phone: '0912345678' }, { gatewayId: '999999' })).status).toBe(404);
    const { status } = await story.api(`/gateways/${story.gatewayId}/test`, {
      method: 'POST',
      as: 'approver',
      body: { phone: '0912345678' },
    });
    expect(status).toBe(403);
  });
});
