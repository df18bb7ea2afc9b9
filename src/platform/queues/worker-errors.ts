import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Worker } from 'bullmq';
import { LOGGER, type Logger } from '../logging/logger.js';

/**
 * Logs the errors of every worker as one line with a name. BullMQ prints them whole to the console where nobody listens,
 * once for each worker and second while its server is away.
 */
@Injectable()
export class WorkerErrors implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!(instance instanceof WorkerHost)) continue;
      const worker: Worker = instance.worker;
      worker.on('error', (error) => this.logger.warn({ event: 'worker.error', queue: worker.name, error }));
      worker.on('failed', (job, error) =>
        this.logger.error({ event: 'job.failed', queue: worker.name, jobId: job?.id, error }),
      );
    }
  }
}
