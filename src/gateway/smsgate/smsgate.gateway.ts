/**
 * Owns the adapter to a phone with the SMSGate app (capcom6), on the office's network or behind a server.
 * Emits what the phone answers and reports.
 * Never asks for the plain text of a message again, and believes no webhook whose signature or time is wrong.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ControlClient } from '../control-client.js';
import { GatewayError, safeCode, WebhookRefused, WebhookUnreadable } from '../gateway-error.js';
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
  type ConnectionDefaults,
  connectionSettings,
  HttpClient,
  type OperatorAnswer,
} from '../http-client.js';
import { parseJson } from '../parse-json.js';
import { sameText } from '../same-text.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { SmsGateConfig } from './smsgate-config.schema.js';
import { smsGateHealth } from './smsgate-health.js';
import { SmsGateTokens } from './smsgate-tokens.js';
import { kindOfRefusal, SMSGATE_STATES } from './smsgate.codes.js';

export interface SmsGateSecrets {
  password: string;
  signingKey: string;
}

const DAY_SECONDS = 86_400;

const Taken = z.object({ id: z.string().min(1), state: z.string() });
const Asked = z.object({ id: z.string(), state: z.string() });
const Hook = z.object({
  id: z.string().max(200).optional(),
  event: z.string().max(100),
  payload: z.record(z.string(), z.unknown()).default({}),
});
const Text = z.string().max(10_000);

export class SmsGateGateway implements Gateway {
  readonly kind = 'smsgate';
  readonly channel = 'sms';
  readonly capabilities: Capabilities = smsGateCapabilities();
  readonly connections: number;
  private readonly client: HttpClient;
  private readonly control: ControlClient;
  /** Before the names of the calls. */
  private readonly base: string;
  private readonly path: string;
  private readonly basic: string;
  private readonly tokens: SmsGateTokens | null;
  private readonly underway = new Set<Promise<unknown>>();

  constructor(
    private readonly config: SmsGateConfig,
    private readonly secrets: SmsGateSecrets,
    defaults: ConnectionDefaults,
  ) {
    const { origin, pathname } = new URL(config.url);
    const settings = connectionSettings(origin, config.connection, defaults);
    this.connections = settings.connections;
    this.client = new HttpClient(settings);
    this.control = new ControlClient(origin, settings.answerTimeoutMs, settings.guard);
    this.base = pathname.replace(/\/+$/, '');
    // The phone's own server had the older path only; the servers have both.
    this.path = this.base + (config.mode === 'local' ? '/message' : '/messages');
    this.basic = `Basic ${Buffer.from(`${config.username}:${secrets.password}`).toString('base64')}`;
    this.tokens =
      config.auth === 'jwt' ? new SmsGateTokens(this.client, `${this.base}/auth/token`, this.basic) : null;
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const sending = this.sendNow(message, signal).finally(() => this.underway.delete(sending));
    this.underway.add(sending);
    return sending;
  }

  /** The signature is the HMAC-SHA256 of the body and the time under the phone's key, in hexadecimal. */
  parseWebhook(request: RawRequest): GatewayEvent[] {
    if (this.config.signed) this.verify(request);
    const hook = Hook.safeParse(parseJson(request.body.toString('utf8')));
    if (!hook.success) throw new WebhookUnreadable('no event of the app');
    const { id, event, payload } = hook.data;
    const of = (name: string) => {
      const text = Text.safeParse(payload[name]);
      return text.success ? text.data : undefined;
    };
    if (event === 'sms:received') {
      const phone = of('sender') ?? of('phoneNumber');
      const text = of('message');
      if (phone === undefined || text === undefined) throw new WebhookUnreadable('a reply without its words');
      // The app's messageId is made of the text, so two equal replies share it; the event's id is its own.
      return [
        {
          type: 'inbound',
          phone,
          text,
          ...timeOf(of('receivedAt')),
          ...(id !== undefined && { operatorId: id }),
        },
      ];
    }
    const word = WORDS[event];
    if (word === undefined) return [];
    const reference = of('messageId');
    if (reference === undefined) throw new WebhookUnreadable('a receipt without its message');
    const reason = of('reason');
    return [
      {
        type: 'receipt',
        reference,
        status: word.status,
        code: safeCode(reason ?? word.code),
        ...timeOf(of(word.time)),
        // One for each part of the text.
        ...(event === 'sms:delivered' && { part: id ?? of('deliveredAt') ?? '' }),
      },
    ];
  }

  async queryStatus(references: string[], signal: AbortSignal): Promise<GatewayEvent[]> {
    const events: GatewayEvent[] = [];
    for (const reference of references) {
      const answer = await this.ask(`${this.path}/${encodeURIComponent(reference)}`, signal);
      if (answer.status === 404) continue;
      const asked = answer.status === 200 ? Asked.safeParse(parseJson(answer.body)) : undefined;
      if (!asked?.success) throw answerError(kindOfStatus(answer.status), answer);
      const status = SMSGATE_STATES[asked.data.state];
      if (status !== undefined) events.push({ type: 'receipt', reference, status, code: asked.data.state });
    }
    return events;
  }

  check(signal: AbortSignal): Promise<GatewayHealth> {
    const ask = (path: string) => this.ask(path, signal);
    const { config, base, path, tokens } = this;
    return smsGateHealth({ mode: config.mode, base, path, tokens, ask });
  }

  /** A message that waits for its token is on its way, too. */
  async close(): Promise<void> {
    await Promise.allSettled(this.underway);
    await this.client.close();
  }

  private async sendNow(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const body = JSON.stringify(this.body(message));
    const answer = await this.authorised(signal, (headers) =>
      this.client.request({ method: 'POST', path: this.path, headers, body }, signal),
    );
    // It has had this id before: the message is there, once.
    if (answer.status === 409) return { operatorId: message.reference, code: 'HTTP 409' };
    const taken = Taken.safeParse(parseJson(answer.body));
    if (answer.status >= 200 && answer.status < 300) {
      if (!taken.success) throw answerError('unclear', answer);
      if (taken.data.state === 'Failed') throw answerError('rejected', answer, 'Failed');
      return { operatorId: taken.data.id, code: taken.data.state };
    }
    throw answerError(kindOfRefusal(answer.status, answer.body), answer);
  }

  /** A refused token is refused before anything is done, so the call is made once more with another. */
  private async authorised(
    signal: AbortSignal,
    call: (headers: Record<string, string>) => Promise<OperatorAnswer>,
  ): Promise<OperatorAnswer> {
    const json = { 'content-type': 'application/json' };
    const { tokens } = this;
    if (!tokens) return call({ ...json, authorization: this.basic });
    if (signal.aborted)
      throw new GatewayError('unreachable', 'stopped before it began', { code: 'ABORTED', sent: 'no' });
    const token = await tokens.current();
    const answer = await call({ ...json, authorization: `Bearer ${token.accessToken}` });
    if (answer.status !== 401) return answer;
    tokens.drop(token);
    const fresh = await tokens.current();
    return call({ ...json, authorization: `Bearer ${fresh.accessToken}` });
  }

  private body({ reference, phone, text }: OutboundMessage): Record<string, unknown> {
    const { oldFields, deviceId, simNumber, ttlMinutes } = this.config;
    return {
      id: reference,
      ...(oldFields ? { message: text } : { textMessage: { text } }),
      phoneNumbers: [phone],
      withDeliveryReport: true,
      ...(deviceId !== undefined && { deviceId }),
      ...(simNumber !== undefined && { simNumber }),
      ...(ttlMinutes !== undefined && { ttl: ttlMinutes * 60 }),
    };
  }

  private verify({ headers, body }: RawRequest): void {
    const given = headers['x-signature'];
    const time = headers['x-timestamp'];
    if (typeof given !== 'string' || typeof time !== 'string' || !/^\d{9,11}$/.test(time))
      throw new WebhookRefused('no signature');
    const digest = createHmac('sha256', this.secrets.signingKey).update(body).update(time).digest('hex');
    if (!sameText(given.toLowerCase(), digest))
      throw new WebhookRefused('the signature does not fit the body');
    if (Math.abs(Date.now() / 1000 - Number(time)) > this.config.signatureMinutes * 60)
      throw new WebhookRefused('the signature is of another time');
  }

  private ask(path: string, signal: AbortSignal): Promise<OperatorAnswer> {
    return this.authorised(signal, (headers) =>
      this.control.request({ method: 'GET', path, headers }, signal),
    );
  }
}

/** The app's events that say something of a message of ours. */
const WORDS: Readonly<
  Record<string, { status: 'accepted' | 'delivered' | 'undelivered'; code: string; time: string }>
> = {
  'sms:sent': { status: 'accepted', code: 'Sent', time: 'sentAt' },
  'sms:delivered': { status: 'delivered', code: 'Delivered', time: 'deliveredAt' },
  'sms:failed': { status: 'undelivered', code: 'Failed', time: 'failedAt' },
  'sms:cancelled': { status: 'undelivered', code: 'Cancelled', time: 'cancelledAt' },
};

export function smsGateCapabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: DAY_SECONDS,
    statusQuery: true,
    // Not documented: a server may forget what its phone has sent.
    unknownMeansNotSent: false,
    receipts: 'push',
    inbound: true,
    batch: 1,
  };
}

export function smsGateSecretNames({ signed }: SmsGateConfig): string[] {
  return signed ? ['password', 'signingKey'] : ['password'];
}

function timeOf(text: string | undefined): { occurredAt?: Date } {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isFinite(at) ? { occurredAt: new Date(at) } : {};
}
