// Owns: writing an import into the directory, and taking it out again: each in one transaction, all or nothing.
// Emits: households, contacts and neighbourhoods; the status committed or undone; an audit entry.
// Never: writes what was decided on an older directory: where it changed since, the rows are decided again first.
import { rm } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '../../identity/audit.js';
import { SYSTEM } from '../../identity/permissions.js';
import { isDatabaseAway } from '../../platform/database/database-error.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { refuseClosed } from '../closed-area.js';
import { RefusalRegister } from '../refusal-register.js';
import { BatchDecider } from './batch-decider.js';
import { CandidatesRepository } from './candidates.repository.js';
import { lockDirectory } from './directory-lock.js';
import { dependenceOn } from './import-dependence.js';
import { type DecidableRow, ImportRowsRepository } from './import-rows.repository.js';
import { ImportWritesRepository } from './import-writes.repository.js';
import { ImportsRepository, type ImportWork } from './imports.repository.js';
import { type ImportRowRecord, toDraft } from './parsed-household.js';

const BATCH_HOUSEHOLDS = 1000;

@Injectable()
export class ImportCommitter {
  constructor(
    private readonly sql: Sql,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly writes: ImportWritesRepository,
    private readonly candidates: CandidatesRepository,
    private readonly audit: Audit,
    private readonly register: RefusalRegister,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One transaction: the whole import is there at once, or not at all. A crash in it leaves `committing`, to be repeated. */
  async commit(work: ImportWork): Promise<void> {
    await this.orGiveBack(
      work,
      'ready',
      'commit-failed',
      'Chưa ghi được vào danh bạ do lỗi hệ thống; hãy thử lại.',
      async () => {
        const counts = await this.sql.transaction(async (tx) => {
          await lockDirectory(tx, work.areaId);
          await this.writes.lockTree(tx);
          refuseClosed(await this.candidates.root(work.areaId, tx));
          await this.writes.lockUpdated(tx, work.id);
          if (work.answered || (await this.writes.isStale(tx, work.id))) {
            await this.decideAgain(tx, work);
            await this.writes.lockUpdated(tx, work.id);
            // What became an update just now was not held before.
            if (await this.writes.hasMoved(tx, work.id)) await this.decideAgain(tx, work);
          }
          await this.writes.createAreas(tx, work.id, work.areaId);
          await this.writes.createHouseholds(tx, work.id);
          await this.writes.rewriteHouseholds(tx, work.id, 'next');
          await this.register.recallImport(tx, work.id);
          const done = await this.writes.counts(tx, work.id);
          await this.imports.setCounts(tx, work.id, done);
          await tx.execute(
            `update imports set status = 'committed', committed_at = now(), file_path = null where id = $1`,
            [work.id],
          );
          await this.audit.record(
            tx,
            SYSTEM,
            'import.committed',
            { kind: 'import', id: work.id, areaIds: [work.areaId] },
            { ...done },
          );
          return done;
        });
        if (work.filePath) await rm(work.filePath, { force: true });
        // The planner would take tables that were empty a moment ago for small ones until the next autovacuum.
        if (counts.create > 1000) await this.sql.execute('analyze households, contacts, areas');
        this.logger.info({ event: 'import.committed', importId: work.id, ...counts });
      },
    );
  }

  /** One transaction, too. Where something has come to depend on it meanwhile, it stays committed and says why. */
  async undo(work: ImportWork): Promise<void> {
    await this.orGiveBack(
      work,
      'committed',
      'undo-failed',
      'Chưa hoàn tác được do lỗi hệ thống; hãy thử lại.',
      async () => {
        const dependence = await this.sql.transaction(async (tx) => {
          await lockDirectory(tx, work.areaId);
          const found = await dependenceOn(tx, work.id);
          if (found) return found;
          await this.writes.rewriteHouseholds(tx, work.id, 'before');
          await this.writes.removeCreated(tx, work.id);
          await this.writes.removeMadeAreas(tx, work.id);
          await tx.execute(`update imports set status = 'undone', undone_at = now() where id = $1`, [
            work.id,
          ]);
          const subject = { kind: 'import', id: work.id, areaIds: [work.areaId] };
          await this.audit.record(tx, SYSTEM, 'import.undone', subject);
          return null;
        });
        if (dependence)
          await this.imports.giveBack(work.id, 'committed', `import-${dependence.code}`, dependence.sentence);
        else this.logger.info({ event: 'import.undone', importId: work.id });
      },
    );
  }

  /** The directory changed since the rows were read: the same rows, decided anew on what is there now. */
  private async decideAgain(tx: Queryable, work: ImportWork): Promise<void> {
    const decider = await BatchDecider.over(work.areaId, this.candidates, tx);
    for (let after = -1; ;) {
      const rows = await this.rows.decidable(tx, work.id, after, BATCH_HOUSEHOLDS);
      if (rows.length === 0) return;
      const records = await decider.decide(rows.map((row) => toDraft(row, row.parsed)));
      const changed = rows.flatMap((row, k) =>
        row.answer === null && isSame(row.was, records[k]!) ? [] : [{ row, record: records[k]! }],
      );
      const rowNos = changed.map(({ row }) => row.rowNo);
      await this.rows.decideAgain(
        tx,
        work.id,
        rowNos,
        changed.map(({ record }) => record),
      );
      after = rows.at(-1)!.rowNo;
    }
  }

  private async orGiveBack(
    { id }: ImportWork,
    status: 'ready' | 'committed',
    code: string,
    sentence: string,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ event: 'import.broken', importId: id, error });
      const isTold = error instanceof DomainError;
      await this.imports.giveBack(id, status, isTold ? error.code : code, isTold ? error.detail : sentence);
    }
  }
}

/** A row decided as before, on the same version of the same household, need not be written. */
function isSame(was: DecidableRow['was'], now: ImportRowRecord): boolean {
  if (was.outcome !== now.outcome || was.areaId !== now.areaId) return false;
  if (now.outcome === 'create') return true;
  return was.householdId === now.householdId && was.version === (now.before?.version ?? null);
}
