import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { tellWebhook } from './webhook.jobs.js';
import { WebhookTeller } from './webhook-teller.js';

/** Tells other programs what happened. What fails waits in Postgres; the sweeper rings when its time has come. */
@Injectable()
@Processor(tellWebhook.name, { concurrency: 4 })
export class TellWebhookProcessor extends WorkerHost implements OnModuleDestroy {
  constructor(
    private readonly teller: WebhookTeller,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    await this.teller.tell(tellWebhook.schema.parse(job.data).deliveryId);
  }

  /** Its lease lapses, and the sweeper rings again. */
  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'webhook.not-told', error });
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}
