import { rawRequest, type FakeReply } from '../../src/gateway/gateway.contract.js';
import { createHash } from 'node:crypto';
import type { AccessTokens } from '../../src/gateway/zalo/access-tokens.js';
import type { GatewayHouse, LinkedUser } from '../../src/gateway/gateway-house.js';

export const APP_ID = '1234567890123456789';
export const OA_ID = '4318657068771012646';
export const USER_ID = '7219877621356985000';
export const APP_SECRET = 'khoa-bi-mat-cua-app';
export const OA_SECRET_KEY = 'khoa-bi-mat-cua-oa';
export const TOKEN = 'access-token-dau-tien';
export const FRESH_TOKEN = 'access-token-moi-tinh';

export const TOKEN_EXPIRES_AT = new Date('2026-11-23T01:00:00Z');

export const account = (url: string) => ({
  appId: APP_ID,
  oaId: OA_ID,
  url,
  oauthUrl: url,
  connection: { connectTimeoutSeconds: 0.5 },
});

/** A house with one token, another after a renewal, and one person behind every phone. */
export function house(
  user: LinkedUser | undefined = { userId: USER_ID, lastInteractionAt: new Date() },
): GatewayHouse & {
  renewals: string[];
} {
  const renewals: string[] = [];
  let token = TOKEN;
  const tokens: AccessTokens = {
    current: () => Promise.resolve(token),
    renewed: (stale) => {
      renewals.push(stale);
      token = FRESH_TOKEN;
      return Promise.resolve(token);
    },
    state: () => Promise.resolve({ expiresAt: TOKEN_EXPIRES_AT, isLost: false }),
  };
  return { renewals, zaloTokens: () => tokens, zaloUser: () => Promise.resolve(user) };
}

/** Zalo answers with HTTP 200, whatever it says. */
export const zalo = (error: number, data: object | null = null, message = 'x'): FakeReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error, message, ...(data && { data }) }),
});

/** A webhook call, signed as the console says: app id + body + timestamp + OA secret key. */
export function event(
  body: Record<string, unknown> | string,
  { first = APP_ID, key = OA_SECRET_KEY, headers = {} as Record<string, string> } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = typeof body === 'string' ? '' : String(body.timestamp ?? '');
  const mac = createHash('sha256').update(`${first}${text}${timestamp}${key}`).digest('hex');
  return rawRequest({
    body: text,
    headers: { 'content-type': 'application/json', 'x-zevent-signature': `mac=${mac}`, ...headers },
  });
}
