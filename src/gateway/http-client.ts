/**
 * Owns the connections to one operator account: an undici pool for the send path.
 * Emits one answer or one GatewayError per request.
 * Never retries, never follows a redirect, never calls another host than the configured one.
 */
import { Pool, type Dispatcher } from 'undici';
import type { OutgoingGuard } from '../platform/http-client/outgoing-guard.js';
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
  /** Looks at each new connection; absent: every address may be called. */
  guard?: OutgoingGuard;
}

/** What the installation gives every account that sets nothing itself. */
export interface ConnectionDefaults {
  connections: number;
  answerTimeoutMs: number;
  /** Which addresses may be called; the product always gives one. */
  guard?: OutgoingGuard;
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
    ...(defaults.guard && { guard: defaults.guard }),
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

/** An answer as it came: its headers are read only where somebody asks for them, which is after an error. */
class RawAnswer implements OperatorAnswer {
  constructor(
    readonly status: number,
    private readonly rawHeaders: readonly Buffer[],
    readonly body: string,
  ) {}

  get headers(): OperatorAnswer['headers'] {
    const headers: Record<string, string | string[]> = Object.create(null) as Record<
      string,
      string | string[]
    >;
    for (let index = 0; index + 1 < this.rawHeaders.length; index += 2) {
      const name = this.rawHeaders[index]!.toString('latin1').toLowerCase();
      const value = this.rawHeaders[index + 1]!.toString('utf8');
      const before = headers[name];
      headers[name] = before === undefined ? value : [before, value].flat();
    }
    return headers;
  }
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

/**
 * One request and its answer; a link in its client's chain for as long as it is open. It takes undici's own callbacks, not
 * the newer ones around them, which make a controller and an object of headers for every request.
 */
class Exchange implements Dispatcher.DispatchHandler {
  previous: Exchange | null = null;
  next: Exchange | null = null;
  /** On the monotonic clock; never, while the request waits for a connection. */
  deadline = Infinity;
  private isSettled = false;
  private abort: ((error: Error) => void) | null = null;
  private status = 0;
  private headers: readonly Buffer[] = [];
  private body: Buffer | null = null;

  constructor(
    private readonly client: HttpClient,
    readonly signal: AbortSignal,
    private readonly resolve: (answer: OperatorAnswer) => void,
    private readonly reject: (error: GatewayError) => void,
  ) {}

  /** Called right before the first byte is written: from here on nobody knows whether the operator took it. */
  onConnect(abort: (error?: Error) => void): void {
    if (this.isSettled) {
      abort(new ExchangeFailure('ABORTED'));
      return;
    }
    if (this.abort !== null) {
      // undici starts a request anew only where pipelining is on; the product's promise does not rest on that.
      abort(new ExchangeFailure('STARTED_TWICE'));
      return;
    }
    this.abort = abort;
    this.deadline = this.client.nextDeadline();
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    this.headers = headers;
    return true;
  }

  onData(chunk: Buffer): boolean {
    const size = chunk.length + (this.body?.length ?? 0);
    if (size > MAX_ANSWER_BYTES) this.fail(new ExchangeFailure('ANSWER_TOO_LONG'));
    else this.body = this.body === null ? chunk : Buffer.concat([this.body, chunk]);
    return true;
  }

  onComplete(): void {
    if (!this.settle()) return;
    this.resolve(new RawAnswer(this.status, this.headers, this.body?.toString('utf8') ?? ''));
  }

  onError(error: Error): void {
    this.fail(error);
  }

  fail(error: Error): void {
    if (!this.settle()) return;
    this.reject(transportError(error, this.abort !== null));
    this.abort?.(error);
  }

  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.client.forget(this);
    return true;
  }
}

export class HttpClient {
  private readonly pool: Pool;
  /**
   * The open exchanges as a chain: a Set and a WeakMap by signal in its place cost a sixth of the pool's speed in
   * garbage collection (1,970 against 330 ms in 150,000 requests).
   */
  private first: Exchange | null = null;
  /** Its exchanges are the newest; most requests end the search here. */
  private lastSignal: AbortSignal | null = null;
  private readonly heard = new WeakSet<AbortSignal>();
  private sweep: NodeJS.Timeout | null = null;
  private closing: Promise<void> | null = null;

  constructor(private readonly settings: ConnectionSettings) {
    this.pool = new Pool(settings.origin, {
      connections: settings.connections,
      pipelining: 1,
      allowH2: false,
      connectTimeout: settings.connectTimeoutMs,
      ...(settings.guard && {
        connect: settings.guard.connector({ timeout: settings.connectTimeoutMs, allowH2: false }),
      }),
      keepAliveTimeout: settings.keepAliveMs,
      keepAliveMaxTimeout: settings.keepAliveMs,
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
      const exchange = new Exchange(this, signal, resolve, reject);
      this.remember(exchange);
      if (signal.aborted) {
        exchange.fail(new ExchangeFailure('ABORTED'));
        return;
      }
      try {
        this.pool.dispatch(request, exchange);
      } catch (error) {
        exchange.fail(error as Error);
      }
    });
  }

  /** Waits for the answers that are due, then closes the connections. */
  close(): Promise<void> {
    this.closing ??= this.pool.close().then(() => this.stopSweep());
    return this.closing;
  }

  nextDeadline(): number {
    return performance.now() + this.settings.answerTimeoutMs;
  }

  forget(exchange: Exchange): void {
    if (exchange.previous) exchange.previous.next = exchange.next;
    else this.first = exchange.next;
    if (exchange.next) exchange.next.previous = exchange.previous;
    // `next` stays, so that a walk along the chain goes on from an exchange that it has just failed.
  }

  private remember(exchange: Exchange): void {
    exchange.next = this.first;
    if (this.first) this.first.previous = exchange;
    this.first = exchange;
    this.sweep ??= setInterval(() => this.failOverdue(), SWEEP_MS).unref();
    this.listen(exchange.signal);
  }

  private failOverdue(): void {
    const now = performance.now();
    this.failAll('ANSWER_TIMEOUT', (exchange) => exchange.deadline <= now);
    if (this.first === null) this.stopSweep();
  }

  private failAll(code: string, isMeant: (exchange: Exchange) => boolean): void {
    for (let exchange = this.first; exchange !== null; exchange = exchange.next) {
      if (isMeant(exchange)) exchange.fail(new ExchangeFailure(code));
    }
  }

  private stopSweep(): void {
    if (this.sweep) clearInterval(this.sweep);
    this.sweep = null;
  }

  /** One listener for each signal: the exchanges of a chunk share theirs. */
  private listen(signal: AbortSignal): void {
    if (this.lastSignal === signal || this.heard.has(signal)) return;
    this.lastSignal = signal;
    this.heard.add(signal);
    signal.addEventListener(
      'abort',
      () => this.failAll('ABORTED', (exchange) => exchange.signal === signal),
      {
        once: true,
      },
    );
  }
}
