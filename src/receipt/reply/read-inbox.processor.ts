import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { sendOutbox } from '../../dispatch/outbox/outbox.jobs.js';
import { OutboxRepository } from '../../dispatch/outbox/outbox.repository.js';
import { isDatabaseAway } from '../../platform/database/database-error.js';
import { Sql } from '../../platform/database/sql.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Bell } from '../../platform/queues/bell.js';
import { OutboxReceiptsRepository } from '../outbox-receipts.repository.js';
import { PartReceiptsRepository } from '../part-receipts.repository.js';
import { applyReceipts, readInbox } from '../receipt.jobs.js';
import { ReplyReader } from './reply-reader.js';
import { UnreadRepliesRepository } from './unread-replies.repository.js';

/** Held while replies are read: what one number says is read in the order in which it came. */
const READ_LOCK = 7_214_040;
const SET = 200;

/** Reads what households say, one by one, and what operators say of single messages. */
@Injectable()
@Processor(readInbox.name, { concurrency: 1 })
export class ReadInboxProcessor extends WorkerHost implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly sql: Sql,
    private readonly inbox: UnreadRepliesRepository,
    private readonly reader: ReplyReader,
    private readonly receipts: OutboxReceiptsRepository,
    private readonly parts: PartReceiptsRepository,
    private readonly outbox: OutboxRepository,
    private readonly bell: Bell,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(): Promise<void> {
    await this.sql.ifAlone(READ_LOCK, () => this.readAll());
    const due = await this.outbox.dueGateways();
    await this.bell.ring(sendOutbox, ...due.map((gatewayId) => ({ gatewayId })));
  }

  /** What waits goes on waiting; the sweeper rings again. */
  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'replies.not-read', error });
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.worker.close();
  }

  private async readAll(): Promise<void> {
    if (await this.parts.gather()) await this.bell.ring(applyReceipts, {});
    await this.receipts.apply();
    let due: string[];
    do {
      due = await this.inbox.due(SET);
      for (const receiptId of due) if (!this.isStopping) await this.readOne(receiptId);
    } while (due.length === SET && !this.isStopping);
  }

  private async readOne(receiptId: string): Promise<void> {
    try {
      const outcome = await this.reader.read(receiptId);
      if (outcome === undefined) return;
      this.metrics.receipts.inc({ outcome: `reply-${outcome}` });
      this.logger.info({ event: 'reply.read', receiptId, outcome });
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ event: 'reply.not-read', receiptId, error });
      await this.inbox.putOff(receiptId);
    }
  }
}
