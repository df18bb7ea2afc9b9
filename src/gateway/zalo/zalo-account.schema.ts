import { z } from 'zod';
import { connection } from '../connection.schema.js';

const address = z.url({ protocol: /^https?$/, error: 'Địa chỉ phải bắt đầu bằng http:// hoặc https://.' });
const identifier = (what: string) =>
  z
    .string({ error: `Hãy nhập ${what}.` })
    .trim()
    .regex(/^[\w-]{1,64}$/, { error: `${what} gồm chữ số, như trong trang quản lý của Zalo.` });
const flag = z.boolean({ error: 'Là true hoặc false.' });

/** Where Zalo answers; an installation behind a proxy of its own may say otherwise. */
export const ZALO_HOSTS = {
  oa: 'https://openapi.zalo.me',
  business: 'https://business.openapi.zalo.me',
  oauth: 'https://oauth.zaloapp.com',
} as const;

export const zaloAddress = (standard: string) => address.default(standard);

/** What both kinds of Zalo account need. What Zalo's pages disagree about is a setting here (docs/gateways/zalo.md). */
export const zaloAccount = {
  appId: identifier('App ID').describe('The app of developers.zalo.me'),
  oaId: identifier('OA ID').describe('The Official Account that speaks'),
  oauthUrl: zaloAddress(ZALO_HOSTS.oauth),
  /** Zalo's webhook is registered; without it the product asks what became of messages. */
  receipts: flag.default(true),
  /** Sends `appsecret_proof`, where the app has been set to demand it. */
  appSecretProof: flag.default(false),
  /** What stands first in the webhook's digest. */
  webhookDigest: z.enum(['app', 'oa'], { error: 'Là app hoặc oa.' }).default('app'),
  /** `fixed`: the challenge is saved in Zalo's console, so its verifier is a secret of the account. */
  pkce: z.enum(['per-request', 'fixed'], { error: 'Là per-request hoặc fixed.' }).default('per-request'),
  connection,
};

/** The part of a Zalo account that its tokens hang on. */
export interface ZaloApp {
  appId: string;
  oaId: string;
  oauthUrl: string;
  receipts: boolean;
  appSecretProof: boolean;
  webhookDigest: 'app' | 'oa';
  pkce: 'per-request' | 'fixed';
}

/** The secrets that such an account needs; tokens are kept apart (`zalo_grants`). */
export function zaloSecretNames({ receipts, pkce }: ZaloApp): string[] {
  return ['appSecret', ...(receipts ? ['oaSecretKey'] : []), ...(pkce === 'fixed' ? ['codeVerifier'] : [])];
}
