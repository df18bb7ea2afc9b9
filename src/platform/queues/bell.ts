import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { LOGGER, type Logger } from '../logging/logger.js';
import type { JobDefinition } from './job.js';
import { QUEUE_CONNECTION, type QueueConnection } from './queue-connection.js';

/** How long a ring may take before the sweeper is left to do it: a lost queue must not hold up a request. */
const RING_TIMEOUT_MS = 2_000;

/** Rings: puts jobs into their queues. A ring that fails is logged and never thrown; the sweeper rings again. */
@Injectable()
export class Bell implements OnApplicationShutdown {
  private readonly queues = new Map<string, Queue>();

  constructor(
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Puts one job per element of `data` into the queue. Returns whether the queue took them in time. */
  ring<Data>(job: JobDefinition<Data>, ...data: Data[]): Promise<boolean> {
    return this.ringInOrder(
      job,
      data.map((each) => ({ data: each })),
    );
  }

  /** The same, each with its priority: those of a lower number go before others, those without one before all. */
  async ringInOrder<Data>(
    job: JobDefinition<Data>,
    rings: readonly { data: Data; priority?: number }[],
  ): Promise<boolean> {
    if (rings.length === 0) return true;
    const jobs = rings.map(({ data, priority }) => ({
      name: job.name,
      data: job.schema.parse(data),
      opts: priority === undefined ? job.options : { ...job.options, priority },
    }));
    try {
      await withTimeout(this.queue(job.name).addBulk(jobs), RING_TIMEOUT_MS);
      return true;
    } catch (error) {
      this.logger.warn({ event: 'bell.unheard', job: job.name, count: rings.length, error });
      return false;
    }
  }

  /** The queue of a job, for its counts; made at first use. */
  queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.connection.forProducers() });
      queue.on('error', (error) => this.logger.warn({ event: 'queue.error', queue: name, error }));
      this.queues.set(name, queue);
    }
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
