import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Climber } from './climber.js';
import { DoubtSettler } from './doubt-settler.js';
import { LateQuestions } from './late-questions.js';
import { OutboxDoubts } from './outbox/outbox-doubts.js';
import { OverdueReceipts } from './overdue-receipts.js';
import { reconcile } from './reconcile.jobs.js';

/** Held during a round, so that no operator is asked about one message by two workers. */
const RECONCILE_LOCK = 7_214_020;

/** A round of questions to operators. It is a job, not a sweep, because an operator may take long to answer. */
@Injectable()
@Processor(reconcile.name, { concurrency: 1 })
export class ReconcileProcessor extends WorkerHost implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly sql: Sql,
    private readonly doubts: DoubtSettler,
    private readonly overdue: OverdueReceipts,
    private readonly late: LateQuestions,
    private readonly climber: Climber,
    private readonly outbox: OutboxDoubts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(): Promise<void> {
    await this.sql.ifAlone(RECONCILE_LOCK, async () => {
      await this.outbox.askDue();
      let isMore = true;
      while (isMore && !this.isStopping) {
        const moreDoubts = await this.doubts.settleDue();
        const moreOverdue = await this.overdue.expireDue();
        const moreLate = await this.late.askDue();
        await this.climber.climbNoted();
        isMore = moreDoubts || moreOverdue || moreLate;
      }
    });
  }

  /** What is due stays due; the sweeper rings again. */
  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'reconcile.failed', error });
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.worker.close();
  }
}
