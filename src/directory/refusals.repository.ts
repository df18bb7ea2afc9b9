import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import type { RefusalView } from './refusal.schema.js';

interface RefusalRow {
  id: string;
  phone: string;
  channel: RefusalView['channel'];
  source: RefusalView['source'];
  note: string | null;
  created_at: Date;
  lifted_at: Date | null;
}

export interface NewRefusal {
  /** E.164. */
  phone: string;
  channel: RefusalView['channel'];
  source: RefusalView['source'];
  note: string | null;
  notedBy: string | null;
}

const COLUMNS = 'id, phone, channel, source, note, created_at, lifted_at';

/** A refusal is of a number, which lies where households have it; and whoever entered it may look at it again. */
function isKnown(scope: string, notedBy: string): string {
  return `(${scope}::bigint[] is null or noted_by = ${notedBy}::bigint or exists (
    select 1 from contacts c join households h on h.id = c.household_id
     where c.phone = refusals.phone and h.deleted_at is null and ${inScope('h.area_id', scope)}))`;
}

/** Who looks, and where. */
export interface RefusalReader {
  scope: AreaScope;
  userId: string | null;
}

/**
 * The register of refusals, by number and channel. It knows no contact and no household, so it outlives both, and
 * every re-import.
 */
@Injectable()
export class RefusalsRepository {
  constructor(private readonly sql: Sql) {}

  /** Those that the reader may know, newest first. */
  async list(
    { scope, userId }: RefusalReader,
    filter: { phone: string | null; channel: string | null; withLifted: boolean },
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<RefusalView>> {
    const after = readCursor(page.cursor, Id.array().length(1))?.[0] ?? null;
    const rows = await this.sql.query<RefusalRow & Record<string, unknown>>(
      `select ${COLUMNS} from refusals
        where phone is not null and ($1::bigint is null or id < $1) and ($2::text is null or phone = $2)
          and ($3::text is null or channel = $3) and ($4 or lifted_at is null)
          and ${isKnown('$5', '$6')}
        order by id desc limit $7`,
      [after, filter.phone, filter.channel, filter.withLifted, scope, userId, page.limit + 1],
    );
    return toPage(rows, page.limit, (row) => [row.id], toRefusalView);
  }

  /** Enters a refusal; where one stands already, that one is answered and nothing changes. */
  async enter(connection: Queryable, refusal: NewRefusal): Promise<{ refusal: RefusalView; isNew: boolean }> {
    const [made] = await connection.query<RefusalRow & Record<string, unknown>>(
      `insert into refusals (phone, channel, source, note, noted_by) values ($1, $2, $3, $4, $5)
       on conflict (phone, channel) where lifted_at is null do nothing returning ${COLUMNS}`,
      [refusal.phone, refusal.channel, refusal.source, refusal.note, refusal.notedBy],
    );
    if (made) return { refusal: toRefusalView(made), isNew: true };
    const [standing] = await connection.query<RefusalRow & Record<string, unknown>>(
      `select ${COLUMNS} from refusals where phone = $1 and channel = $2 and lifted_at is null`,
      [refusal.phone, refusal.channel],
    );
    // Lifted between the two statements: the next try enters it.
    return standing ? { refusal: toRefusalView(standing), isNew: false } : this.enter(connection, refusal);
  }

  /** Null where there is none that the reader may know, or it was lifted before. */
  async lift(
    connection: Queryable,
    { scope, userId }: RefusalReader,
    id: string,
  ): Promise<RefusalView | null> {
    const [row] = await connection.query<RefusalRow & Record<string, unknown>>(
      `update refusals set lifted_at = now(), lifted_by = $2 where id = $1 and lifted_at is null and ${isKnown('$3', '$2')} returning ${COLUMNS}`,
      [id, userId, scope],
    );
    return row ? toRefusalView(row) : null;
  }
}

function toRefusalView(row: RefusalRow): RefusalView {
  return {
    id: row.id,
    phone: row.phone,
    channel: row.channel,
    source: row.source,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    liftedAt: row.lifted_at?.toISOString() ?? null,
  };
}
