/**
 * Owns the configurable HTTP gateway: one request per message, described by settings instead of code.
 * Emits what the operator's answer means by those settings, and the events of its webhook.
 * Never calls a host that the settings do not name, never puts a phone number, a text or a secret into an error.
 */
import { ControlClient } from '../control-client.js';
import { GatewayError } from '../gateway-error.js';
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
  type ConnectionSettings,
} from '../http-client.js';
import { AnswerReader, AnswerRules, compilePlace, compileSuccess } from './answer-rules.js';
import { notReached, unexpected } from '../not-reached.js';
import type { HttpGatewayConfig } from './http-config.schema.js';
import { RequestBuilder, secretNamesOf, type Secrets } from './request-builder.js';
import { valuesOf, type TemplateValues } from './template.js';
import { WebhookRules } from './webhook-rules.js';

export class HttpGateway implements Gateway {
  readonly kind = 'http';
  readonly channel = 'sms';
  readonly capabilities: Capabilities;
  readonly connections: number;
  private readonly request: RequestBuilder;
  private readonly connection: ConnectionSettings;
  private readonly client: HttpClient;
  private readonly answers: AnswerRules;
  private readonly webhook: WebhookRules;

  constructor(
    private readonly config: HttpGatewayConfig,
    private readonly secrets: Secrets,
    defaults: ConnectionDefaults,
  ) {
    this.capabilities = httpCapabilities(config);
    this.request = new RequestBuilder(config.request, secrets);
    this.connection = connectionSettings(this.request.origin, config.connection, defaults);
    this.connections = this.connection.connections;
    this.client = new HttpClient(this.connection);
    this.answers = new AnswerRules(config);
    this.webhook = new WebhookRules(config, secrets);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const request = this.request.build(valuesOf(message, this.config.encodings));
    return this.answers.read(await this.client.request(request, signal));
  }

  parseWebhook(request: RawRequest): GatewayEvent[] {
    return this.webhook.read(request);
  }

  /** Runs the configured check; without one it only finds out whether the operator's host answers at all. */
  async check(signal: AbortSignal): Promise<GatewayHealth> {
    const check = this.config.check;
    try {
      if (!check) return await this.checkReachable(signal);
      const builder = new RequestBuilder(check, this.secrets);
      const { path, headers, body } = builder.build(NO_MESSAGE);
      const answer = await this.control(builder.origin).request(
        { method: check.method, path, headers, body: body ?? undefined },
        signal,
      );
      const reader = new AnswerReader(answer);
      if (!compileSuccess(check.success)(reader)) {
        return { ok: false, detail: unexpected('Cổng', answer) };
      }
      const balance = check.balanceVnd && Number(compilePlace(check.balanceVnd)(reader));
      return {
        ok: true,
        detail: 'Cổng nhận tài khoản và sẵn sàng.',
        balanceVnd: balance !== undefined && Number.isFinite(balance) ? Math.round(balance) : undefined,
      };
    } catch (error) {
      if (error instanceof GatewayError) return { ok: false, detail: notReached('cổng', error) };
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private control(origin: string): ControlClient {
    return new ControlClient(origin, this.connection.answerTimeoutMs, this.connection.guard);
  }

  private async checkReachable(signal: AbortSignal): Promise<GatewayHealth> {
    await this.control(this.request.origin).request({ method: 'GET', path: '/' }, signal);
    return {
      ok: true,
      detail: 'Máy chủ của cổng có trả lời; tài khoản chưa được thử vì chưa khai báo "check".',
    };
  }
}

export function httpCapabilities(config: HttpGatewayConfig): Capabilities {
  return {
    idempotencyWindowSeconds: config.capabilities.idempotencyWindowSeconds,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: config.receipts ? 'push' : 'none',
    inbound: config.inbound !== undefined,
    batch: 1,
  };
}

/** The secrets that a gateway's settings name and therefore need. */
export function requiredSecrets(config: HttpGatewayConfig): string[] {
  return [
    ...new Set([
      ...secretNamesOf(config.request),
      ...(config.check ? secretNamesOf(config.check) : []),
      ...(config.signature ? [config.signature.secret] : []),
    ]),
  ];
}

const NO_MESSAGE: TemplateValues = {
  phone: '',
  phone84: '',
  phone0: '',
  text: '',
  reference: '',
  callbackUrl: '',
  parts: '',
  encoding: '',
};
