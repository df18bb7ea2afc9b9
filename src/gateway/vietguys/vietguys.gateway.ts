/**
 * Owns the adapter to VietGuys: a form per message, reports by an unsigned webhook.
 * Emits what VietGuys answers and reports; our reference travels as `bid`.
 * Never takes an answer without `error: 0` and a message id for a yes.
 */
import { callFields } from '../call-fields.js';
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { WebhookUnreadable } from '../gateway-error.js';
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
import { jsonObject } from '../json-answer.js';
import { operatorAddress } from '../operator-address.js';
import { parseJson } from '../parse-json.js';
import { OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { VietguysConfig } from './vietguys-config.schema.js';
import { VIETGUYS_ACCEPTED, VIETGUYS_CODES, VIETGUYS_STATES } from './vietguys.codes.js';

const HEADERS = { 'content-type': 'application/x-www-form-urlencoded' };
const MAX_REPORTS = 1_000;

export class VietguysGateway extends OperatorGateway {
  readonly kind = 'vietguys';
  readonly capabilities: Capabilities;

  constructor(
    private readonly config: VietguysConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('VietGuys', operatorAddress(config.url, '/api/index.php'), config.connection, defaults);
    this.capabilities = vietguysCapabilities(config);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const form = new URLSearchParams({
      u: this.config.username,
      pwd: this.secrets.password ?? '',
      from: this.config.from,
      phone: phone84(message.phone),
      sms: message.text,
      bid: message.reference,
      type: message.encoding === 'ucs2' ? '8' : '0',
      json: '1',
    });
    const answer = await this.client.request(
      {
        method: 'POST',
        path: this.address.path,
        headers: HEADERS,
        body: form.toString(),
      },
      signal,
    );
    return this.readSend(answer);
  }

  /** `{data: {message_id, status}}`, one or a list of them; also as a form, with `data` as an object or as that JSON. */
  override parseWebhook(request: RawRequest): GatewayEvent[] {
    const reports = reportsIn(callFields(request));
    if (reports.length === 0 || reports.length > MAX_REPORTS) throw new WebhookUnreadable('no report in it');
    return reports.flatMap((report) => readReport(report));
  }

  protected askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    return this.askReachable(signal);
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const body = jsonObject(answer.body);
    // Without json=1 the answer is a bare code, and some errors come so in any case. All of them are below zero: a bare
    // number above may be the id of a message that was taken, so it is no refusal.
    const bare = /^-\d{1,6}$/.exec(answer.body.trim())?.[0];
    const code = body ? textOf(body.error) : bare;
    const operatorId = textOf(body?.msgid)?.slice(0, 200);
    if (code === VIETGUYS_ACCEPTED) {
      if (operatorId === undefined) throw answerError('unclear', answer, code);
      return { operatorId, code };
    }
    if (code !== undefined) {
      throw answerError(kindOfCode(code, VIETGUYS_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    const isRefused = answer.status < 200 || answer.status > 299;
    throw answerError(isRefused ? kindOfStatus(answer.status) : 'unclear', answer);
  }
}

export function vietguysCapabilities(config: VietguysConfig): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: config.receipts ? 'push' : 'none',
    inbound: false,
    batch: 1,
  };
}

function reportsIn(call: Record<string, unknown>): Record<string, unknown>[] {
  const data = typeof call.data === 'string' ? parseJson(call.data) : (call.data ?? call);
  const list: unknown[] = Array.isArray(data) ? data : [data];
  return list.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null);
}

function readReport(report: Record<string, unknown>): ReceiptEvent[] {
  const operatorId = textOf(report.message_id)?.slice(0, 200);
  const word = textOf(report.status)?.toLowerCase();
  if (operatorId === undefined || word === undefined)
    throw new WebhookUnreadable('no message or no state in it');
  if (!Object.hasOwn(VIETGUYS_STATES, word)) return [];
  return [{ type: 'receipt', operatorId, status: VIETGUYS_STATES[word]!, code: word }];
}
