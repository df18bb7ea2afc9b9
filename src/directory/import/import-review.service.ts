import { Injectable } from '@nestjs/common';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { Bell } from '../../platform/queues/bell.js';
import { BatchDecider } from './batch-decider.js';
import { CandidatesRepository } from './candidates.repository.js';
import { advanceImport } from './import.jobs.js';
import type { Answers, GivenMapping, ImportStatus, ReasonGroup } from './import.schema.js';
import { ImportReviewRepository } from './import-review.repository.js';
import { ImportRowsRepository } from './import-rows.repository.js';
import { ImportWritesRepository } from './import-writes.repository.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';
import { toDraft } from './parsed-household.js';

const BATCH_ROWS = 500;

/** What a person does with an import between its reading and its commit. */
@Injectable()
export class ImportReviewService {
  constructor(
    private readonly sql: Sql,
    private readonly service: ImportsService,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly writes: ImportWritesRepository,
    private readonly candidates: CandidatesRepository,
    private readonly review: ImportReviewRepository,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  async reasons(who: Principal, id: string): Promise<{ groups: ReasonGroup[] }> {
    await this.service.get(who, id);
    return { groups: await this.review.groups(id) };
  }

  /** Reads the file once more with the columns that a person names. Throws 409 `import-not-ready`, `file-gone`. */
  async correctMapping(
    who: Principal,
    id: string,
    mapping: GivenMapping,
  ): Promise<{ id: string; status: ImportStatus }> {
    const { status, areaId } = await this.service.get(who, id);
    if (status !== 'ready') throw notReady();
    await this.sql.transaction(async (tx) => {
      const kept = await this.imports.readAgain(tx, id, mapping);
      if (kept === 'moved') throw notReady();
      if (kept === 'file-gone') {
        const sentence = 'Tệp của lần nhập này không còn trên máy chủ; hãy tải lên lại rồi sửa cột.';
        throw new DomainError('file-gone', sentence, 409);
      }
      const subject = { kind: 'import', id, areaIds: [areaId] };
      await this.audit.record(tx, who, 'import.mapping-corrected', subject);
    });
    await this.bell.ring(advanceImport, { importId: id });
    return { id, status: 'reading' };
  }

  /** Takes answers, one by one or in bulk, and decides those rows again. Throws 409 where the import is not ready. */
  async answer(who: Principal, id: string, { answers }: Answers): Promise<{ answered: number }> {
    const { areaId } = await this.service.get(who, id);
    const answered = await this.sql.transaction(async (tx) => {
      if (!(await this.imports.lockReady(tx, id))) throw notReady();
      const rowNos = new Set<number>();
      for (const answer of answers)
        for (const rowNo of await this.review.answer(tx, id, answer)) rowNos.add(rowNo);
      if (rowNos.size === 0) return 0;
      await this.decideAgain(
        tx,
        id,
        areaId,
        [...rowNos].sort((a, b) => a - b),
      );
      await this.imports.setCounts(tx, id, await this.writes.counts(tx, id));
      await this.imports.setAnswered(tx, id);
      const subject = { kind: 'import', id, areaIds: [areaId] };
      await this.audit.record(tx, who, 'import.answered', subject, { rows: rowNos.size });
      return rowNos.size;
    });
    return { answered };
  }

  /** The commit decides all rows once more in their order; this shows by then what the answers make of theirs. */
  private async decideAgain(
    tx: Queryable,
    id: string,
    areaId: string,
    rowNos: readonly number[],
  ): Promise<void> {
    const decider = await BatchDecider.over(areaId, this.candidates, tx);
    for (let from = 0; from < rowNos.length; from += BATCH_ROWS) {
      const rows = await this.rows.decidableOf(tx, id, rowNos.slice(from, from + BATCH_ROWS));
      const records = await decider.decide(rows.map((row) => toDraft(row, row.parsed)));
      await this.rows.decideAgain(
        tx,
        id,
        rows.map(({ rowNo }) => rowNo),
        records,
      );
    }
  }
}

function notReady(): DomainError {
  return new DomainError(
    'import-not-ready',
    'Chỉ sửa được khi lần nhập đã đọc xong và chưa ghi vào danh bạ.',
    409,
  );
}
