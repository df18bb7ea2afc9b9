/**
 * Owns how a commune lets us speak for its OA: the consent of Zalo's OAuth v4, or tokens by hand.
 * Emits grants and audit entries.
 * Never shows a token, never takes a consent that nobody here has begun.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Audit, type AuditSubject } from '../../identity/audit.js';
import { type Principal, SYSTEM } from '../../identity/permissions.js';
import { Sql } from '../../platform/database/sql.js';
import { whenBack } from '../../platform/database/when-back.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { GatewayError } from '../gateway-error.js';
import { GatewaysRepository } from '../gateways.repository.js';
import { openSecrets } from '../gateway-pool.js';
import { PublicAddress } from '../public-address.js';
import type { ZaloApp } from './zalo-account.schema.js';
import { type GrantKey, ZaloGrantsRepository } from './zalo-grants.repository.js';
import { askTokens } from './zalo-oauth.js';
import { ZaloUsersRepository } from './zalo-users.repository.js';
import type { ZaloState, ZaloTokens } from './zalo.schema.js';

/** How long an administrator may take over Zalo's pages. */
const CONSENT_MINUTES = 30;

interface Account {
  key: GrantKey;
  subject: AuditSubject;
  app: ZaloApp;
  secrets: Readonly<Record<string, string>>;
  webhookToken: string;
}

/** What Zalo sends the browser back with. */
export interface ConsentReturn {
  state?: string;
  code?: string;
  oaId?: string;
  /** Zalo's own word where the consent was not given. */
  error?: string;
}

/** What came of a consent, for the page that its giver sees. */
export type ConsentOutcome =
  | { outcome: 'given'; gatewayName: string }
  | { outcome: 'stale' | 'declined' | 'another-oa' | 'refused' | 'unreachable'; code?: string };

@Injectable()
export class ZaloConsentService {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
    private readonly gateways: GatewaysRepository,
    private readonly grants: ZaloGrantsRepository,
    private readonly users: ZaloUsersRepository,
    private readonly address: PublicAddress,
    private readonly audit: Audit,
    private readonly guard: OutgoingGuard,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The address at which an administrator of the OA consents; it works once, for half an hour. */
  async begin(who: Principal, gatewayId: string) {
    const { app, secrets, subject } = await this.account(gatewayId);
    const state = randomBytes(32).toString('base64url');
    const verifier = app.pkce === 'fixed' ? secrets.codeVerifier! : newVerifier();
    const expiresAt = new Date(Date.now() + CONSENT_MINUTES * 60_000);
    await this.sql.transaction(async (tx) => {
      await tx.execute('delete from zalo_consents where expires_at < now()');
      await tx.execute(
        `insert into zalo_consents (state_hash, gateway_id, code_verifier, started_by, expires_at)
         values ($1, $2, $3, $4, $5)`,
        [hashOf(state), gatewayId, this.box.seal(verifier, consentOwner(gatewayId)), who.name, expiresAt],
      );
      await this.audit.record(tx, who, 'gateway.consent-started', subject);
    });
    const codeChallenge = challengeOf(verifier);
    const callbackUrl = this.address.zaloCallbackUrl;
    const query = new URLSearchParams({
      app_id: app.appId,
      redirect_uri: callbackUrl,
      code_challenge: codeChallenge,
      state,
    });
    const url = `${app.oauthUrl.replace(/\/+$/, '')}/v4/oa/permission?${query.toString()}`;
    return { url, callbackUrl, codeChallenge, expiresAt: expiresAt.toISOString() };
  }

