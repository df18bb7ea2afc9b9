import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';
import { SPEEDSMS_CODES } from './speedsms.codes.js';

const SECRETS = { token: 'ma-truy-cap-speedsms' };
const HEADERS = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from('ma-truy-cap-speedsms:x').toString('base64')}`,
};

const refused = (code: string | number) =>
  jsonReply({
    status: 'error',
    code,
    message: 'no 84912345678',
    invalidPhone: ['84912345678'],
  });
const call = (event: unknown) => rawRequest({ body: JSON.stringify(event) });
const report = (status: unknown) => call({ type: 'report', tranId: 123456, phone: '84912345678', status });

const contract: GatewayContract = {
  kind: 'speedsms',
  config: (url) => ({
    url: `${url}/index.php`,
    smsType: 3,
    sender: 'UBND-XA',
    inbound: {},
  }),
  secrets: SECRETS,
  request: ({ text }) => ({
    method: 'POST',
    path: '/index.php/sms/send',
    headers: HEADERS,
    body: {
      json: {
        to: ['84912345678'],
        content: text,
        sms_type: 3,
        sender: 'UBND-XA',
      },
    },
  }),
  accepted: {
    reply: jsonReply({
      status: 'success',
      code: '00',
      data: { tranId: 123456, totalSMS: 2, totalPrice: 700, invalidPhone: [] },
    }),
    result: { operatorId: '123456', parts: 2, costVnd: 700, code: '00' },
  },
  errors: [
    ...Object.entries(SPEEDSMS_CODES).map(
      ([code, kind]) => [`code ${code}`, refused(code), kind, code] as GatewayContract['errors'][number],
    ),
    ['a code that nobody knows', refused('998'), 'rejected', '998'],
    ['a code as a number', refused(300), 'quota', '300'],
    [
      'a success in which our number is invalid',
      jsonReply({
        status: 'success',
        code: '00',
        data: {
          tranId: 1,
          totalSMS: 0,
          totalPrice: 0,
          invalidPhone: ['84912345678'],
        },
      }),
      'bad-recipient',
      '105',
    ],
    ['a success without an id', jsonReply({ status: 'success', code: '00', data: {} }), 'unclear'],
    [
      'too many calls, in the words of the framework below',
      jsonReply({ name: 'Too Many Requests', message: 'Rate limit exceeded.', code: 0, status: 429 }),
      'throttled',
      'HTTP 429',
    ],
    ['a wrong token', jsonReply({ name: 'Unauthorized', code: 0, status: 401 }, 401), 'misconfigured'],
  ],
  receipts: [
    [
      'a delivered message',
      report(0),
      [
        {
          type: 'receipt',
          operatorId: '123456',
          status: 'delivered',
          code: '0',
        },
      ],
    ],
    [
      'a temporary state',
      report('63'),
      [
        {
          type: 'receipt',
          operatorId: '123456',
          status: 'accepted',
          code: '63',
        },
      ],
    ],
    [
      'a failed message',
      report(64),
      [
        {
          type: 'receipt',
          operatorId: '123456',
          status: 'undelivered',
          code: '64',
        },
      ],
    ],
    [
      'a reply',
      call({ type: 'incoming', phone: '84912345678', content: 'TC' }),
      [{ type: 'inbound', phone: '84912345678', text: 'TC' }],
    ],
    [
      'a report as a form',
      rawRequest({ body: 'type=report&tranId=123456&phone=84912345678&status=0' }),
      [{ type: 'receipt', operatorId: '123456', status: 'delivered', code: '0' }],
    ],
    [
      'a reply in the other wording',
      call({ type: 'sms', phone: '0912345678', content: 'TC' }),
      [{ type: 'inbound', phone: '0912345678', text: 'TC' }],
    ],
  ],
  forged: [],
  unreadable: [
    ['an empty body', rawRequest()],
    ['rubbish', rawRequest({ body: '{"type":"report"' })],
    ['a report without a message', call({ type: 'report', status: 0 })],
    ['a report without a state', report('delivered')],
    ['another event', call({ type: 'ping' })],
  ],
  checks: [
    [
      'shows the balance',
      ({ path, headers }) =>
        path === '/index.php/user/info' && headers.authorization === HEADERS.authorization
          ? jsonReply({
              status: 'success',
              code: '00',
              data: { email: 'a@b.vn', balance: 150000.4, currency: 'VND' },
            })
          : { status: 404 },
      { ok: true, balanceVnd: 150_000 },
    ],
    ['tells of a wrong token', () => jsonReply({ status: 401 }, 401), { ok: false }],
    ['tells of a refusal', () => jsonReply({ status: 'error', code: '008' }), { ok: false }],
  ],
};

const phoneOfTheirs: GatewayContract = {
  ...contract,
  isVariant: true,
  title: 'speedsms (own phone, no replies)',
  config: (url) => ({
    url,
    smsType: 5,
    sender: 'thiet-bi-1',
    errorCodes: { 998: 'throttled' },
  }),
  request: ({ text }) => ({
    method: 'POST',
    path: '/index.php/sms/send',
    headers: HEADERS,
    body: {
      json: {
        to: ['84912345678'],
        content: text,
        sms_type: 5,
        sender: 'thiet-bi-1',
      },
    },
  }),
  errors: [['a code of the contract papers', refused('998'), 'throttled', '998']],
  receipts: [
    ['a reply that nobody asked for', call({ type: 'sms', phone: '0912345678', content: 'TC' }), []],
  ],
};

export const contracts = [contract, phoneOfTheirs];
