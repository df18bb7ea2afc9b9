import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';
import { type GatewayContract, jsonReply, rawRequest, type ReceivedRequest } from '../gateway.contract.js';

const SECRETS = { keySecret: 'khoa-bi-mat-stringee' };
const KEY_SID = 'SK.0.abcdef';

const result = (r: number | string, more: object = {}) =>
  jsonReply({
    smsSent: '1',
    result: [{ price: '250', smsType: '1', r, msg: 'to 84912345678', ...more }],
  });

/** The header is a JWT as Stringee documents it. */
function isSigned({ headers }: ReceivedRequest): void {
  const [head, claims, signature] = String(headers['x-stringee-auth']).split('.') as [string, string, string];
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  assert.deepEqual(read(head), {
    typ: 'JWT',
    alg: 'HS256',
    cty: 'stringee-api;v=1',
  });
  const { jti, iss, exp, rest_api } = read(claims);
  assert.equal(iss, KEY_SID);
  assert.equal(rest_api, true);
  assert.match(String(jti), /^SK\.0\.abcdef-\d{10}$/);
  assert.ok(Number(exp) > Date.now() / 1000 && Number(exp) <= Date.now() / 1000 + 3_600);
  const expected = createHmac('sha256', SECRETS.keySecret).update(`${head}.${claims}`).digest('base64url');
  assert.equal(signature, expected);
}

const contract: GatewayContract = {
  kind: 'stringee',
  config: (url) => ({
    url: `${url}/v1/sms`,
    keySid: KEY_SID,
    from: 'UBND-XA',
    errorCodes: { 7: 'quota' },
  }),
  secrets: SECRETS,
  request: ({ text }) => ({
    method: 'POST',
    path: '/v1/sms',
    headers: {
      'content-type': 'application/json',
      'x-stringee-auth': /^[\w-]+\.[\w-]+\.[\w-]+$/,
    },
    body: { json: { sms: [{ from: 'UBND-XA', to: '84912345678', text }] } },
    also: isSigned,
  }),
  accepted: {
    reply: result(0, { msg: 'Success' }),
    result: { costVnd: 250, code: '0' },
  },
  alsoAccepted: [['a nought as a text', result('0'), { costVnd: 250, code: '0' }]],
  errors: [
    ['a value that nobody knows', result(4), 'rejected', '4'],
    ['a value of the contract papers', result('7'), 'quota', '7'],
    ['a refusal of the whole call', jsonReply({ r: 3, msg: 'x' }), 'rejected', '3'],
    ['a success of nothing', jsonReply({ smsSent: '0', result: [] }), 'unclear'],
    ['a nought of the whole call', jsonReply({ r: 0 }), 'unclear'],
    ['a wrong key', { status: 401, body: 'Unauthorized' }, 'misconfigured', 'HTTP 401'],
  ],
  receipts: [],
  forged: [],
  unreadable: [['any call, because Stringee makes none', rawRequest({ body: '{}' })]],
  checks: [['finds the host', () => ({ status: 404 }), { ok: true }]],
};

const shared: GatewayContract = {
  ...contract,
  isVariant: true,
  title: 'stringee (shared brandname)',
  config: (url) => ({
    url,
    keySid: KEY_SID,
    from: 'Stringee',
    template: '5689',
  }),
  request: ({ text }) => ({
    method: 'POST',
    path: '/v1/sms',
    headers: { 'content-type': 'application/json', 'x-stringee-auth': /./ },
    body: {
      json: {
        sms: [
          {
            from: 'Stringee',
            to: '84912345678',
            text: { template: 5689, params: [text] },
          },
        ],
      },
    },
  }),
  errors: [['a value that nobody knows', result(4), 'rejected', '4']],
};

export const contracts = [contract, shared];
