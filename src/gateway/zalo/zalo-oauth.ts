import type { OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';
import { ControlClient } from '../control-client.js';
import { GatewayError } from '../gateway-error.js';
import { kindOfStatus } from '../status-error.js';
import { isObject, numberOf, parseObject, textOf } from './zalo-envelope.js';

/** A pair as Zalo gives it out; the refresh token works once. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

/** What came of a token call: a pair, or a no that asking again does not change. */
export type TokenAnswer = { pair: TokenPair } | { refused: string };

/** What the call gives for the tokens: the code of a consent, or the refresh token. */
export type TokenAsked =
  | { grant_type: 'authorization_code'; code: string; code_verifier: string }
  | { grant_type: 'refresh_token'; refresh_token: string };

/** Zalo's own standard: 25 hours. */
export const ACCESS_SECONDS = 90_000;
const TIMEOUT_MS = 15_000;
/** Too many calls, unknown error: these say nothing of the token. */
const PASSING_CODES = new Set([-32, -100]);

/**
 * `POST /v4/oa/access_token`: form-encoded, the app secret in the header `secret_key`. Once it has left it is never cut
 * short, because the answer may be the only copy of the next refresh token.
 * Throws GatewayError where nobody knows what became of it; `sent: 'no'` where it did not leave.
 */
export async function askTokens(
  oauthUrl: string,
  app: { appId: string; appSecret: string },
  asked: TokenAsked,
  guard: OutgoingGuard,
): Promise<TokenAnswer> {
  const { origin, pathname } = new URL(oauthUrl);
  const answer = await new ControlClient(origin, TIMEOUT_MS, guard).request(
    {
      method: 'POST',
      path: `${pathname.replace(/\/+$/, '')}/v4/oa/access_token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: app.appSecret },
      body: new URLSearchParams({ ...asked, app_id: app.appId }).toString(),
    },
    AbortSignal.timeout(TIMEOUT_MS * 2),
  );
  const body = parseObject(answer.body);
  const accessToken = textOf(body?.access_token);
  const refreshToken = textOf(body?.refresh_token);
  if (answer.status < 300 && accessToken !== undefined && refreshToken !== undefined) {
    const seconds = numberOf(body?.expires_in) ?? ACCESS_SECONDS;
    return { pair: { accessToken, refreshToken, expiresInSeconds: seconds > 0 ? seconds : ACCESS_SECONDS } };
  }
  const code = numberOf(body?.error ?? (isObject(body?.error) ? undefined : body?.error_code));
  if (answer.status < 500 && code !== undefined && code !== 0 && !PASSING_CODES.has(code))
    return { refused: String(code) };
  if (code === undefined && kindOfStatus(answer.status) === 'misconfigured')
    return { refused: `HTTP ${answer.status}` };
  throw new GatewayError('unreachable', 'Zalo gave out no token, and no reason that lasts', {
    code: code === undefined ? `HTTP ${answer.status}` : String(code),
    sent: 'maybe',
  });
}
