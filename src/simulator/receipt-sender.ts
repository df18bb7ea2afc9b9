import { DelayLine } from './delay-line.js';
import { WebhookClient } from './webhook-client.js';

/** One call to a webhook. `body` null: a GET (Kannel's dlr-url). Made only when it is due, so a backlog stays small. */
export interface Callback {
  url: string;
  body: (() => string) | null;
  /** Of a call with a body: its type, and the signature where the operator signs. */
  headers?: (body: string) => Readonly<Record<string, string>>;
  /** How often it was called already. */
  tries: number;
  /** How often it is called again, and after what; default: twice, after every failure. */
  retry?: { times: number; after: 'failure' | 'timeout' };
  done?: () => void;
  /** Calls that are made right before it, where an operator reports a message in several. */
  before?: readonly Callback[];
}

export interface CallbackCounts {
  waiting: number;
  delivered: number;
  failed: number;
}

const JSON_ONLY = { 'content-type': 'application/json' };
const RETRY_MS = [500, 2_000];
const DEFAULT_RETRY = { times: RETRY_MS.length, after: 'failure' } as const;
/** After this many sockets a webhook gains nothing, and the app's own sends begin to suffer. */
const DEFAULT_CONCURRENCY = 64;

/** Calls webhooks over kept-alive connections: a few tries, backed off, a bounded number at once. */
export class ReceiptSender {
  private readonly lines: Record<'now' | 'normal' | 'late', DelayLine<Callback>>;
  private readonly retries = RETRY_MS.map((delayMs) => new DelayLine<Callback>(delayMs));
  private readonly client: WebhookClient;
  private timer: NodeJS.Timeout | null = null;
  private timerDue = Infinity;
  private running = 0;
  private delivered = 0;
  private failed = 0;
  private isStopped = false;

  constructor(
    delays: { receiptMs: number; lateMs: number; answerMs: number },
    private readonly concurrency = DEFAULT_CONCURRENCY,
  ) {
    this.lines = {
      now: new DelayLine(0),
      normal: new DelayLine(delays.receiptMs),
      late: new DelayLine(delays.lateMs),
    };
    this.client = new WebhookClient(delays.answerMs);
  }

  enqueue(line: 'now' | 'normal' | 'late', callback: Callback): void {
    this.lines[line].push(callback, performance.now());
    this.pump();
  }

  counts(): CallbackCounts {
    const queued = this.allLines().reduce((sum, line) => sum + line.length, 0);
    return { waiting: queued + this.running, delivered: this.delivered, failed: this.failed };
  }

  clear(): void {
    for (const line of this.allLines()) line.clear();
    this.delivered = 0;
    this.failed = 0;
  }

  stop(): void {
    this.isStopped = true;
    this.clear();
    if (this.timer) clearTimeout(this.timer);
    this.client.stop();
  }

  private allLines(): DelayLine<Callback>[] {
    return [...Object.values(this.lines), ...this.retries];
  }

  private pump(): void {
    if (this.isStopped) return;
    const now = performance.now();
    let next = Infinity;
    for (const line of [this.lines.now, this.lines.normal, this.lines.late, ...this.retries]) {
      while (this.running < this.concurrency && line.nextDue() <= now) this.call(line.shift());
      next = Math.min(next, line.nextDue());
    }
    // With every connection busy, the next one to finish pumps again.
    if (next === Infinity || this.running >= this.concurrency || next >= this.timerDue) return;
    if (this.timer) clearTimeout(this.timer);
    this.timerDue = next;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.timerDue = Infinity;
        this.pump();
      },
      Math.max(1, next - now),
    );
  }

  private call(callback: Callback): void {
    this.running++;
    const end = (ok: boolean, isTimeout = false): void => {
      this.running--;
      this.settle(callback, ok, isTimeout);
      this.pump();
    };
    const body = callback.body?.() ?? null;
    try {
      this.client.call(callback.url, body, body === null ? {} : (callback.headers?.(body) ?? JSON_ONLY), end);
    } catch {
      // An address that is none counts like one at which nobody answers; later, because pump is still at work.
      setImmediate(end, false);
    }
  }

  private settle(callback: Callback, ok: boolean, isTimeout: boolean): void {
    if (this.isStopped) return;
    const retry = callback.retry ?? DEFAULT_RETRY;
    if (!ok && callback.tries < retry.times && (isTimeout || retry.after === 'failure')) {
      const line = Math.min(callback.tries++, this.retries.length - 1);
      this.retries[line]!.push(callback, performance.now());
      return;
    }
    if (ok) this.delivered++;
    else this.failed++;
    callback.done?.();
  }
}
