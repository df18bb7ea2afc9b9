import { createPostgresBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config/config.schema.js';
import { END_DEAD_SESSION, NOTICE_DEAD_SERVER } from '../database/dead-peers.js';
import type { Logger } from '../logging/logger.js';

/** Nest token of the queue's connection. */
export const QUEUE_CONNECTION = Symbol('QUEUE_CONNECTION');

/** The queue's connection: Redis where `REDIS_URL` is set, else BullMQ's backend in the same Postgres. */
export interface QueueConnection {
  readonly backend: 'redis' | 'postgres';
  /** Connection options for `new Queue`, which must fail fast. */
  forProducers(): QueueOptions['connection'];
  /** Connection options for workers, which wait for as long as it takes. */
  forWorkers(): QueueOptions['connection'];
  close(): Promise<void>;
}

/** Opens the connection; sets BullMQ's process-wide backend accordingly. */
export function openQueueConnection(config: Config, logger: Logger): QueueConnection {
  return config.REDIS_URL ? onRedis(config.REDIS_URL, logger) : onPostgres(config.DATABASE_URL!, logger);
}

function onRedis(url: string, logger: Logger): QueueConnection {
  setDefaultBackendFactory(undefined);
  const open = (failFast: boolean) => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: failFast ? 1 : null,
      enableOfflineQueue: !failFast,
      // A server that is cut off sends no farewell: without probes our side would wait for the system's two hours.
      keepAlive: 10_000,
      retryStrategy: (times) => Math.min(times * 200, 2_000),
    });
    redis.on('error', (error) => logger.warn({ event: 'redis.error', error }));
    return redis;
  };
  const producers = open(true);
  const workers = open(false);
  return {
    backend: 'redis',
    forProducers: () => producers,
    forWorkers: () => workers,
    close: async () => {
      producers.disconnect();
      workers.disconnect();
    },
  };
}

function onPostgres(url: string, logger: Logger): QueueConnection {
  setDefaultBackendFactory(createPostgresBackend);
  // Each worker holds one connection to listen on; the rest are lent for moments.
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    options: `-c search_path=bullmq ${END_DEAD_SESSION}`,
    ...NOTICE_DEAD_SERVER,
  });
  // Every worker of BullMQ listens to it too.
  pool.setMaxListeners(50);
  pool.on('error', (error) => logger.warn({ event: 'queue.connection-lost', error }));
  // BullMQ types connections for Redis; with the Postgres backend set, it takes a pool.
  const connection = pool as unknown as QueueOptions['connection'];
  return {
    backend: 'postgres',
    forProducers: () => connection,
    forWorkers: () => connection,
    close: () => pool.end(),
  };
}
