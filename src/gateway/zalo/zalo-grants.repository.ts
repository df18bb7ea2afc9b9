import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { TokenPair } from './zalo-oauth.js';

/** Whose permission: an app's to speak for an OA. */
export interface GrantKey {
  /** The area whose accounts share it; '0': the accounts of no area. */
  ownerId: string;
  appId: string;
  oaId: string;
}

/** The permission as it stands. */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  version: number;
  accessExpiresAt: Date;
  refreshAt: Date;
  refreshBeganAt: Date | null;
  failures: number;
  lostAt: Date | null;
  lostCode: string | null;
  renewedAt: Date | null;
}

interface Row extends Omit<Grant, 'accessToken' | 'refreshToken'> {
  tokens: Buffer;
}

/** What stands in `gateways.held_reason` while the permission is lost: nobody else writes it, so it can be taken back. */
export const LOST_SENTENCE =
  'Quyền gửi thay OA ở Zalo đã mất. Quản trị viên của OA cần vào trang cổng này, bấm Kết nối Zalo và đồng ý lại.';

/** The share of its life after which a token is renewed: hour 20 of 25. */
const RENEW_AFTER = 0.8;
const OWN = /* sql */ `kind in ('zalo-template', 'zalo-oa') and config ->> 'appId' = $1 and config ->> 'oaId' = $2
  and coalesce(area_id, 0) = $3`;

const THIS = 'app_id = $1 and oa_id = $2 and owner_id = $3';