  /** Takes what Zalo sent the browser back with: exchanges the code, keeps the pair. */
  async finish(back: ConsentReturn): Promise<ConsentOutcome> {
    const begun = back.state === undefined ? undefined : await this.take(back.state);
    if (!begun) return { outcome: 'stale' };
    const { key, app, secrets, subject } = await this.account(begun.gatewayId);
    if (back.code === undefined) return { outcome: 'declined', code: back.error };
    if (back.oaId !== undefined && back.oaId !== app.oaId) return { outcome: 'another-oa' };
    try {
      const asked = {
        grant_type: 'authorization_code' as const,
        code: back.code,
        code_verifier: begun.verifier,
      };
      const answer = await askTokens(
        app.oauthUrl,
        { appId: app.appId, appSecret: secrets.appSecret ?? '' },
        asked,
        this.guard,
      );
      if ('refused' in answer) return { outcome: 'refused', code: answer.refused };
      await whenBack(() => this.grants.save(key, answer.pair, false));
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      this.logger.warn({ event: 'zalo.consent-failed', gatewayId: begun.gatewayId, code: error.code });
      return { outcome: 'unreachable', code: error.code };
    }
    const details = { oaId: app.oaId, startedBy: begun.startedBy };
    await this.audit.record(this.sql, SYSTEM, 'gateway.consent-given', subject, details);
    this.logger.info({ event: 'zalo.consent-given', gatewayId: begun.gatewayId });
    return { outcome: 'given', gatewayName: begun.gatewayName };
  }

  /** Keeps tokens that an administrator has got from the API Explorer. */
  async paste(who: Principal, gatewayId: string, tokens: ZaloTokens): Promise<ZaloState> {
    const { key, subject } = await this.account(gatewayId);
    await this.sql.transaction(async (tx) => {
      await this.grants.save(key, tokens, false, tx);
      await this.audit.record(tx, who, 'gateway.tokens-pasted', subject);
    });
    return this.state(gatewayId);
  }

  /** What an administrator may know of the permission: everything but the tokens. */
  async state(gatewayId: string): Promise<ZaloState> {
    const { key, app, webhookToken } = await this.account(gatewayId);
    const [grant, users] = await Promise.all([this.grants.read(key), this.users.counts(key)]);
    return {
      consent: !grant ? 'none' : grant.lostAt ? 'lost' : 'given',
      lostCode: grant?.lostCode ?? null,
      lostAt: grant?.lostAt?.toISOString() ?? null,
      accessExpiresAt: grant?.accessExpiresAt.toISOString() ?? null,
      renewsAt: grant && !grant.lostAt ? grant.refreshAt.toISOString() : null,
      renewedAt: grant?.renewedAt?.toISOString() ?? null,
      failures: grant?.failures ?? 0,
      callbackUrl: this.address.zaloCallbackUrl,
      webhookUrl: app.receipts ? this.address.webhookUrl(gatewayId, webhookToken) : null,
      users,
    };
  }

  private async account(gatewayId: string): Promise<Account> {
    const row = await this.gateways.making(gatewayId);
    if (!row) throw notFound('cổng gửi tin này');
    if (row.kind !== 'zalo-template' && row.kind !== 'zalo-oa')
      throw new DomainError('not-a-zalo-gateway', 'Cổng này không phải cổng Zalo.', 409);
    const app = row.config as ZaloApp;
    const { areaId } = row;
    return {
      key: { ownerId: areaId ?? '0', appId: app.appId, oaId: app.oaId },
      subject: { kind: 'gateway', id: gatewayId, areaIds: areaId === null ? undefined : [areaId] },
      app,
      secrets: openSecrets(this.box, gatewayId, row.secrets),
      webhookToken: row.webhookToken,
    };
  }

  /** A state is good once. */
  private async take(state: string) {
    const [row] = await this.sql.query<{
      gatewayId: string;
      gatewayName: string;
      verifier: Buffer;
      startedBy: string;
    }>(
      `delete from zalo_consents c using gateways g
        where c.state_hash = $1 and c.expires_at > now() and g.id = c.gateway_id
       returning c.gateway_id as "gatewayId", g.name as "gatewayName", c.code_verifier as verifier,
                 c.started_by as "startedBy"`,
      [hashOf(state)],
    );
    return row && { ...row, verifier: this.box.open(row.verifier, consentOwner(row.gatewayId)) };
  }
}

/** Exactly 43 characters, as Zalo asks. */
function newVerifier(): string {
  return randomBytes(32).toString('base64url');
}

/** base64url of the SHA-256, without padding. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function hashOf(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}

/** The owner under which the verifier of a consent is sealed. */
export function consentOwner(gatewayId: string): string {
  return `zalo-consent:${gatewayId}`;
}
