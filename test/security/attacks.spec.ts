import { SESSION_COOKIE } from '../../src/identity/authentication.js';
import { type DocumentedRoute, openApiDocument, operationsOf } from '../../src/platform/http/openapi.js';
import { makeArea } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Commune, makeCommune } from './commune.js';
import { bodySchema, sampleOf } from './request-maker.js';

/** What breaks programs that paste texts into SQL, HTML, paths, logs or templates. */
const NASTY = [
  `'; drop table users; --`,
  `" or 1=1 --`,
  '%27%20union%20select%20null',
  '\\x00\\u0000',
  '\u0000',
  '../../../../etc/passwd',
  '{{constructor.constructor("return process")()}}',
  '<script>alert(1)</script>',
  '=cmd|" /C calc"!A0',
  '\ud800',
  '٣'.repeat(300),
];

/** Puts a text into every place of a value that holds one, one place at a time. */
function* poisoned(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string') yield text;
  else if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) for (const bad of poisoned(each, text)) yield value.with(i, bad);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value))
      for (const bad of poisoned(each, text)) yield { ...value, [key]: bad };
  }
}

/** Half of a surrogate pair: no text of UTF-8 has one. */
const LONE_HALF = /[\ud800-\udfff]/gu;

describe('an attacker', () => {
  let app: TestApp;
  let commune: Commune;
  let cookie: string;
  let document: ReturnType<typeof openApiDocument>;
  let routes: DocumentedRoute[];
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    const province = await makeArea(app.sql, { name: 'Tỉnh', level: 'province' });
    commune = await makeCommune(app.sql, province, 'XATA');
    cookie = (await app.login('admin')).cookie;
    document = openApiDocument(app.app, SESSION_COOKIE);
    routes = operationsOf(document).filter(
      ({ path, permission }) => permission !== 'public' && !path.includes('/auth/'),
    );
  });
  afterAll(() => app?.close());

  const pathOf = async (route: DocumentedRoute) => {
    const parts = route.path.split('/');
    for (const [i, part] of parts.entries())
      if (part.startsWith('{')) parts[i] = await commune.thing(parts[i - 1]!);
    return parts.join('/').replace('/api/v1', '');
  };

  it('breaks nothing with a text in any field of any body', async () => {
    const broken: string[] = [];
    for (const route of routes) {
      const schema = route.method === 'GET' ? undefined : bodySchema(route);
      if (!schema) continue;
      const path = await pathOf(route);
      const body = sampleOf(document, schema, { areaId: commune.areaId, gatewayId: commune.gatewayId });
      for (const text of NASTY) {
        for (const bad of poisoned(body, text)) {
          const { status } = await app.api(path, {
            method: route.method as 'POST',
            body: bad,
            headers: { cookie },
          });
          if (status >= 500) broken.push(`${route.method} ${route.path}: ${JSON.stringify(bad)}`);
        }
      }
    }
    expect(broken).toEqual([]);
  }, 180_000);

  it('breaks nothing with a text, twice, or as a list in any parameter of a query', async () => {
    const broken: string[] = [];
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const path = await pathOf(route);
      const names = ((route.operation.parameters ?? []) as { in: string; name: string }[])
        .filter((each) => each.in === 'query')
        .map(({ name }) => name);
      for (const name of names) {
        const values = NASTY.map(
          (text) => `${name}=${encodeURIComponent(text.replaceAll(LONE_HALF, '\ufffd'))}`,
        );
        for (const query of [...values, `${name}=1&${name}=2`, `${name}[]=1`, `${name}[$ne]=1`]) {
          const { status } = await app.api(`${path}?${query}`, { headers: { cookie } });
          if (status >= 500) broken.push(`${route.path}?${query}`);
        }
      }
    }
    expect(broken).toEqual([]);
  }, 180_000);

  it('puts nothing into the prototype of objects', async () => {
    for (const text of [
      '{"__proto__":{"isAdmin":true},"name":"Xã","level":"commune"}',
      '{"constructor":{"prototype":{"isAdmin":true}},"name":"Xã","level":"commune"}',
    ]) {
      const answer = await fetch(`${app.url}/api/v1/areas`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: text,
      });
      expect(answer.status).toBe(400);
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is told to stop where a body is too large', async () => {
    const body = { name: 'x'.repeat(2 * 1024 * 1024), level: 'commune' };
    expect((await app.api('/areas', { method: 'POST', body, headers: { cookie } })).status).toBe(413);
  });

  it('gains nothing from a session cookie of another name, shape or length', async () => {
    for (const token of ['', 'x', 'a'.repeat(5000), "' or 1=1 --", '%00', 'null'])
      expect((await app.api('/users', { headers: { cookie: `${SESSION_COOKIE}=${token}` } })).status).toBe(
        401,
      );
  });
});
