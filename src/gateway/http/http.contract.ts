import { createHmac } from 'node:crypto';
import { type GatewayContract, jsonReply as answer, rawRequest } from '../gateway.contract.js';
import { kannelAccount } from './kannel-account.contract.js';

// Kannel's sendsms: a GET, answers in words.
const kannel = kannelAccount('http://kannel/cgi-bin/sendsms');
const words = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/html' }, body });

const kannelContract: GatewayContract = {
  kind: 'http',
  title: 'http (Kannel)',
  config: (url) => kannelAccount(`${url}/cgi-bin/sendsms`).config,
  secrets: kannel.secrets,
  accepted: { reply: words(202, '0: Accepted for delivery'), result: {} },
  request: (message) => ({
    method: 'GET',
    path: '/cgi-bin/sendsms',
    query: {
      username: 'loaluat',
      password: 'mat-khau-kannel',
      to: message.phone,
      text: message.text,
      charset: 'UTF-8',
      coding: '2',
      'dlr-mask': '27',
      'dlr-url': `${message.callbackUrl}?ref=${message.reference}&type=%d&id=%F&answer=%A`,
    },
  }),
  errors: [
    ['a wrong password', words(403, 'Authorization failed for sendsms'), 'misconfigured', 'HTTP 403'],
    ['no route', words(403, 'Not routable. Do not try again.'), 'rejected'],
    ['a black list', words(403, 'Number(s) has/have been denied by white- and/or black-lists.'), 'rejected'],
    ['no bearerbox', words(503, 'Temporal failure, try again later.'), 'unreachable'],
    ['no sender', words(400, 'Sender missing and no global set, rejected'), 'misconfigured'],
    ['a bad request', words(400, 'Coding field misformed, rejected'), 'rejected', 'HTTP 400'],
    ['another 202', words(202, '4: Something new'), 'unclear'],
  ],
  receipts: [
    [
      'a delivered message',
      rawRequest({ method: 'GET', query: 'ref=abc12301zz9&type=1&id=77&answer=id%3A77%20stat%3ADELIVRD' }),
      [{ type: 'receipt', reference: 'abc12301zz9', status: 'delivered', code: 'id:77 stat:DELIVRD' }],
    ],
    [
      'a refusal of the carrier',
      rawRequest({ method: 'GET', query: 'ref=abc12301zz9&type=16&id=&answer=' }),
      [{ type: 'receipt', reference: 'abc12301zz9', status: 'undelivered' }],
    ],
    ['a queued message, which means nothing', rawRequest({ method: 'GET', query: 'ref=abc&type=4' }), []],
  ],
  report: ({ reference, operatorId }, status) =>
    rawRequest({
      method: 'GET',
      query: `ref=${reference}&type=${{ accepted: 8, delivered: 1, undelivered: 2 }[status]}&id=${operatorId}&answer=`,
    }),
  forged: [],
  unreadable: [
    ['a call without a query', rawRequest({ method: 'GET' })],
    ['a call without a reference', rawRequest({ method: 'GET', query: 'type=1' })],
  ],
};

// A JSON gateway with codes, ids, prices, signed reports in lists, and replies.
const JSON_CONFIG = {
  request: {
    url: '/v2/accounts/{secret.account}/sms?mode=live',
    headers: { 'X-Api-Key': '{secret.key}', 'X-Request-Id': '{reference}' },
    basic: { username: '{secret.account}', password: '{secret.key}' },
    body: {
      type: 'json',
      value: {
        RequestId: '{reference}',
        Phone: '{phone84}',
        Local: '{phone0}',
        Content: '{text}',
        Encoded: '{text|base64}',
        IsUnicode: '{encoding}',
        Parts: '{parts}',
        Sandbox: 0,
        CallbackUrl: '{callbackUrl}',
        Nested: [{ 'Braces {{kept}}': '{{{reference}}}' }],
      },
    },
  },
  encodings: { gsm7: '0', ucs2: '1' },
  success: { json: { path: 'CodeResult', equals: ['100'] } },
  operatorId: { path: 'data.SMSID' },
  parts: { path: 'data.parts' },
  costVnd: { pattern: '"price":\\s*"?(\\d+)' },
  errors: {
    code: { path: 'CodeResult' },
    codes: {
      101: 'misconfigured',
      103: 'quota',
      108: 'bad-recipient',
      124: 'accepted',
      146: 'bad-content',
      160: 'throttled',
      '-133': 'night',
    },
    statuses: { 503: 'throttled' },
  },
  capabilities: { idempotencyWindowSeconds: 86_400 },
  signature: { header: 'X-Signature', secret: 'signing', prefix: 'sha256=' },
  receipts: {
    list: 'events',
    when: { field: 'body.kind', equals: ['report'] },
    reference: 'body.RequestId',
    operatorId: 'body.SMSID',
    status: 'body.state.code',
    statuses: { 5: 'delivered', 4: 'undelivered', 7: 'accepted', 9: 'expired' },
    code: 'body.state.code',
    time: { field: 'body.at', format: 'yyyyMMddHHmmss' },
  },
  inbound: {
    list: 'events',
    when: { field: 'body.kind', equals: ['reply'] },
    phone: 'body.sender',
    text: 'body.content',
    operatorId: 'body.SMSID',
  },
};
const SECRETS = { account: 'xa dong/hoa', key: 'k"e<y', signing: 'ky-ten' };

