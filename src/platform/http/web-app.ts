import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where the build of `web/` lies: beside `src`, or beside `dist` for the compiled program. */
const PLACES = ['../../../web/dist', '../../../../web/dist'];

/** Paths that are never a page, so that a mistyped call is answered with a problem and not with HTML. */
const NOT_PAGES = /^\/(api|webhooks|healthz|readyz|metrics|assets|l)(\/|$)/;

/**
 * Headers that protect a page, on files that are none: with them a script of 200 bytes took 1,200, and the composer's
 * 35 files half a second of a 3G line. `x-content-type-options` and `cross-origin-resource-policy` stay.
 */
const OF_PAGES = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

/** The folder of the built web app; null where it was not built. */
export function findWebApp(): string | null {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((folder) =>
    existsSync(path.join(folder, 'index.html')),
  );
  return found ?? null;
}

/**
 * Serves the web app where no route answers: its files, and its one page at every other address, so that a link into
 * the app can be sent around. Files under `assets/` carry a hash in their name and are kept for a year, the icon for a
 * day; the page is asked for anew each time. Compressed neighbours (`.br`, `.gz`) are sent to whoever takes them.
 */
export async function serveWebApp(app: NestFastifyApplication, folder: string): Promise<void> {
  const files = filesOf(folder);
  const earlyLinks = readEarlyLinks(folder);
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    const { pathname } = new URL(request.url, 'http://localhost');
    if (files.has(pathname)) {
      const isNamedByContent = pathname.startsWith('/assets/');
      if (isNamedByContent) for (const name of OF_PAGES) reply.raw.removeHeader(name);
      void reply.header(
        'cache-control',
        isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=86400',
      );
      return reply.sendFile(pathname);
    }
    if (NOT_PAGES.test(pathname) || !wantsPage(request)) return;
    void reply.header('cache-control', 'no-cache').header('link', earlyLinks(pathname));
    return reply.sendFile('/index.html');
  });
}

/**
 * What the page at an address needs first, as the value of a `Link` header (`web/early-loads.ts` writes them): the browser
 * then asks before it has read the page, which over 3G is half a second sooner.
 */
function readEarlyLinks(folder: string): (pathname: string) => string {
  const links = JSON.parse(readFileSync(path.join(folder, '.early.json'), 'utf8')) as [
    pattern: string,
    link: string,
  ][];
  const routes = links.map(([pattern, link]) => [new RegExp(pattern), link] as const);
  return (pathname) => routes.find(([pattern]) => pattern.test(pathname))?.[1] ?? '';
}

function wantsPage(request: FastifyRequest): boolean {
  return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
}

/** The addresses of the files of a folder, without the page itself and what the build left for itself. */
function filesOf(folder: string): Set<string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|html)$/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return new Set(names.filter((name) => !/(^|\/)\./.test(name)).map((name) => `/${name}`));
}
