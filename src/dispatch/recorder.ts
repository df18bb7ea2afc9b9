import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { mayWorkLater } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { TriesRepository, type TryResult } from './tries.repository.js';

/** Most results in one statement, and how many are worth one at once. */
const BATCH = 1000;
const ENOUGH = 250;
/** Longest that an answer waits for company. Nobody waits for it: the next request has already left. */
const GATHER_MS = 25;
const RETRY_MS = 500;

/**
 * Records what became of tries in groups: each statement costs 0.6 ms beside its rows, so answers gather for a moment,
 * far below the 200 ms that a kill may cost. While Postgres is away the results wait here; if the process dies first,
 * the sweeper settles those tries.
 */
@Injectable()
export class Recorder {
  private readonly waiting: { result: TryResult; done: () => void }[] = [];
  private writing: Promise<void> | null = null;
  private whenEnough: (() => void) | null = null;

  constructor(
    private readonly tries: TriesRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves once the result is committed. */
  add(result: TryResult): Promise<void> {
    return new Promise((done) => this.put(result, done));
  }

  /** @param done called once the result is committed */
  put(result: TryResult, done: () => void): void {
    this.waiting.push({ result, done });
    if (this.waiting.length === ENOUGH) this.whenEnough?.();
    this.writing ??= this.write();
  }

  private async write(): Promise<void> {
    await this.gather();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      await this.commit(batch.map((each) => each.result));
      for (const { done } of batch) done();
      if (this.waiting.length > 0) await this.gather();
    }
    this.writing = null;
  }

  /** Resolves when enough have gathered, or the first has waited long enough. */
  private gather(): Promise<void> {
    if (this.waiting.length >= ENOUGH) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      this.whenEnough = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * What may work later waits for it. Anything else is our own fault: to save the others, what cannot be recorded is
   * looked for by halves; it stays `sending` and is called in doubt when the lease lapses. Nothing is lost.
   */
  private async commit(results: readonly TryResult[]): Promise<void> {
    for (;;) {
      try {
        await this.tries.record(results);
        return;
      } catch (error) {
        const count = results.length;
        if (mayWorkLater(error)) {
          this.logger.warn({ event: 'tries.waiting-for-database', count, error });
          await sleep(RETRY_MS);
          continue;
        }
        this.logger.error({ event: 'tries.not-recorded', count, error });
        if (count === 1) return;
        const half = count >> 1;
        await this.commit(results.slice(0, half));
        await this.commit(results.slice(half));
        return;
      }
    }
  }
}
