import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../../identity/area-scope.js';
import { PERMISSIONS } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import type { OutboxMessageView, ReplyQuery, ReplyView } from './reply.schema.js';
import { readReplySettings } from './reply-settings.js';

export interface ReplyRow {
  id: string;
  household_id: string | null;
  head_name: string | null;
  area_id: string | null;
  area_name: string | null;
  phone: string;
  channel: ReplyView['channel'];
  gateway_id: string;
  text: string;
  received_at: Date;
  campaign_id: string | null;
  title: string | null;
  intent: ReplyView['intent'];
  needs_person: boolean;
  mentions_refusal: boolean;
  state: ReplyView['state'];
  assigned_to: string | null;
  assigned_name: string | null;
  answered_at: Date | null;
  closed_at: Date | null;
}

/** Somebody to whom a reply can be given. */
export interface Assignee {
  id: string;
  displayName: string;
}

export interface OutboxRow {
  id: string;
  kind: OutboxMessageView['kind'];
  state: OutboxMessageView['state'];
  reason: string | null;
  phone: string;
  text: string;
  parts: number;
  cost_vnd: number;
  created_by: string | null;
  created_at: Date;
  sent_at: Date | null;
  settled_at: Date | null;
}

/** A reply with the names around it; a household that was removed is still named by the message it answers. */
const SELECT = /* sql */ `
  select r.id, r.household_id, coalesce(h.head_name, d.head_name) as head_name,
         coalesce(h.area_id, r.area_id) as area_id, a.name as area_name, r.phone, r.channel, r.gateway_id, r.text,
         r.received_at, r.campaign_id, c.title, r.intent, r.needs_person, r.mentions_refusal, r.state, r.assigned_to,
         u.display_name as assigned_name, r.answered_at, r.closed_at
    from replies r
    left join households h on h.id = r.household_id
    left join deliveries d on d.id = r.delivery_id
    left join areas a on a.id = coalesce(h.area_id, r.area_id)
    left join campaigns c on c.id = r.campaign_id
    left join users u on u.id = r.assigned_to`;

export const OUTBOX_COLUMNS = `o.id, o.kind, o.state, o.reason, o.phone, o.text, o.parts, o.cost_vnd, o.created_by,
  o.created_at, o.sent_at, o.settled_at`;

/** Reads replies, and writes what officials do with them. */
@Injectable()
export class RepliesRepository {
  constructor(private readonly sql: Sql) {}

