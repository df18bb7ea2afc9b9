import { createHmac } from 'node:crypto';
import { SimulatorConfig } from '../../src/gateway/simulator/simulator-config.schema.js';
import { SimulatorGateway } from '../../src/gateway/simulator/simulator.gateway.js';
import { describeGatewayContract, rawRequest } from './contract.js';

const KEY = 'khoa-mo-phong';
const AT = '2026-11-21T08:00:00.000Z';

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function signed(event: unknown, key = KEY) {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return rawRequest({ body, headers: { 'x-simulator-signature': signature } });
}

const receipt = {
  type: 'receipt',
  reference: 'abc12301zz9',
  id: 'sim1',
  status: 'delivered',
  code: '0',
  at: AT,
};

describeGatewayContract('simulator', {
  create: (url, defaults) =>
    new SimulatorGateway(
      SimulatorConfig.parse({ url, connection: { connectTimeoutSeconds: 0.5 } }),
      { key: KEY },
      defaults,
    ),
  accepted: { reply: json(200, { status: 'accepted', id: 'sim1' }), result: { operatorId: 'sim1' } },
  expectRequest: (request, message) => {
    expect(request).toMatchObject({
      method: 'POST',
      path: '/send',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    });
    expect(JSON.parse(request.body)).toEqual({
      reference: message.reference,
      to: message.phone,
      text: message.text,
      callbackUrl: message.callbackUrl,
    });
  },
  errors: [
    ['throttled', json(429, { status: 'refused', code: 'throttled' }), 'throttled', 'throttled'],
    [
      'bad recipient',
      json(422, { status: 'refused', code: 'bad-recipient' }),
      'bad-recipient',
      'bad-recipient',
    ],
    ['opted out', json(422, { status: 'refused', code: 'opted-out' }), 'opted-out', 'opted-out'],
    ['bad content', json(422, { status: 'refused', code: 'bad-content' }), 'bad-content', 'bad-content'],
    ['a bad request', json(400, { status: 'refused', code: 'bad-request' }), 'rejected', 'bad-request'],
    ['a wrong key', json(401, { status: 'refused', code: 'unauthorized' }), 'misconfigured', 'unauthorized'],
    ['a code that echoes the number', json(422, { status: 'refused', code: '84912345678' }), 'rejected', '#'],
    ['no such page', { status: 404, body: 'Not found' }, 'misconfigured', 'HTTP 404'],
  ],
  receipts: [
    [
      'a receipt',
      signed(receipt),
      [
        {
          type: 'receipt',
          reference: 'abc12301zz9',
          operatorId: 'sim1',
          status: 'delivered',
          code: '0',
          occurredAt: new Date(AT),
        },
      ],
    ],
    [
      'a reply',
      signed({ type: 'inbound', from: '+84912345678', text: 'TC', id: 'in1', at: AT }),
      [{ type: 'inbound', phone: '+84912345678', text: 'TC', operatorId: 'in1', occurredAt: new Date(AT) }],
    ],
  ],
  forged: [
    ['a call without a signature', rawRequest({ body: JSON.stringify(receipt) })],
    ['a call signed with another key', signed(receipt, 'another')],
    [
      'a call whose body was changed',
      { ...signed(receipt), body: Buffer.from(JSON.stringify({ ...receipt, status: 'undelivered' })) },
    ],
  ],
  unreadable: [
    ['an empty body', signed('')],
    ['rubbish', signed('{"type":"receipt"')],
    ['an unknown state', signed({ ...receipt, status: 'perhaps' })],
  ],
  secrets: [KEY],
});
