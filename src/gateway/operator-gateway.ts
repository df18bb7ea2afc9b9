import { ControlClient } from './control-client.js';
import { GatewayError, WebhookUnreadable } from './gateway-error.js';
import type {
  Accepted,
  Capabilities,
  Gateway,
  GatewayEvent,
  GatewayHealth,
  OutboundMessage,
  RawRequest,
} from './gateway.js';
import {
  type ConnectionConfig,
  type ConnectionDefaults,
  connectionSettings,
  HttpClient,
  type OperatorAnswer,
} from './http-client.js';
import { notReached } from './not-reached.js';
import type { OperatorAddress } from './operator-address.js';

/** What the adapters to operators over HTTP have in common: connections to one host, and a check that never throws. */
export abstract class OperatorGateway implements Gateway {
  abstract readonly kind: string;
  readonly channel = 'sms';
  abstract readonly capabilities: Capabilities;
  readonly connections: number;
  protected readonly client: HttpClient;
  private readonly control: ControlClient;

  /** @param operator its name, for sentences */
  constructor(
    protected readonly operator: string,
    protected readonly address: OperatorAddress,
    connection: ConnectionConfig,
    defaults: ConnectionDefaults,
  ) {
    const settings = connectionSettings(address.origin, connection, defaults);
    this.connections = settings.connections;
    this.client = new HttpClient(settings);
    this.control = new ControlClient(address.origin, settings.answerTimeoutMs, settings.guard);
  }

  abstract send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted>;

  /** Where an operator makes no calls, nobody has anything to say here. */
  parseWebhook(_request: RawRequest): GatewayEvent[] {
    throw new WebhookUnreadable('this operator makes no calls');
  }

  async check(signal: AbortSignal): Promise<GatewayHealth> {
    try {
      return await this.askHealth(signal);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { ok: false, detail: notReached(this.operator, error) };
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  protected abstract askHealth(signal: AbortSignal): Promise<GatewayHealth>;

  /** A call that sends no message; `path` is what stands behind the address. */
  protected ask(
    request: {
      method: 'GET' | 'POST';
      path: string;
      headers?: Record<string, string>;
      body?: string;
    },
    signal: AbortSignal,
  ): Promise<OperatorAnswer> {
    return this.control.request({ ...request, path: this.address.path + request.path }, signal);
  }

  /** For operators whose documents name no call that proves an account. */
  protected async askReachable(signal: AbortSignal): Promise<GatewayHealth> {
    await this.control.request({ method: 'GET', path: '/' }, signal);
    return {
      ok: true,
      detail: `Máy chủ của ${this.operator} có trả lời; tài khoản chỉ được thử khi gửi tin, vì nhà cung cấp không công bố lệnh kiểm tra (số dư, hạn mức, tên người gửi). Hãy gửi một tin thử đến máy của bạn.`,
    };
  }
}

export const JSON_HEADERS = { 'content-type': 'application/json' };
