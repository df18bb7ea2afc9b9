import { Module } from '@nestjs/common';
import { AreasRepository } from '../areas.repository.js';
import { RefusalRegister } from '../refusal-register.js';
import { AdvanceImportProcessor } from './advance-import.processor.js';
import { CandidatesRepository } from './candidates.repository.js';
import { ImportCommitter } from './import-committer.js';
import { ImportReader } from './import-reader.js';
import { ImportRowsRepository } from './import-rows.repository.js';
import { ImportViewsRepository } from './import-views.repository.js';
import { ImportWritesRepository } from './import-writes.repository.js';
import { ImportReviewRepository } from './import-review.repository.js';
import { ImportReviewService } from './import-review.service.js';
import { ImportSweep } from './import.sweep.js';
import { ImportsController } from './imports.controller.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';

/** Owns how imports are handed in, looked at and steered. Emits `advance-import`. Never reads a file itself. */
@Module({
  controllers: [ImportsController],
  providers: [
    AreasRepository,
    CandidatesRepository,
    ImportReviewRepository,
    ImportReviewService,
    ImportRowsRepository,
    ImportViewsRepository,
    ImportWritesRepository,
    ImportsRepository,
    ImportsService,
  ],
})
export class ImportApiModule {}

/** Owns the work on imports: reading, committing, undoing, and finding what was left lying. Emits its own job again. */
@Module({
  providers: [
    AdvanceImportProcessor,
    CandidatesRepository,
    ImportCommitter,
    ImportReader,
    ImportReviewRepository,
    ImportRowsRepository,
    ImportSweep,
    ImportWritesRepository,
    ImportsRepository,
    RefusalRegister,
  ],
})
export class ImportModule {}
