import { Injectable } from '@nestjs/common';
import { nameOf } from '../../campaign/campaign-access.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { isUniqueViolation } from '../../platform/database/database-error.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import type { CannedAnswer, CannedAnswerChange, CannedAnswerView } from './reply.schema.js';

interface CannedAnswerRow {
  id: string;
  title: string;
  text: string;
  law_reference: string | null;
  updated_at: Date;
}

const COLUMNS = 'id, title, text, law_reference, updated_at';

/** Canned answers as officials keep them. */
@Injectable()
export class CannedAnswersService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  async list(query: { limit: number; cursor?: string | undefined }): Promise<Page<CannedAnswerView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? '0';
    const rows = await this.sql.query<CannedAnswerRow & Record<string, unknown>>(
      `select ${COLUMNS} from canned_answers where id > $1 order by id limit $2`,
      [after, query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** Throws a 409 where the title is taken. */
  create(who: Principal, { title, text, lawReference }: CannedAnswer): Promise<CannedAnswerView> {
    return this.write(who, 'canned-answer.created', (tx) =>
      tx.query(
        `insert into canned_answers (title, text, law_reference, created_by) values ($1, $2, $3, $4) returning ${COLUMNS}`,
        [title, text, lawReference || null, nameOf(who)],
      ),
    );
  }

  /** Changes what is named. Throws a 404, and a 409 where the title is taken. */
  change(who: Principal, id: string, change: CannedAnswerChange): Promise<CannedAnswerView> {
    return this.write(who, 'canned-answer.changed', (tx) =>
      tx.query(
        `update canned_answers set title = coalesce($2, title), text = coalesce($3, text),
                law_reference = case when $4 then $5 else law_reference end, updated_at = now()
          where id = $1 returning ${COLUMNS}`,
        [
          id,
          change.title ?? null,
          change.text ?? null,
          change.lawReference !== undefined,
          change.lawReference || null,
        ],
      ),
    );
  }

  /** Throws a 404. */
  async remove(who: Principal, id: string): Promise<void> {
    await this.write(who, 'canned-answer.removed', (tx) =>
      tx.query(`delete from canned_answers where id = $1 returning ${COLUMNS}`, [id]),
    );
  }

  private async write(
    who: Principal,
    action: string,
    work: (tx: Queryable) => Promise<CannedAnswerRow[]>,
  ): Promise<CannedAnswerView> {
    try {
      return await this.sql.transaction(async (tx) => {
        const [row] = await work(tx);
        if (!row) throw notFound('câu trả lời mẫu này');
        await this.audit.record(tx, who, action, { kind: 'canned-answer', id: row.id });
        return toView(row);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError('canned-answer-title-taken', 'Đã có một câu trả lời mẫu mang tên này.', 409);
    }
  }
}

function toView(row: CannedAnswerRow): CannedAnswerView {
  return {
    id: row.id,
    title: row.title,
    text: row.text,
    lawReference: row.law_reference,
    updatedAt: row.updated_at.toISOString(),
  };
}
