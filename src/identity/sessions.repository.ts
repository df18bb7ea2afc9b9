import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { GRANTS_OF_USER, LENT_RIGHTS } from './memberships.repository.js';
import type { Grant } from './permissions.js';

/** Who a session belongs to. */
export interface SessionOwner {
  userId: string;
  username: string;
  grants: Grant[];
  mustChangePassword: boolean;
  /** Two steps are asked of this person, off, and the days of grace are over. */
  lacksTwoStep: boolean;
  /** The rights changed since the token was given: it must be replaced. */
  mustRotate: boolean;
  /** It was last seen a minute ago or longer: `touch` is due. */
  isStale: boolean;
}

/** One sign-in as its owner sees it. */
export interface SessionView {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  address: string | null;
  userAgent: string | null;
  isCurrent: boolean;
}

/** However busy it is, a session ends after this; the next morning's sign-in is no burden. */
const LONGEST_DAYS = 7;

/** How long the old token holds beside the new one, for requests that were under way. */
const ROTATION_SECONDS = 30;

/** Anything that runs SQL: `Sql`, one of its transactions, or TypeORM's manager. */
interface SessionConnection {
  query(text: string, values?: unknown[]): Promise<unknown>;
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

  /** The owner of a session that holds, or null. */
  async findOwner(tokenHash: Buffer, graceDays: number): Promise<SessionOwner | null> {
    const rows = await this.sql.query<{
      id: string;
      username: string;
      grants: Grant[];
      is_stale: boolean;
      must_change: boolean;
      lacks: boolean;
      must_rotate: boolean;
    }>(
      `select u.id, u.username, ${GRANTS_OF_USER} as grants, s.last_seen_at < now() - interval '1 minute' as is_stale,
              u.must_change_password as must_change, s.must_rotate and s.token_hash = $1 as must_rotate,
              (exists (select 1 from memberships m where m.user_id = u.id and m.role in ('admin', 'approver')
                          and m.created_at < now() - make_interval(days => $2))
                or exists (select 1 from ${LENT_RIGHTS}
                            where lent.to_user_id = u.id and lent.starts_at < now() - make_interval(days => $2)))
                and not exists (select 1 from two_step t where t.user_id = u.id and t.confirmed_at is not null) as lacks
         from sessions s join users u on u.id = s.user_id
        where (s.token_hash = $1
               or s.previous_hash = $1 and s.rotated_at > now() - make_interval(secs => ${ROTATION_SECONDS}))
          and s.expires_at > now() and s.created_at > now() - make_interval(days => ${LONGEST_DAYS})
          and u.disabled_at is null`,
      [tokenHash, graceDays],
      'session-owner',
    );
    const row = rows[0];
    if (!row) return null;
    return {
      userId: row.id,
      username: row.username,
      grants: row.grants,
      mustChangePassword: row.must_change,
      lacksTwoStep: row.lacks,
      mustRotate: row.must_rotate,
      isStale: row.is_stale,
    };
  }

  /**
   * An expiry slides with use. Written where a session is stale, at most once a minute, so that a busy screen does not turn
   * every read into a write.
   */
  async touch(tokenHash: Buffer, hours: number): Promise<void> {
    await this.sql.execute(
      'update sessions set last_seen_at = now(), expires_at = now() + make_interval(hours => $2) where token_hash = $1',
      [tokenHash, hours],
    );
  }

  /** Gives a session another token; false where a request beside this one was faster. */
  async rotate(tokenHash: Buffer, newHash: Buffer): Promise<boolean> {
    const rotated = await this.sql.execute(
      `update sessions set token_hash = $2, previous_hash = $1, rotated_at = now(), must_rotate = false
        where token_hash = $1 and must_rotate`,
      [tokenHash, newHash],
    );
    return rotated === 1;
  }

  /** Gives a session another token because its owner has just shown who they are; the old one holds for what is under way. */
  async renew(connection: SessionConnection, tokenHash: Buffer, newHash: Buffer): Promise<void> {
    await connection.query(
      `update sessions set token_hash = $2, previous_hash = $1, rotated_at = now(), must_rotate = false
        where token_hash = $1 or previous_hash = $1`,
      [tokenHash, newHash],
    );
  }

  /** Where somebody is signed in, the latest use first. */
  async list(userId: string, current: Buffer | null): Promise<SessionView[]> {
    return this.sql.query<SessionView & Record<string, unknown>>(
      `select id, created_at as "createdAt", last_seen_at as "lastSeenAt", address, user_agent as "userAgent",
              coalesce(token_hash = $2, false) as "isCurrent"
         from sessions where user_id = $1 and expires_at > now() order by last_seen_at desc, id desc limit 200`,
      [userId, current],
    );
  }

  /** Ends one sign-in of a person; false where there is none. */
  async revoke(connection: Queryable, userId: string, id: string): Promise<boolean> {
    const ended = await connection.execute('delete from sessions where user_id = $1 and id = $2', [
      userId,
      id,
    ]);
    return ended === 1;
  }

  async remove(connection: Queryable, tokenHash: Buffer): Promise<void> {
    await connection.execute('delete from sessions where token_hash = $1 or previous_hash = $1', [tokenHash]);
  }

  async removeExpired(connection: Queryable): Promise<void> {
    await connection.execute(
      `delete from sessions where expires_at <= now() or created_at <= now() - make_interval(days => ${LONGEST_DAYS})`,
    );
  }
}

/** Signs a user out everywhere, but for the session whose token, or last token but one, is `except`. */
export async function endSessionsOf(
  connection: SessionConnection,
  userId: string,
  except: Buffer | null = null,
): Promise<void> {
  await connection.query(
    `delete from sessions
      where user_id = $1 and ($2::bytea is null or token_hash <> $2 and previous_hash is distinct from $2)`,
    [userId, except],
  );
}

/** Has every session of a user take a new token at its next request: their rights changed. */
export async function rotateSessionsOf(connection: SessionConnection, userId: string): Promise<void> {
  await connection.query('update sessions set must_rotate = true where user_id = $1', [userId]);
}
