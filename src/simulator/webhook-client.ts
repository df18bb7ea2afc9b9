import https from 'node:https';
import net from 'node:net';

/** Called once: whether the webhook answered with a 2xx, and if not, whether it took too long. */
export type Ended = (ok: boolean, isTimeout?: boolean) => void;

interface Target {
  url: string;
  origin: string;
  host: string;
  port: number;
  /** Path and host header, ready to be written. */
  path: string;
  hostHeader: string;
  isSecure: boolean;
}

const SWEEP_MS = 250;
const MAX_ANSWER_CHARS = 64 * 1024;

/**
 * Calls webhooks over kept sockets, one call at a time on each. Written on bare sockets because the simulator shares its
 * processors with what it measures: `http.request` cost 175 µs a receipt, this a quarter of it.
 */
export class WebhookClient {
  private readonly idle = new Map<string, Connection[]>();
  private readonly open = new Set<Connection>();
  private readonly secure = new https.Agent({ keepAlive: true });
  private last: Target | null = null;
  private sweep: NodeJS.Timeout | null = null;

  constructor(private readonly answerTimeoutMs = 10_000) {}

  /** GET without a body, POST of JSON with one. Throws for an address that is none. */
  call(url: string, body: string | null, headers: Readonly<Record<string, string>>, ended: Ended): void {
    const target = this.target(url);
    if (target.isSecure) this.callSecurely(url, body, headers, ended);
    else this.callOn(this.kept(target), target, requestText(target, body, headers), ended);
  }

  stop(): void {
    if (this.sweep) clearInterval(this.sweep);
    for (const connection of this.open) connection.socket.destroy();
    this.secure.destroy();
  }

  /** A kept connection may be closing at the other end just now: a call that got no byte back goes to a fresh one. */
  private callOn(kept: Connection | null, target: Target, request: string, ended: Ended): void {
    const done = (status: number): void => ended(isGood(status), status === TOO_LATE);
    if (kept === null) this.connect(target).call(request, done);
    else {
      kept.call(request, (status) => {
        if (status === UNHEARD) this.callOn(null, target, request, ended);
        else done(status);
      });
    }
  }

  private kept(target: Target): Connection | null {
    const free = this.idle.get(target.origin);
    for (let known = free?.pop(); known; known = free?.pop()) if (known.isUsable) return known;
    return null;
  }

  private connect(target: Target): Connection {
    const connection: Connection = new Connection(
      net.connect(target.port, target.host),
      this.answerTimeoutMs,
      {
        onIdle: () => this.keep(target.origin, connection),
        onClosed: () => this.open.delete(connection),
      },
    );
    this.open.add(connection);
    this.sweep ??= setInterval(() => this.endOverdue(), SWEEP_MS).unref();
    return connection;
  }

  private keep(origin: string, connection: Connection): void {
    const free = this.idle.get(origin);
    if (free) free.push(connection);
    else this.idle.set(origin, [connection]);
  }

  private endOverdue(): void {
    const now = performance.now();
    for (const connection of this.open) if (connection.deadline < now) connection.giveUp();
  }

  private target(url: string): Target {
    if (this.last?.url === url) return this.last;
    const { protocol, origin, hostname, port, host, pathname, search } = new URL(url);
    const isSecure = protocol === 'https:';
    if (!isSecure && protocol !== 'http:') throw new RangeError('a webhook is http or https');
    this.last = {
      url,
      origin,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || (isSecure ? 443 : 80)),
      path: pathname + search,
      hostHeader: host,
      isSecure,
    };
    return this.last;
  }

  private callSecurely(
    url: string,
    body: string | null,
    headers: Readonly<Record<string, string>>,
    ended: Ended,
  ): void {
    let isOver = false;
    let isTimeout = false;
    const end = (ok: boolean): void => {
      if (!isOver) ended(ok, isTimeout);
      isOver = true;
    };
    const method = body === null ? 'GET' : 'POST';
    const options = { method, headers, agent: this.secure, timeout: this.answerTimeoutMs };
    const request = https.request(url, options, (answer) => {
      answer.resume();
      answer.on('end', () => end(isGood(answer.statusCode!)));
      answer.on('error', () => end(false));
    });
    request.on('timeout', () => {
      isTimeout = true;
      request.destroy();
    });
    request.on('error', () => end(false));
    request.end(body ?? undefined);
  }
}

/** Instead of a status: the connection closed before a byte of the answer came. */
const UNHEARD = -1;
/** Instead of a status: nothing whole came in time. */
const TOO_LATE = -2;

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

class Connection {
  /** On the monotonic clock; never, while nothing is awaited. */
  deadline = Infinity;
  private answer = '';
  private ended: ((status: number) => void) | null = null;

  constructor(
    readonly socket: net.Socket,
    private readonly answerTimeoutMs: number,
    private readonly on: { onIdle: () => void; onClosed: () => void },
  ) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined); // 'close' follows and says the same
    socket.on('close', () => {
      // Without a length an answer ends with its connection.
      this.end(this.answer === '' ? UNHEARD : readAnswer(this.answer, true).status);
      this.on.onClosed();
    });
  }

  get isUsable(): boolean {
    return !this.socket.destroyed && this.socket.writable && this.ended === null;
  }

  call(request: string, ended: (status: number) => void): void {
    this.ended = ended;
    this.deadline = performance.now() + this.answerTimeoutMs;
    this.socket.write(request);
  }

  giveUp(): void {
    this.socket.destroy();
    this.end(TOO_LATE);
  }

  private read(text: string): void {
    this.answer += text;
    const { isWhole, isKept, status } = readAnswer(this.answer, false);
    if (!isWhole && this.answer.length < MAX_ANSWER_CHARS) return;
    if (isWhole && isKept) this.on.onIdle();
    else this.socket.destroy();
    this.end(status);
  }

  private end(status: number): void {
    const { ended } = this;
    this.answer = '';
    this.ended = null;
    this.deadline = Infinity;
    ended?.(status);
  }
}

function requestText(target: Target, body: string | null, headers: Readonly<Record<string, string>>): string {
  let head = `${body === null ? 'GET' : 'POST'} ${target.path} HTTP/1.1\r\nhost: ${target.hostHeader}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  return body === null ? `${head}\r\n` : `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** As much of HTTP as an acknowledgement needs: is it all there, with which status, and may the connection be kept? */
function readAnswer(text: string, isClosed: boolean): { isWhole: boolean; isKept: boolean; status: number } {
  const incomplete = { isWhole: false, isKept: false, status: 0 };
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (end < 0 || status === undefined) return incomplete;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  let isWhole: boolean;
  if (length !== undefined) isWhole = text.length >= end + 4 + Number(length);
  else if (/\r\ntransfer-encoding: *chunked/i.test(head)) isWhole = text.endsWith('0\r\n\r\n');
  else isWhole = isClosed || status === '204';
  const isKept = !/\r\nconnection: *close/i.test(head);
  return isWhole ? { isWhole, isKept, status: Number(status) } : incomplete;
}
