/**
 * Owns a simulated SMS operator over real HTTP: `POST /send`, Kannel's `/cgi-bin/sendsms`, `/status`, `/admin/…`.
 * Emits real webhook calls, late, twice or never, by the number's last two digits.
 * Never imports the product but its pure rules: it is the other end of the tests, the demo, the drill and the benchmark.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminEndpoint } from './admin-endpoint.js';
import { replyJson } from './answers.js';
import { behaviourNamed, BehaviourTable } from './behaviours.js';
import { KannelEndpoint } from './kannel-endpoint.js';
import { MessageLog } from './message-log.js';
import { NativeEndpoint } from './native-endpoint.js';
import { Operator } from './operator.js';
import { ReceiptSender } from './receipt-sender.js';
import { SmppEndpoint } from './smpp-endpoint.js';

export interface SimulatorOptions {
  host: string;
  /** 0: a free one. */
  port: number;
  /** Where it also speaks SMPP; 0: a free one; null: nowhere. */
  smppPort: number | null;
  /** Between a request and its answer. */
  latencyMs: number;
  /** Between taking a message and its receipt. */
  receiptDelayMs: number;
  lateReceiptMs: number;
  idempotent: boolean;
  errorRate: number;
  /** `Authorization: Bearer …` of the callers, Kannel's password, and the key that signs receipts. */
  key: string;
  /** One behaviour for every number, by name; null: by the number's ending. */
  behaviour: string | null;
}

export interface Simulator {
  /** `http://127.0.0.1:4010`. */
  url: string;
  port: number;
  smppPort: number | null;
  stop(): Promise<void>;
}

export const SIMULATOR_DEFAULTS: SimulatorOptions = {
  host: '127.0.0.1',
  port: 4010,
  smppPort: null,
  latencyMs: 0,
  receiptDelayMs: 200,
  lateReceiptMs: 30_000,
  idempotent: true,
  errorRate: 0,
  key: 'simulator',
  behaviour: null,
};

const MAX_BODY_CHARS = 64 * 1024;

/** Starts a simulator in this process; resolves when it listens. Throws for an unknown behaviour or a taken port. */
export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const settings = { ...SIMULATOR_DEFAULTS, ...options };
  const standard = settings.behaviour === null ? null : behaviourNamed(settings.behaviour);
  if (standard === undefined) throw new RangeError(`unknown behaviour ${settings.behaviour}`);
  const behaviours = new BehaviourTable(standard);
  const log = new MessageLog();
  const receipts = new ReceiptSender(
    { receiptMs: settings.receiptDelayMs, lateMs: settings.lateReceiptMs },
    settings.key,
  );
  const operator = new Operator(settings, behaviours, log, receipts);
  const routes = new Routes(
    new NativeEndpoint(operator, log, settings.latencyMs, settings.receiptDelayMs),
    new KannelEndpoint(operator, settings.latencyMs, settings.key),
    new AdminEndpoint(operator, behaviours, log, receipts),
    `Bearer ${settings.key}`,
  );
  const server = http.createServer({ keepAliveTimeout: 72_000, noDelay: true }, (request, response) =>
    routes.serve(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const centre = new SmppEndpoint(operator, behaviours, settings.key, {
    receiptMs: settings.receiptDelayMs,
    lateMs: settings.lateReceiptMs,
  });
  const smppPort = settings.smppPort === null ? null : await centre.listen(settings.smppPort, settings.host);
  return {
    url: `http://${settings.host}:${port}`,
    port,
    smppPort,
    stop: async () => {
      if (smppPort !== null) await centre.stop();
      await new Promise<void>((resolve) => {
        receipts.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

class Routes {
  constructor(
    private readonly native: NativeEndpoint,
    private readonly kannel: KannelEndpoint,
    private readonly admin: AdminEndpoint,
    private readonly authorization: string,
  ) {}

  serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = request.url!;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    if (request.method === 'POST') {
      readBody(request, response, (body) => this.post(path, query, body, request, response));
      return;
    }
    request.resume();
    this.get(path, new URLSearchParams(query), request, response);
  }

  private post(
    path: string,
    query: string,
    body: string,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void {
    switch (path) {
      case '/send':
        if (this.isAllowed(request, response)) this.native.send(body, response);
        return;
      case '/cgi-bin/sendsms':
        this.kannel.send(new URLSearchParams(query === '' ? body : `${query}&${body}`), response);
        return;
      case '/admin/reset':
        this.admin.reset(response);
        return;
      case '/admin/behaviour':
        this.admin.behave(body, response);
        return;
      case '/admin/inbound':
        this.admin.inbound(body, response);
        return;
      default:
        replyJson(response, 404, { error: 'no such address' });
    }
  }

  private get(
    path: string,
    query: URLSearchParams,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void {
    switch (path) {
      case '/status':
        if (this.isAllowed(request, response)) this.native.status(query, response);
        return;
      case '/cgi-bin/sendsms':
        this.kannel.send(query, response);
        return;
      case '/admin/log':
        void this.admin.messages(response);
        return;
      case '/admin/summary':
        this.admin.summary(response);
        return;
      default:
        replyJson(response, 404, { error: 'no such address' });
    }
  }

  private isAllowed(request: http.IncomingMessage, response: http.ServerResponse): boolean {
    if (request.headers.authorization === this.authorization) return true;
    replyJson(response, 401, { status: 'refused', code: 'unauthorized' });
    return false;
  }
}

function readBody(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  use: (body: string) => void,
): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
    if (body.length > MAX_BODY_CHARS) response.destroy();
  });
  request.on('end', () => {
    if (!response.destroyed) use(body);
  });
}
