/** Lets at most `permits` holders in at a time; the others wait in order. */
export class Semaphore {
  private readonly waiting: Waiter[] = [];

  constructor(private permits: number) {}

  /** The one under `key`, made with so many permits where there is none yet. */
  static in(map: Map<string, Semaphore>, key: string, permits: number): Semaphore {
    const known = map.get(key);
    if (known) return known;
    const made = new Semaphore(permits);
    map.set(key, made);
    return made;
  }

  /** Whether a permit was to be had within `ms`; give it back with `release`. */
  acquire(ms: number): boolean | Promise<boolean> {
    if (this.permits > 0) {
      this.permits--;
      return true;
    }
    return new Promise((resolve) => {
      const waiter: Waiter = { resolve, timer: undefined };
      waiter.timer = setTimeout(() => this.giveUp(waiter), ms);
      this.waiting.push(waiter);
    });
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) {
      clearTimeout(next.timer);
      next.resolve(true);
    } else {
      this.permits++;
    }
  }

  private giveUp(waiter: Waiter): void {
    this.waiting.splice(this.waiting.indexOf(waiter), 1);
    waiter.resolve(false);
  }
}

interface Waiter {
  resolve(granted: boolean): void;
  timer: NodeJS.Timeout | undefined;
}
