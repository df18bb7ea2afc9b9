import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from './database-error.js';

const RETRY_MS = 300;

/**
 * Runs `work` again and again while Postgres is away; any other error is thrown at once. A statement whose answer was
 * lost may have been carried out, so `work` must be harmless when it is done twice.
 * @param mayWait asked after each failure; once it says no, the last error is thrown
 */
export async function whenBack<T>(work: () => Promise<T>, mayWait: () => boolean = () => true): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || !mayWait()) throw error;
      await sleep(RETRY_MS);
    }
  }
}
