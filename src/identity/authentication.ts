import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { may, type MustFirst, type Permission, type Principal, type Role } from './permissions.js';
import { isSameOrigin } from './same-origin.js';
import { SessionsRepository } from './sessions.repository.js';
import { API_KEY_PREFIX, hashToken, newToken } from './tokens.js';

/** The cookie that carries a session's token; over https its name begins with `__Host-` (`cookieName`). */
export const SESSION_COOKIE = 'loaluat_session';

const BEARER = /^Bearer +(\S+)$/i;

/** Tells who sends a request: the owner of a session cookie, or an API key. */
@Injectable()
export class Authentication {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly sql: Sql,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The principal of a request that may do what needs `permission`. Throws a 401 for nobody, a 403 for others and for
   * somebody who must first do something about their own account.
   * @param reply takes the new cookie of a session whose rights have changed
   */
  async admit(request: FastifyRequest, permission: Permission, reply?: FastifyReply): Promise<Principal> {
    const principal = await this.principalOf(request, reply);
    if (!principal)
      throw new DomainError('unauthenticated', 'Bạn chưa đăng nhập hoặc phiên đã hết hạn.', 401);
    if (principal.mustFirst && permission !== 'account:self') throw firstThis(principal.mustFirst);
    if (!may(principal, permission))
      throw new DomainError('forbidden', 'Bạn không có quyền làm việc này.', 403);
    return principal;
  }

  /**
   * The principal of a request, or null for nobody. A request with an `Authorization` header is judged by that alone.
   * Throws a 403 when a cookie is used from a foreign page.
   */
  async principalOf(request: FastifyRequest, reply?: FastifyReply): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byApiKey(authorization, request.ip);
    const token = sessionTokenOf(request);
    if (token === null) return null;
    refuseForeignPage(request);
    const owner = await this.sessions.findOwner(hashToken(token), {
      hours: this.config.SESSION_HOURS,
      graceDays: this.config.TWO_STEP_GRACE_DAYS,
    });
    if (!owner) return null;
    if (owner.mustRotate && reply) await this.rotate(token, request, reply);
    const mustFirst = owner.mustChangePassword ? 'change-password' : owner.lacksTwoStep ? 'two-step' : null;
    return {
      kind: 'user',
      id: owner.userId,
      userId: owner.userId,
      name: owner.username,
      grants: owner.grants,
      ...(mustFirst && { mustFirst }),
      address: request.ip,
    };
  }

  private async rotate(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const next = newToken();
    if (await this.sessions.rotate(hashToken(token), hashToken(next)))
      void reply.setCookie(cookieName(request, SESSION_COOKIE), next, cookieOptions(request));
  }

  private async byApiKey(authorization: string, address: string): Promise<Principal | null> {
    const key = BEARER.exec(authorization)?.[1];
    if (!key?.startsWith(API_KEY_PREFIX)) return null;
    const keyHash = hashToken(key);
    const rows = await this.sql.query<{
      id: string;
      name: string;
      roles: Role[];
      area_ids: string[] | null;
      permissions: Permission[] | null;
      created_by: string | null;
      is_stale: boolean;
    }>(
      `select id, name, roles, area_ids, permissions, created_by,
              coalesce(last_used_at < now() - interval '1 minute', true) as is_stale
         from api_keys
        where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
      [keyHash],
      'api-key-owner',
    );
    const row = rows[0];
    if (!row) return null;
    if (row.is_stale)
      await this.sql.execute('update api_keys set last_used_at = now() where id = $1', [row.id]);
    return {
      kind: 'api-key',
      id: row.id,
      userId: row.created_by,
      name: row.name,
      grants: row.roles.flatMap((role) => (row.area_ids ?? [null]).map((areaId) => ({ role, areaId }))),
      ...(row.permissions && { permissions: row.permissions }),
      address,
    };
  }
}

/**
 * The name of a cookie. Over https a browser takes one that begins with `__Host-` only from this very host, and only secure: a
 * neighbour under the same domain, or a page over plain http, plants none. A first start on plain http has no such prefix.
 */
export function cookieName(request: FastifyRequest, name: string): string {
  return request.protocol === 'https' ? `__Host-${name}` : name;
}

/** How the cookie of a session is set. No Max-Age: it goes with the browser, which in an office several people may share. */
export function cookieOptions(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: request.protocol === 'https' };
}

/** The token in the session cookie, or null. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[cookieName(request, SESSION_COOKIE)] || null;
}

/** Throws a 403 for a request that another site's page makes a browser send. */
export function refuseForeignPage(request: FastifyRequest): void {
  if (!isSameOrigin(request)) {
    throw new DomainError('foreign-origin', 'Yêu cầu này đến từ một trang khác nên bị từ chối.', 403);
  }
}

function firstThis(what: MustFirst): DomainError {
  return what === 'change-password'
    ? new DomainError(
        'password-change-needed',
        'Hãy đặt mật khẩu của riêng bạn trước khi làm việc khác.',
        403,
      )
    : new DomainError(
        'two-step-needed',
        'Vai trò của bạn cần xác thực hai bước; hãy bật trước khi làm việc khác.',
        403,
      );
}
