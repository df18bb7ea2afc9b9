import { isIPv6 } from 'node:net';
import { DomainError } from '../platform/http/domain-error.js';

/** People mistype: the fifth wrong password in a row is the first that makes them wait. */
const FAILURES_BEFORE_WAIT = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** An entry without a new failure is forgotten after this. */
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_ENTRIES = 10_000;

interface Entry {
  failures: number;
  blockedUntil: number;
  lastFailure: number;
}

/**
 * Slows down guessing per account *and* address: after five wrong passwords each further try waits twice as long, up
 * to 15 minutes. Whoever guesses from elsewhere never locks the owner out. In memory of one process: with k
 * processes, a guesser gets at most k times as many tries.
 */
export class LoginThrottle {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Runs one try (null means that it failed). It counts as a failure from its start, so that many at once gain
   * nothing. Throws a 429 that says when to come back.
   */
  async attempt<T>(account: string, address: string, check: () => Promise<T | null>): Promise<T | null> {
    const key = `${account}|${networkOf(address)}`;
    const entry = this.countFailure(key);
    let result: T | null;
    try {
      result = await check();
    } catch (error) {
      entry.failures -= 1; // nothing was tried: the database was away, say
      if (entry.failures < FAILURES_BEFORE_WAIT) entry.blockedUntil = 0;
      throw error;
    }
    if (result !== null) this.entries.delete(key);
    return result;
  }

  private countFailure(key: string): Entry {
    const now = this.now();
    const known = this.entries.get(key);
    const entry =
      known && now - known.lastFailure < FORGET_AFTER_MS
        ? known
        : { failures: 0, blockedUntil: 0, lastFailure: now };
    if (entry.blockedUntil > now) throw tooMany(entry.blockedUntil - now);
    entry.failures += 1;
    entry.lastFailure = now;
    const beyond = entry.failures - FAILURES_BEFORE_WAIT;
    if (beyond >= 0) entry.blockedUntil = now + Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS);
    this.entries.delete(key);
    this.entries.set(key, entry); // last in the map's order: the oldest are dropped first
    if (this.entries.size > MOST_ENTRIES) this.entries.delete(this.entries.keys().next().value!);
    return entry;
  }
}

function tooMany(waitMs: number): DomainError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return new DomainError(
    'too-many-sign-ins',
    `Sai mật khẩu nhiều lần. Hãy thử lại sau ${inWords(retryAfterSeconds)}.`,
    429,
    undefined,
    { retryAfterSeconds },
  );
}

function inWords(seconds: number): string {
  return seconds < 60 ? `${seconds} giây` : `${Math.ceil(seconds / 60)} phút`;
}

/** One IPv6 customer holds a whole /64, so its last half does not tell clients apart. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
