import { Injectable } from '@nestjs/common';
import { Sql, type SqlConnection } from '../platform/database/sql.js';
import { allInScope, scopeOf } from './area-scope.js';
import { type Page, readCursor, toPage } from '../platform/http/page.js';
import { type AuditEvent, AuditKey, type AuditQuery } from './audit.schema.js';
import type { Principal } from './permissions.js';

/** What an action was done to: `{ kind: 'campaign', id: '7', areaIds: ['5'] }`. */
export interface AuditSubject {
  kind: string;
  id: string | null;
  /** Where it lies: whose administrators may read the entry. Absent: what the actor works in. */
  areaIds?: readonly string[] | undefined;
}

type AuditValue = string | number | boolean | null | readonly (string | number)[];

/**
 * Ids, counts, names of fields, and `before` and `after` of what is nobody's secret. Numbers of people, texts and secrets
 * have no place in the trail.
 */
export type AuditDetails = Readonly<Record<string, AuditValue | Readonly<Record<string, AuditValue>>>> & {
  readonly phone?: never;
  readonly phones?: never;
  readonly text?: never;
  readonly password?: never;
  readonly secret?: never;
  readonly secrets?: never;
};

interface AuditRow {
  id: string;
  at: Date;
  actor_kind: AuditEvent['actor']['kind'];
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  address: string | null;
  details: Record<string, unknown> | null;
  hash: Buffer | null;
}

/**
 * Owns the audit trail: who did what, to what, from where. Emits nothing. Never changes or removes an entry, and
 * never holds a phone number, a message text or a secret.
 */
@Injectable()
export class Audit {
  constructor(private readonly sql: Sql) {}

  /**
   * Writes one entry. Call it with the transaction that makes the change, so that neither exists without the other.
   * @param action `subject.past-tense`, English and stable: `campaign.approved`, `user.created`
   */
  async record(
    connection: SqlConnection,
    principal: Principal,
    action: string,
    subject?: AuditSubject,
    details?: AuditDetails,
  ): Promise<void> {
    await connection.query(
      `insert into audit_events (actor_kind, actor_id, actor_name, action, subject_kind, subject_id, address, details, area_ids)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        principal.kind,
        principal.id,
        principal.name,
        action,
        subject?.kind ?? null,
        subject?.id ?? null,
        principal.address ?? null,
        details === undefined ? null : JSON.stringify(details),
        subject?.areaIds ?? scopeOf(principal, 'account:self'),
      ],
    );
  }

  /** One page of the entries of the caller's areas, newest first, optionally of one subject or one kind of action. */
  async list(who: Principal, query: AuditQuery): Promise<Page<AuditEvent>> {
    const after = readCursor(query.cursor, AuditKey)?.[0] ?? null;
    const rows = await this.sql.query<AuditRow>(
      `select id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, address, details, hash
         from audit_events
        where ($1::bigint is null or id < $1)
          and ($2::text is null or subject_kind = $2)
          and ($3::text is null or subject_id = $3)
          and ($4::text is null or action = $4)
          and ${allInScope('area_ids', '$5')}
          and ($7::bigint is null or actor_kind = 'user' and actor_id = $7)
          and ($8::bigint is null or areas_cover(array[$8::bigint], area_ids))
          and ($9::timestamptz is null or at >= $9) and ($10::timestamptz is null or at < $10)
        order by id desc limit $6`,
      [
        after,
        query.subjectKind ?? null,
        query.subjectId ?? null,
        query.action ?? null,
        scopeOf(who, 'audit:read'),
        query.limit + 1,
        query.actorId ?? null,
        query.areaId ?? null,
        query.from ?? null,
        query.until ?? null,
      ],
    );
    return toPage(rows, query.limit, (row) => [row.id], toEvent);
  }
}

function toEvent(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: row.subject_kind === null ? null : { kind: row.subject_kind, id: row.subject_id },
    address: row.address,
    details: row.details,
    hash: row.hash?.toString('hex') ?? null,
  };
}
