import { GatewayError } from '../gateway-error.js';

/** Where an adapter gets the access token that it sends with. Both throw GatewayError, with nothing sent. */
export interface AccessTokens {
  /** The token as it stands; renewed before, where its time is over. */
  current(signal: AbortSignal): Promise<string>;
  /** Zalo no longer takes `stale`: another one. Many callers at once cause one renewal. */
  renewed(stale: string, signal: AbortSignal): Promise<string>;
  /** Until when the token is good, and whether the permission behind it is lost: then none follows. */
  state(): Promise<TokenState>;
}

export interface TokenState {
  expiresAt: Date;
  isLost: boolean;
}

/** Nobody has allowed us to speak for the OA, or the permission is lost: only an administrator can mend it. */
export function noConsent(code: 'no-consent' | 'consent-lost'): GatewayError {
  return new GatewayError('misconfigured', `there is no usable consent of the OA (${code})`, {
    code,
    sent: 'no',
  });
}

/** No token now; later there may be one. */
export function noToken(code: string): GatewayError {
  return new GatewayError('unreachable', `no access token could be had (${code})`, { code, sent: 'no' });
}
