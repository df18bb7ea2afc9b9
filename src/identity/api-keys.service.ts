import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import type { ApiKeyView, CreateApiKey } from './api-key.schema.js';
import { ApiKey } from './api-key.entity.js';
import { MAKER_ANSWERS } from './api-key-maker.js';
import {
  allInScope,
  type AreaScope,
  areInScope,
  beyondYourAreas,
  knownAreas,
  scopeOf,
} from './area-scope.js';
import { Audit } from './audit.js';
import type { Principal } from './permissions.js';
import { API_KEY_PREFIX, hashToken, newToken } from './tokens.js';

const ApiKeyKey = z.tuple([Id]);

/** Characters of a key that stay readable: the prefix and six of forty-three. */
const HINT_LENGTH = API_KEY_PREFIX.length + 6;

/** Keeps the keys of machines: made, listed, revoked; the key itself leaves here once. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly source: DataSource,
    private readonly audit: Audit,
  ) {}

  /** One page of the keys of the caller's areas, oldest first, the revoked ones too. */
  async list(
    who: Principal,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ApiKeyView>> {
    const after = readCursor(query.cursor, ApiKeyKey)?.[0] ?? '0';
    const rows = await this.source.manager.query<{ id: string; isStopped: boolean }[]>(
      `select k.id, not ${MAKER_ANSWERS} as "isStopped" from api_keys k where k.id > $1 and ${allInScope('k.area_ids', '$2')} order by k.id limit $3`,
      [after, scopeOf(who, 'user:write'), query.limit + 1],
    );
    const ids = rows.map(({ id }) => id);
    const keys = await this.source.manager.find(ApiKey, { where: { id: In(ids) }, order: { id: 'asc' } });
    const stopped = new Set(rows.filter(({ isStopped }) => isStopped).map(({ id }) => id));
    return toPage(
      keys,
      query.limit,
      (key) => [key.id],
      (key) => toApiKeyView(key, stopped.has(key.id)),
    );
  }

  /**
   * Makes a key and returns it; only its hash is kept. Throws a 403 for a key over everywhere by somebody with less, a
   * 400 for an area that the caller does not administer.
   */
  async create(principal: Principal, input: CreateApiKey): Promise<ApiKeyView & { key: string }> {
    const key = API_KEY_PREFIX + newToken();
    const areaIds = input.areaIds ?? null;
    return this.source.transaction(async (manager) => {
      await this.refuseForeignAreas(principal, areaIds);
      const saved = await manager.save(ApiKey, {
        name: input.name,
        keyHash: hashToken(key),
        hint: key.slice(0, HINT_LENGTH),
        roles: input.roles,
        areaIds,
        permissions: input.permissions ?? null,
        createdBy: principal.userId,
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
        lastUsedAt: null,
        revokedAt: null,
      });
      await this.audit.record(
        manager,
        principal,
        'api-key.created',
        { kind: 'api-key', id: saved.id, areaIds: areaIds ?? undefined },
        { roles: input.roles, ...(input.permissions && { permissions: input.permissions }) },
      );
      return { ...toApiKeyView(saved, false), key };
    });
  }

  /** Ends a key at once. Throws a 404 where there is none that holds in the caller's areas. */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const key = await manager
        .createQueryBuilder(ApiKey, 'k')
        .where('k.id = :id and k.revoked_at is null', { id })
        .setLock('pessimistic_write')
        .getOne();
      const scope = scopeOf(principal, 'user:write');
      if (!key || !(await this.isKnown(scope, key))) throw notFound('khoá API này');
      await manager.update(ApiKey, { id }, { revokedAt: new Date() });
      const subject = { kind: 'api-key', id, areaIds: key.areaIds ?? undefined };
      await this.audit.record(manager, principal, 'api-key.revoked', subject);
    });
  }

  private async isKnown(scope: AreaScope, { areaIds }: ApiKey): Promise<boolean> {
    return areaIds === null ? scope === null : areInScope(this.source.manager, scope, areaIds);
  }

  private async refuseForeignAreas(who: Principal, areaIds: readonly string[] | null): Promise<void> {
    const scope = scopeOf(who, 'user:write');
    if (areaIds === null) {
      if (scope !== null) throw beyondYourAreas();
      return;
    }
    const known = await knownAreas(this.source.manager, scope, areaIds);
    const errors = areaIds.flatMap((id, i) =>
      known.has(id) ? [] : [{ path: `areaIds.${i}`, message: 'không có địa bàn này' }],
    );
    if (errors.length > 0)
      throw new DomainError('invalid-input', 'Một số thông tin chưa đúng, hãy xem từng mục.', 400, errors);
  }
}

function toApiKeyView(key: ApiKey, isStopped: boolean): ApiKeyView {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    roles: key.roles,
    areaIds: key.areaIds,
    permissions: key.permissions,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    isStopped,
  };
}
