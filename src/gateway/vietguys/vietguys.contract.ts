import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';
import { VIETGUYS_CODES } from './vietguys.codes.js';

const SECRETS = { password: 'mật khẩu&vietguys' };

const refused = (error: number | string) => jsonReply({ error, msgid: null, log: 'phone 84912345678' });
const report = (data: unknown) => rawRequest({ body: JSON.stringify({ data }) });
const receipt = (status: 'accepted' | 'delivered' | 'undelivered', code: string) =>
  ({ type: 'receipt', operatorId: 'vg-1', status, code }) as const;

const contract: GatewayContract = {
  kind: 'vietguys',
  config: (url) => ({
    url: `${url}/api/index.php`,
    username: 'xa dong hoa',
    from: 'UBND-XA',
    errorCodes: { '-66': 'quota', '-77': 'bad-recipient' },
  }),
  secrets: SECRETS,
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/api/index.php',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: {
      form: {
        u: 'xa dong hoa',
        pwd: SECRETS.password,
        from: 'UBND-XA',
        phone: '84912345678',
        sms: text,
        bid: reference,
        type: '8',
        json: '1',
      },
    },
  }),
  accepted: {
    reply: jsonReply({ error: 0, msgid: 'vg-1', log: 'ok' }),
    result: { operatorId: 'vg-1', code: '0' },
  },
  alsoAccepted: [
    ['numbers as texts', jsonReply({ error: '0', msgid: 77 }), { operatorId: '77', code: '0' }],
    [
      'an id beyond 2^53, as a page',
      {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '{"error":0,"msgid":12345678901234567890}',
      },
      { operatorId: '12345678901234567890', code: '0' },
    ],
  ],
  errors: [
    ...Object.entries(VIETGUYS_CODES).map(
      ([code, kind]) => [`code ${code}`, refused(code), kind, code] as GatewayContract['errors'][number],
    ),
    ['a code that nobody knows', refused(-99), 'rejected', '-99'],
    ['a code of the contract papers', refused('-66'), 'quota', '-66'],
    ['a bare code', { status: 200, body: '-77' }, 'bad-recipient', '-77'],
    ['a bare code that nobody knows', { status: 200, body: ' -99\n' }, 'rejected', '-99'],
    [
      'a bare number, which may be the id of a message that was taken',
      { status: 200, body: '17' },
      'unclear',
    ],
    ['a bare nought', { status: 200, body: '0' }, 'unclear'],
    ['success without an id', jsonReply({ error: 0 }), 'unclear', '0'],
  ],
  receipts: [
    ['a sent message', report({ message_id: 'vg-1', status: 'sent' }), [receipt('accepted', 'sent')]],
    [
      'a delivered one',
      report({ message_id: 'vg-1', status: 'delivered' }),
      [receipt('delivered', 'delivered')],
    ],
    ['a failed one', report({ message_id: 'vg-1', status: 'fail' }), [receipt('undelivered', 'fail')]],
    [
      'a list',
      report([
        { message_id: 'vg-1', status: 'sent' },
        { message_id: 'vg-1', status: 'DELIVERED' },
      ]),
      [receipt('accepted', 'sent'), receipt('delivered', 'delivered')],
    ],
    [
      'a form',
      rawRequest({
        body: new URLSearchParams({
          data: '{"message_id":"vg-1","status":"sent"}',
        }).toString(),
      }),
      [receipt('accepted', 'sent')],
    ],
    [
      'a form with names in brackets',
      rawRequest({ body: 'data%5Bmessage_id%5D=vg-1&data%5Bstatus%5D=delivered' }),
      [receipt('delivered', 'delivered')],
    ],
    [
      'a GET',
      rawRequest({ method: 'GET', query: 'message_id=vg-1&status=fail' }),
      [receipt('undelivered', 'fail')],
    ],
    ['a state that nobody knows', report({ message_id: 'vg-1', status: 'queued' }), []],
  ],
  forged: [],
  unreadable: [
    ['an empty body', rawRequest()],
    ['rubbish', rawRequest({ body: '{"data":{' })],
    ['a report without a message', report({ status: 'sent' })],
    ['a report without a state', report({ message_id: 'vg-1' })],
    ['a list of nothing', report([])],
  ],
  checks: [['finds the host', () => ({ status: 404 }), { ok: true }]],
};

const plain: GatewayContract = {
  ...contract,
  isVariant: true,
  title: 'vietguys (unaccented)',
  message: { text: 'Xin chao ba con', encoding: 'gsm7', parts: 1 },
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/api/index.php',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: {
      form: {
        u: 'xa dong hoa',
        pwd: SECRETS.password,
        from: 'UBND-XA',
        phone: '84912345678',
        sms: text,
        bid: reference,
        type: '0',
        json: '1',
      },
    },
  }),
};

export const contracts = [contract, plain];
