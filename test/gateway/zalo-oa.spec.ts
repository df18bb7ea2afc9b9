import { MESSAGE, type FakeReply } from '../../src/gateway/gateway.contract.js';
import type { GatewayErrorKind } from '../../src/domain/retry.js';
import type { LinkedUser } from '../../src/gateway/gateway-house.js';
import { ZaloOaConfig } from '../../src/gateway/zalo-oa/zalo-oa-config.schema.js';
import { ZaloOaGateway } from '../../src/gateway/zalo-oa/zalo-oa.gateway.js';
import { describeGatewayContract } from './contract.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';
import {
  account,
  APP_SECRET,
  event,
  FRESH_TOKEN,
  house,
  OA_ID,
  OA_SECRET_KEY,
  TOKEN,
  USER_ID,
  zalo,
  zaloReport,
} from './zalo-subjects.js';

const SECRETS = { appSecret: APP_SECRET, oaSecretKey: OA_SECRET_KEY };
const AT = '1732176000000';
const when = new Date(Number(AT));
const taken = {
  message_id: 'cs1',
  user_id: USER_ID,
  quota: { quota_type: 'reply', remain: '7', total: '8' },
};
const DAY_MS = 24 * 3_600_000;

const gatewayAt = (url: string, user?: { known: LinkedUser | undefined }) =>
  new ZaloOaGateway(
    ZaloOaConfig.parse({ ...account(url), templatesUrl: url }),
    SECRETS,
    { connections: 2, answerTimeoutMs: 2_000 },
    user ? { ...house(), zaloUser: () => Promise.resolve(user.known) } : house(),
  );

const CODES: Record<Exclude<GatewayErrorKind, 'unclear' | 'unreachable'>, number[]> = {
  throttled: [-32, -214],
  misconfigured: [
    -204, -205, -209, -212, -219, -221, -223, -224, -235, -237, -238, -240, -241, -242, -249, -320,
  ],
  'bad-recipient': [-213, -217, -218, -227, -230, -232],
  'opted-out': [-244],
  'bad-content': [-100, -201, -210, -248],
  rejected: [-233, -403, -200, -99999],
  quota: [-211, -321],
  night: [-234],
};

describeGatewayContract('zalo-oa', {
  create: (url, defaults) =>
    new ZaloOaGateway(ZaloOaConfig.parse({ ...account(url), templatesUrl: url }), SECRETS, defaults, house()),
  accepted: { reply: zalo(0, taken), result: { operatorId: 'cs1', code: 'reply' } },
  expectRequest: (request, message) => {
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v3.0/oa/message/cs',
      headers: { access_token: TOKEN, 'content-type': 'application/json' },
    });
    expect(JSON.parse(request.body)).toEqual({
      recipient: { user_id: USER_ID },
      message: { text: message.text },
    });
  },
  errors: [
    ...Object.entries(CODES).flatMap(([kind, codes]) =>
      codes.map((code): [string, FakeReply, GatewayErrorKind, string] => [
        `${code} as ${kind}`,
        zalo(code),
        kind as GatewayErrorKind,
        String(code),
      ]),
    ),
    ['a token that stays refused', zalo(-216), 'misconfigured', '-216'],
    ['a removed token', zalo(-220), 'misconfigured', '-220'],
    ['a yes without an id', zalo(0, {}), 'unclear', 'NO_MESSAGE_ID'],
  ],
  receipts: [
    [
      'a message on the phone',
      event({
        event_name: 'user_received_message',
        sender: { id: OA_ID },
        recipient: { id: USER_ID },
        message: { msg_id: 'cs1' },
        timestamp: AT,
      }),
      [
        {
          type: 'receipt',
          kind: 'zalo-oa',
          operatorId: 'cs1',
          status: 'delivered',
          code: 'received',
          occurredAt: when,
        },
      ],
    ],
    [
      'messages that were seen, in a list or alone',
      event({ event_name: 'user_seen_message', message: { msg_ids: ['cs1', 'cs2'] }, timestamp: AT }),
      ['cs1', 'cs2'].map((operatorId) => ({
        type: 'receipt',
        kind: 'zalo-oa',
        operatorId,
        status: 'delivered',
        code: 'seen',
        occurredAt: when,
      })) as never,
    ],
    [
      'somebody who follows',
      event({ event_name: 'follow', oa_id: OA_ID, follower: { id: USER_ID }, timestamp: AT }),
      [{ type: 'user', userId: USER_ID, isFollower: true, interactedAt: when }],
    ],
    [
      'somebody who leaves',
      event({ event_name: 'unfollow', oa_id: OA_ID, follower: { id: USER_ID }, timestamp: AT }),
      [{ type: 'user', userId: USER_ID, isFollower: false }],
    ],
    [
      'somebody who writes',
      event({
        event_name: 'user_send_text',
        sender: { id: USER_ID },
        recipient: { id: OA_ID },
        message: { text: 'Tôi đã nhận được', msg_id: 'in1' },
        timestamp: AT,
      }),
      [
        { type: 'user', userId: USER_ID, interactedAt: when },
        {
          type: 'inbound',
          kind: 'zalo-oa',
          phone: '',
          userId: USER_ID,
          text: 'Tôi đã nhận được',
          operatorId: 'in1',
          occurredAt: when,
        },
      ],
    ],
    [
      'somebody who shares a phone',
      event({
        event_name: 'user_submit_info',
        sender: { id: USER_ID },
        recipient: { id: OA_ID },
        info: { name: 'An', phone: '84912345678', full_address: { user_ward: 'Xã An Bình' } },
        timestamp: AT,
      }),
      [{ type: 'user', userId: USER_ID, phone: '84912345678', interactedAt: when }],
    ],
    [
      'what a group says, which is nobody of ours',
      event({ event_name: 'user_send_group_text', timestamp: AT }),
      [],
    ],
  ],
  report: zaloReport('zalo-oa'),
  forged: [
    [
      'a call with a signature of nothing',
      { ...event({ event_name: 'follow', timestamp: AT }), headers: { 'x-zevent-signature': 'mac=' } },
    ],
  ],
  unreadable: [['an empty body', event('')]],
  secrets: [APP_SECRET, OA_SECRET_KEY, TOKEN, FRESH_TOKEN],
});

