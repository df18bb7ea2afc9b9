/**
 * Owns the adapter to eSMS (ViHAT): customer-care messages by brandname, one phone a call.
 * Emits what eSMS answers, what its unsigned callback says, and what it answers when it is asked by SMSID.
 * Never uses eSMS's multi-channel call: which channel a household gets next is our own ladder's to decide.
 */
import { createHash } from 'node:crypto';
import { callFields } from '../call-fields.js';
import { callbackWithReference, referenceInPath } from '../callback-reference.js';
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { GatewayError, safeCode, WebhookRefused, WebhookUnreadable } from '../gateway-error.js';
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
import { phone0 } from '../phone-forms.js';
import { sameText } from '../same-text.js';
import { answerError, kindOfStatus } from '../status-error.js';
import { parseTime } from '../http/webhook-time.js';
import type { EsmsConfig } from './esms-config.schema.js';
import { ESMS_ACCEPTED, ESMS_CODES, ESMS_KNOWN, ESMS_NOT_FOUND } from './esms.codes.js';

/** Questions that are under way at once: eSMS names no limit, and answers one SMSID a call. */
const QUESTIONS_AT_ONCE = 5;

export class EsmsGateway extends OperatorGateway {
  readonly kind = 'esms';
  readonly capabilities: Capabilities;
  readonly questions = { perCall: 1, atOnce: QUESTIONS_AT_ONCE };
  private readonly keys: { ApiKey: string; SecretKey: string };

  constructor(
    private readonly config: EsmsConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('eSMS', operatorAddress(config.url, '/MainService.svc/json'), config.connection, defaults);
    this.capabilities = esmsCapabilities(config);
    this.keys = {
      ApiKey: secrets.apiKey ?? '',
      SecretKey: secrets.secretKey ?? '',
    };
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const { config } = this;
    const { reference, callbackUrl } = message;
    const body = {
      ...this.keys,
      Phone: phone0(message.phone),
      Content: message.text,
      Brandname: config.brandname,
      SmsType: config.smsType,
      IsUnicode: message.encoding === 'ucs2' ? '1' : '0',
      ...(config.sandbox && { Sandbox: '1' }),
      ...(config.campaign && { campaignid: config.campaign }),
      RequestId: reference,
      ...(callbackUrl !== null && {
        CallbackUrl: callbackWithReference(callbackUrl, reference),
      }),
    };
    const answer = await this.client.request(
      {
        method: 'POST',
        path: `${this.address.path}/SendMultipleMessage_V4_post_json/`,
        headers: JSON_HEADERS,
        body: JSON.stringify(body),
      },
      signal,
    );
    return this.readSend(answer);
  }

  /** A delivery report is a GET without a signature; a message to a short code is a signed GET. */
  override parseWebhook(request: RawRequest): GatewayEvent[] {
    const call = callFields(request);
    if ('sign' in call || ('sender' in call && 'content' in call)) return [this.readInbound(call)];
    const operatorId = textOf(call.smsid);
    const reference = textOf(call.requestid) ?? referenceInPath(request.path);
    const state = textOf(call.sendstatus);
    if (!state || (!operatorId && !reference)) throw new WebhookUnreadable('no message and no state in it');
    const status = statusOf(state, call.sendsuccess, call.sendfailed);
    if (status === undefined) return [];
    return [
      {
        type: 'receipt',
        reference: reference?.slice(0, 100),
        operatorId: operatorId?.slice(0, 200),
        status,
        code: safeCode(state),
      },
    ];
  }

  /** By SMSID, within 7 days; eSMS cannot be asked by RequestId. */
  async queryStatusById(operatorIds: string[], signal: AbortSignal): Promise<GatewayEvent[]> {
    const answers = await Promise.all(operatorIds.map((id) => this.askState(id, signal)));
    return answers.filter((event) => event !== undefined);
  }

