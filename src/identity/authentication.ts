import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { MAKER_ANSWERS } from './api-key-maker.js';
import { may, type MustFirst, type Permission, type Principal, type Role } from './permissions.js';
import { isSameOrigin } from './same-origin.js';
import { type SessionOwner, SessionsRepository } from './sessions.repository.js';
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
    if (authorization !== undefined) {
      const key = await this.keyOf(authorization);
      if (key?.is_stale)
        await this.sql.execute('update api_keys set last_used_at = now() where id = $1', [key.id]);
      return key && asMachine(key, request.ip);
    }
    const token = sessionTokenOf(request);
    if (token === null) return null;
    refuseForeignPage(request);
    const owner = await this.sessions.findOwner(hashToken(token), this.config.TWO_STEP_GRACE_DAYS);
    if (owner?.isStale) await this.sessions.touch(hashToken(token), this.config.SESSION_HOURS);
    if (owner?.mustRotate && reply) await this.rotate(token, request, reply);
    return owner && asPerson(owner, request.ip);
  }

  /** The same for a request that was let in before: whom it would be now. Uses nothing: no session gets longer by it. */
  async look(request: FastifyRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = await this.keyOf(authorization);
      return key && asMachine(key, request.ip);
    }
    const token = sessionTokenOf(request);
    const owner =
      token === null
        ? null
        : await this.sessions.findOwner(hashToken(token), this.config.TWO_STEP_GRACE_DAYS);
    return owner && asPerson(owner, request.ip);
  }

  /** What a request shows of who sends it, hashed: requests that show the same are one's. */
  credentialOf(request: FastifyRequest): string {
    return hashToken(request.headers.authorization ?? sessionTokenOf(request) ?? '').toString('base64url');
  }

  private async rotate(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const next = newToken();
    if (await this.sessions.rotate(hashToken(token), hashToken(next)))
      void reply.setCookie(cookieName(request, SESSION_COOKIE), next, cookieOptions(request));
  }

  private async keyOf(authorization: string): Promise<KeyRow | null> {
    const key = BEARER.exec(authorization)?.[1];
    if (!key?.startsWith(API_KEY_PREFIX)) return null;
    const rows = await this.sql.query<KeyRow & Record<string, unknown>>(
      `select k.id, k.name, k.roles, k.area_ids, k.permissions, k.created_by,
              coalesce(k.last_used_at < now() - interval '1 minute', true) as is_stale
         from api_keys k
        where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
          and ${MAKER_ANSWERS}`,
      [hashToken(key)],
      'api-key-owner',
    );
    return rows[0] ?? null;
  }
}

interface KeyRow {
  id: string;
  name: string;
  roles: Role[];
  area_ids: string[] | null;
  permissions: Permission[] | null;
  created_by: string | null;
  is_stale: boolean;
}

function asMachine(key: KeyRow, address: string): Principal {
  return {
    kind: 'api-key',
    id: key.id,
    userId: key.created_by,
    name: key.name,
    grants: key.roles.flatMap((role) => (key.area_ids ?? [null]).map((areaId) => ({ role, areaId }))),
    ...(key.permissions && { permissions: key.permissions }),
    address,
  };
}

function asPerson(owner: SessionOwner, address: string): Principal {
  const mustFirst = owner.mustChangePassword ? 'change-password' : owner.lacksTwoStep ? 'two-step' : null;
  return {
    kind: 'user',
    id: owner.userId,
    userId: owner.userId,
    name: owner.username,
    grants: owner.grants,
    ...(mustFirst && { mustFirst }),
    address,
  };
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
