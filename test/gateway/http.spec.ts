import { HttpGatewayConfig } from '../../src/gateway/http/http-config.schema.js';
import { contracts } from '../../src/gateway/http/http.contract.js';
import { HttpGateway, requiredSecrets } from '../../src/gateway/http/http.gateway.js';
import { MESSAGE } from '../../src/gateway/gateway.contract.js';
import { startFakeOperator } from './fake-operator.js';

const json = contracts.find(({ title }) => title === 'http (JSON)')!;

describe('the settings of an HTTP gateway', () => {
  it('name the secrets that they need', () => {
    const config = HttpGatewayConfig.parse(json.config('http://localhost'));
    expect(requiredSecrets(config).sort()).toEqual(['account', 'key', 'signing']);
  });

  it('leave out what names the callback where an account wants no receipts', async () => {
    const operator = await startFakeOperator();
    const config = HttpGatewayConfig.parse(json.config(operator.url));
    const gateway = new HttpGateway(config, json.secrets, { connections: 1, answerTimeoutMs: 1_000 });
    operator.answer = json.accepted.reply;
    await gateway.send({ ...MESSAGE, callbackUrl: null }, new AbortController().signal);
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
