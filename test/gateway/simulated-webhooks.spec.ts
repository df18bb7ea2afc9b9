import { WebhookClient } from '../../src/simulator/webhook-client.js';
import type { FakeReply } from '../../src/gateway/gateway.contract.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';

let webhook: FakeOperator;
let client: WebhookClient;

beforeEach(async () => {
  webhook = await startFakeOperator();
  client = new WebhookClient();
});
afterEach(async () => {
  client.stop();
  await webhook.close();
});

const call = (body: string | null = '{"a":"đ"}') =>
  new Promise<boolean>((resolve) =>
    client.call(`${webhook.url}/webhooks/1/token?x=1`, body, { 'x-signature': 'abc' }, resolve),
  );

it('a webhook gets the body, the signature and the address as they are', async () => {
  webhook.answer = { status: 200, body: 'OK' };
  expect(await call()).toBe(true);
  expect(webhook.requests[0]).toMatchObject({
    method: 'POST',
    path: '/webhooks/1/token',
    body: '{"a":"đ"}',
    headers: { 'x-signature': 'abc', host: new URL(webhook.url).host },
  });
  expect(await call(null)).toBe(true);
  expect(webhook.requests[1]).toMatchObject({ method: 'GET', body: '' });
});

it.each([
  ['a plain 200', { status: 200, body: 'OK' }, true],
  ['a 204 without a length', { raw: 'HTTP/1.1 204 No Content\r\n\r\n' }, true],
  [
    'an answer in chunks',
    { raw: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n' },
    true,
  ],
  ['an answer that ends with its connection', { raw: 'HTTP/1.1 200 OK\r\n\r\nOK' }, true],
  ['a refusal', { status: 404 }, false],
  ['a failure', { status: 503, body: 'away' }, false],
  ['half an answer', { raw: 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nOK' }, false],
  ['no HTTP', { raw: 'hello\r\n\r\n' }, false],
  ['a reset', 'reset', false],
] as [string, FakeReply, boolean][])(
  '%s counts as it should, and the next call goes through',
  async (_, reply, ok) => {
    webhook.answer = reply;
    expect(await call()).toBe(ok);
    webhook.answer = { status: 200, body: 'OK' };
    expect(await call()).toBe(true);
  },
);

it('an address that is none is refused at once', () => {
  expect(() => client.call('ftp://x', null, {}, () => undefined)).toThrow(RangeError);
  expect(() => client.call('nonsense', null, {}, () => undefined)).toThrow('Invalid URL');
});

it('where nobody listens, the call has failed', async () => {
  await webhook.close();
  expect(await call()).toBe(false);
});
