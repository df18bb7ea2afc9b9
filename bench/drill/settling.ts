import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.js';
import type { OperatorLog } from './operator-log.js';

/** The account must stand still for this long before it is believed to be the last word. */
const STILL_MS = 2_000;

/** Waits until nothing happens by itself any more; false where time ran out before. */
export async function settle(ledger: Ledger, operator: OperatorLog, signal: AbortSignal): Promise<boolean> {
  let last = '';
  let since = performance.now();
  while (!signal.aborted) {
    const progress = await whenPossible(() => ledger.progress(), signal);
    const { receipts } = await operator.summary();
    const isQuiet =
      progress.state === 'completed' &&
      progress.unsent + progress.openDoubts + progress.receiptsWaiting + receipts.waiting === 0;
    const now = JSON.stringify([isQuiet, progress.inDoubt]);
    if (now !== last) [last, since] = [now, performance.now()];
    if (isQuiet && performance.now() - since > STILL_MS) return true;
    await sleep(250);
  }
  return false;
}

/** Asks again while Postgres is away: the drill itself stops it. */
export async function whenPossible<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) throw error;
      await sleep(200);
    }
  }
}
