/** Lets at most `permits` holders in at a time; the others wait in order. */
export class Semaphore {
  private readonly waiting: Waiter[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private permits: number) {}

  /** The one under `key`, made with so many permits where there is none yet. */
  static in(map: Map<string, Semaphore>, key: string, permits: number): Semaphore {
    const known = map.get(key);
    if (known) return known;
    const made = new Semaphore(permits);
    map.set(key, made);
    return made;
  }

  /** Whether a permit was to be had within `ms`, which is the same in every call; give it back with `release`. */
  acquire(ms: number): boolean | Promise<boolean> {
    if (this.permits > 0) {
      this.permits--;
      return true;
    }
    return new Promise((resolve) => {
      this.waiting.push({ resolve, until: performance.now() + ms });
      this.timer ??= setTimeout(() => this.giveUp(), ms);
    });
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next.resolve(true);
    else this.permits++;
  }

  /** One timer for all who wait, because a timer for each costs more than the rest of this. */
  private giveUp(): void {
    this.timer = null;
    const now = performance.now();
    while (this.waiting.length > 0 && this.waiting[0]!.until <= now) this.waiting.shift()!.resolve(false);
    const next = this.waiting[0];
    if (next) this.timer = setTimeout(() => this.giveUp(), Math.max(1, Math.ceil(next.until - now)));
  }
}

interface Waiter {
  resolve(granted: boolean): void;
  /** On the monotonic clock. */
  until: number;
}