/** Permissions of OAs, sealed. Every pair is committed before anybody uses it. */
@Injectable()
export class ZaloGrantsRepository {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
  ) {}

  /** Throws SecretBoxError where it was sealed under another SECRET_KEY. */
  async read(key: GrantKey): Promise<Grant | undefined> {
    const [row] = await this.sql.query<Row & Record<string, unknown>>(
      `select tokens, version, access_expires_at as "accessExpiresAt", refresh_at as "refreshAt",
              refresh_began_at as "refreshBeganAt", failures, lost_at as "lostAt", lost_code as "lostCode",
              renewed_at as "renewedAt"
         from zalo_grants where ${THIS}`,
      valuesOf(key),
    );
    if (!row) return undefined;
    const { tokens, ...rest } = row;
    const pair = JSON.parse(this.box.open(tokens, sealOwnerOf(key))) as Pick<
      Grant,
      'accessToken' | 'refreshToken'
    >;
    return { ...pair, ...rest };
  }

  /**
   * Keeps a pair. Doing it twice with the same pair changes nothing that matters. A permission that was lost is there
   * again, and so are the accounts that were held for it.
   * @param renewal false where a person gave it: a consent, or tokens by hand
   */
  async save(key: GrantKey, pair: TokenPair, renewal: boolean, tx: Queryable = this.sql): Promise<void> {
    const { accessToken, refreshToken, expiresInSeconds } = pair;
    const sealed = this.box.seal(JSON.stringify({ accessToken, refreshToken }), sealOwnerOf(key));
    await tx.execute(
      `insert into zalo_grants as g (app_id, oa_id, owner_id, tokens, access_expires_at, refresh_at)
       values ($1, $2, $3, $4, now() + $5 * interval '1 second', now() + $6 * interval '1 second')
       on conflict (owner_id, app_id, oa_id) do update
          set tokens = excluded.tokens, version = g.version + 1, access_expires_at = excluded.access_expires_at,
              refresh_at = excluded.refresh_at, refresh_began_at = null, failures = 0, lost_at = null,
              lost_code = null, held_at = null,
              granted_at = case when $7 then g.granted_at else now() end,
              renewed_at = case when $7 then now() else g.renewed_at end`,
      [...valuesOf(key), sealed, expiresInSeconds, expiresInSeconds * RENEW_AFTER, renewal],
    );
    await tx.execute(
      `update gateways set state = 'active', held_reason = null, version = version + 1, updated_at = now()
        where ${OWN} and state = 'held' and held_reason = $4`,
      [...valuesOf(key), LOST_SENTENCE],
    );
    // What stopped an account for want of a token may be mended: it is asked at once.
    await tx.execute(
      `update gateway_breakers set retry_at = now(), tries = 1
        where reason in ('misconfigured', 'unreachable') and gateway_id in (select id from gateways where ${OWN})`,
      valuesOf(key),
    );
  }

  /** Notes that the refresh token is about to be used. */
  async begin(key: GrantKey, version: number): Promise<void> {
    await this.sql.execute(
      `update zalo_grants set refresh_began_at = coalesce(refresh_began_at, clock_timestamp())
        where ${THIS} and version = $4`,
      [...valuesOf(key), version],
    );
  }

  /** A renewal came to nothing; the next one is `waitSeconds` away. */
  async fail(key: GrantKey, version: number, hasLeft: boolean, waitSeconds: number): Promise<void> {
    await this.sql.execute(
      `update zalo_grants
          set failures = failures + 1, refresh_at = clock_timestamp() + $5 * interval '1 second',
              refresh_began_at = case when $6 then refresh_began_at end
        where ${THIS} and version = $4`,
      [...valuesOf(key), version, waitSeconds, hasLeft],
    );
  }

  /** Notes that the permission is lost; answers the accounts concerned, or nothing where that was known. */
  async lose(key: GrantKey, version: number, code: string, tx: Queryable): Promise<string[] | undefined> {
    const lost = await tx.execute(
      `update zalo_grants set lost_at = clock_timestamp(), lost_code = $5, refresh_began_at = null
        where ${THIS} and version = $4 and lost_at is null`,
      [...valuesOf(key), version, code],
    );
    if (lost === 0) return undefined;
    const rows = await tx.query<{ id: string }>(
      `select id from gateways where ${OWN} order by id`,
      valuesOf(key),
    );
    return rows.map(({ id }) => id);
  }

  /** Holds the accounts of a permission that is lost and whose access token is dead; once. */
  async hold(key: GrantKey, isDead: boolean): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const held = await tx.execute(
        `update zalo_grants set held_at = clock_timestamp()
          where ${THIS} and lost_at is not null and held_at is null
            and ($4 or access_expires_at <= clock_timestamp())`,
        [...valuesOf(key), isDead],
      );
      if (held === 0) return;
      await tx.execute(
        `update gateways set state = 'held', held_reason = $4, version = version + 1, updated_at = now()
          where ${OWN} and state = 'active'`,
        [...valuesOf(key), LOST_SENTENCE],
      );
    });
  }

  /** A lost permission is tried once more: what made Zalo refuse may be mended (another app secret). */
  async retry(key: GrantKey, tx: Queryable): Promise<void> {
    await tx.execute(
      `update zalo_grants set lost_at = null, lost_code = null, held_at = null, failures = 0, refresh_at = now()
        where ${THIS} and lost_at is not null`,
      valuesOf(key),
    );
    await tx.execute(
      `update gateways set state = 'active', held_reason = null where ${OWN} and held_reason = $4`,
      [...valuesOf(key), LOST_SENTENCE],
    );
  }

  /** Permissions whose time to be renewed has come, each with an account whose secrets serve for it. */
  due(): Promise<(GrantKey & { gatewayId: string })[]> {
    return this.accounts('g.lost_at is null and g.refresh_at <= clock_timestamp()');
  }

  /** Lost permissions whose access token has just died. */
  dead(): Promise<(GrantKey & { gatewayId: string })[]> {
    return this.accounts(
      'g.lost_at is not null and g.held_at is null and g.access_expires_at <= clock_timestamp()',
    );
  }

  /** Runs `work` where no other process renews this permission; undefined otherwise. */
  ifAlone<T>({ ownerId, appId, oaId }: GrantKey, work: () => Promise<T>): Promise<T | undefined> {
    const digest = createHash('sha256').update(`zalo-grant:${ownerId}:${appId}:${oaId}`).digest();
    return this.sql.ifAlone(digest.readUIntBE(0, 6), work);
  }

  private accounts(condition: string): Promise<(GrantKey & { gatewayId: string })[]> {
    return this.sql.query(
      `select g.owner_id as "ownerId", g.app_id as "appId", g.oa_id as "oaId", min(a.id)::text as "gatewayId"
         from zalo_grants g
         join gateways a on a.kind in ('zalo-template', 'zalo-oa') and a.config ->> 'appId' = g.app_id
                        and a.config ->> 'oaId' = g.oa_id and coalesce(a.area_id, 0) = g.owner_id
        where ${condition} group by 1, 2, 3`,
    );
  }
}

function valuesOf({ appId, oaId, ownerId }: GrantKey): string[] {
  return [appId, oaId, ownerId];
}

/** The owner under which a pair of tokens is sealed. */
export function sealOwnerOf({ appId, oaId, ownerId }: GrantKey): string {
  return `zalo:${ownerId}:${appId}:${oaId}`;
}
