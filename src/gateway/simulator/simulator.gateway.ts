/**
 * Owns the adapter to the simulator: its own wire format, `POST /send`, `GET /status`, signed receipts.
 * Emits what the simulator answers and reports.
 * Never knows how the simulator decides: it learns everything over HTTP, like every adapter.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ControlClient } from '../control-client.js';
import { GatewayError, WebhookRefused, WebhookUnreadable } from '../gateway-error.js';
import type {
  Accepted,
  Capabilities,
  Gateway,
  GatewayEvent,
  GatewayHealth,
  OutboundMessage,
  RawRequest,
} from '../gateway.js';
import {
  connectionSettings,
  HttpClient,
  type ConnectionDefaults,
  type OperatorAnswer,
} from '../http-client.js';
import { sameText } from '../same-text.js';
import { notReached } from '../not-reached.js';
import { parseJson } from '../parse-json.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { SimulatorConfig, SimulatorSecrets } from './simulator-config.schema.js';
import { SIMULATOR_CODES } from './simulator.codes.js';

const DAY_SECONDS = 86_400;
/** References asked for in one call: the address stays below 4 kB. */
const QUESTIONS = { perCall: 100, atOnce: 1 };

const Reported = z.object({
  reference: z.string(),
  id: z.string(),
  status: z.enum(['accepted', 'delivered', 'undelivered', 'expired']),
  code: z.string(),
  at: z.iso.datetime(),
});
const Statuses = z.object({ messages: z.array(Reported) });
const Event = z.discriminatedUnion('type', [
  Reported.extend({ type: z.literal('receipt') }),
  z.object({
    type: z.literal('inbound'),
    from: z.string().max(40),
    text: z.string().max(4_000),
    id: z.string(),
    at: z.iso.datetime(),
  }),
]);

export class SimulatorGateway implements Gateway {
  readonly kind = 'simulator';
  readonly channel = 'sms';
  readonly capabilities: Capabilities;
  readonly questions = QUESTIONS;
  readonly connections: number;
  private readonly client: HttpClient;
  private readonly control: ControlClient;
  private readonly headers: Record<string, string>;
  /** Made once: from a text Node makes it anew for every receipt, which takes longer than the digest. */
  private readonly signingKey: KeyObject;

  constructor(config: SimulatorConfig, secrets: SimulatorSecrets, defaults: ConnectionDefaults) {
    this.capabilities = simulatorCapabilities(config);
    this.signingKey = createSecretKey(secrets.key, 'utf8');
    const { origin } = new URL(config.url);
    const settings = connectionSettings(origin, config.connection, defaults);
    this.connections = settings.connections;
    this.client = new HttpClient(settings);
    this.control = new ControlClient(origin, settings.answerTimeoutMs, settings.guard);
    this.headers = { authorization: `Bearer ${secrets.key}`, 'content-type': 'application/json' };
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const { reference, phone, text, callbackUrl } = message;
    const answer = await this.client.request(
      {
        method: 'POST',
        path: '/send',
        headers: this.headers,
        body: JSON.stringify({ reference, to: phone, text, callbackUrl: callbackUrl ?? undefined }),
      },
      signal,
    );
    return readAnswer(answer);
  }

  /** The signature is the HMAC-SHA256 of the body under the account's key, in hexadecimal. */
  parseWebhook(request: RawRequest): GatewayEvent[] {
    const digest = createHmac('sha256', this.signingKey).update(request.body).digest('hex');
    const given = request.headers['x-simulator-signature'];
    if (typeof given !== 'string' || !sameText(given, digest)) {
      throw new WebhookRefused('the signature does not fit the body');
    }
    const event = Event.safeParse(parseJson(request.body.toString('utf8')));
    if (!event.success) throw new WebhookUnreadable('neither a receipt nor a reply');
    if (event.data.type === 'receipt') return [receiptEvent(event.data)];
    const { from, text, id, at } = event.data;
    return [{ type: 'inbound', phone: from, text, operatorId: id, occurredAt: new Date(at) }];
  }

  async queryStatus(references: string[], signal: AbortSignal): Promise<GatewayEvent[]> {
    const query = references.map((reference) => `reference=${encodeURIComponent(reference)}`).join('&');
    const answer = await this.ask(`/status?${query}`, signal);
    const statuses = answer.status === 200 ? Statuses.safeParse(parseJson(answer.body)) : undefined;
    if (!statuses?.success) throw answerError(kindOfStatus(answer.status), answer);
    return statuses.data.messages.map(receiptEvent);
  }

  async check(signal: AbortSignal): Promise<GatewayHealth> {
    try {
      const { status, body } = await this.ask('/status', signal);
      if (status === 200 && Statuses.safeParse(parseJson(body)).success)
        return { ok: true, detail: 'Cổng mô phỏng sẵn sàng.' };
      if (status === 401) return { ok: false, detail: 'Cổng mô phỏng không nhận khóa này.' };
      return { ok: false, detail: `Địa chỉ này không phải cổng mô phỏng (HTTP ${status}).` };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { ok: false, detail: notReached('cổng mô phỏng', error) };
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private ask(path: string, signal: AbortSignal): Promise<OperatorAnswer> {
    return this.control.request({ method: 'GET', path, headers: this.headers }, signal);
  }
}

export function simulatorCapabilities(config: SimulatorConfig): Capabilities {
  return {
    idempotencyWindowSeconds: config.idempotent ? DAY_SECONDS : 0,
    statusQuery: true,
    unknownMeansNotSent: true,
    receipts: config.receipts ? 'push' : 'none',
    inbound: true,
    batch: 1,
  };
}

function readAnswer(answer: OperatorAnswer): Accepted {
  const body = parseJson(answer.body);
  const { status, id, code } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (answer.status === 200 && status === 'accepted' && typeof id === 'string') return { operatorId: id };
  if (status === 'refused' && typeof code === 'string') {
    throw answerError(SIMULATOR_CODES[code] ?? 'rejected', answer, code);
  }
  throw answerError(answer.status === 200 ? 'unclear' : kindOfStatus(answer.status), answer);
}

function receiptEvent({ reference, id, status, code, at }: z.infer<typeof Reported>): GatewayEvent {
  return { type: 'receipt', reference, operatorId: id, status, code, occurredAt: new Date(at) };
}
