import { MESSAGE, type FakeReply } from '../../src/gateway/gateway.contract.js';
import type { GatewayErrorKind } from '../../src/domain/retry.js';
import { GatewayError } from '../../src/gateway/gateway-error.js';
import { ZaloTemplateConfig } from '../../src/gateway/zalo-template/zalo-template-config.schema.js';
import { ZaloTemplateGateway } from '../../src/gateway/zalo-template/zalo-template.gateway.js';
import { describeGatewayContract } from './contract.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';
import {
  account,
  APP_ID,
  APP_SECRET,
  event,
  FRESH_TOKEN,
  house,
  OA_ID,
  OA_SECRET_KEY,
  TOKEN,
  TOKEN_EXPIRES_AT,
  zalo,
} from './zalo-subjects.js';

const SECRETS = { appSecret: APP_SECRET, oaSecretKey: OA_SECRET_KEY };
const AT = '1732176000000';
const message = {
  ...MESSAGE,
  template: { id: '345678', data: { ten_chu_ho: 'Nguyễn Văn An', ngay: '09/11/2026' } },
};
const taken = {
  msg_id: '7d0b2a5c9f1e',
  sent_time: AT,
  sending_mode: '1',
  quota: { dailyQuota: '500', remainingQuota: '499' },
};

function gatewayAt(url: string, change: object = {}, at = house()): ZaloTemplateGateway {
  return new ZaloTemplateGateway(
    ZaloTemplateConfig.parse({ ...account(url), ...change }),
    SECRETS,
    { connections: 2, answerTimeoutMs: 2_000 },
    at,
  );
}

/** Zalo's codes by what they mean to a household or an account. */
const CODES: Record<Exclude<GatewayErrorKind, 'unclear'>, number[]> = {
  unreachable: [-100],
  throttled: [-32],
  misconfigured: [
    -101, -102, -103, -104, -105, -106, -109, -1091, -113, -1131, -117, -120, -1201, -1202, -123, -1241, -125,
    -127, -128, -129, -131, -135, -1351, -136, -138, -1381, -142, -143, -145, -146, -151, -152, -158, -159,
    -160, -161, -162,
  ],
  'bad-recipient': [-108, -110, -114, -118, -119, -134, -140, -1471, -1472],
  'opted-out': [-139, -141],
  'bad-content': [-111, -112, -1121, -1122, -1123, -1124, -116, -130, -132, -153],
  rejected: [-107, -121, -122, -148, -149, -150, -1491, -99999],
  quota: [-115, -126, -137, -144, -1441, -147],
  night: [-133],
};

