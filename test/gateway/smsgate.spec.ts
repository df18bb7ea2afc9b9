import { createHmac } from 'node:crypto';
import { WebhookRefused } from '../../src/gateway/gateway-error.js';
import { SmsGateConfig } from '../../src/gateway/smsgate/smsgate-config.schema.js';
import { SmsGateGateway } from '../../src/gateway/smsgate/smsgate.gateway.js';
import { MESSAGE, rawRequest } from '../../src/gateway/gateway.contract.js';
import { describeGatewayContract } from './contract.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';

const SECRETS = { password: 'mat-khau-may', signingKey: 'khoa-ky-webhook' };
const MODES = { local: '', cloud: '/3rdparty/v1', private: '/api/3rdparty/v1' } as const;

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

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

for (const mode of Object.keys(MODES) as (keyof typeof MODES)[]) {
  describeGatewayContract(`smsgate (${mode})`, {
    create: (url, defaults) =>
      new SmsGateGateway(
        SmsGateConfig.parse({
          mode,
          url: url + MODES[mode],
          username: 'sms',
          simNumber: 2,
          ttlMinutes: 60,
          connection: { connectTimeoutSeconds: 0.5 },
        }),
        SECRETS,
        defaults,
      ),
    accepted: {
      reply: json(202, {
        id: MESSAGE.reference,
        state: 'Pending',
        recipients: [{ phoneNumber: MESSAGE.phone, state: 'Pending' }],
      }),
      result: { operatorId: MESSAGE.reference, code: 'Pending' },
    },
    expectRequest: (request, message) => {
      expect([request.method, request.path]).toEqual([
        'POST',
        `${MODES[mode]}${mode === 'local' ? '/message' : '/messages'}`,
      ]);
      expect(request.headers.authorization).toBe(
        `Basic ${Buffer.from(`sms:${SECRETS.password}`).toString('base64')}`,
      );
      expect(request.headers['content-type']).toBe('application/json');
      expect(JSON.parse(request.body)).toEqual({
        id: message.reference,
        textMessage: { text: message.text },
        phoneNumbers: [message.phone],
        withDeliveryReport: true,
        simNumber: 2,
        ttl: 3600,
      });
    },
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
    unreadable: [
      ['rubbish', hook('{"event":')],
      ['a receipt without its message', hook(event('sms:failed', {}))],
      ['a reply without its words', hook(event('sms:received', { sender: '+84912345678' }))],
    ],
    secrets: [SECRETS.password, SECRETS.signingKey],
  });
}

describe('a phone as a gateway', () => {
  let operator: FakeOperator;
  let gateway: SmsGateGateway;
  const account = (change: Record<string, unknown> = {}) =>
    new SmsGateGateway(SmsGateConfig.parse({ url: operator.url, username: 'sms', ...change }), SECRETS, {
      connections: 2,
      answerTimeoutMs: 1_000,
    });

  beforeEach(async () => {
    operator = await startFakeOperator();
    gateway = account();
  });
  afterEach(async () => {
    await gateway.close();
    await operator.close();
  });

  it('that has had a reference before has the message: it is taken, once', async () => {
    operator.answer = json(409, { message: 'conflict' });
    expect(await gateway.send(MESSAGE, AbortSignal.timeout(2_000))).toEqual({
      operatorId: MESSAGE.reference,
      code: 'HTTP 409',
    });
  });

  it('is asked by reference, and what it does not know is left out', async () => {
    operator.answer = ({ path }) =>
      path.endsWith('/biet')
        ? json(200, { id: 'biet', state: 'Delivered' })
        : json(404, { message: 'not found' });
    expect(await gateway.queryStatus(['biet', 'khong'], AbortSignal.timeout(2_000))).toEqual([
      { type: 'receipt', reference: 'biet', status: 'delivered', code: 'Delivered' },
    ]);
  });

  it.each([
    [404, true, 'Kết nối được'],
    [401, false, 'tên đăng nhập hoặc mật khẩu'],
    [500, false, 'HTTP 500'],
  ])('whose check is answered with %i is well: %s', async (status, ok, words) => {
    operator.answer = json(status, { message: 'x' });
    expect(await gateway.check(AbortSignal.timeout(2_000))).toEqual({
      ok,
      detail: expect.stringContaining(words),
    });
  });

  it('that is older gets the text where it looks for it', async () => {
    await gateway.close();
    gateway = account({ oldFields: true });
    operator.answer = json(202, { id: 'x', state: 'Pending' });
    await gateway.send(MESSAGE, AbortSignal.timeout(2_000));
    expect(JSON.parse(operator.requests[0]!.body)).toMatchObject({ message: MESSAGE.text });
  });

  it('without a signing key is believed by the address alone, where its account says so', async () => {
    await gateway.close();
    const body = JSON.stringify(event('sms:failed', { messageId: 'a' }));
    gateway = account();
    expect(() => gateway.parseWebhook(rawRequest({ body }))).toThrow(WebhookRefused);
    gateway = account({ signed: false });
    expect(gateway.parseWebhook(rawRequest({ body }))).toHaveLength(1);
  });
});
