import { GatewayError } from '../gateway-error.js';

/** Sends that an adapter has under way, from their first step on: looking up a token comes before the request. */
export class Underway {
  private readonly open = new Set<Promise<unknown>>();
  private isClosed = false;

  /** Throws GatewayError `unreachable` where the adapter is closed or the caller has given up: nothing has left. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.isClosed || signal.aborted) {
      const code = this.isClosed ? 'CLOSED' : 'ABORTED';
      return Promise.reject(
        new GatewayError('unreachable', `the message was not begun (${code})`, { code, sent: 'no' }),
      );
    }
    const running = work().finally(() => this.open.delete(running));
    this.open.add(running);
    return running;
  }

  /** Lets nothing more begin; resolves when everything has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.open);
  }
}
