import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for something that happens by itself: asks again until `probe` neither throws nor returns false, null or 0
 * (undefined counts as done, so that a bare `expect(…)` works), and gives back what it returned.
 * @throws the last error of `probe` when `timeoutMs` (default 30 s) has passed
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let trouble: unknown;
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== 0) return value;
      trouble = new Error(`still ${String(value)} after ${timeoutMs} ms`);
    } catch (error) {
      trouble = error;
    }
    if (Date.now() > deadline) throw trouble;
    await pause(everyMs);
  }
}
