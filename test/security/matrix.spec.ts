import { randomBytes } from 'node:crypto';
import { SESSION_COOKIE } from '../../src/identity/authentication.js';
import {
  EVERYWHERE_ONLY,
  PERMISSIONS,
  type Permission,
  type Role,
  ROLES,
} from '../../src/identity/permissions.js';
import { type DocumentedRoute, openApiDocument, operationsOf } from '../../src/platform/http/openapi.js';
import { makeArea } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Commune, makeCommune } from './commune.js';
import { bodySchema, type Fields, namesIn, sampleOf } from './request-maker.js';

/** Where the generated body would not do; by the route's name. `null`: as it is documented elsewhere (multipart). */
const BODIES: Record<string, (of: Commune) => unknown> = {
  'POST /api/v1/imports': (of) => upload(of.areaId),
  'POST /api/v1/users': (of) => ({
    username: `nguoi-${randomBytes(4).toString('hex')}`,
    memberships: [{ role: 'viewer', areaId: of.areaId }],
  }),
  'PATCH /api/v1/users/{id}': (of) => ({ memberships: [{ role: 'viewer', areaId: of.areaId }] }),
  'PATCH /api/v1/campaigns/{id}': (of) => ({ audience: { areaIds: [of.areaId] } }),
  'PATCH /api/v1/imports/{id}/mapping': () => ({
    sheets: [{ sheet: '', headerRow: 1, columns: [{ column: 'A', field: 'head' }] }],
  }),
  'POST /api/v1/areas/{id}/split': () => ({
    parts: [{ name: `Phần ${randomBytes(4).toString('hex')}`, addressContains: 'không ai ở đây' }],
  }),
  'POST /api/v1/campaigns/{id}/reviews': () => ({ isAgreed: true }),
  'POST /api/v1/groups/{id}/members': (of) => ({ areaId: of.hamletId }),
  'PATCH /api/v1/gateways/{id}': (of) => ({ areaId: of.areaId }),
};

/** Names of fields in bodies and queries that name something of a commune. */
function fieldsOf(of: Commune): Fields {
  return {
    areaId: of.areaId,
    areaIds: [of.areaId],
    parentId: of.areaId,
    under: of.areaId,
    gatewayId: of.gatewayId,
    level: 'neighbourhood',
    kind: 'simulator',
    channel: 'sms',
    phone: '0912345678',
    name: `Tên ${randomBytes(4).toString('hex')}`,
    username: `nguoi-${randomBytes(4).toString('hex')}`,
    deliveryIds: undefined,
    url: 'http://127.0.0.1:9',
    secrets: { key: 'khoa' },
    items: [],
  };
}

/** Rights over what belongs to one person: their sessions, what they have lent. */
const PERSONAL: ReadonlySet<string> = new Set<Permission>(['account:self', 'approval:lend']);

/** Fields that say where something lies or shall lie. */
const PLACES = ['areaId', 'areaIds', 'parentId', 'under', 'gatewayId'];

function upload(areaId: string): FormData {
  const form = new FormData();
  form.append('areaId', areaId);
  form.append('file', new Blob(['Họ tên chủ hộ,Điện thoại\nNguyễn Văn An,0912345678\n']), 'danh-sach.csv');
  return form;
}

