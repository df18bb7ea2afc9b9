import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import type { ApiKeyView, CreateApiKey } from './api-key.schema.js';
import { ApiKey } from './api-key.entity.js';
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

  /** One page of keys, oldest first, the revoked ones too. */
  async list(query: { limit: number; cursor?: string | undefined }): Promise<Page<ApiKeyView>> {
    const after = readCursor(query.cursor, ApiKeyKey)?.[0] ?? '0';
    const keys = await this.source.manager.find(ApiKey, {
      where: { id: MoreThan(after) },
      order: { id: 'asc' },
      take: query.limit + 1,
    });
    return toPage(keys, query.limit, (key) => [key.id], toApiKeyView);
  }

  /** Makes a key and returns it; only its hash is kept. */
  async create(principal: Principal, input: CreateApiKey): Promise<ApiKeyView & { key: string }> {
    const key = API_KEY_PREFIX + newToken();
    return this.source.transaction(async (manager) => {
      const saved = await manager.save(ApiKey, {
        name: input.name,
        keyHash: hashToken(key),
        hint: key.slice(0, HINT_LENGTH),
        roles: input.roles,
        createdBy: principal.userId,
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
        lastUsedAt: null,
        revokedAt: null,
      });
      await this.audit.record(
        manager,
        principal,
        'api-key.created',
        { kind: 'api-key', id: saved.id },
        {
          roles: input.roles,
        },
      );
      return { ...toApiKeyView(saved), key };
    });
  }

  /** Ends a key at once. Throws a 404 where there is none that holds. */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const { affected } = await manager.update(
        ApiKey,
        { id, revokedAt: IsNull() },
        { revokedAt: new Date() },
      );
      if (!affected) throw notFound('khoá API này');
      await this.audit.record(manager, principal, 'api-key.revoked', { kind: 'api-key', id });
    });
  }
}

function toApiKeyView(key: ApiKey): ApiKeyView {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    roles: key.roles,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
