import type { GatewayErrorKind } from '../domain/retry.js';
import { GatewayError } from './gateway-error.js';
import type { OperatorAnswer } from './http-client.js';

const MAX_RETRY_AFTER_MS = 24 * 3600 * 1000;

/**
 * What an HTTP status says where the operator's own mapping is silent (RFC 9110):
 * - 401, 403, 404, 405, 407, 410, 501 and 301, 307, 308 (an address that moved; redirects are refused): `misconfigured`
 * - 402: `quota`; 425, 429: `throttled`; 413, 414: `bad-content`; any other 4xx but 408 and 409: `rejected`
 * - 302 and 303 (often an answer after the work was done), 408, 409, every 5xx and anything unknown: `unclear`,
 *   because the operator may have taken the message before it failed
 */
export function kindOfStatus(status: number): GatewayErrorKind {
  switch (status) {
    case 301:
    case 307:
    case 308:
    case 401:
    case 403:
    case 404:
    case 405:
    case 407:
    case 410:
    case 501:
      return 'misconfigured';
    case 402:
      return 'quota';
    case 408:
    case 409:
      return 'unclear';
    case 413:
    case 414:
      return 'bad-content';
    case 425:
    case 429:
      return 'throttled';
    default:
      return status >= 400 && status < 500 ? 'rejected' : 'unclear';
  }
}

/** The GatewayError for an answer whose meaning is known; honours `Retry-After`. */
export function answerError(kind: GatewayErrorKind, answer: OperatorAnswer, code?: string): GatewayError {
  const word = code ?? `HTTP ${answer.status}`;
  const error = new GatewayError(kind, 'the operator did not take the message', {
    code: word,
    retryAfterMs: retryAfterMs(answer.headers['retry-after']),
    sent: kind === 'unclear' ? 'maybe' : 'no',
  });
  error.message = `the operator did not take the message (${kind}, ${error.code})`;
  return error;
}

/** `Retry-After` in milliseconds: seconds or an HTTP date; undefined where absent or unreadable; a day at most. */
export function retryAfterMs(header: string | string[] | undefined, nowMs = Date.now()): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : undefined;
}
