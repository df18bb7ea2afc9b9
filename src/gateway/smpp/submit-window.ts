import { SmppFailure } from './smpp-session.js';

/** So many submits of one bind may be unanswered at once; the others wait in the order in which they came. */
export class SubmitWindow {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  /** Runs `work` when there is room. Throws SmppFailure where the signal comes first: nothing has left then. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  private enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new SmppFailure('ABORTED', false));
    if (this.free > 0) {
      this.free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(new SmppFailure('ABORTED', false));
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.push(enter);
    });
  }
}
