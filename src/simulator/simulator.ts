/**
 * Owns simulated operators over real HTTP: the wire formats of `formats.ts` and `/admin/…` on one port.
 * Emits real webhook calls, late, twice or never, by the number's last two digits.
 * Never imports the product but its pure rules: it is the other end of the tests, the demo, the drill and the benchmark.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminEndpoint } from './admin-endpoint.js';
import { behaviourNamed, BehaviourTable } from './behaviours.js';
import { Desk } from './desk.js';
import { FORMATS } from './formats.js';
import { MessageLog } from './message-log.js';
import { Operator } from './operator.js';
import { ReceiptSender } from './receipt-sender.js';
import { Routes } from './routes.js';
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
  /** How long a webhook may take to answer. */
  webhookTimeoutMs: number;
  idempotent: boolean;
  errorRate: number;
  /** The one secret: `Authorization: Bearer …` of the callers, Kannel's password, every format's key. */
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
  webhookTimeoutMs: 10_000,
  idempotent: true,
  errorRate: 0,
  key: 'simulator',
  behaviour: null,
};

/** Starts a simulator in this process; resolves when it listens. Throws for an unknown behaviour or a taken port. */
export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const settings = { ...SIMULATOR_DEFAULTS, ...options };
  const standard = settings.behaviour === null ? null : behaviourNamed(settings.behaviour);
  if (standard === undefined) throw new RangeError(`unknown behaviour ${settings.behaviour}`);
  const behaviours = new BehaviourTable(standard);
  const log = new MessageLog();
  const receipts = new ReceiptSender({
    receiptMs: settings.receiptDelayMs,
    lateMs: settings.lateReceiptMs,
    answerMs: settings.webhookTimeoutMs,
  });
  const operator = new Operator(settings, behaviours, log, receipts);
  const callbackUrls = new Map<string, string>();
  const formats = new Map(
    FORMATS.map(({ name, make }) => [
      name,
      make(new Desk(name, settings, operator, log, receipts, callbackUrls)),
    ]),
  );
  const admin = new AdminEndpoint(operator, behaviours, log, receipts, formats, callbackUrls);
  const routes = new Routes(formats, admin);
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
        for (const format of formats.values()) format.stop?.();
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