describe('an account that writes to people whom the OA knows', () => {
  let operator: FakeOperator;
  const signal = new AbortController().signal;
  const send = (gateway: ZaloOaGateway, change = {}) =>
    gateway.send({ ...MESSAGE, ...change }, signal).then(
      () => null,
      (error: unknown) => error,
    );

  beforeEach(async () => {
    operator = await startFakeOperator();
    operator.answer = zalo(0, taken);
  });
  afterEach(() => operator.close());

  it('sends a template by user id, without a tracking id', async () => {
    const gateway = gatewayAt(operator.url);
    await send(gateway, { template: { id: '9', data: { ten: 'An' } } });
    expect(operator.requests[0]!.path).toBe('/v3.0/oa/message/template');
    expect(JSON.parse(operator.requests[0]!.body)).toEqual({
      user_id: USER_ID,
      template_id: '9',
      template_data: { ten: 'An' },
    });
    await gateway.close();
  });

  it('asks Zalo nothing for somebody whom the OA does not know', async () => {
    const gateway = gatewayAt(operator.url, { known: undefined });
    expect(await send(gateway)).toMatchObject({
      kind: 'bad-recipient',
      sent: 'no',
      ownReason: 'no-zalo-user',
    });
    expect(operator.requests).toHaveLength(0);
    await gateway.close();
  });

  it('sends a consultation message in the seven days after an interaction, and not after', async () => {
    const inside = gatewayAt(operator.url, {
      known: { userId: USER_ID, lastInteractionAt: new Date(Date.now() - 6.9 * DAY_MS) },
    });
    expect(await send(inside)).toBeNull();
    const after = gatewayAt(operator.url, {
      known: { userId: USER_ID, lastInteractionAt: new Date(Date.now() - 7.1 * DAY_MS) },
    });
    expect(await send(after)).toMatchObject({ kind: 'bad-recipient', ownReason: 'zalo-window' });
    expect(await send(after, { template: { id: '9', data: {} } })).toBeNull();
    expect(operator.requests).toHaveLength(2);
    await Promise.all([inside.close(), after.close()]);
  });

  it('refuses a text that Zalo would not take', async () => {
    const gateway = gatewayAt(operator.url);
    expect(await send(gateway, { text: 'ă'.repeat(2_001) })).toMatchObject({
      kind: 'bad-content',
      sent: 'no',
    });
    expect(operator.requests).toHaveLength(0);
    await gateway.close();
  });

  it('tries a generic failure once more, as Zalo allows', async () => {
    const answers = [zalo(-200), zalo(0, taken)];
    operator.answer = () => answers.shift()!;
    const gateway = gatewayAt(operator.url);
    expect(await send(gateway)).toBeNull();
    expect(operator.requests).toHaveLength(2);
    await gateway.close();
  });

  it('checks who the OA is', async () => {
    operator.answer = zalo(0, { name: 'Xã An Bình', is_verified: false });
    const gateway = gatewayAt(operator.url);
    const health = await gateway.check(signal);
    expect(operator.requests[0]).toMatchObject({ method: 'GET', path: '/v2.0/oa/getoa' });
    expect(health).toMatchObject({ ok: true, detail: expect.stringContaining('Xã An Bình') });
    expect(health.detail).toContain('chưa xác thực');
    await gateway.close();
  });
});
