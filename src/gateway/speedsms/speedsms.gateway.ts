/**
 * Owns the adapter to SpeedSMS: `POST /sms/send`, one phone a call, reports by an unsigned webhook.
 * Emits what SpeedSMS answers and reports, under its own `tranId`.
 * Never repeats a message: SpeedSMS takes no reference of ours, so nothing could tell a repeat from a second message.
 */
import { callFields } from '../call-fields.js';
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { type GatewayError, safeCode, WebhookUnreadable } from '../gateway-error.js';
import type {
  Accepted,
  Capabilities,
  GatewayEvent,
  GatewayHealth,
  OutboundMessage,
  RawRequest,
  ReceiptEvent,
} from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { textOf } from '../http/json-path.js';
import { jsonObject, wholeNumber } from '../json-answer.js';
import { unexpected } from '../not-reached.js';
import { operatorAddress } from '../operator-address.js';
import { JSON_HEADERS, OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { SpeedsmsConfig } from './speedsms-config.schema.js';
import { SPEEDSMS_CODES } from './speedsms.codes.js';

/** States of a report: 0 delivered, up to this one temporary, above it failed. */
const LAST_TEMPORARY = 63;

export class SpeedsmsGateway extends OperatorGateway {
  readonly kind = 'speedsms';
  readonly capabilities: Capabilities;
  private readonly headers: Record<string, string>;

  constructor(
    private readonly config: SpeedsmsConfig,
    secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('SpeedSMS', operatorAddress(config.url, '/index.php'), config.connection, defaults);
    this.capabilities = speedsmsCapabilities(config);
    // The token is the user; any password will do, and the documents write "x".
    const basic = Buffer.from(`${secrets.token ?? ''}:x`, 'utf8').toString('base64');
    this.headers = { ...JSON_HEADERS, authorization: `Basic ${basic}` };
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const body = {
      to: [phone84(message.phone)],
      content: message.text,
      sms_type: this.config.smsType,
      sender: this.config.sender,
    };
    const answer = await this.client.request(
      {
        method: 'POST',
        path: `${this.address.path}/sms/send`,
        headers: this.headers,
        body: JSON.stringify(body),
      },
      signal,
    );
    return this.readSend(answer);
  }

  override parseWebhook(request: RawRequest): GatewayEvent[] {
    const call = callFields(request);
    switch (textOf(call.type)) {
      case 'report':
        return [readReport(call)];
      case 'incoming':
      case 'sms':
        return this.readInbound(call);
      default:
        throw new WebhookUnreadable('neither a report nor a message');
    }
  }

  protected async askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    const answer = await this.ask({ method: 'GET', path: '/user/info', headers: this.headers }, signal);
    const body = jsonObject(answer.body);
    if (answer.status === 401 || textOf(body?.status) === '401') {
      return { ok: false, detail: 'SpeedSMS không nhận access token này.' };
    }
    if (textOf(body?.status) !== 'success') {
      return { ok: false, detail: unexpected('SpeedSMS', answer, textOf(body?.code)) };
    }
    const data = (body?.data ?? {}) as Record<string, unknown>;
    return {
      ok: true,
      detail: 'SpeedSMS nhận tài khoản và sẵn sàng. SpeedSMS không công bố lệnh liệt kê brandname.',
      balanceVnd: wholeNumber(data.balance),
    };
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const body = jsonObject(answer.body);
    const status = textOf(body?.status);
    if (status === 'success') return readTaken(body!, answer);
    const code = textOf(body?.code);
    if (status === 'error' && code !== undefined) {
      throw answerError(kindOfCode(code, SPEEDSMS_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    throw refusedCall(body, answer);
  }

  private readInbound(call: Record<string, unknown>): GatewayEvent[] {
    const { inbound } = this.config;
    if (!inbound) return [];
    const phone = textOf(call[inbound.phoneField.toLowerCase()]);
    if (phone === undefined || phone.length > 40) throw new WebhookUnreadable('a message of nobody');
    return [
      {
        type: 'inbound',
        phone,
        text: (textOf(call[inbound.textField.toLowerCase()]) ?? '').slice(0, 4_000),
      },
    ];
  }
}

export function speedsmsCapabilities(config: SpeedsmsConfig): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'push',
    inbound: config.inbound !== undefined,
    batch: 1,
  };
}

/**
 * What the framework below the API says itself: `{"name":"Too Many Requests","code":0,"status":429}`, with the status of
 * HTTP in its body, and beside a 429 the seconds until the next call in `X-Rate-Limit-Reset`.
 */
function refusedCall(body: Record<string, unknown> | undefined, answer: OperatorAnswer): GatewayError {
  const told = wholeNumber(body?.status);
  const status = told !== undefined && told >= 400 && told <= 599 ? told : answer.status;
  const isRefused = status < 200 || status > 299;
  const reset = answer.headers['x-rate-limit-reset'];
  const headers = { 'retry-after': typeof reset === 'string' ? reset : undefined, ...answer.headers };
  return answerError(isRefused ? kindOfStatus(status) : 'unclear', { ...answer, status, headers });
}

/** One phone was asked for: with it among the invalid ones, nothing was taken. */
function readTaken(body: Record<string, unknown>, answer: OperatorAnswer): Accepted {
  const data = (body.data ?? {}) as Record<string, unknown>;
  if (Array.isArray(data.invalidPhone) && data.invalidPhone.length > 0) {
    throw answerError('bad-recipient', answer, '105');
  }
  const operatorId = textOf(data.tranId)?.slice(0, 200);
  if (operatorId === undefined) throw answerError('unclear', answer);
  const code = textOf(body.code);
  return {
    operatorId,
    parts: wholeNumber(data.totalSMS),
    costVnd: wholeNumber(data.totalPrice),
    ...(code !== undefined && { code: safeCode(code) }),
  };
}

function readReport(call: Record<string, unknown>): ReceiptEvent {
  const operatorId = textOf(call.tranid)?.slice(0, 200);
  const code = textOf(call.status);
  const state = code !== undefined && /^\d{1,5}$/.test(code) ? Number(code) : undefined;
  if (operatorId === undefined || state === undefined)
    throw new WebhookUnreadable('no message or no state in it');
  const temporary = state <= LAST_TEMPORARY ? 'accepted' : 'undelivered';
  return {
    type: 'receipt',
    operatorId,
    status: state === 0 ? 'delivered' : temporary,
    code,
  };
}