  /** Those of a scope, newest first. A number that no household has lies nowhere: who may look everywhere sees it. */
  async list(scope: AreaScope, query: ReplyQuery): Promise<Page<ReplyView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? null;
    const { answerHours } = await readReplySettings(this.sql);
    const rows = await this.sql.query<ReplyRow & Record<string, unknown>>(
      `${SELECT}
        where ($1::bigint is null or r.id < $1)
          and ($2::bigint is null or coalesce(h.area_id, r.area_id) in (
                select below.id from areas top join areas below on below.path like top.path || '%' where top.id = $2))
          and ($3::bigint is null or r.campaign_id = $3)
          and ($4::bigint is null or r.household_id = $4)
          and ($5::text is null or r.state = $5)
          and ($6::bigint is null or r.assigned_to = $6)
          and (not $7 or r.assigned_to is null)
          and (r.household_id is null) = $8
          and ${inScope('coalesce(h.area_id, r.area_id)', '$9')}
        order by r.id desc limit $10`,
      [
        after,
        query.areaId ?? null,
        query.campaignId ?? null,
        query.householdId ?? null,
        query.state ?? null,
        query.assignedTo ?? null,
        query.unassigned,
        query.unknown,
        scope,
        query.limit + 1,
      ],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => toReplyView(row, answerHours),
    );
  }

  /** Of the given ids those that lie in the scope. */
  async byIds(scope: AreaScope, ids: readonly string[]): Promise<ReplyView[]> {
    const { answerHours } = await readReplySettings(this.sql);
    const rows = await this.sql.query<ReplyRow & Record<string, unknown>>(
      `${SELECT} where r.id = any($1::bigint[]) and ${inScope('coalesce(h.area_id, r.area_id)', '$2')}`,
      [ids, scope],
    );
    return rows.map((row) => toReplyView(row, answerHours));
  }

  /** A reply to be acted on, locked; undefined where there is none in the scope. */
  async lock(tx: Queryable, scope: AreaScope, id: string): Promise<ReplyRow | undefined> {
    const rows = await tx.query('select 1 from replies where id = $1 for update', [id]);
    if (rows.length === 0) return undefined;
    const [row] = await tx.query<ReplyRow & Record<string, unknown>>(
      `${SELECT} where r.id = $1 and ${inScope('coalesce(h.area_id, r.area_id)', '$2')}`,
      [id, scope],
    );
    return row;
  }

  /** People whose role lets them deal with replies of an area; of no area: everywhere. By name. */
  async assignees(db: Queryable, areaId: string | null): Promise<Assignee[]> {
    return db.query<Assignee & Record<string, unknown>>(
      `select u.id, u.display_name as "displayName" from users u
        where u.disabled_at is null
          and exists (select 1 from memberships m
                       where m.user_id = u.id and m.role = any($1::text[])
                         and (m.area_id is null
                              or $2::bigint is not null and areas_cover(array[m.area_id], array[$2::bigint])))
        order by u.display_name, u.id limit 200`,
      [PERMISSIONS['reply:write'], areaId],
    );
  }

  async assign(tx: Queryable, id: string, userId: string | null): Promise<void> {
    await tx.execute('update replies set assigned_to = $2 where id = $1', [id, userId]);
  }

  /** The first answer is what counts for being in time. */
  async answered(tx: Queryable, id: string, by: string): Promise<void> {
    await tx.execute(
      `update replies set state = 'answered', answered_at = coalesce(answered_at, now()), answered_by = $2,
              closed_at = null, closed_by = null
        where id = $1`,
      [id, by],
    );
  }

  async close(tx: Queryable, id: string, by: string): Promise<void> {
    await tx.execute(`update replies set state = 'closed', closed_at = now(), closed_by = $2 where id = $1`, [
      id,
      by,
    ]);
  }

  async reopen(tx: Queryable, id: string): Promise<void> {
    await tx.execute(
      `update replies set state = case when answered_at is null then 'open' else 'answered' end,
              needs_person = true, closed_at = null, closed_by = null
        where id = $1`,
      [id],
    );
  }

  async singles(ids: readonly string[]): Promise<OutboxMessageView[]> {
    const rows = await this.sql.query<OutboxRow & Record<string, unknown>>(
      `select ${OUTBOX_COLUMNS} from outbox o where o.id = any($1::bigint[])`,
      [ids],
    );
    return rows.map(toOutboxView);
  }
}

function toReplyView(row: ReplyRow, answerHours: number): ReplyView {
  const due = row.needs_person ? new Date(row.received_at.getTime() + answerHours * 3_600_000) : null;
  return {
    id: row.id,
    householdId: row.household_id,
    headName: row.household_id === null ? null : row.head_name,
    areaId: row.area_id,
    areaName: row.area_name,
    phone: row.phone,
    channel: row.channel,
    gatewayId: row.gateway_id,
    text: row.text,
    receivedAt: row.received_at.toISOString(),
    campaign: row.campaign_id === null ? null : { id: row.campaign_id, title: row.title ?? '' },
    intent: row.intent,
    needsPerson: row.needs_person,
    mentionsRefusal: row.mentions_refusal,
    state: row.state,
    assignedTo:
      row.assigned_to === null ? null : { id: row.assigned_to, displayName: row.assigned_name ?? '' },
    dueAt: due?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    answeredInTime: due && inTime(row, due),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

/** A reply that was closed without an answer needed none; it counts by when that was decided. */
function inTime({ answered_at, closed_at }: ReplyRow, due: Date): boolean | null {
  const done = answered_at ?? closed_at;
  if (done) return done <= due;
  return due < new Date() ? false : null;
}

export function toOutboxView(row: OutboxRow): OutboxMessageView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    phone: row.phone,
    text: row.text,
    parts: row.parts,
    costVnd: row.cost_vnd,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