  protected async askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    const balance = await this.ask(
      {
        method: 'POST',
        path: '/GetBalance_json',
        headers: JSON_HEADERS,
        body: JSON.stringify(this.keys),
      },
      signal,
    );
    const account = jsonObject(balance.body);
    const code = account && codeOf(account);
    if (code !== ESMS_ACCEPTED) return { ok: false, detail: whyNot(code, balance) };
    const balanceVnd = wholeNumber(account?.Balance);
    const senderNames = await this.senderNames(signal);
    if (senderNames && !senderNames.includes(this.config.brandname)) {
      const detail = `eSMS nhận tài khoản, nhưng brandname ${this.config.brandname} chưa được kích hoạt cho tin chăm sóc khách hàng.`;
      return { ok: false, detail, balanceVnd, senderNames };
    }
    const sentences = [
      this.config.sandbox
        ? 'eSMS nhận tài khoản. Đang ở chế độ thử (sandbox): tin không đến máy người nhận.'
        : 'eSMS nhận tài khoản và sẵn sàng.',
      senderNames === undefined && 'eSMS không cho biết danh sách brandname.',
    ];
    return { ok: true, detail: sentences.filter(Boolean).join(' '), balanceVnd, senderNames };
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const body = jsonObject(answer.body);
    const code = body && codeOf(body);
    if (code === ESMS_ACCEPTED || code === ESMS_KNOWN) {
      return { operatorId: textOf(body?.SMSID)?.slice(0, 200), code };
    }
    if (code !== undefined) {
      throw answerError(kindOfCode(code, ESMS_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    // eSMS words its code 99 without a code, too.
    if (textOf(body?.error) === 'Invalid request') throw answerError('rejected', answer, '99');
    const isAnswer = answer.status < 200 || answer.status > 299;
    throw answerError(isAnswer ? kindOfStatus(answer.status) : 'unclear', answer);
  }

  private readInbound(call: Record<string, unknown>): GatewayEvent {
    const field = (name: string) => textOf(call[name]) ?? '';
    const [sender, content, time, smsId] = ['sender', 'content', 'receivertime', 'smsid'].map(field);
    const key = this.secrets.shortCodeKey;
    if (!this.config.shortCode || !key) throw new WebhookRefused('this account has no short code');
    const signed = `${field('cpid')}${smsId}${content}${time}${key}`;
    // The page says MD5, the samples give the raw digest in Base64.
    const digest = createHash('md5').update(signed, 'utf8').digest();
    const given = field('sign');
    if (
      !sameText(given, digest.toString('base64')) &&
      !sameText(given.toLowerCase(), digest.toString('hex'))
    ) {
      throw new WebhookRefused('the signature does not fit');
    }
    if (!sender || sender.length > 40) throw new WebhookUnreadable('a message of nobody');
    return {
      type: 'inbound',
      phone: sender,
      text: content!.slice(0, 4_000),
      operatorId: smsId?.slice(0, 200) || undefined,
      occurredAt: parseTime(time!, 'yyyyMMddHHmmss'),
    };
  }

  private async askState(operatorId: string, signal: AbortSignal): Promise<ReceiptEvent | undefined> {
    const query = new URLSearchParams({ RefId: operatorId, ...this.keys });
    const answer = await this.ask({ method: 'GET', path: `/GetSendStatus?${query.toString()}` }, signal);
    const body = jsonObject(answer.body);
    const code = body && codeOf(body);
    if (code === ESMS_NOT_FOUND) return undefined;
    if (!body || code !== ESMS_ACCEPTED) {
      throw new GatewayError('unreachable', 'eSMS did not say what became of a message', {
        code,
        sent: 'no',
      });
    }
    const state = textOf(body.SendStatus) ?? '';
    const status = statusOf(state, body.SendSuccess, body.SendFailed);
    return status && { type: 'receipt', operatorId, status, code: safeCode(state) };
  }

  /** The brandnames for customer care; undefined where eSMS does not tell. */
  private async senderNames(signal: AbortSignal): Promise<string[] | undefined> {
    const { ApiKey, SecretKey } = this.keys;
    const path = `/GetListBrandname/${encodeURIComponent(ApiKey)}/${encodeURIComponent(SecretKey)}`;
    const list = jsonObject((await this.ask({ method: 'GET', path }, signal)).body)?.ListBrandName;
    if (!Array.isArray(list)) return undefined;
    return list.slice(0, 500).flatMap((entry: unknown) => {
      const { Brandname, Type } = (entry ?? {}) as Record<string, unknown>;
      return typeof Brandname === 'string' && textOf(Type) === this.config.smsType ? [Brandname] : [];
    });
  }
}

/** eSMS tells what became of a message for seven days. */
const STATUS_WINDOW_SECONDS = 7 * 86_400;

export function esmsCapabilities(config: EsmsConfig): Capabilities {
  return {
    idempotencyWindowSeconds: config.duplicateGuardHours * 3_600,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: config.sandbox ? 'none' : 'push',
    inbound: config.shortCode,
    batch: 1,
    statusById: !config.sandbox,
    statusWindowSeconds: STATUS_WINDOW_SECONDS,
  };
}

/** Some calls say CodeResult, others CodeResponse. */
function codeOf(body: Record<string, unknown>): string | undefined {
  return textOf(body.CodeResult) ?? textOf(body.CodeResponse);
}

/**
 * What a state of eSMS means: 1 waits for approval, 2 in the queue, 4 refused, 5 done, 7 sent and not yet reported.
 * A message of several parts of which one failed did not reach the household whole.
 */
function statusOf(state: string, success: unknown, failed: unknown): ReceiptEvent['status'] | undefined {
  if (state === '1' || state === '2' || state === '7') return 'accepted';
  if (state === '4') return 'undelivered';
  if (state !== '5') return undefined;
  if ((wholeNumber(failed) ?? 0) > 0) return 'undelivered';
  return (wholeNumber(success) ?? 0) > 0 ? 'delivered' : undefined;
}

function whyNot(code: string | undefined, answer: OperatorAnswer): string {
  if (code === '101') return 'eSMS không nhận ApiKey hoặc SecretKey này.';
  if (code === '140') return 'eSMS chưa cho phép địa chỉ IP của máy chủ này.';
  if (code === '143') return 'eSMS đã khóa tài khoản này.';
  return unexpected('eSMS', answer, code);
}
