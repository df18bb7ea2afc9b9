import { WebhookRefused } from '../../src/gateway/gateway-error.js';
import { jsonReply, MESSAGE, rawRequest } from '../../src/gateway/gateway.contract.js';
import { SmsGateConfig } from '../../src/gateway/smsgate/smsgate-config.schema.js';
import { SmsGateGateway } from '../../src/gateway/smsgate/smsgate.gateway.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';

const SECRETS = { password: 'mat-khau-may', signingKey: 'khoa-ky-webhook' };
const json = (status: number, body: unknown) => jsonReply(body, status);

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
    const body = JSON.stringify({ event: 'sms:failed', id: 'e', payload: { messageId: 'a' } });
    gateway = account();
    expect(() => gateway.parseWebhook(rawRequest({ body }))).toThrow(WebhookRefused);
    gateway = account({ signed: false });
    expect(gateway.parseWebhook(rawRequest({ body }))).toHaveLength(1);
  });
});
