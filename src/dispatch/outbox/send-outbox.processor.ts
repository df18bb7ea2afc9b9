import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { Sql } from '../../platform/database/sql.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { sendOutbox } from './outbox.jobs.js';
import { OutboxSender } from './outbox-sender.js';

/** With the account's id behind it: one worker at a time sends an account's single messages, so that their pace holds. */
const OUTBOX_LOCK = 72_140_300_000_000;

/** Sends the single messages of one account. */
@Injectable()
@Processor(sendOutbox.name, { concurrency: 4 })
export class SendOutboxProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly sql: Sql,
    private readonly sender: OutboxSender,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { gatewayId } = sendOutbox.schema.parse(job.data);
    const run = this.sql.ifAlone(OUTBOX_LOCK + Number(gatewayId), () => this.sender.sendDue(gatewayId));
    this.running.add(run);
    await run.finally(() => this.running.delete(run));
  }

  /** What waits goes on waiting; the sweeper rings again. */
  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'outbox.not-sent', error });
  }

  async onModuleDestroy(): Promise<void> {
    this.sender.stop();
    const timer = setTimeout(() => this.sender.dropAll(), this.config.SHUTDOWN_SECONDS * 1000);
    await Promise.allSettled(this.running);
    clearTimeout(timer);
    await this.worker.close();
  }
}
