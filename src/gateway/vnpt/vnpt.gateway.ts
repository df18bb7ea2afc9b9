/**
 * Owns the adapter to VNPT/VinaPhone's smsbn: `send_sms_list` with one number, because a list must be of one carrier.
 * Emits what VNPT answers; how its state call answers is not documented in public, so it is not asked.
 * Never guesses a carrier from a number: numbers move between carriers.
 */
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import type { Accepted, Capabilities, GatewayHealth, OutboundMessage } from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { textOf, valueAt } from '../http/json-path.js';
import { jsonObject } from '../json-answer.js';
import { operatorAddress } from '../operator-address.js';
import { JSON_HEADERS, OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { VnptConfig } from './vnpt-config.schema.js';
import { VNPT_ACCEPTED, VNPT_CODES } from './vnpt.codes.js';

export class VnptGateway extends OperatorGateway {
  readonly kind = 'vnpt';
  readonly capabilities: Capabilities = vnptCapabilities();

  constructor(
    private readonly config: VnptConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('VNPT', operatorAddress(config.url, '/smsbn/api'), config.connection, defaults);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const { config } = this;
    const request = {
      name: 'send_sms_list',
      REQID: message.reference,
      LABELID: config.labelId,
      CONTRACTTYPEID: config.contractTypeId,
      CONTRACTID: config.contractId,
      TEMPLATEID: config.templateId,
      PARAMS: [{ NUM: config.parameter, CONTENT: message.text }],
      SCHEDULETIME: '',
      MOBILELIST: phone84(message.phone),
      ISTELCOSUB: '0',
      AGENTID: config.agentId,
      APIUSER: config.apiUser,
      APIPASS: this.secrets.apiPass ?? '',
      USERNAME: config.username,
      DATACODING: message.encoding === 'ucs2' ? '8' : '0',
      ...(config.saleOrderId !== undefined && {
        SALEORDERID: config.saleOrderId,
      }),
      ...(config.packageId !== undefined && { PACKAGEID: config.packageId }),
    };
    const answer = await this.client.request(
      {
        method: 'POST',
        path: this.address.path,
        headers: JSON_HEADERS,
        body: JSON.stringify({ RQST: request }),
      },
      signal,
    );
    return this.readSend(answer);
  }

  protected askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    return this.askReachable(signal);
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const code = textOf(valueAt(jsonObject(answer.body), ['RPLY', 'ERROR']));
    if (code === VNPT_ACCEPTED) return { code };
    if (code !== undefined) {
      throw answerError(kindOfCode(code, VNPT_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    const isRefused = answer.status < 200 || answer.status > 299;
    throw answerError(isRefused ? kindOfStatus(answer.status) : 'unclear', answer);
  }
}

export function vnptCapabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'none',
    inbound: false,
    batch: 1,
  };
}
