import { Injectable } from '@nestjs/common';
import { nameOf } from '../../campaign/campaign-access.js';
import { Audit } from '../../identity/audit.js';
import { areInScope, beyondYourAreas, scopeOf, touchesScope } from '../../identity/area-scope.js';
import type { Principal } from '../../identity/permissions.js';
import { isUniqueViolation } from '../../platform/database/database-error.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import type { CannedAnswer, CannedAnswerChange, CannedAnswerView } from './reply.schema.js';

interface CannedAnswerRow {
  id: string;
  area_id: string | null;
  title: string;
  text: string;
  law_reference: string | null;
  updated_at: Date;
}

const COLUMNS = 'id, area_id, title, text, law_reference, updated_at';

/** Who works in an area reads what is kept there, around it and for everybody. */
const readable = (parameter: string): string =>
  `(area_id is null or ${touchesScope('array[area_id]', parameter)})`;

/** Canned answers as officials keep them: a commune's own, or everybody's. */
@Injectable()
export class CannedAnswersService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  async list(
    who: Principal,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<CannedAnswerView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? '0';
    const rows = await this.sql.query<CannedAnswerRow & Record<string, unknown>>(
      `select ${COLUMNS} from canned_answers where id > $1 and ${readable('$3')} order by id limit $2`,
      [after, query.limit + 1, scopeOf(who, 'reply:read')],
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** Throws a 409 where the title is taken. */
  create(who: Principal, { title, text, lawReference, areaId }: CannedAnswer): Promise<CannedAnswerView> {
    return this.write(who, 'canned-answer.created', async (tx) =>
      tx.query(
        `insert into canned_answers (title, text, law_reference, created_by, area_id)
         values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
        [title, text, lawReference || null, nameOf(who), await this.owner(tx, who, areaId)],
      ),
    );
  }

  /** Changes what is named. Throws a 404, a 403 for what is another's to change, and a 409 where the title is taken. */
  change(who: Principal, id: string, change: CannedAnswerChange): Promise<CannedAnswerView> {
    return this.write(who, 'canned-answer.changed', async (tx) => {
      await this.requireOwn(tx, who, id);
      return tx.query(
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
      );
    });
  }

  /** Throws a 404, and a 403 for what is another's to remove. */
  async remove(who: Principal, id: string): Promise<void> {
    await this.write(who, 'canned-answer.removed', async (tx) => {
      await this.requireOwn(tx, who, id);
      return tx.query(`delete from canned_answers where id = $1 returning ${COLUMNS}`, [id]);
    });
  }

  /** Whose a new answer is. Throws a 403 for everybody's by somebody of some areas, a 400 for an area not known. */
  private async owner(
    tx: Queryable,
    who: Principal,
    areaId: string | null | undefined,
  ): Promise<string | null> {
    const scope = scopeOf(who, 'reply:write');
    const wanted = areaId === undefined && scope !== null ? scope[0] : (areaId ?? null);
    if (areaId === undefined && scope !== null && scope.length > 1)
      throw badArea('hãy chọn địa bàn của câu trả lời mẫu này');
    if (wanted === undefined || (wanted === null && scope !== null)) throw beyondYourAreas();
    if (wanted !== null && !(await areInScope(tx, scope, [wanted]))) throw badArea('không có địa bàn này');
    return wanted;
  }

  /** Throws a 404 for what the caller may not see, a 403 for what it sees and may not change. */
  private async requireOwn(tx: Queryable, who: Principal, id: string): Promise<void> {
    const [row] = await tx.query<CannedAnswerRow & Record<string, unknown>>(
      `select ${COLUMNS} from canned_answers where id = $1 and ${readable('$2')} for update`,
      [id, scopeOf(who, 'reply:write')],
    );
    if (!row) throw notFound('câu trả lời mẫu này');
    const scope = scopeOf(who, 'reply:write');
    if (scope === null) return;
    if (row.area_id === null || !(await areInScope(tx, scope, [row.area_id]))) throw beyondYourAreas();
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
        const areaIds = row.area_id === null ? undefined : [row.area_id];
        await this.audit.record(tx, who, action, { kind: 'canned-answer', id: row.id, areaIds });
        return toView(row);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError('canned-answer-title-taken', 'Đã có một câu trả lời mẫu mang tên này.', 409);
    }
  }
}

function badArea(message: string): DomainError {
  return invalidInput([{ path: 'areaId', message }]);
}

function toView(row: CannedAnswerRow): CannedAnswerView {
  return {
    id: row.id,
    areaId: row.area_id,
    title: row.title,
    text: row.text,
    lawReference: row.law_reference,
    updatedAt: row.updated_at.toISOString(),
  };
}
