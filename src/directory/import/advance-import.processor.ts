import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Sql } from '../../platform/database/sql.js';
import { advanceImport } from './import.jobs.js';
import { ImportCommitter } from './import-committer.js';
import { ImportReader } from './import-reader.js';
import { ImportsRepository } from './imports.repository.js';

/** Base of the advisory locks that imports are worked on under, one per import. */
const IMPORT_LOCKS = 7_300_000_000_000;

/** Does what an import's status asks: reads, commits or undoes it. Harmless when rung twice: one at a time works on it. */
@Injectable()
@Processor(advanceImport.name, { concurrency: 2 })
export class AdvanceImportProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly sql: Sql,
    private readonly imports: ImportsRepository,
    private readonly reader: ImportReader,
    private readonly committer: ImportCommitter,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { importId } = advanceImport.schema.parse(job.data);
    await this.sql.ifAlone(IMPORT_LOCKS + Number(importId), async () => {
      const work = await this.imports.work(importId);
      if (work?.status === 'reading') await this.reader.read(work, this.stopping.signal);
      else if (work?.status === 'committing') await this.committer.commit(work);
      else if (work?.status === 'undoing') await this.committer.undo(work);
    });
  }

  /** A reading is given up at once, since it can be begun again; a commit is awaited. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await this.worker.close();
  }
}