describeGatewayContract('zalo-template', {
  create: (url, defaults) =>
    new ZaloTemplateGateway(ZaloTemplateConfig.parse(account(url)), SECRETS, defaults, house()),
  message,
  accepted: { reply: zalo(0, taken, 'Success'), result: { operatorId: '7d0b2a5c9f1e', quotaLeft: 499 } },
  expectRequest: (request) => {
    expect(request).toMatchObject({
      method: 'POST',
      path: '/message/template',
      headers: { access_token: TOKEN, 'content-type': 'application/json' },
    });
    expect(request.headers.authorization).toBeUndefined();
    expect(JSON.parse(request.body)).toEqual({
      phone: '84912345678',
      template_id: '345678',
      template_data: { ten_chu_ho: 'Nguyễn Văn An', ngay: '09/11/2026' },
      tracking_id: message.reference,
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
    [
      'a code written as text',
      { status: 200, body: '{"error":"-118","message":"x"}' },
      'bad-recipient',
      '-118',
    ],
    ['a yes without an id', zalo(0, {}), 'unclear', 'NO_MSG_ID'],
    ['a token that stays refused', zalo(-124), 'misconfigured', '-124'],
    [
      'an error with a status of its own',
      { ...(zalo(-118) as object), status: 400 } as FakeReply,
      'bad-recipient',
      '-118',
    ],
  ],
  receipts: [
    [
      'a delivered template, with our reference',
      event(
        {
          event_name: 'user_received_message',
          app_id: APP_ID,
          sender: { id: OA_ID },
          recipient: { id: '84912345678' },
          message: { delivery_time: AT, msg_id: '7d0b2a5c9f1e', tracking_id: 'abc12301zz9' },
          timestamp: AT,
        },
        { headers: { 'x-zevent-server': 'ZNS' } },
      ),
      [
        {
          type: 'receipt',
          kind: 'zalo-template',
          reference: 'abc12301zz9',
          operatorId: '7d0b2a5c9f1e',
          status: 'delivered',
          code: 'received',
          occurredAt: new Date(Number(AT)),
        },
      ],
    ],
    [
      'the older, flat form of it',
      event({ event_name: 'user_received_message', msg_id: 'm1', tracking_id: 'abc12301zz9', timestamp: AT }),
      [
        {
          type: 'receipt',
          kind: 'zalo-template',
          reference: 'abc12301zz9',
          operatorId: 'm1',
          status: 'delivered',
          code: 'received',
          occurredAt: new Date(Number(AT)),
        },
      ],
    ],
    [
      'a change of a template',
      event({ event_name: 'change_template_status', oa_id: OA_ID, template_id: '345678', timestamp: AT }),
      [{ type: 'account', change: 'templates' }],
    ],
    [
      'a change of the daily quota',
      event({ event_name: 'change_oa_daily_quota', oaId: OA_ID, timestamp: AT }),
      [{ type: 'account', change: 'quota' }],
    ],
    ['a rating, which means nothing to us', event({ event_name: 'oa_send_text', timestamp: AT }), []],
  ],
  forged: [
    ['a call without a signature', { ...event({ event_name: 'follow', timestamp: AT }), headers: {} }],
    [
      'a call signed with the app secret',
      event({ event_name: 'follow', timestamp: AT }, { key: APP_SECRET }),
    ],
    ['a call signed for another app', event({ event_name: 'follow', timestamp: AT }, { first: OA_ID })],
    [
      'a call whose body was changed',
      { ...event({ event_name: 'follow', timestamp: AT }), body: Buffer.from('{"event_name":"unfollow"}') },
    ],
  ],
  unreadable: [
    ['a page', event('<h1>Zalo</h1>')],
    ['an event without a name', event({ timestamp: AT })],
    ['a delivery of nothing', event({ event_name: 'user_received_message', timestamp: AT })],
  ],
  secrets: [APP_SECRET, OA_SECRET_KEY, TOKEN, FRESH_TOKEN, '84912345678'],
});

describe('a template account of Zalo', () => {
  let operator: FakeOperator;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    operator = await startFakeOperator();
  });
  afterEach(() => operator.close());

  it('renews a refused token once and repeats the request once', async () => {
    operator.answer = (request) =>
      request.headers.access_token === FRESH_TOKEN ? zalo(0, taken) : zalo(-124);
    const at = house();
    const gateway = gatewayAt(operator.url, {}, at);
    expect((await gateway.send(message, signal)).operatorId).toBe('7d0b2a5c9f1e');
    expect(at.renewals).toEqual([TOKEN]);
    expect(operator.requests).toHaveLength(2);
    expect(operator.requests[1]!.body).toBe(operator.requests[0]!.body);
    await gateway.close();
  });

  it('sends to administrators only in development mode, and signs the token where the app demands it', async () => {
    operator.answer = zalo(0, taken);
    const gateway = gatewayAt(operator.url, { mode: 'development', appSecretProof: true, sendingMode: '1' });
    await gateway.send(message, signal);
    const [request] = operator.requests;
    expect(JSON.parse(request!.body)).toMatchObject({ mode: 'development', sending_mode: '1' });
    // HMAC-SHA256 of the token under the app secret, in lower-case hexadecimal.
    expect(request!.headers.appsecret_proof).toMatch(/^[0-9a-f]{64}$/);
    await gateway.close();
  });

  it('stands behind an address with a path of its own', async () => {
    operator.answer = zalo(0, taken);
    const gateway = gatewayAt(`${operator.url}/zalo/`);
    await gateway.send(message, signal);
    expect(operator.requests[0]!.path).toBe('/zalo/message/template');
    await gateway.close();
  });

  it('refuses a night until six in the morning of Vietnam', async () => {
    operator.answer = zalo(-133);
    const gateway = gatewayAt(operator.url);
    const error = (await gateway.send(message, signal).catch((reason: unknown) => reason)) as GatewayError;
    const morning = new Date(Date.now() + error.retryAfterMs! + 7 * 3_600_000);
    expect([error.kind, morning.getUTCHours(), morning.getUTCMinutes()]).toEqual(['night', 6, 0]);
    await gateway.close();
  });

  it('asks for the day’s quota, and takes the smaller of Zalo’s and its own', async () => {
    operator.answer = zalo(0, { dailyQuota: '500', remainingQuota: '320' });
    const gateway = gatewayAt(operator.url, { dailyQuota: 100 });
    expect(await gateway.dailyQuota(signal)).toEqual({ left: 100, daily: 100 });
    expect(operator.requests[0]).toMatchObject({ method: 'GET', path: '/message/quota' });
    await gateway.close();
  });

  it('asks what became of messages by Zalo’s own ids', async () => {
    operator.answer = ({ query }) =>
      query.get('message_id') === 'm3'
        ? zalo(-107)
        : zalo(0, { status: { m1: '1', m2: '0' }[query.get('message_id')!], delivery_time: AT });
    const gateway = gatewayAt(operator.url);
    expect(await gateway.queryStatusById(['m1', 'm2', 'm3'], signal)).toEqual([
      {
        type: 'receipt',
        operatorId: 'm1',
        status: 'delivered',
        code: 'status-1',
        occurredAt: new Date(Number(AT)),
      },
      { type: 'receipt', operatorId: 'm2', status: 'accepted', code: 'status-0' },
    ]);
    expect(operator.requests[0]).toMatchObject({ method: 'GET', path: '/message/status' });
    await gateway.close();
  });

  it('reads templates page by page, each with its parameters', async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ templateId: from + n, templateName: `Mẫu ${from + n}` }));
    operator.answer = ({ path, query }) => {
      if (path === '/template/all') {
        const rows = query.get('offset') === '0' ? page(1, 100) : page(101, 1);
        return { status: 200, body: JSON.stringify({ error: 0, data: rows, metadata: { total: 101 } }) };
      }
      return zalo(0, {
        templateId: query.get('template_id'),
        status: 'ENABLE',
        templateTag: 'TRANSACTION',
        templateQuality: 'HIGH',
        price_sdt: '120',
        price_uid: '90',
        timeout: 7_200_000,
        listParams: [
          {
            name: 'ten_chu_ho',
            require: true,
            type: 'STRING',
            maxLength: 30,
            minLength: 0,
            acceptNull: false,
          },
        ],
      });
    };
    const gateway = gatewayAt(operator.url);
    const templates = await gateway.listTemplates(signal);
    expect(templates).toHaveLength(101);
    expect(templates[100]).toEqual({
      id: '101',
      name: 'Mẫu 101',
      status: 'ENABLE',
      tag: 'TRANSACTION',
      quality: 'HIGH',
      params: [
        {
          name: 'ten_chu_ho',
          isRequired: true,
          type: 'STRING',
          minLength: 0,
          maxLength: 30,
          mayBeEmpty: false,
        },
      ],
      priceVnd: 120,
      timeoutSeconds: 7_200,
      previewUrl: null,
    });
    await gateway.close();
  });

  it('checks the quota and the quality', async () => {
    operator.answer = ({ path }) =>
      path === '/quality'
        ? zalo(0, { oaCurrentQuality: 'HIGH', oa7dayQuality: 'HIGH' })
        : zalo(0, { dailyQuota: '500', remainingQuota: '0' });
    const gateway = gatewayAt(operator.url);
    expect(await gateway.check(signal)).toEqual({
      ok: false,
      detail: 'OA đã hết hạn mức tin trong ngày của Zalo.',
      tokenExpiresAt: TOKEN_EXPIRES_AT.toISOString(),
      quotaLeft: 0,
      quality: 'HIGH',
    });
    await gateway.close();
  });
});
