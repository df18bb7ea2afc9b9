/**
 * Owns the connections to one operator account: an undici pool for the send path.
 * Emits one answer or one GatewayError per request.
 * Never retries, never follows a redirect, never calls another host than the configured one.
 */
import { Pool, type Dispatcher } from 'undici';
import { GatewayError } from './gateway-error.js';
import { transportError } from './transport-error.js';

export interface ConnectionSettings {
  /** Scheme, host and port; nothing else is ever called. */
  origin: string;
  /** Requests on their way at once, one on each connection. */
  connections: number;
  connectTimeoutMs: number;
  /** From the request's first byte to the answer's last. */
  answerTimeoutMs: number;
  /** An idle connection is closed after this. Below the operator's own limit, else requests race with its close. */
  keepAliveMs: number;
}

/** What the installation gives every account that sets nothing itself. */
export interface ConnectionDefaults {
  connections: number;
  answerTimeoutMs: number;
}

/** Settings in seconds, as an administrator writes them. */
export interface ConnectionConfig {
  connections?: number;
  connectTimeoutSeconds: number;
  answerTimeoutSeconds?: number;
  keepAliveSeconds: number;
}

export function connectionSettings(
  origin: string,
  config: ConnectionConfig,
  defaults: ConnectionDefaults,
): ConnectionSettings {
  return {
    origin,
    connections: config.connections ?? defaults.connections,
    connectTimeoutMs: config.connectTimeoutSeconds * 1000,
    answerTimeoutMs:
      config.answerTimeoutSeconds === undefined
        ? defaults.answerTimeoutMs
        : config.answerTimeoutSeconds * 1000,
    keepAliveMs: config.keepAliveSeconds * 1000,
  };
}

export interface OperatorRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface OperatorAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Operators answer in a few hundred bytes; what is longer is an error page. */
const MAX_ANSWER_BYTES = 64 * 1024;
const SWEEP_MS = 50;

/** A failure of our own making inside an exchange; the code is what the GatewayError carries. */
class ExchangeFailure extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  deadline = 0;
  isSettled = false;
  private controller: Dispatcher.DispatchController | null = null;
  private status = 0;
  private headers: OperatorAnswer['headers'] = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly client: HttpClient,
    private readonly signal: AbortSignal,
    private readonly resolve: (answer: OperatorAnswer) => void,
    private readonly reject: (error: GatewayError) => void,
  ) {}

  /** Called right before the first byte is written: from here on nobody knows whether the operator took it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isSettled) {
      controller.abort(new ExchangeFailure('ABORTED'));
      return;
    }
    if (this.controller !== null) {
      // undici starts a request anew only where pipelining is on; the product's promise does not rest on that.
      controller.abort(new ExchangeFailure('STARTED_TWICE'));
      return;
    }
    this.controller = controller;
    this.client.watch(this);
  }

  onResponseStart(_controller: unknown, status: number, headers: OperatorAnswer['headers']): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > MAX_ANSWER_BYTES) this.fail(new ExchangeFailure('ANSWER_TOO_LONG'));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.settle()) return;
    const body = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.size);
    this.resolve({ status: this.status, headers: this.headers, body: body.toString('utf8') });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    if (!this.settle()) return;
    this.reject(transportError(error, this.controller !== null));
    this.controller?.abort(error instanceof Error ? error : new ExchangeFailure('ABORTED'));
  }

  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.client.forget(this, this.signal);
    return true;
  }
}

export class HttpClient {
  private readonly pool: Pool;
  /** Exchanges that left, oldest first: all have the same time limit, so the overdue ones stand at the front. */
  private readonly running = new Set<Exchange>();
  /** One listener for each signal: a chunk's 500 exchanges share theirs. */
  private readonly bySignal = new WeakMap<AbortSignal, Set<Exchange>>();
  private sweep: NodeJS.Timeout | null = null;

  constructor(private readonly settings: ConnectionSettings) {
    this.pool = new Pool(settings.origin, {
      connections: settings.connections,
      pipelining: 1,
      allowH2: false,
      connectTimeout: settings.connectTimeoutMs,
      keepAliveTimeout: settings.keepAliveMs,
      keepAliveMaxTimeout: Math.max(settings.keepAliveMs, 1),
      // The whole exchange has one limit, kept here; undici's two would renew themselves with every byte.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends one request. Whatever status the operator answers is an answer; a GatewayError is thrown where none could be
   * read: `unreachable` or `misconfigured` when nothing left, `unclear` when something may have.
   */
  request(request: OperatorRequest, signal: AbortSignal): Promise<OperatorAnswer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(transportError(new ExchangeFailure('ABORTED'), false));
        return;
      }
      const exchange = new Exchange(this, signal, resolve, reject);
      this.listen(signal).add(exchange);
      try {
        this.pool.dispatch(
          { origin: this.settings.origin, ...request, idempotent: false, blocking: false },
          exchange,
        );
      } catch (error) {
        exchange.fail(error);
      }
    });
  }

  /** Waits for the answers that are due, then closes the connections. */
  async close(): Promise<void> {
    await this.pool.close();
    this.stopSweep();
  }

  /** The exchange's time runs from now. */
  watch(exchange: Exchange): void {
    exchange.deadline = performance.now() + this.settings.answerTimeoutMs;
    this.running.add(exchange);
    this.sweep ??= setInterval(() => this.failOverdue(), SWEEP_MS).unref();
  }

  forget(exchange: Exchange, signal: AbortSignal): void {
    this.running.delete(exchange);
    this.bySignal.get(signal)?.delete(exchange);
  }

  private failOverdue(): void {
    const now = performance.now();
    for (const exchange of this.running) {
      if (exchange.deadline > now) return;
      exchange.fail(new ExchangeFailure('ANSWER_TIMEOUT'));
    }
    if (this.running.size === 0) this.stopSweep();
  }

  private stopSweep(): void {
    if (this.sweep) clearInterval(this.sweep);
    this.sweep = null;
  }

  private listen(signal: AbortSignal): Set<Exchange> {
    const known = this.bySignal.get(signal);
    if (known) return known;
    const exchanges = new Set<Exchange>();
    this.bySignal.set(signal, exchanges);
    signal.addEventListener(
      'abort',
      () => {
        for (const exchange of exchanges) exchange.fail(new ExchangeFailure('ABORTED'));
      },
      { once: true },
    );
    return exchanges;
  }
}
