/**
 * Owns the adapter to Stringee's SMS API: one message a call, a JWT of our own making in the header.
 * Emits what Stringee answers; it reports nothing afterwards that is documented.
 * Never takes an answer for a yes in which `r` is not 0.
 */
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { safeCode } from '../gateway-error.js';
import type { Accepted, Capabilities, GatewayHealth, OutboundMessage } from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { textOf, valueAt } from '../http/json-path.js';
import { jsonObject, wholeNumber } from '../json-answer.js';
import { operatorAddress } from '../operator-address.js';
import { JSON_HEADERS, OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import { AccessTokens } from './access-token.js';
import type { StringeeConfig } from './stringee-config.schema.js';
import { STRINGEE_ACCEPTED, STRINGEE_CODES } from './stringee.codes.js';

export class StringeeGateway extends OperatorGateway {
  readonly kind = 'stringee';
  readonly capabilities: Capabilities = stringeeCapabilities();
  private readonly tokens: AccessTokens;

  constructor(
    private readonly config: StringeeConfig,
    secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('Stringee', operatorAddress(config.url, '/v1/sms'), config.connection, defaults);
    this.tokens = new AccessTokens(config.keySid, secrets.keySecret ?? '');
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const { from, template } = this.config;
    const text =
      template === undefined ? message.text : { template: templateId(template), params: [message.text] };
    const answer = await this.client.request(
      {
        method: 'POST',
        path: this.address.path,
        headers: { ...JSON_HEADERS, 'x-stringee-auth': this.tokens.current() },
        body: JSON.stringify({
          sms: [{ from, to: phone84(message.phone), text }],
        }),
      },
      signal,
    );
    return this.readSend(answer);
  }

  protected askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    return this.askReachable(signal);
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const body = jsonObject(answer.body);
    const code = textOf(valueAt(body, ['result', '0', 'r'])) ?? textOf(body?.r);
    if (code === STRINGEE_ACCEPTED && valueAt(body, ['result', '0', 'r']) !== undefined) {
      return {
        costVnd: wholeNumber(valueAt(body, ['result', '0', 'price'])),
        code: safeCode(code),
      };
    }
    if (code !== undefined && code !== STRINGEE_ACCEPTED) {
      throw answerError(kindOfCode(code, STRINGEE_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    const isRefused = answer.status < 200 || answer.status > 299;
    throw answerError(isRefused ? kindOfStatus(answer.status) : 'unclear', answer);
  }
}

/** Stringee's own sample writes the id of a template as a number. */
function templateId(template: string): string | number {
  return /^\d{1,15}$/.test(template) ? Number(template) : template;
}

export function stringeeCapabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'none',
    inbound: false,
    batch: 1,
  };
}
