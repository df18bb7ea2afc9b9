/**
 * Owns the adapter to Viettel's brandname service: SOAP calls `wsCpMt` (one message) and `checkBalance`.
 * Emits what Viettel answers; it reports nothing afterwards, so a message ends as handed over.
 * Never puts a text or a password into XML unescaped, never looks up an entity of an answer.
 */
import { createHash } from 'node:crypto';
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { safeCode } from '../gateway-error.js';
import type { Accepted, Capabilities, GatewayHealth, OutboundMessage } from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { wholeNumber } from '../json-answer.js';
import { unexpected } from '../not-reached.js';
import { operatorAddress } from '../operator-address.js';
import { OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import { SOAP_HEADERS, soapCall, soapReturn } from './soap.js';
import type { ViettelConfig } from './viettel-config.schema.js';
import { VIETTEL_ACCEPTED, viettelWord } from './viettel.codes.js';

export class ViettelGateway extends OperatorGateway {
  readonly kind = 'viettel';
  readonly capabilities: Capabilities = viettelCapabilities();

  constructor(
    private readonly config: ViettelConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('Viettel', operatorAddress(config.url, '/bulkapi'), config.connection, defaults);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const { config } = this;
    const phone = phone84(message.phone);
    const requestId = numericReference(message.reference);
    const body = soapCall(config.operation, [
      ...this.account(),
      ['RequestID', requestId],
      // Viettel wants both, and both the same.
      ['UserID', phone],
      ['ReceiverID', phone],
      ['ServiceID', config.serviceId],
      ['CommandCode', config.commandCode],
      ['Content', message.text],
      ['ContentType', message.encoding === 'ucs2' ? config.contentTypes.unicode : config.contentTypes.plain],
    ]);
    const answer = await this.client.request(
      { method: 'POST', path: this.address.path, headers: SOAP_HEADERS, body },
      signal,
    );
    this.readSend(answer);
    return { operatorId: requestId, code: VIETTEL_ACCEPTED };
  }

  protected async askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    const answer = await this.ask(
      {
        method: 'POST',
        path: '',
        headers: SOAP_HEADERS,
        body: soapCall('checkBalance', this.account()),
      },
      signal,
    );
    const fields = soapReturn(answer.body);
    if (!fields) {
      return { ok: false, detail: unexpected(this.operator, answer) };
    }
    const word = viettelWord(fields.get('message') ?? fields.get('errdesc') ?? '')?.[0];
    const [code, result] = [fields.get('errcode'), fields.get('result')];
    const balanceVnd = wholeNumber(fields.get('balance'));
    // What the codes of this call mean is not public: 0 is a yes, as is the `result` of a message that was taken.
    const isGood = code === undefined ? (result ?? VIETTEL_ACCEPTED) === VIETTEL_ACCEPTED : code === '0';
    if (!isGood || (balanceVnd === undefined && code === undefined && result === undefined)) {
      const why = word ?? `mã ${code ?? result ?? '?'}`;
      return { ok: false, detail: `Viettel không nhận tài khoản này (${safeCode(why)}).` };
    }
    return {
      ok: true,
      detail: 'Viettel nhận tài khoản và sẵn sàng. Brandname chỉ được kiểm tra khi gửi tin.',
      balanceVnd,
    };
  }

  private account(): [name: string, value: string][] {
    return [
      ['User', this.config.user],
      ['Password', this.secrets.password ?? ''],
      ['CPCode', this.config.cpCode],
    ];
  }

  /** Throws where the message was not queued. The sentence itself is not kept: it may name the number. */
  private readSend(answer: OperatorAnswer): void {
    const fields = soapReturn(answer.body);
    const result = fields?.get('result');
    if (result === VIETTEL_ACCEPTED) return;
    if (result === undefined || result === '') {
      const isRefused = answer.status < 200 || answer.status > 299;
      throw answerError(isRefused ? kindOfStatus(answer.status) : 'unclear', answer);
    }
    const word = viettelWord(fields!.get('message') ?? '');
    const code = word?.[0] ?? `result ${result}`;
    throw answerError(kindOfCode(code, {}, this.config.errorCodes) ?? word?.[1] ?? 'rejected', answer, code);
  }
}

export function viettelCapabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'none',
    inbound: false,
    batch: 1,
  };
}

/** Viettel takes numbers only: the first 48 bits of the reference's SHA-256, which fit into every kind of integer. */
export function numericReference(reference: string): string {
  return String(createHash('sha256').update(reference).digest().readUIntBE(0, 6));
}
