/**
 * Owns the access tokens of OAs: reads them, renews them, says when the permission is lost.
 * Emits tokens that are committed, one audit entry and one count for a loss.
 * Never uses a refresh token twice knowingly, never asks Zalo again after a no, never logs a token.
 */
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Audit } from '../../identity/audit.js';
import { SYSTEM } from '../../identity/permissions.js';
import { Sql } from '../../platform/database/sql.js';
import { whenBack } from '../../platform/database/when-back.js';
import { ADDRESS_NOT_ALLOWED, OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { SecretBoxError } from '../../platform/secrets/secret-box.js';
import { GatewayError } from '../gateway-error.js';
import { type AccessTokens, noConsent, noToken } from './access-tokens.js';
import { type Grant, type GrantKey, ZaloGrantsRepository } from './zalo-grants.repository.js';
import { askTokens } from './zalo-oauth.js';

/** What a renewal needs besides the permission itself. */
export interface Renewer extends GrantKey {
  oauthUrl: string;
  appSecret: string;
}

/** For how long a token is taken as it was read. */
const FRESH_MS = 5_000;
/** A token that dies within this is not sent with. */
const MARGIN_MS = 30_000;
/** How often somebody who waits for another's renewal looks, and for how long. */
const LOOK_MS = 100;
const WAIT_MS = 40_000;
const FIRST_BACKOFF_SECONDS = 30;
const LONGEST_BACKOFF_SECONDS = 3_600;
/** With these the call certainly did not reach Zalo, so the refresh token is as good as before. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  ADDRESS_NOT_ALLOWED,
]);

@Injectable()
export class ZaloTokensService implements OnModuleDestroy {
  private readonly known = new Map<string, { grant: Grant; readAt: number }>();
  /** One renewal of a permission at a time in this process; the database keeps the other processes out. */
  private readonly renewing = new Map<string, Promise<Grant>>();

  constructor(
    private readonly grants: ZaloGrantsRepository,
    private readonly sql: Sql,
    private readonly audit: Audit,
    private readonly metrics: Metrics,
    private readonly guard: OutgoingGuard,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    // An alert sees a figure rise only where it stood at 0 before.
    this.metrics.tokenRenewals.inc({ operator: 'zalo', outcome: 'lost' }, 0);
  }

  /** The tokens of one account, for its adapter. */
  of(renewer: Renewer): AccessTokens {
    return {
      current: () => this.guarded(() => this.current(renewer)),
      renewed: (stale) => this.guarded(() => this.renewed(renewer, stale)),
      state: () =>
        this.guarded(async () => {
          const { accessExpiresAt, lostAt } = await this.read(renewer);
          return { expiresAt: accessExpiresAt, isLost: lostAt !== null };
        }),
    };
  }

  /** Renews a permission whose time has come. Throws GatewayError. */
  async renewDue(renewer: Renewer): Promise<void> {
    await this.renewOnce(renewer, (grant) => grant.refreshAt.getTime() > Date.now());
  }

  /** A renewal that has left is waited for: its answer is the only copy of the next refresh token. */
  async onModuleDestroy(): Promise<void> {
    await Promise.allSettled(this.renewing.values());
  }

  private async current(renewer: Renewer): Promise<string> {
    const key = keyOf(renewer);
    const known = this.known.get(key);
    const grant =
      known && performance.now() - known.readAt < FRESH_MS ? known.grant : await this.read(renewer);
    if (grant.accessExpiresAt.getTime() - Date.now() > MARGIN_MS) return grant.accessToken;
    return this.renewed(renewer, grant.accessToken);
  }

  private async renewed(renewer: Renewer, stale: string): Promise<string> {
    const grant = await this.renewOnce(
      renewer,
      ({ accessToken, accessExpiresAt }) =>
        accessToken !== stale && accessExpiresAt.getTime() - Date.now() > MARGIN_MS,
      true,
    );
    return grant.accessToken;
  }

  private async read(key: GrantKey): Promise<Grant> {
    const grant = await this.grants.read(key);
    if (!grant) throw noConsent('no-consent');
    this.known.set(keyOf(key), { grant, readAt: performance.now() });
    return grant;
  }

  private async renewOnce(
    renewer: Renewer,
    isGood: (grant: Grant) => boolean,
    isDead = false,
  ): Promise<Grant> {
    const key = keyOf(renewer);
    for (let running = this.renewing.get(key); running; running = this.renewing.get(key)) {
      const grant = await running;
      if (isGood(grant)) return grant;
    }
    const renewal = this.renew(renewer, isGood, isDead).finally(() => this.renewing.delete(key));
    this.renewing.set(key, renewal);
    return renewal;
  }

  /** Waits for whoever renews, or renews; a permission that is lost is not tried again. */
  private async renew(renewer: Renewer, isGood: (grant: Grant) => boolean, isDead: boolean): Promise<Grant> {
    const until = performance.now() + WAIT_MS;
    while (performance.now() < until) {
      const grant = await this.read(renewer);
      if (isGood(grant)) return grant;
      if (grant.lostAt) {
        if (isDead) await this.grants.hold(renewer, true);
        throw noConsent('consent-lost');
      }
      const made = await this.grants.ifAlone(renewer, () => this.exchange(renewer, isGood, isDead));
      if (made) return made;
      await sleep(LOOK_MS);
    }
    throw noToken('RENEWAL_TAKES_LONG');
  }

  /** Under the lock: what another process has just done is seen here. */
  private async exchange(
    renewer: Renewer,
    isGood: (grant: Grant) => boolean,
    isDead: boolean,
  ): Promise<Grant> {
    const grant = await this.read(renewer);
    if (isGood(grant)) return grant;
    if (grant.lostAt) throw noConsent('consent-lost');
    if (grant.failures > 0 && grant.refreshAt.getTime() > Date.now()) throw noToken('RENEWAL_WAITS');
    await this.grants.begin(renewer, grant.version);
    const answer = await this.ask(renewer, grant);
    if ('refused' in answer) {
      await this.lose(renewer, grant, answer.refused, isDead);
      throw noConsent('consent-lost');
    }
    // The old refresh token is dead from here on: the new pair must be kept, however long Postgres is away.
    await whenBack(() => this.grants.save(renewer, answer.pair, true));
    this.metrics.tokenRenewals.inc({ operator: 'zalo', outcome: 'renewed' });
    this.logger.info({ event: 'zalo.tokens-renewed', appId: renewer.appId, oaId: renewer.oaId });
    return this.read(renewer);
  }

  private async ask(renewer: Renewer, grant: Grant) {
    try {
      const asked = { grant_type: 'refresh_token' as const, refresh_token: grant.refreshToken };
      return await askTokens(renewer.oauthUrl, renewer, asked, this.guard);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const wait = Math.min(
        FIRST_BACKOFF_SECONDS * 2 ** Math.min(grant.failures, 10),
        LONGEST_BACKOFF_SECONDS,
      );
      await this.grants.fail(renewer, grant.version, !NEVER_LEFT.has(error.code ?? ''), wait);
      this.metrics.tokenRenewals.inc({ operator: 'zalo', outcome: 'failed' });
      this.logger.warn({ event: 'zalo.tokens-not-renewed', oaId: renewer.oaId, code: error.code });
      throw noToken(error.code ?? 'RENEWAL_FAILED');
    }
  }

  /** Told once: the statement that notes it finds it unnoted only once. */
  private async lose(renewer: Renewer, grant: Grant, code: string, isDead: boolean): Promise<void> {
    const { ownerId, appId, oaId } = renewer;
    // A renewal that left before, and whose answer nobody kept, has used the token up.
    const why = grant.refreshBeganAt ? 'interrupted' : 'refused';
    const isNew = await this.sql.transaction(async (tx) => {
      const gatewayIds = await this.grants.lose(renewer, grant.version, code, tx);
      for (const id of gatewayIds ?? []) {
        const subject = { kind: 'gateway', id, areaIds: ownerId === '0' ? undefined : [ownerId] };
        await this.audit.record(tx, SYSTEM, 'gateway.consent-lost', subject, { oaId, code, why });
      }
      return gatewayIds !== undefined;
    });
    await this.grants.hold(renewer, isDead);
    if (!isNew) return;
    this.metrics.tokenRenewals.inc({ operator: 'zalo', outcome: 'lost' });
    this.logger.error({ event: 'zalo.consent-lost', appId, oaId, code, why });
  }

  /** Whatever goes wrong before a token is had, nothing has been sent: an adapter may say so. */
  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (error instanceof SecretBoxError) {
        throw new GatewayError('misconfigured', 'the tokens were sealed under another SECRET_KEY', {
          code: 'SECRET_KEY',
          sent: 'no',
        });
      }
      this.logger.warn({ event: 'zalo.tokens-not-read', error });
      throw noToken('NO_TOKEN_STORE');
    }
  }
}

function keyOf({ ownerId, appId, oaId }: GrantKey): string {
  return `${ownerId} ${appId} ${oaId}`;
}
