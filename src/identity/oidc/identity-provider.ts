/**
 * Owns the conversation with the identity provider of a province (OpenID Connect, code flow with PKCE). Emits who somebody is
 * there. Never knows a user of ours.
 */
import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import * as client from 'openid-client';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

/** What a visit to the provider is for. */
export type Purpose = 'sign-in' | 'link';

/** Who somebody is at the provider. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Lower case; only one that the provider has verified. */
  email: string | null;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const TIMEOUT_SECONDS = 10;

@Injectable()
export class IdentityProvider {
  private found: Promise<client.Configuration> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get isOn(): boolean {
    return this.config.OIDC_ISSUER !== undefined && this.config.OIDC_CLIENT_ID !== undefined;
  }

  /**
   * Where to send the browser. State, nonce and PKCE verifier come out of the token that the browser keeps in a cookie:
   * an answer that was fetched with another browser fits none of them.
   */
  async startUrl(browserToken: string, purpose: Purpose, redirectUri: string): Promise<string> {
    const provider = await this.discovered();
    const challenge = await client.calculatePKCECodeChallenge(derived(browserToken, 'verifier'));
    const parameters = {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: stateOf(browserToken, purpose),
      nonce: derived(browserToken, 'nonce'),
    };
    return client.buildAuthorizationUrl(provider, parameters).href;
  }

  /** What a state belongs to; null where this browser has not begun anything of the kind. */
  purposeOf(browserToken: string, state: string): Purpose | null {
    return (['sign-in', 'link'] as const).find((each) => stateOf(browserToken, each) === state) ?? null;
  }

  /** Takes the provider's answer. Throws a 401 where it says no, or anything about it is not right. */
  async identityOf(callback: URL, browserToken: string, purpose: Purpose): Promise<Identity> {
    const provider = await this.discovered();
    try {
      const tokens = await client.authorizationCodeGrant(provider, callback, {
        pkceCodeVerifier: derived(browserToken, 'verifier'),
        expectedState: stateOf(browserToken, purpose),
        expectedNonce: derived(browserToken, 'nonce'),
        idTokenExpected: true,
      });
      const { sub, iss, ...inToken } = tokens.claims()!;
      const said: Record<string, unknown> = inToken.email
        ? inToken
        : await this.userInfo(provider, tokens.access_token, sub);
      const email = said.email_verified === true && typeof said.email === 'string' ? said.email : null;
      return { issuer: iss, subject: sub, email: email?.toLowerCase() ?? null };
    } catch (error) {
      this.logger.warn({ event: 'oidc.refused', code: codeOf(error) });
      throw new DomainError('oidc-refused', 'Nhà cung cấp danh tính không xác nhận lần đăng nhập này.', 401);
    }
  }

  private async userInfo(
    provider: client.Configuration,
    accessToken: string,
    subject: string,
  ): Promise<Record<string, unknown>> {
    if (!provider.serverMetadata().userinfo_endpoint) return {};
    return client.fetchUserInfo(provider, accessToken, subject);
  }

  /** Asked once; a provider that did not answer is asked again the next time. Throws a 503. */
  private async discovered(): Promise<client.Configuration> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = this.config;
    if (issuer === undefined || id === undefined) throw notOn();
    const url = new URL(issuer);
    const isPlain = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
    this.found ??= client.discovery(url, id, secret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // https everywhere but on this very machine.
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    });
    try {
      return await this.found;
    } catch (error) {
      this.found = undefined;
      this.logger.error({ event: 'oidc.unreachable', code: codeOf(error) });
      throw new DomainError('oidc-unreachable', 'Nhà cung cấp danh tính chưa trả lời; hãy thử lại sau.', 503);
    }
  }
}

/** 404 where the installation has no identity provider. */
export function notOn(): DomainError {
  return new DomainError('oidc-off', 'Hệ thống này không dùng đăng nhập qua nhà cung cấp danh tính.', 404);
}

function stateOf(browserToken: string, purpose: Purpose): string {
  return derived(browserToken, `state:${purpose}`);
}

function derived(browserToken: string, what: string): string {
  return createHmac('sha256', browserToken).update(what).digest('base64url');
}

function codeOf(error: unknown): string {
  const { code, error: answered } = error as { code?: unknown; error?: unknown };
  return (
    [answered, code].find((each) => typeof each === 'string' && /^\w{1,64}$/.test(each))?.toString() ??
    'failed'
  );
}
