import type { AccessTokens } from './zalo/access-tokens.js';
import type { ZaloApp } from './zalo/zalo-account.schema.js';

/** Who an OA knows behind a phone. */
export interface LinkedUser {
  userId: string;
  lastInteractionAt: Date | null;
}

/** What of the house an adapter may need beyond its own settings and secrets. */
export interface GatewayHouse {
  /** The tokens with which the product speaks for an OA. */
  zaloTokens(app: ZaloApp, appSecret: string): AccessTokens;
  /** The person of an OA behind a phone (E.164), or undefined. Throws where it cannot be looked up. */
  zaloUser(oaId: string, phone: string): Promise<LinkedUser | undefined>;
}
