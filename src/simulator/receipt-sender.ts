import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { DelayLine } from './delay-line.js';

/** One call to a webhook. `body` null: a GET (Kannel's dlr-url). Made only when it is due, so a backlog stays small. */
export interface Callback {
  url: string;
  body: (() => string) | null;
  tries: number;
  done?: () => void;
}

export interface CallbackCounts {
  waiting: number;
  delivered: number;
  failed: number;
}

const RETRY_MS = [500, 2_000];
const ANSWER_TIMEOUT_MS = 10_000;
/** After this many sockets a webhook gains nothing, and the app's own sends begin to suffer. */
const DEFAULT_CONCURRENCY = 64;

/** Calls webhooks over kept-alive connections: three tries, backed off, a bounded number at once. */
export class ReceiptSender {
  private readonly lines: Record<'now' | 'normal' | 'late', DelayLine<Callback>>;
  private readonly retries = RETRY_MS.map((delayMs) => new DelayLine<Callback>(delayMs));
  private readonly agents: { 'http:': http.Agent; 'https:': https.Agent };
  private timer: NodeJS.Timeout | null = null;
  private timerDue = Infinity;
  private running = 0;
  private delivered = 0;
  private failed = 0;
  private isStopped = false;

  constructor(
    delays: { receiptMs: number; lateMs: number },
    private readonly signingKey: string,
    private readonly concurrency = DEFAULT_CONCURRENCY,
  ) {
    this.lines = {
      now: new DelayLine(0),
      normal: new DelayLine(delays.receiptMs),
      late: new DelayLine(delays.lateMs),
    };
    const options = { keepAlive: true, maxSockets: concurrency };
    this.agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
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
    for (const agent of Object.values(this.agents)) agent.destroy();
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
    let isOver = false;
    const end = (ok: boolean): void => {
      if (isOver) return;
      isOver = true;
      this.running--;
      this.settle(callback, ok);
      this.pump();
    };
    try {
      this.request(callback, end);
    } catch {
      end(false); // an address that is none: counted as failed like one that nobody answers at
    }
  }

  private request(callback: Callback, end: (ok: boolean) => void): void {
    const isSecure = callback.url.startsWith('https:');
    const body = callback.body?.() ?? null;
    const headers: http.OutgoingHttpHeaders = {};
    if (body !== null) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = Buffer.byteLength(body);
      headers['x-simulator-signature'] = createHmac('sha256', this.signingKey).update(body).digest('hex');
    }
    const request = (isSecure ? https : http).request(
      callback.url,
      {
        method: body === null ? 'GET' : 'POST',
        agent: this.agents[isSecure ? 'https:' : 'http:'],
        headers,
        timeout: ANSWER_TIMEOUT_MS,
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => end(answer.statusCode! >= 200 && answer.statusCode! < 300));
        answer.on('error', () => end(false));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => end(false));
    request.on('close', () => end(false));
    request.end(body ?? undefined);
  }

  private settle(callback: Callback, ok: boolean): void {
    if (this.isStopped) return;
    if (!ok && callback.tries < RETRY_MS.length) {
      this.retries[callback.tries++]!.push(callback, performance.now());
      return;
    }
    if (ok) this.delivered++;
    else this.failed++;
    callback.done?.();
  }
}
