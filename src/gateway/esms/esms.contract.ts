import { createHash } from 'node:crypto';
import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';
import { ESMS_CODES } from './esms.codes.js';

const SECRETS = {
  apiKey: 'KHOA-API-esms',
  secretKey: 'KHOA-MAT/esms',
  shortCodeKey: 'khoa-dau-so-ngan',
};
const SMSID = 'd533459ee42b2b9525ba9eabf6a8156';

const refused = (code: string | number, more: object = {}) =>
  jsonReply({
    CodeResult: code,
    CountRegenerate: 0,
    ErrorMessage: 'no 0912345678',
    ...more,
  });
/** eSMS's own sample of a callback, with other values. */
const callback = (over: Record<string, string> = {}, path = '/webhooks/7/token') =>
  rawRequest({
    method: 'GET',
    path,
    query: new URLSearchParams({
      SMSID,
      SendFailed: '0',
      SendStatus: '5',
      SendSuccess: '1',
      TotalPrice: '850.0000',
      TotalReceiver: '1',
      TotalSent: '1',
      RequestId: 'abc12301zz9',
      TypeId: '2',
      telcoid: '1',
      phonenumber: '0912345678',
      ...over,
    }).toString(),
  });
const receipt = {
  type: 'receipt',
  reference: 'abc12301zz9',
  operatorId: SMSID,
} as const;

function shortCode(over: Record<string, string> = {}, encoding: 'base64' | 'hex' = 'base64') {
  const fields = {
    sender: '84912345678',
    content: 'LOA TC đừng gửi',
    serviceNumber: '8041',
    keyword: 'LOA',
    smsid: 'mo-1',
    receiverTime: '20261121150000',
    cpid: '77',
  };
  const { cpid, smsid, content, receiverTime } = fields;
  const sign = createHash('md5')
    .update(`${cpid}${smsid}${content}${receiverTime}${SECRETS.shortCodeKey}`)
    .digest(encoding);
  return rawRequest({
    method: 'GET',
    query: new URLSearchParams({ ...fields, sign, ...over }).toString(),
  });
}
const inbound = {
  type: 'inbound',
  phone: '84912345678',
  text: 'LOA TC đừng gửi',
  operatorId: 'mo-1',
  occurredAt: new Date('2026-11-21T08:00:00Z'),
} as const;

/** Every code of the table, as eSMS words a refusal. */
const codeRows = Object.entries(ESMS_CODES).map(
  ([code, kind]) => [`code ${code}`, refused(code), kind, code] as GatewayContract['errors'][number],
);

