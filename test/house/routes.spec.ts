import { Controller, Get } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { generateFiles, permissionsPage } from '../../src/cli.generate.js';
import { ApiKeysService } from '../../src/identity/api-keys.service.js';
import { SESSION_COOKIE } from '../../src/identity/authentication.js';
import { PERMISSIONS, type Permission, type Role, ROLES, SYSTEM } from '../../src/identity/permissions.js';
import { Route } from '../../src/identity/route.js';
import { RouteCheck } from '../../src/identity/route-check.js';
import {
  type DocumentedRoute,
  OPENAPI_PATH,
  openApiDocument,
  operationsOf,
} from '../../src/platform/http/openapi.js';
import { DirectRoutes } from '../../src/platform/http/direct-routes.js';
import { startApp, type TestApp } from '../support/app.js';
import { readProjectFile } from './sources.js';

/** What stays open for ever: signing in, health, and what operators call. The page at /api/docs is no route of ours. */
const OPEN = [
  /^POST \/api\/v1\/auth\/login$/,
  // Whether an identity provider is offered, and the way there and back, with a state that works once.
  /^GET \/api\/v1\/auth\/methods$/,
  /^(GET|POST) \/api\/v1\/auth\/oidc\/(start|callback|finish)$/,
  /^GET \/(healthz|readyz|metrics)$/,
  /^(GET|POST) \/webhooks\//,
  // Zalo sends an administrator's browser back to it, with a state that works once.
  /^GET \/zalo\/callback$/,
  // What households open from a message: nothing of anybody without an unguessable link.
  /^(GET|POST) \/(l\/|xac-minh$)/,
];

/** Full paths from the tree that Fastify prints. */
function servedPaths(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^([│\s]*)[├└]── (\S*)( \(.+\))?$/.exec(line);
    if (!match) return [];
    const depth = match[1]!.length / 4;
    above.length = depth;
    above[depth] = match[2]!;
    return match[3] ? [above.join('')] : [];
  });
}

describe('the table of routes', () => {
  it('is as committed in docs/permissions.md, and so are the other generated files', async () => {
    for (const { path, text } of await generateFiles())
      expect([path, readProjectFile(path)]).toEqual([path, text]);
  });

  it('keeps the app from starting when a route names no permission', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get('named')
      @Route('area:read', 'Named')
      named() {
        return {};
      }

      @Get()
      unnamed() {
        return {};
      }
    }
    const module = await Test.createTestingModule({
      imports: [DiscoveryModule],
      controllers: [ForgottenController],
      providers: [RouteCheck],
    }).compile();
    await expect(module.init()).rejects.toThrow(/permission.*: ForgottenController\.unnamed \(GET\)$/);
    await module.close();
  });
});

describe('every route of the running app', () => {
  let app: TestApp;
  let routes: DocumentedRoute[];
  const keys = {} as Record<Role, string>;
  beforeAll(async () => {
    app = await startApp();
    routes = operationsOf(openApiDocument(app.app, SESSION_COOKIE));
    for (const role of ROLES) {
      const made = await app.app.get(ApiKeysService).create(SYSTEM, { name: role, roles: [role] });
      keys[role] = made.key;
    }
  });
  afterAll(() => app?.close());

  const nameOf = ({ method, path }: DocumentedRoute) => `${method} ${path}`;

  /** The status of a call with an id that is not there and an empty body. */
  const call = async ({ method, path }: DocumentedRoute, headers: Record<string, string> = {}) => {
    const response = await fetch(app.url + path.replaceAll(/\{\w+\}/g, '999999999'), {
      method,
      headers: { ...headers, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(method !== 'GET' && { body: '{}' }),
    });
    const answer = {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
    };
    return answer;
  };

  it('stands in the committed table', () => {
    expect(readProjectFile('docs/permissions.md')).toBe(
      permissionsPage(openApiDocument(app.app, SESSION_COOKIE)),
    );
  });

  it('is in the document: nothing is served that it does not name, but for the parts of two pages', () => {
    const fastify = app.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    const named = new Set(routes.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
    const served = [
      ...servedPaths(fastify.printRoutes({ commonPrefix: false })),
      ...app.app.get(DirectRoutes).paths,
    ];
    // Below the queues' page everything has that page's guard: test/report/queue-board.spec.ts.
    const isPart = (path: string) => /^\/(api\/docs|admin\/queues)(\/|$)/.test(path);
    const unnamed = served.filter((path) => !named.has(path) && !isPart(path));
    expect(unnamed).toEqual([OPENAPI_PATH]);
    expect([...named].filter((path) => !served.includes(path))).toEqual([]);
  });

  it('is closed to nobody-in-particular, but for sign-in, health and webhooks', async () => {
    const open: string[] = [];
    for (const route of routes) {
      if (route.permission === 'public') {
        open.push(nameOf(route));
        continue;
      }
      const { status, type, body } = await call(route);
      expect([nameOf(route), status, type]).toEqual([
        nameOf(route),
        401,
        'application/problem+json; charset=utf-8',
      ]);
      expect(JSON.parse(body)).toMatchObject({
        code: 'unauthenticated',
        detail: expect.stringMatching(/đăng nhập/),
      });
    }
    expect(open.filter((name) => !OPEN.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it.each(ROLES)('is refused to a %s without its permission, and to nobody with it', async (role) => {
    for (const route of routes) {
      if (route.permission === 'public') continue;
      const holders: readonly Role[] = PERMISSIONS[route.permission as Permission];
      const { status } = await call(route, { authorization: `Bearer ${keys[role]}` });
      if (holders.includes(role))
        expect([nameOf(route), [401, 403].includes(status)]).toEqual([nameOf(route), false]);
      else expect([nameOf(route), status]).toEqual([nameOf(route), 403]);
    }
  });

  it('fails on bad input with a sentence, never with a 500', async () => {
    for (const route of routes) {
      const { status } = await call(route, { authorization: `Bearer ${keys.admin}` });
      expect([nameOf(route), status < 500]).toEqual([nameOf(route), true]);
    }
  });
});
