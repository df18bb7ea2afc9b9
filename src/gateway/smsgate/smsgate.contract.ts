import { createHmac } from 'node:crypto';
import { type GatewayContract, jsonReply, MESSAGE, rawRequest } from '../gateway.contract.js';

const SECRETS = { password: 'mat-khau-may', signingKey: 'khoa-ky-webhook' };
const MODES = { local: '', cloud: '/3rdparty/v1', private: '/api/3rdparty/v1' } as const;

const json = (status: number, body: unknown) => jsonReply(body, status);

/** A webhook call as the app signs it: over the body and the time. */
function hook(body: unknown, { key = SECRETS.signingKey, at = Date.now() } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const time = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key)
    .update(text + time)
    .digest('hex');
  return rawRequest({ body: text, headers: { 'x-signature': signature, 'x-timestamp': time } });
}

const event = (name: string, payload: Record<string, unknown>) => ({
  deviceId: 'ffff',
  event: name,
  id: 'Ey6ECgOkVVFjz3CL48B8C',
  payload: { simNumber: 1, ...payload },
  webhookId: 'w1',
});

const contractOf = (mode: keyof typeof MODES): GatewayContract => ({
  kind: 'smsgate',
  title: `smsgate (${mode})`,
  isVariant: mode === 'private',
  config: (url) => ({ mode, url: url + MODES[mode], username: 'sms', simNumber: 2, ttlMinutes: 60 }),
  secrets: SECRETS,
  accepted: {
    reply: json(202, {
      id: MESSAGE.reference,
      state: 'Pending',
      recipients: [{ phoneNumber: MESSAGE.phone, state: 'Pending' }],
    }),
    result: { operatorId: MESSAGE.reference, code: 'Pending' },
  },
  alsoAccepted: [
    [
      'it has had this reference before',
      json(409, { message: 'conflict' }),
      { operatorId: MESSAGE.reference, code: 'HTTP 409' },
    ],
  ],
  request: (message) => ({
    method: 'POST',
    path: `${MODES[mode]}${mode === 'local' ? '/message' : '/messages'}`,
    headers: {
      authorization: `Basic ${Buffer.from(`sms:${SECRETS.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: {
      json: {
        id: message.reference,
        textMessage: { text: message.text },
        phoneNumbers: [message.phone],
        withDeliveryReport: true,
        simNumber: 2,
        ttl: 3600,
      },
    },
  }),
  errors: [
    ['a wrong password', json(401, { message: 'Unauthorized' }), 'misconfigured'],
    ['no right to send', json(403, { message: 'Forbidden' }), 'misconfigured'],
    ['a number it cannot read', json(400, { message: 'invalid phone number' }), 'bad-recipient'],
    ['anything else that it cannot read', json(400, { message: 'ttl must be positive' }), 'rejected'],
    ['a server whose phone is away', json(503, { message: 'QueueLimitExceeded' }), 'throttled'],
    ['a message that failed at once', json(202, { id: 'x', state: 'Failed' }), 'rejected', 'Failed'],
    ['a server in trouble', json(503, { message: 'Service Unavailable' }), 'unclear'],
  ],
  receipts: [
    [
      'that it has left the phone',
      hook(
        event('sms:sent', {
          messageId: 'abc12301zz9',
          sentAt: '2026-11-21T10:00:00.000+07:00',
          partsCount: 2,
        }),
      ),
      [
        {
          type: 'receipt',
          reference: 'abc12301zz9',
          status: 'accepted',
          code: 'Sent',
          occurredAt: new Date('2026-11-21T03:00:00Z'),
        },
      ],
    ],
    [
      'that one part is on the other phone',
      hook(
        event('sms:delivered', { messageId: 'abc12301zz9', deliveredAt: '2026-11-21T10:00:05.000+07:00' }),
      ),
      [
        {
          type: 'receipt',
          reference: 'abc12301zz9',
          status: 'delivered',
          code: 'Delivered',
          occurredAt: new Date('2026-11-21T03:00:05Z'),
          part: 'Ey6ECgOkVVFjz3CL48B8C',
        },
      ],
    ],
    [
      'that it failed, and why',
      hook(event('sms:failed', { messageId: 'abc12301zz9', reason: 'RESULT_ERROR_NO_SERVICE' })),
      [
        {
          type: 'receipt',
          reference: 'abc12301zz9',
          status: 'undelivered',
          code: 'RESULT_ERROR_NO_SERVICE',
        },
      ],
    ],
    [
      'a reply, in new words',
      hook(
        event('sms:received', {
          messageId: 'm',
          message: 'TC',
          sender: '+84912345678',
          recipient: '+84900000000',
          receivedAt: '2026-11-21T10:01:00+07:00',
        }),
      ),
      [
        {
          type: 'inbound',
          phone: '+84912345678',
          text: 'TC',
          operatorId: 'Ey6ECgOkVVFjz3CL48B8C',
          occurredAt: new Date('2026-11-21T03:01:00Z'),
        },
      ],
    ],
    [
      'a reply, in old words',
      hook(event('sms:received', { messageId: 'm', message: 'Cảm ơn', phoneNumber: '0912345678' })),
      [{ type: 'inbound', phone: '0912345678', text: 'Cảm ơn', operatorId: 'Ey6ECgOkVVFjz3CL48B8C' }],
    ],
    ['nothing in a ping', hook(event('system:ping', { health: {} })), []],
  ],
  forged: [
    [
      'a call without a signature',
      rawRequest({ body: JSON.stringify(event('sms:failed', { messageId: 'a' })) }),
    ],
    ['a call signed with another key', hook(event('sms:failed', { messageId: 'a' }), { key: 'khác' })],
    [
      'a call that was kept for a day',
      hook(event('sms:failed', { messageId: 'a' }), { at: Date.now() - 86_400_000 }),
    ],
    ['a call of tomorrow', hook(event('sms:failed', { messageId: 'a' }), { at: Date.now() + 86_400_000 })],
  ],
  checks: [
    ['tells of a wrong password', () => json(401, { message: 'Unauthorized' }), { ok: false }],
    [
      'tells of another server',
      () => ({ status: 404, body: '<html><h1>404 Not Found</h1></html>' }),
      { ok: false, detail: 'Địa chỉ này không trả lời như ứng dụng SMSGate: một trang web, HTTP 404.' },
    ],
    [
      'tells how the phone is',
      ({ path }) => {
        if (path === '/health')
          return json(500, {
            status: 'fail',
            checks: { 'battery:level': { observedValue: 9, status: 'fail' } },
          });
        const lastSeen = new Date().toISOString();
        return path.endsWith('/devices')
          ? json(200, [{ id: 'd', name: 'Pin còn 9%', lastSeen }])
          : json(404, {});
      },
      // In the other modes it is the name of a phone at its server.
      { ok: true, detail: /Pin còn 9%.*tiền trong SIM/ },
    ],
  ],
  unreadable: [
    ['rubbish', hook('{"event":')],
    ['a receipt without its message', hook(event('sms:failed', {}))],
    ['a reply without its words', hook(event('sms:received', { sender: '+84912345678' }))],
  ],
});

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.ma-truy-cap.chu-ky';
const cloud = contractOf('cloud');

/** The same server with a token in the place of the password, as the vendor's authentication page describes it. */
const jwt: GatewayContract = {
  ...cloud,
  title: 'smsgate (cloud, with a token)',
  config: (url) => ({ ...cloud.config(url), auth: 'jwt' }),
  secrets: { ...SECRETS, token: TOKEN },
  login: {
    path: '/3rdparty/v1/auth/token',
    reply: json(201, {
      id: 'w8pxz0a4Fwa4xgzyCvSeC',
      token_type: 'Bearer',
      access_token: TOKEN,
      refresh_token: 'ma-lam-moi',
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    request: {
      method: 'POST',
      path: '/3rdparty/v1/auth/token',
      headers: {
        authorization: `Basic ${Buffer.from(`sms:${SECRETS.password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: { json: { ttl: 3_600, scopes: ['messages:send', 'messages:read', 'devices:list'] } },
    },
    errors: [
      ['a wrong password', json(401, { message: 'Unauthorized' }), 'misconfigured', 'HTTP 401'],
      ['no right to have tokens', json(403, { message: 'Forbidden' }), 'misconfigured', 'HTTP 403'],
      ['too many at once', { status: 429 }, 'throttled', 'HTTP 429'],
    ],
  },
  request: (message) => ({
    ...cloud.request(message),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  }),
};

export const contracts = [...(Object.keys(MODES) as (keyof typeof MODES)[]).map(contractOf), jwt];