const contract: GatewayContract = {
  kind: 'esms',
  config: (url) => ({
    url: `${url}/MainService.svc/json`,
    brandname: 'UBND-XA',
    campaign: 'Ngày Pháp luật',
    shortCode: true,
  }),
  secrets: SECRETS,
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/MainService.svc/json/SendMultipleMessage_V4_post_json/',
    headers: { 'content-type': 'application/json' },
    body: {
      json: {
        ApiKey: SECRETS.apiKey,
        SecretKey: SECRETS.secretKey,
        Phone: '0912345678',
        Content: text,
        Brandname: 'UBND-XA',
        SmsType: '2',
        IsUnicode: '1',
        campaignid: 'Ngày Pháp luật',
        RequestId: reference,
        CallbackUrl: `http://127.0.0.1:3000/webhooks/7/to-ken_1/${reference}?x=1&y=2`,
      },
    },
  }),
  accepted: {
    reply: jsonReply({ CodeResult: '100', CountRegenerate: 0, SMSID }),
    result: { operatorId: SMSID, code: '100' },
  },
  alsoAccepted: [
    [
      'a RequestId that eSMS has already',
      jsonReply({
        CodeResult: '124',
        CountRegenerate: 0,
        ErrorMessage: 'Request exist 1',
        SendStatus: '5',
      }),
      { code: '124' },
    ],
    ['a code as a number', jsonReply({ CodeResult: 100, SMSID }), { operatorId: SMSID, code: '100' }],
  ],
  errors: [
    ...codeRows,
    ['the code 99 without a code', jsonReply({ error: 'Invalid request' }), 'rejected', '99'],
    ['a code that nobody knows', refused('998'), 'rejected', '998'],
    ['a refusal with an id of its own', refused('146', { SMSID }), 'bad-content', '146'],
    ['a code that is a word of the language', refused('constructor'), 'rejected'],
    ['an object without a code', jsonReply({ Message: 'ok' }), 'unclear'],
    ['a code under a failing status', jsonReply({ CodeResult: '103' }, 500), 'quota', '103'],
  ],
  receipts: [
    ['a delivered message', callback(), [{ ...receipt, status: 'delivered', code: '5' }]],
    [
      'a message of which one part failed',
      callback({ SendSuccess: '1', SendFailed: '1' }),
      [{ ...receipt, status: 'undelivered', code: '5' }],
    ],
    [
      "the vendor's own sample, whose RequestId is empty",
      callback({ RequestId: '', SendSuccess: '0', SendFailed: '2' }),
      [
        {
          type: 'receipt',
          operatorId: SMSID,
          status: 'undelivered',
          code: '5',
        },
      ],
    ],
    [
      'an empty RequestId at the address of the message',
      callback({ RequestId: '' }, '/webhooks/7/token/abc12301zz9'),
      [{ ...receipt, status: 'delivered', code: '5' }],
    ],
    [
      'a call by POST, with names in other letters',
      rawRequest({
        body: new URLSearchParams({
          smsid: SMSID,
          Requestid: 'abc12301zz9',
          sendstatus: '5',
          SENDSUCCESS: '1',
          sendfailed: '0',
        }).toString(),
      }),
      [{ ...receipt, status: 'delivered', code: '5' }],
    ],
    ['a refusal', callback({ SendStatus: '4' }), [{ ...receipt, status: 'undelivered', code: '4' }]],
    [
      'a message in the queue',
      callback({ SendStatus: '2' }),
      [{ ...receipt, status: 'accepted', code: '2' }],
    ],
    ['a message that waits', callback({ SendStatus: '7' }), [{ ...receipt, status: 'accepted', code: '7' }]],
    ['a state that nobody knows', callback({ SendStatus: '99' }), []],
    ['an end without a figure', callback({ SendSuccess: '0' }), []],
    ['a message to the short code', shortCode(), [inbound]],
    ['a message signed in hexadecimal', shortCode({}, 'hex'), [inbound]],
  ],
  forged: [
    ['a message with the signature of another', shortCode({ content: 'LOA DK' })],
    ['a message without a signature', shortCode({ sign: '' })],
  ],
  unreadable: [
    ['a call without a query', rawRequest({ method: 'GET' })],
    ['a call without a message', callback({ SMSID: '', RequestId: '' })],
    ['a call without a state', callback({ SendStatus: '' })],
  ],
  states: [
    [
      'delivered, failed, waiting and unknown messages',
      ['a', 'b', 'c', 'd'],
      ({ path, query }) => {
        if (path !== '/MainService.svc/json/GetSendStatus' || query.get('ApiKey') !== SECRETS.apiKey)
          return { status: 404 };
        const states: Record<string, object> = {
          a: {
            CodeResponse: '100',
            SMSID: 'a',
            SendFailed: 0,
            SendStatus: 5,
            SendSuccess: 1,
          },
          b: {
            CodeResponse: '100',
            SMSID: 'b',
            SendFailed: '1',
            SendStatus: '5',
            SendSuccess: '0',
          },
          c: {
            CodeResponse: '100',
            SMSID: 'c',
            SendFailed: 0,
            SendStatus: 2,
            SendSuccess: 0,
          },
          d: { CodeResponse: '105', SMSID: 'd' },
        };
        return jsonReply(states[query.get('RefId') ?? 'd']);
      },
      [
        { type: 'receipt', operatorId: 'a', status: 'delivered', code: '5' },
        { type: 'receipt', operatorId: 'b', status: 'undelivered', code: '5' },
        { type: 'receipt', operatorId: 'c', status: 'accepted', code: '2' },
      ],
    ],
  ],
  checks: [
    [
      'shows balance and brandnames',
      ({ path, body, method }) => {
        if (
          path === '/MainService.svc/json/GetBalance_json' &&
          method === 'POST' &&
          body.includes('KHOA-MAT/esms')
        )
          return jsonReply({
            Balance: 36693,
            CodeResponse: '100',
            UserID: 9999,
          });
        if (path === '/MainService.svc/json/GetListBrandname/KHOA-API-esms/KHOA-MAT%2Fesms')
          return jsonReply({
            CodeResponse: '100',
            ListBrandName: [
              { Brandname: 'UBND-XA', Type: 2 },
              { Brandname: 'QC_ONLINE', Type: 1 },
            ],
          });
        return { status: 404 };
      },
      { ok: true, balanceVnd: 36_693, senderNames: ['UBND-XA'] },
    ],
    [
      'misses the brandname',
      ({ path }) =>
        path.endsWith('GetBalance_json')
          ? jsonReply({ Balance: '0', CodeResponse: '100' })
          : jsonReply({
              CodeResponse: '100',
              ListBrandName: [{ Brandname: 'Khac', Type: '2' }],
            }),
      { ok: false, balanceVnd: 0, senderNames: ['Khac'] },
    ],
    [
      'tells of wrong keys',
      () =>
        jsonReply({
          Balance: 0,
          CodeResponse: '101',
          ErrorMessage: 'Authorize Failed',
        }),
      { ok: false, detail: 'eSMS không nhận ApiKey hoặc SecretKey này.' },
    ],
    ['tells of a page', () => ({ status: 200, body: '<h1>x</h1>' }), { ok: false }],
  ],
};

const sandbox: GatewayContract = {
  ...contract,
  isVariant: true,
  title: 'esms (sandbox, a host without a path)',
  config: (url) => ({ url, brandname: 'UBND-XA', sandbox: true }),
  message: {
    text: 'Xin chao ba con',
    encoding: 'gsm7',
    parts: 1,
    callbackUrl: null,
  },
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/MainService.svc/json/SendMultipleMessage_V4_post_json/',
    headers: { 'content-type': 'application/json' },
    body: {
      json: {
        ApiKey: SECRETS.apiKey,
        SecretKey: SECRETS.secretKey,
        Phone: '0912345678',
        Content: text,
        Brandname: 'UBND-XA',
        SmsType: '2',
        IsUnicode: '0',
        Sandbox: '1',
        RequestId: reference,
      },
    },
  }),
  receipts: [],
  forged: [['a message to a short code that the account does not have', shortCode()]],
};

export const contracts = [contract, sandbox];
