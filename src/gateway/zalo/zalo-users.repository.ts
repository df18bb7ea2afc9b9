import { Injectable } from '@nestjs/common';
import { normalisePhone } from '../../domain/phone.js';
import { Sql } from '../../platform/database/sql.js';
import type { LinkedUser } from '../gateway-house.js';
import type { UserEvent } from '../gateway.js';

/** An OA, as the accounts of one area know it; '0': of no area. */
export interface OaKey {
  ownerId: string;
  oaId: string;
}

/** People whom an OA knows, learnt from what they do at it; linked to contacts by the phone they have shared. */
@Injectable()
export class ZaloUsersRepository {
  constructor(private readonly sql: Sql) {}

  /** Keeps what some events say. Late and repeated ones change nothing that is newer. */
  async learn({ ownerId, oaId }: OaKey, events: readonly UserEvent[]): Promise<void> {
    for (const { userId, phone, interactedAt, isFollower } of events) {
      await this.sql.execute(
        `insert into zalo_users as u (owner_id, oa_id, user_id, phone, is_follower, last_interaction_at)
         values ($1, $2, $3, $4, $5, least($6::timestamptz, now()))
         on conflict (owner_id, oa_id, user_id) do update
            set phone = coalesce(excluded.phone, u.phone), is_follower = coalesce(excluded.is_follower, u.is_follower),
                last_interaction_at = greatest(u.last_interaction_at, excluded.last_interaction_at), learnt_at = now()`,
        [ownerId, oaId, clean(userId), e164(phone), isFollower ?? null, interactedAt ?? null],
      );
    }
  }

  /** The person behind a phone: of several the one who was there last. Plan: one row by index. */
  async behind({ ownerId, oaId }: OaKey, phone: string): Promise<LinkedUser | undefined> {
    const [row] = await this.sql.query<LinkedUser & Record<string, unknown>>(
      `select user_id as "userId", last_interaction_at as "lastInteractionAt" from zalo_users
        where owner_id = $1 and oa_id = $2 and phone = $3 order by last_interaction_at desc nulls last limit 1`,
      [ownerId, oaId, phone],
      'zalo-user-behind',
    );
    return row;
  }

  /** The phone of a person, where the person has shared it. */
  async phoneOf({ ownerId, oaId }: OaKey, userId: string): Promise<string | undefined> {
    const [row] = await this.sql.query<{ phone: string | null }>(
      'select phone from zalo_users where owner_id = $1 and oa_id = $2 and user_id = $3',
      [ownerId, oaId, clean(userId)],
    );
    return row?.phone ?? undefined;
  }

  /** How many people an OA knows, and how many of them by a phone that stands in the directory. */
  async counts({ ownerId, oaId }: OaKey): Promise<{ known: number; withPhone: number; linked: number }> {
    const [row] = await this.sql.query<{ known: number; withPhone: number; linked: number }>(
      `select count(*)::int as known, count(phone)::int as "withPhone",
              (count(*) filter (where exists (select 1 from contacts c where c.phone = u.phone)))::int as linked
         from zalo_users u where owner_id = $1 and oa_id = $2`,
      [ownerId, oaId],
    );
    return row!;
  }
}

/** U+0000 does not exist in Postgres' text. */
function clean(text: string): string {
  return text.replaceAll('\u0000', '').slice(0, 64);
}

/** Null for what is no mobile number of Vietnam. */
function e164(phone: string | undefined): string | null {
  if (phone === undefined) return null;
  const found = normalisePhone(phone.slice(0, 40));
  return found.kind === 'mobile' ? found.e164 : null;
}
