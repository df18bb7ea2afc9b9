import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { DeliveriesRepository, type TryResult } from './deliveries.repository.js';

/** Most results in one statement. */
const BATCH = 1000;
const RETRY_MS = 500;

/**
 * Records what became of tries by group commit without a timer: whatever gathers while the last batch is being
 * written makes the next one. While Postgres is away the results wait here; if the process dies first, the sweeper calls
 * those tries in doubt.
 */
@Injectable()
export class Recorder {
  private readonly waiting: { result: TryResult; done: () => void }[] = [];
  private writing: Promise<void> | null = null;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves once the result is committed. */
  add(result: TryResult): Promise<void> {
    return new Promise((done) => {
      this.waiting.push({ result, done });
      this.writing ??= this.write();
    });
  }

  private async write(): Promise<void> {
    // One turn of the event loop: the answers that arrived together are written together.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      await this.commit(batch.map((each) => each.result));
      for (const { done } of batch) done();
    }
    this.writing = null;
  }

  private async commit(results: readonly TryResult[]): Promise<void> {
    for (;;) {
      try {
        await this.deliveries.record(results);
        return;
      } catch (error) {
        if (!isDatabaseAway(error)) {
          // Our own fault: those tries stay `sending` and are called in doubt when the lease lapses; nothing is lost.
          this.logger.error({ event: 'tries.not-recorded', count: results.length, error });
          return;
        }
        this.logger.warn({ event: 'tries.waiting-for-database', count: results.length, error });
        await sleep(RETRY_MS);
      }
    }
  }
}
