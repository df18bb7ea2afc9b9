import { createHmac } from 'node:crypto';
import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';

const KEY = 'khoa-mo-phong';
const AT = '2026-11-21T08:00:00.000Z';

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

const contract: GatewayContract = {
  kind: 'simulator',
  config: (url) => ({ url }),
  secrets: { key: KEY },
  accepted: { reply: jsonReply({ status: 'accepted', id: 'sim1' }, 200), result: { operatorId: 'sim1' } },
  request: ({ reference, phone, text, callbackUrl }) => ({
    method: 'POST',
    path: '/send',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: { json: { reference, to: phone, text, callbackUrl } },
  }),
  errors: [
    ['throttled', jsonReply({ status: 'refused', code: 'throttled' }, 429), 'throttled', 'throttled'],
    [
      'bad recipient',
      jsonReply({ status: 'refused', code: 'bad-recipient' }, 422),
      'bad-recipient',
      'bad-recipient',
    ],
    ['opted out', jsonReply({ status: 'refused', code: 'opted-out' }, 422), 'opted-out', 'opted-out'],
    ['bad content', jsonReply({ status: 'refused', code: 'bad-content' }, 422), 'bad-content', 'bad-content'],
    ['a bad request', jsonReply({ status: 'refused', code: 'bad-request' }, 400), 'rejected', 'bad-request'],
    [
      'a wrong key',
      jsonReply({ status: 'refused', code: 'unauthorized' }, 401),
      'misconfigured',
      'unauthorized',
    ],
    [
      'a code that echoes the number',
      jsonReply({ status: 'refused', code: '84912345678' }, 422),
      'rejected',
      '#',
    ],
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
  report: ({ reference, operatorId }, status) => signed({ ...receipt, reference, id: operatorId, status }),
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
  checks: [
    ['that works', () => jsonReply({ messages: [] }), { ok: true }],
    ['whose key is refused', () => jsonReply({}, 401), { ok: false }],
  ],
};

export const contracts = [contract];
