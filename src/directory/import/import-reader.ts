// Owns: reading an uploaded file into import_rows: one result per household, in batches, with progress.
// Emits: rows of import_rows and the status ready or failed.
// Never: changes the directory, keeps the file or half of the rows after a failure (the commit removes the file), logs what a row says.
import { rm, stat } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { isDatabaseAway } from '../../platform/database/database-error.js';
import { Sql } from '../../platform/database/sql.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { readSheet } from '../../platform/sheets/read-sheet.js';
import { columnIndex } from '../../platform/sheets/sheet-text.js';
import { SheetError } from '../../platform/sheets/sheet-error.js';
import { BatchDecider } from './batch-decider.js';
import { CandidatesRepository } from './candidates.repository.js';
import type { HouseholdDraft } from './draft-household.js';
import { DraftWindow } from './draft-window.js';
import { ImportFailure } from './import-failure.js';
import { ImportReviewRepository } from './import-review.repository.js';
import { ImportRowsRepository } from './import-rows.repository.js';
import { ImportsRepository, type ImportWork, type OutcomeCounts } from './imports.repository.js';
import type { ImportRowRecord } from './parsed-household.js';
import type { SheetSummary } from './sheet-summary.js';
import { headingsKey, ToldColumns } from './told-columns.js';
import { WorkbookInterpreter } from './workbook-interpreter.js';

/** Households per statement; deciding about a batch holds up the process for some 20 ms. */
const BATCH_HOUSEHOLDS = 500;
/** A file that took its reader down this often is not tried again. */
const MAX_READS = 3;

@Injectable()
export class ImportReader {
  constructor(
    private readonly sql: Sql,
    private readonly imports: ImportsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly candidates: CandidatesRepository,
    private readonly review: ImportReviewRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Reads the file of an import from its first row. Leaves it `reading` where the database is away or `signal` says
   * stop: the sweep finds it again.
   */
  async read(work: ImportWork, signal: AbortSignal): Promise<void> {
    try {
      if (work.reads >= MAX_READS) {
        throw new ImportFailure(
          'gave-up',
          'Đọc tệp này nhiều lần đều không xong. Hãy kiểm tra tệp hoặc tách nhỏ rồi thử lại.',
        );
      }
      await this.imports.beginReading(work.id);
      await this.readFile(work, signal);
    } catch (error) {
      if (signal.aborted || isDatabaseAway(error)) throw error;
      await this.giveUp(work, error);
    }
  }

  private async readFile(work: ImportWork, signal: AbortSignal): Promise<void> {
    const path = await this.fileOf(work);
    const told = new ToldColumns(work.mappingGiven, await this.review.remembered(work.areaId));
    const interpreter = new WorkbookInterpreter(told);
    const batch = new Batch(
      await BatchDecider.over(work.areaId, this.candidates, this.sql),
      (first, records, counts) => this.write(work, first, records, counts, share * 0.99),
    );
    // What is read is not yet finished: the last hundredth is the end's.
    let share = 0;
    const options = {
      signal,
      limits: { fileBytes: this.config.UPLOAD_MAX_MB * 1024 * 1024, rows: this.config.IMPORT_MAX_ROWS },
      onShare: (read: number) => (share = read),
    };
    try {
      for await (const row of readSheet(path, options)) {
        for (const draft of interpreter.push(row)) batch.add(draft);
        while (batch.isFull) await batch.flush();
      }
      for (const draft of interpreter.end()) batch.add(draft);
      batch.end();
      while (!batch.isEmpty) await batch.flush();
      await batch.written();
    } finally {
      // Nothing is written behind the back of whoever clears up after a failure.
      await batch.settled();
    }
    await this.remember(work, interpreter.summaries);
    const newAreas = batch.newAreaNames;
    await this.imports.finishReading(work.id, batch.counts, { sheets: interpreter.summaries, newAreas });
    this.logger.info({ event: 'import.read', importId: work.id, ...batch.counts, newAreas: newAreas.length });
  }

  private async write(
    work: ImportWork,
    first: number,
    records: ImportRowRecord[],
    counts: OutcomeCounts,
    progress: number,
  ): Promise<void> {
    const isOurs = await this.rows.write(work.id, first, records, { counts, progress });
    if (!isOurs) throw new Error('somebody else changed the import while it was read');
  }

  /** What a person said of headings is kept for the next file that has them. */
  private async remember(work: ImportWork, summaries: readonly SheetSummary[]): Promise<void> {
    for (const { headings, columns } of summaries) {
      const key = columns.some(({ by }) => by === 'person') ? headingsKey(headings) : null;
      if (key === null) continue;
      const named = columns.map(({ column, field }) => ({ index: columnIndex(column), field }));
      await this.review.remember(work.areaId, { headingsKey: key, columns: named }, work.createdBy);
    }
  }

  private async fileOf({ filePath }: ImportWork): Promise<string> {
    const isThere = filePath !== null && (await stat(filePath).catch(() => null)) !== null;
    if (isThere) return filePath;
    throw new ImportFailure('file-gone', 'Tệp tải lên không còn trên máy chủ. Hãy tải lên lại.');
  }

  private async giveUp(work: ImportWork, error: unknown): Promise<void> {
    const isExpected = error instanceof SheetError || error instanceof ImportFailure;
    if (!isExpected) this.logger.error({ event: 'import.broken', importId: work.id, error });
    const code = isExpected ? error.code : 'internal';
    const sentence = isExpected ? error.message : 'Có lỗi trong hệ thống khi đọc tệp. Tệp chưa được nhập.';
    await this.imports.fail(work.id, code, sentence);
    await this.removeFile(work);
    this.logger.info({ event: 'import.failed', importId: work.id, code });
  }

  private async removeFile({ filePath }: ImportWork): Promise<void> {
    if (filePath) await rm(filePath, { force: true });
  }
}

type WriteBatch = (first: number, records: ImportRowRecord[], counts: OutcomeCounts) => Promise<void>;

/** Collects drafts and hands them on with their decisions: the next batch is read while one is written. */
class Batch {
  readonly counts: OutcomeCounts = { create: 0, update: 0, unchanged: 0, rejected: 0 };
  private drafts: HouseholdDraft[] = [];
  private readonly window = new DraftWindow();
  private nextRowNo = 1;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly decider: BatchDecider,
    private readonly write: WriteBatch,
  ) {}

  get newAreaNames(): string[] {
    return this.decider.newAreaNames;
  }

  get isFull(): boolean {
    return this.drafts.length >= BATCH_HOUSEHOLDS;
  }

  get isEmpty(): boolean {
    return this.drafts.length === 0;
  }

  add(draft: HouseholdDraft): void {
    this.drafts.push(...this.window.add(draft));
  }

  /** The file has ended: what might still have been joined is complete. */
  end(): void {
    this.drafts.push(...this.window.end());
  }

  /** Decides about one batch and begins to write it once the one before is written; its failure is the next call's. */
  async flush(): Promise<void> {
    const drafts = this.drafts.splice(0, BATCH_HOUSEHOLDS);
    const records = await this.decider.decide(drafts);
    await this.writing;
    for (const { outcome } of records) this.counts[outcome]++;
    this.writing = this.write(this.nextRowNo, records, { ...this.counts });
    this.writing.catch(() => undefined);
    this.nextRowNo += records.length;
  }

  /** Everything is written; throws what the last writing threw. */
  written(): Promise<void> {
    return this.writing;
  }

  /** The writing is over, for better or worse. */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
  }
}
