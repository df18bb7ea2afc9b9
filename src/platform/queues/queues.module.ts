import { BullModule } from '@nestjs/bullmq';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { Bell } from './bell.js';
import { JobCheck } from './job-check.js';
import { QueuesFigures } from './queues.figures.js';
import { openQueueConnection, QUEUE_CONNECTION, type QueueConnection } from './queue-connection.js';
import { WorkerErrors } from './worker-errors.js';

/**
 * Owns the connection to the queue and the bell that rings it. Emits jobs. Never keeps anything that matters: the
 * queue may be lost at any moment.
 */
@Global()
@Module({
  providers: [
    {
      provide: QUEUE_CONNECTION,
      inject: [CONFIG, LOGGER],
      useFactory: (config: Config, logger: Logger) => openQueueConnection(config, logger),
    },
    Bell,
  ],
  exports: [QUEUE_CONNECTION, Bell],
})
class QueueConnectionModule implements OnApplicationShutdown {
  constructor(@Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}

@Module({
  imports: [
    DiscoveryModule,
    QueueConnectionModule,
    BullModule.forRootAsync({
      imports: [QueueConnectionModule],
      inject: [QUEUE_CONNECTION],
      useFactory: (connection: QueueConnection) => ({ connection: connection.forWorkers() }),
    }),
    // Names no queue (the bell makes those): it brings the explorer that starts a worker for every @Processor.
    BullModule.registerQueue(),
  ],
  providers: [JobCheck, QueuesFigures, WorkerErrors],
})
export class QueuesModule {}