function signed(body: unknown) {
  const text = JSON.stringify(body);
  const signature = `sha256=${createHmac('sha256', SECRETS.signing).update(text).digest('hex')}`;
  return rawRequest({ body: text, headers: { 'x-signature': signature } });
}
const report = (code: number) => ({
  kind: 'report',
  RequestId: 'abc12301zz9',
  SMSID: 'm-1',
  state: { code },
  at: '20261121150000',
});

const jsonContract: GatewayContract = {
  kind: 'http',
  title: 'http (JSON)',
  config: (url) => ({
    ...JSON_CONFIG,
    request: { ...JSON_CONFIG.request, url: url + JSON_CONFIG.request.url },
  }),
  secrets: SECRETS,
  accepted: {
    reply: answer({ CodeResult: '100', data: { SMSID: 'm-1', parts: 3, price: '1050' } }),
    result: { operatorId: 'm-1', parts: 3, costVnd: 1050, code: '100' },
  },
  request: (message) => ({
    method: 'POST',
    path: '/v2/accounts/xa%20dong%2Fhoa/sms',
    query: { mode: 'live' },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-api-key': SECRETS.key,
      'x-request-id': message.reference,
      authorization: `Basic ${Buffer.from(`${SECRETS.account}:${SECRETS.key}`).toString('base64')}`,
    },
    body: {
      json: {
        RequestId: message.reference,
        Phone: '84912345678',
        Local: '0912345678',
        Content: message.text,
        Encoded: Buffer.from(message.text).toString('base64'),
        IsUnicode: '1',
        Parts: '2',
        Sandbox: 0,
        CallbackUrl: message.callbackUrl,
        Nested: [{ 'Braces {{kept}}': `{${message.reference}}` }],
      },
    },
  }),
  alsoAccepted: [
    ['the code of a message that was taken before', answer({ CodeResult: '124' }), { code: '124' }],
  ],
  errors: [
    ['wrong keys', answer({ CodeResult: '101' }), 'misconfigured', '101'],
    ['no balance', answer({ CodeResult: 103 }), 'quota', '103'],
    ['a bad number', answer({ CodeResult: '108', ErrorMessage: 'bad 84912345678' }), 'bad-recipient', '108'],
    ['an unregistered text', answer({ CodeResult: '146' }), 'bad-content', '146'],
    ['too many at once', answer({ CodeResult: '160' }), 'throttled', '160'],
    ['the night', answer({ CodeResult: -133 }), 'night', '-133'],
    ['a code that nobody mapped', answer({ CodeResult: '999' }), 'rejected', '999'],
    ['a code of the object itself', answer({ CodeResult: 'constructor' }), 'rejected'],
    ['a mapped status', { status: 503, body: 'busy' }, 'throttled', 'HTTP 503'],
    ['a mapped code under a failing status', answer({ CodeResult: '103' }, 500), 'quota', '103'],
    ["success without the operator's id", answer({ CodeResult: '100', data: {} }), 'rejected', '100'],
  ],
  ownStatuses: [503],
  receipts: [
    [
      'a list with a report, a reply and something else',
      signed({
        events: [
          report(5),
          { kind: 'reply', sender: '84912345678', content: 'TC', SMSID: 'in-1' },
          { kind: 'ping' },
        ],
      }),
      [
        {
          type: 'receipt',
          reference: 'abc12301zz9',
          operatorId: 'm-1',
          status: 'delivered',
          code: '5',
          occurredAt: new Date('2026-11-21T08:00:00Z'),
        },
        { type: 'inbound', phone: '84912345678', text: 'TC', operatorId: 'in-1' },
      ],
    ],
    ['a report whose state is not mapped', signed({ events: [report(77)] }), []],
  ],
  report: ({ reference, operatorId }, status) => {
    const code = { accepted: 7, delivered: 5, undelivered: 4 }[status];
    return signed({ events: [{ ...report(code), RequestId: reference, SMSID: operatorId }] });
  },
  forged: [
    ['a call without a signature', rawRequest({ body: JSON.stringify({ events: [report(5)] }) })],
    [
      'a call with the signature of another',
      { ...signed({ events: [report(4)] }), body: Buffer.from(JSON.stringify({ events: [report(5)] })) },
    ],
  ],
  unreadable: [
    ['a body without a list', signed({ event: report(5) })],
    ['a report without a state', signed({ events: [{ ...report(5), state: null }] })],
  ],
};

export const contracts = [kannelContract, jsonContract];
