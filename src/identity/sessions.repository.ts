import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { GRANTS_OF_USER } from './memberships.repository.js';
import type { Grant } from './permissions.js';

/** Who a session belongs to. */
export interface SessionOwner {
  userId: string;
  username: string;
  grants: Grant[];
}

/** Sign-ins under way, by the SHA-256 of their cookie's token. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly sql: Sql) {}

  async insert(
    connection: Queryable,
    session: { tokenHash: Buffer; userId: string; hours: number; address: string; userAgent: string | null },
  ): Promise<void> {
    await connection.execute(
      `insert into sessions (token_hash, user_id, expires_at, address, user_agent)
       values ($1, $2, now() + make_interval(hours => $3), $4, $5)`,
      [session.tokenHash, session.userId, session.hours, session.address, session.userAgent],
    );
  }

  /**
   * The owner of a session that holds, or null. An expiry slides with use, written at most once a minute, so that a
   * busy screen does not turn every read into a write.
   */
  async findOwner(tokenHash: Buffer, hours: number): Promise<SessionOwner | null> {
    const rows = await this.sql.query<{ id: string; username: string; grants: Grant[]; is_stale: boolean }>(
      `select u.id, u.username, ${GRANTS_OF_USER} as grants, s.last_seen_at < now() - interval '1 minute' as is_stale
         from sessions s join users u on u.id = s.user_id
        where s.token_hash = $1 and s.expires_at > now() and u.disabled_at is null`,
      [tokenHash],
      'session-owner',
    );
    const row = rows[0];
    if (!row) return null;
    if (row.is_stale) {
      await this.sql.execute(
        `update sessions set last_seen_at = now(), expires_at = now() + make_interval(hours => $2)
          where token_hash = $1`,
        [tokenHash, hours],
      );
    }
    return { userId: row.id, username: row.username, grants: row.grants };
  }

  async remove(connection: Queryable, tokenHash: Buffer): Promise<void> {
    await connection.execute('delete from sessions where token_hash = $1', [tokenHash]);
  }

  async removeExpired(connection: Queryable): Promise<void> {
    await connection.execute('delete from sessions where expires_at <= now()');
  }
}

/** Signs a user out everywhere, but for the session `except`. Takes TypeORM's manager as well as `Sql`. */
export async function endSessionsOf(
  connection: { query(text: string, values?: unknown[]): Promise<unknown> },
  userId: string,
  except: Buffer | null = null,
): Promise<void> {
  await connection.query('delete from sessions where user_id = $1 and token_hash is distinct from $2', [
    userId,
    except,
  ]);
}
