import { createHmac } from 'node:crypto';
import { HttpGatewayConfig } from '../../src/gateway/http/http-config.schema.js';
import { HttpGateway, requiredSecrets } from '../../src/gateway/http/http.gateway.js';
import { describeGatewayContract, rawRequest } from './contract.js';
import { kannelAccount } from './kannel-account.js';

const connection = { connectTimeoutSeconds: 0.5 };

// Kannel's sendsms: a GET, answers in words.
const kannel = kannelAccount('http://kannel/cgi-bin/sendsms');
const words = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/html' }, body });

describeGatewayContract('http (Kannel)', {
  create: (url, defaults) =>
    new HttpGateway(
      HttpGatewayConfig.parse({ ...kannelAccount(`${url}/cgi-bin/sendsms`).config, connection }),
      kannel.secrets,
      defaults,
    ),
  accepted: { reply: words(202, '0: Accepted for delivery'), result: {} },
  expectRequest: (request, message) => {
    expect(request.method).toBe('GET');
    expect(request.path).toBe('/cgi-bin/sendsms');
    expect(request.body).toBe('');
    expect(Object.fromEntries(request.query)).toEqual({
      username: 'loaluat',
      password: 'mat-khau-kannel',
      to: message.phone,
      text: message.text,
      charset: 'UTF-8',
      coding: '2',
      'dlr-mask': '27',
      'dlr-url': `${message.callbackUrl}?ref=${message.reference}&type=%d&id=%F&answer=%A`,
    });
  },
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
  forged: [],
  unreadable: [
    ['a call without a query', rawRequest({ method: 'GET' })],
    ['a call without a reference', rawRequest({ method: 'GET', query: 'type=1' })],
  ],
  secrets: Object.values(kannel.secrets),
});

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
const answer = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });

describeGatewayContract('http (JSON)', {
  create: (url, defaults) =>
    new HttpGateway(
      HttpGatewayConfig.parse({
        ...JSON_CONFIG,
        connection,
        request: { ...JSON_CONFIG.request, url: url + JSON_CONFIG.request.url },
      }),
      SECRETS,
      defaults,
    ),
  accepted: {
    reply: answer({ CodeResult: '100', data: { SMSID: 'm-1', parts: 3, price: '1050' } }),
    result: { operatorId: 'm-1', parts: 3, costVnd: 1050, code: '100' },
  },
  expectRequest: (request, message) => {
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v2/accounts/xa%20dong%2Fhoa/sms',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-api-key': SECRETS.key,
        'x-request-id': message.reference,
        authorization: `Basic ${Buffer.from(`${SECRETS.account}:${SECRETS.key}`).toString('base64')}`,
      },
    });
    expect(request.query.toString()).toBe('mode=live');
    expect(JSON.parse(request.body)).toEqual({
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
    });
  },
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
  secrets: Object.values(SECRETS),
});

describe('the settings of an HTTP gateway', () => {
  it('name the secrets that they need', () => {
    const config = HttpGatewayConfig.parse({
      ...JSON_CONFIG,
      request: { ...JSON_CONFIG.request, url: `http://localhost${JSON_CONFIG.request.url}` },
    });
    expect(requiredSecrets(config).sort()).toEqual(['account', 'key', 'signing']);
  });

  it('a code for a message that was taken before counts as taken', async () => {
    const { startFakeOperator } = await import('./fake-operator.js');
    const operator = await startFakeOperator();
    const gateway = new HttpGateway(
      HttpGatewayConfig.parse({
        ...JSON_CONFIG,
        request: { ...JSON_CONFIG.request, url: `${operator.url}/send` },
      }),
      SECRETS,
      { connections: 1, answerTimeoutMs: 1_000 },
    );
    operator.answer = answer({ CodeResult: '124' });
    const message = {
      reference: 'abc',
      phone: '+84912345678',
      text: 'x',
      parts: 1,
      encoding: 'gsm7',
      callbackUrl: null,
    } as const;
    expect(await gateway.send(message, new AbortController().signal)).toEqual({ code: '124' });
    expect(JSON.parse(operator.requests[0]!.body)).not.toHaveProperty('CallbackUrl');
    await operator.close();
    await gateway.close();
  });

  it.each([
    ['an address that is none', { url: 'kannel/cgi-bin' }, 'request.url'],
    ['a host from a field', { url: 'http://{phone}/x' }, 'request.url'],
    ['a password in the address', { url: 'http://a:b@host/x' }, 'request.url'],
    ['an unknown field', { url: 'http://host/{number}' }, 'request.url'],
    ['a lonely brace', { url: 'http://host/', query: { to: '{phone' } }, 'request.query.to'],
    [
      'a text in a header',
      { url: 'http://host/', headers: { 'X-Text': '{text}' } },
      'request.headers.X-Text',
    ],
    ['a header of ours', { url: 'http://host/', headers: { Host: 'x' } }, 'request.headers.Host'],
    [
      'a line break in a header',
      { url: 'http://host/', headers: { 'X-A': 'a\r\nb' } },
      'request.headers.X-A',
    ],
    [
      'a number as the password',
      { url: 'http://host/', basic: { username: '{phone}', password: '' } },
      'request.basic.username',
    ],
  ])('are refused with a sentence: %s', (_, request, path) => {
    const result = HttpGatewayConfig.safeParse({ request, success: { statuses: [200] } });
    expect(result.success).toBe(false);
    expect(result.error!.issues.map((issue) => issue.path.join('.'))).toContain(path);
    for (const issue of result.error!.issues) expect(issue.message).toMatch(/[ăâđêôơưàáảãạèéíìòóùúýệộừốế]/i);
  });

  it.each(['(?=a)', '(a)\\1', '(', 'a'.repeat(201), '((\\pL{50}){20}){20}'])(
    'refuse the pattern %s',
    (pattern) => {
      const result = HttpGatewayConfig.safeParse({
        request: { url: 'http://host/' },
        success: { matches: pattern },
      });
      expect(result.success).toBe(false);
    },
  );

  it('cannot make a pattern run away with the process', () => {
    const config = HttpGatewayConfig.parse({
      request: { url: 'http://host/' },
      success: { matches: '^(a+)+$' },
    });
    expect(config.success.matches).toBe('^(a+)+$');
  });
});
