import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { sqlState } from '../platform/database/database-error.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { applyReceipts } from './receipt.jobs.js';
import { type AppliedSet, ReceiptsRepository } from './receipts.repository.js';

/** Held while receipts are applied: two appliers would only wait for each other's rows. */
const APPLY_LOCK = 7_214_010;
const SET = 1_000;
/** Operators repeat a receipt for two days at most (FACTS §6.1); what has no attempt by then is nobody's. */
const KEEP_UNKNOWN = '3 days';
const DEADLOCK = '40P01';

/** Applies what has gathered, set after set. Harmless when rung twice or by several workers. */
@Injectable()
@Processor(applyReceipts.name, { concurrency: 1 })
export class ApplyReceiptsProcessor extends WorkerHost implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly sql: Sql,
    private readonly receipts: ReceiptsRepository,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(): Promise<void> {
    await this.sql.ifAlone(APPLY_LOCK, () => this.applyAll());
  }

  /** The receipts stay where they are; the sweeper rings again. */
  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'receipts.not-applied', error });
  }

  @OnWorkerEvent('error')
  troubled(error: Error): void {
    this.logger.warn({ event: 'queue.error', queue: applyReceipts.name, error });
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.worker.close();
  }

  private async applyAll(): Promise<void> {
    let looked = SET;
    while (looked === SET && !this.isStopping) {
      const set = await this.applySet();
      looked = set.looked;
      if (looked > 0) this.note(set);
    }
  }

  /** The sender's own record may hold a row of the set at that moment; the other goes first. */
  private async applySet(): Promise<AppliedSet> {
    for (;;) {
      try {
        return await this.receipts.apply(SET, KEEP_UNKNOWN);
      } catch (error) {
        if (sqlState(error) !== DEADLOCK || this.isStopping) throw error;
        this.logger.info({ event: 'receipts.waited-for-sender' });
      }
    }
  }

  private note({ looked, ...outcomes }: AppliedSet): void {
    for (const [outcome, count] of Object.entries(outcomes)) {
      if (count > 0) this.metrics.receipts.inc({ outcome }, count);
    }
    this.logger.debug({ event: 'receipts.applied', looked, ...outcomes });
  }
}
