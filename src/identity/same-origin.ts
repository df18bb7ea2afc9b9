import type { FastifyRequest } from 'fastify';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may use the session cookie: it reads only, or it comes from our own pages. Browsers say where a
 * request comes from in `Sec-Fetch-Site` and, for every unsafe method, in `Origin`; one that carries neither is no
 * browser's, so it can't have been forged by a foreign page. (The rule of Go's http.CrossOriginProtection; the
 * cookie's SameSite=Lax stands behind it.)
 */
export function isSameOrigin(request: Pick<FastifyRequest, 'method' | 'headers' | 'host'>): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host.toLowerCase();
}
