import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Queryable } from '../../platform/database/sql.js';
import { invalidInput } from '../../platform/http/domain-error.js';
import type { ZaloApp } from './zalo-account.schema.js';
import { ZaloGrantsRepository } from './zalo-grants.repository.js';
import { ACCESS_SECONDS } from './zalo-oauth.js';

type Change = Readonly<Record<string, string | null>>;
const TOKENS = ['accessToken', 'refreshToken'] as const;

/** Whether accounts of this kind speak with tokens of Zalo. */
export function isZalo(kind: string): boolean {
  return kind === 'zalo-template' || kind === 'zalo-oa';
}

/** What of the secrets an administrator gives is kept beside the account: tokens rotate, secrets do not. */
@Injectable()
export class ZaloSecrets {
  constructor(private readonly grants: ZaloGrantsRepository) {}

  /** The secrets without the tokens among them. */
  without<Value extends string | null>(kind: string, secrets: Record<string, Value>): Record<string, Value> {
    if (!isZalo(kind)) return secrets;
    return Object.fromEntries(
      Object.entries(secrets).filter(([name]) => !(TOKENS as readonly string[]).includes(name)),
    );
  }

  /**
   * Keeps tokens that came with the secrets, in the transaction of their account; and lets a lost permission be tried
   * once more where the app secret was corrected. Throws a 400 where one token came without the other.
   */
  async keep(
    manager: EntityManager,
    { kind, areaId, config }: { kind: string; areaId: string | null; config: unknown },
    given: Change,
  ): Promise<void> {
    if (!isZalo(kind)) return;
    const { accessToken, refreshToken, appSecret } = given;
    const { appId, oaId } = config as ZaloApp;
    const key = { ownerId: areaId ?? '0', appId, oaId };
    const tx = queryableOn(manager);
    if (accessToken && refreshToken) {
      const pair = { accessToken, refreshToken, expiresInSeconds: ACCESS_SECONDS };
      await this.grants.save(key, pair, false, tx);
    } else if (accessToken || refreshToken) {
      const path = `secrets.${accessToken ? 'refreshToken' : 'accessToken'}`;
      throw invalidInput([
        { path, message: 'hãy dán cả access token và refresh token của cùng một lần cấp' },
      ]);
    } else if (appSecret) {
      await this.grants.retry(key, tx);
    }
  }
}

function queryableOn(manager: EntityManager): Queryable {
  return {
    query: (text, values) => manager.query(text, values as unknown[]),
    execute: async (text, values) => {
      const answer: unknown = await manager.query(text, values as unknown[]);
      return Array.isArray(answer) && typeof answer[1] === 'number' ? answer[1] : 0;
    },
  };
}