describe('every route, called by everybody with everybody’s ids', () => {
  let app: TestApp;
  let own: Commune;
  let foreign: Commune;
  let document: ReturnType<typeof openApiDocument>;
  let routes: DocumentedRoute[];
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    const province = await makeArea(app.sql, { name: 'Tỉnh', level: 'province' });
    own = await makeCommune(app.sql, province, 'XATA');
    foreign = await makeCommune(app.sql, province, 'XABAN');
    document = openApiDocument(app.app, SESSION_COOKIE);
    // What lies outside the API (the page of the queues) has a suite of its own.
    routes = operationsOf(document).filter(
      ({ permission, path }) => permission !== 'public' && path.startsWith('/api/v1/'),
    );
  });
  afterAll(() => app?.close());

  const nameOf = ({ method, path }: DocumentedRoute) => `${method} ${path}`;

  /** The path of a route with fresh things of a commune in it, and its places in the query. */
  const pathOf = async (route: DocumentedRoute, of: Commune): Promise<string> => {
    const parts = route.path.split('/');
    for (const [i, part] of parts.entries())
      if (part.startsWith('{')) parts[i] = await of.thing(parts[i - 1]!);
    const query = (route.operation.parameters ?? []) as { in: string; name: string }[];
    const places = query.filter((each) => each.in === 'query' && PLACES.includes(each.name));
    const search = places.map(({ name }) => `${name}=${String(fieldsOf(of)[name])}`).join('&');
    return parts.join('/').replace('/api/v1', '') + (search && `?${search}`);
  };

  const bodyOf = (route: DocumentedRoute, of: Commune): unknown => {
    const special = BODIES[nameOf(route)];
    if (special) return special(of);
    const schema = bodySchema(route);
    return schema && sampleOf(document, schema, fieldsOf(of));
  };

  const namesPlace = (route: DocumentedRoute): boolean => {
    const special = BODIES[nameOf(route)]?.(own);
    if (special) return special instanceof FormData || JSON.stringify(special).includes(`"${own.areaId}"`);
    const schema = bodySchema(route);
    return schema !== undefined && [...namesIn(document, schema)].some((name) => PLACES.includes(name));
  };

  /** A stream goes on for as long as its campaign: the status says all that the matrix asks. */
  const begin = async (path: string, cookie: string | null) => {
    const stop = new AbortController();
    const { status } = await fetch(`${app.url}/api/v1${path}`, {
      headers: cookie ? { cookie } : {},
      signal: stop.signal,
    });
    stop.abort();
    return { status, text: '', code: '' };
  };

  /** One call of a route: things of `inPath` in the path and query, places of `inBody` in the body. */
  const call = async (route: DocumentedRoute, cookie: string | null, inPath: Commune, inBody: Commune) => {
    const path = await pathOf(route, inPath);
    if (route.path.endsWith('/events')) return begin(path, cookie);
    const answer = await app.api(path, {
      method: route.method as 'GET',
      ...(route.method !== 'GET' && { body: bodyOf(route, inBody) }),
      ...(cookie && { headers: { cookie } }),
    });
    return {
      status: answer.status,
      text: answer.bytes.toString('latin1'),
      code: answer.body?.code as string,
    };
  };

  const holds = (role: Role, permission: Permission) =>
    (PERMISSIONS[permission] as readonly Role[]).includes(role) && !EVERYWHERE_ONLY.has(permission);

  it('answers nobody with 401', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { status } = await call(route, null, own, own);
      if (status !== 401) wrong.push(`${nameOf(route)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('answers a %s of the commune as the table of rights says', async (role) => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { status, code } = await call(route, await own.signIn(role), own, own);
      const isHeld = holds(role, route.permission as Permission);
      // What belongs to one person is nobody else's, in the same commune too.
      const isPersonal = isHeld && PERSONAL.has(route.permission) && route.path.includes('{');
      const isRight = isPersonal
        ? status === 404
        : isHeld
          ? status < 500 && ![401, 403, 404].includes(status)
          : status === 403;
      if (!isRight) wrong.push(`${nameOf(route)}: ${status} ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('hides the commune from a %s of another one', async (role) => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { status, text } = await call(route, await foreign.signIn(role), own, own);
      const name = nameOf(route);
      if (text.includes(own.marker)) wrong.push(`${name}: shows ${own.marker}`);
      if (!holds(role, route.permission as Permission)) {
        if (status !== 403) wrong.push(`${name}: ${status} instead of 403`);
      } else if (route.path.includes('{')) {
        if (status !== 404) wrong.push(`${name}: ${status} instead of 404`);
      } else if (route.method !== 'GET' && namesPlace(route)) {
        if (![400, 403, 404].includes(status))
          wrong.push(`${name}: ${status} with a foreign place in its body`);
      } else if (status >= 500) wrong.push(`${name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('lets a %s put nothing of theirs into another commune', async (role) => {
    const wrong: string[] = [];
    for (const route of routes.filter((each) => each.method !== 'GET' && namesPlace(each))) {
      if (!holds(role, route.permission as Permission)) continue;
      const { status } = await call(route, await own.signIn(role), own, foreign);
      if (![400, 403, 404].includes(status)) wrong.push(`${nameOf(route)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
