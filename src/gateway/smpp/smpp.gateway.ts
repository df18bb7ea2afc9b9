/**
 * Owns the adapter to SMPP 3.4 message centres: one bind in this process, a window of submits, receipts and replies.
 * Emits answers to submits, and events that come over the bind.
 * Never sends a part again that may have left, and never answers a deliver_sm before it is stored.
 */
import type { PDU } from 'smpp';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayErrorKind } from '../../domain/retry.js';
import { GatewayError, WebhookUnreadable } from '../gateway-error.js';
import type {
  Accepted,
  Capabilities,
  Gateway,
  GatewayEvent,
  GatewayHealth,
  OutboundMessage,
} from '../gateway.js';
import { ADDRESS_NOT_ALLOWED } from '../../platform/http-client/outgoing-guard.js';
import { notAllowed } from '../not-reached.js';
import type { ConnectionDefaults } from '../http-client.js';
import type { Surroundings } from '../surroundings.js';
import { canonicalId, readDelivered } from './delivered-pdu.js';
import { type Segment, segmentsOf } from './segments.js';
import type { SmppConfig } from './smpp-config.schema.js';
import { kindOfSmppStatus, statusName } from './smpp.codes.js';
import { SmppLink } from './smpp-link.js';
import { BindRefused, SmppFailure } from './smpp-session.js';
import { SubmitWindow } from './submit-window.js';

export interface SmppSecrets {
  password: string;
}

/** A later part that is refused for the moment is offered again so often, because its first parts are taken. */
const PART_TRIES = 5;
const PART_PAUSE_MS = 1_000;

export class SmppGateway implements Gateway {
  readonly kind = 'smpp';
  readonly channel = 'sms';
  readonly capabilities: Capabilities;
  readonly connections: number;
  private readonly link: SmppLink;
  private readonly window: SubmitWindow;
  private readonly sending = new Set<Promise<unknown>>();
  private readonly makeSpareLink: () => SmppLink;
  private reference = randomInt(0x10000);
  private isClosed = false;

  constructor(
    private readonly config: SmppConfig,
    secrets: SmppSecrets,
    defaults: ConnectionDefaults,
    private readonly around: Surroundings,
  ) {
    this.capabilities = smppCapabilities(config);
    this.connections = config.window;
    this.window = new SubmitWindow(config.window);
    this.link = this.makeLink(secrets, defaults);
    this.makeSpareLink = () => this.makeLink(secrets, defaults);
  }

  /** Resolves when every part is taken. */
  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    if (this.isClosed)
      throw new GatewayError('unreachable', 'the account is closed', { code: 'CLOSED', sent: 'no' });
    const sending = this.sendAll(message, signal);
    this.sending.add(sending);
    try {
      return await sending;
    } finally {
      this.sending.delete(sending);
    }
  }

  parseWebhook(): GatewayEvent[] {
    throw new WebhookUnreadable('receipts of this account come over its bind');
  }

  async check(signal: AbortSignal): Promise<GatewayHealth> {
    const isSending = this.link.hasPlace;
    // A process that does not send must not keep a bind from those that do.
    const link = isSending ? this.link : this.makeSpareLink();
    try {
      if (!isSending && (await this.around.boundElsewhere()) >= this.config.maxBinds)
        return {
          ok: true,
          detail: 'Các tiến trình gửi tin đang giữ đủ số kết nối (bind) mà nhà mạng cho phép.',
        };
      const session = await link.bound(signal, this.config.connectSeconds * 1000);
      await session.request('enquire_link', {}, signal);
      return {
        ok: true,
        detail:
          'Đã kết nối (bind) được với tổng đài của nhà mạng. SMPP không có lệnh hỏi số dư, hạn mức hay tên người gửi.',
      };
    } catch (error) {
      return { ok: false, detail: this.whyNot(error) };
    } finally {
      if (link !== this.link) await link.stop();
    }
  }

  hasPlace(): boolean {
    this.keepOpen();
    return this.link.hasPlace;
  }

  keepOpen(): void {
    if (!this.isClosed) this.link.start();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.sending);
    await this.link.stop();
  }

  private makeLink({ password }: SmppSecrets, { answerTimeoutMs, guard }: ConnectionDefaults): SmppLink {
    const { answerSeconds } = this.config;
    const answerMs = answerSeconds === undefined ? answerTimeoutMs : answerSeconds * 1000;
    const hear = (pdu: PDU) => this.hear(pdu);
    return new SmppLink(this.config, password, answerMs, this.around, hear, guard);
  }

  private async sendAll(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const segments = segmentsOf(message.text, this.config, ++this.reference);
    let operatorId: string | undefined;
    for (const [index, segment] of segments.entries()) {
      const isLast = index === segments.length - 1;
      const pdu = this.submission(message, segment, isLast);
      operatorId = await (index === 0 ? this.submit(pdu, signal) : this.submitLater(pdu, signal));
    }
    const parts = this.config.longMessages === 'payload' ? message.parts : segments.length;
    return { ...(operatorId !== undefined && { operatorId }), parts };
  }

  /** One receipt a message: it is asked for with the last part, whose id is the message's. */
  private submission({ phone }: OutboundMessage, segment: Segment, isLast: boolean): Record<string, unknown> {
    const { config } = this;
    return {
      service_type: config.serviceType,
      source_addr_ton: config.sourceTon,
      source_addr_npi: config.sourceNpi,
      source_addr: config.sender,
      dest_addr_ton: config.destinationTon,
      dest_addr_npi: config.destinationNpi,
      destination_addr: addressOf(phone, config.destinationForm),
      registered_delivery: isLast ? config.registeredDelivery : 0,
      ...(config.validityMinutes !== undefined && { validity_period: relativeTime(config.validityMinutes) }),
      ...segment,
    };
  }

  /** @returns the id under which the message centre took it */
  private async submit(params: Record<string, unknown>, signal: AbortSignal): Promise<string | undefined> {
    let answer: PDU;
    try {
      answer = await this.window.run(async () => {
        const session = await this.link.bound(signal, this.config.connectSeconds * 1000);
        return session.request('submit_sm', params, signal);
      }, signal);
    } catch (error) {
      throw this.failure(error);
    }
    const status = answer.command_status;
    if (status !== 0) {
      const kind = kindOfSmppStatus(status, this.config.statusKinds);
      throw new GatewayError(kind, `the message centre answered ${statusName(status)}`, {
        code: statusName(status),
        sent: kind === 'unclear' ? 'maybe' : 'no',
      });
    }
    if (answer.command !== 'submit_sm_resp') {
      throw new GatewayError('unclear', 'the answer is none to a submit_sm', {
        code: answer.command,
        sent: 'maybe',
      });
    }
    return answer.message_id ? canonicalId(answer.message_id, this.config.idInAnswer) : undefined;
  }

  /**
   * A part whose first ones are taken. What did not leave, or was refused for the moment, is offered again for a while:
   * that cannot double anything. What is left then is in doubt, because parts of it may show on the phone; a final no is a
   * no to the whole message, which without this part no phone puts together.
   */
  private async submitLater(
    params: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.submit(params, signal);
      } catch (error) {
        if (!(error instanceof GatewayError) || error.sent === 'maybe') throw error;
        const mayPass = PASSING.has(error.kind);
        if (!mayPass) throw new GatewayError('rejected', error.message, { code: error.code!, sent: 'no' });
        if (tries === PART_TRIES || signal.aborted)
          throw new GatewayError('unclear', 'only some parts were taken', {
            code: error.code!,
            sent: 'maybe',
          });
      }
      await sleep(PART_PAUSE_MS, undefined, { signal }).catch(() => undefined); // the next look at the signal ends it
    }
  }

  private failure(error: unknown): GatewayError {
    if (error instanceof BindRefused) {
      const kind = kindOfSmppStatus(error.status, this.config.statusKinds);
      return new GatewayError(kind === 'rejected' ? 'misconfigured' : kind, error.message, {
        code: statusName(error.status),
        sent: 'no',
      });
    }
    const { code, mayHaveLeft } = error instanceof SmppFailure ? error : new SmppFailure('UNKNOWN', true);
    if (code === ADDRESS_NOT_ALLOWED)
      return new GatewayError('misconfigured', 'the address is not one that this installation may call', {
        code,
        sent: 'no',
      });
    if (code === 'NOT_ENCODABLE')
      return new GatewayError('bad-content', 'the message cannot be put into a submit_sm', {
        code,
        sent: 'no',
      });
    return mayHaveLeft
      ? new GatewayError('unclear', 'the submit_sm left and was not answered', { code, sent: 'maybe' })
      : new GatewayError('unreachable', 'there is no bind to send over', { code, sent: 'no' });
  }

  private whyNot(error: unknown): string {
    if (error instanceof BindRefused)
      return `Nhà mạng không cho kết nối (${statusName(error.status)}): hãy kiểm tra system_id, mật khẩu và địa chỉ IP đã đăng ký.`;
    const code = error instanceof SmppFailure ? error.code : 'UNKNOWN';
    return notAllowed(code) ?? `Không kết nối được với tổng đài của nhà mạng (${code}).`;
  }

  private async hear(pdu: PDU): Promise<void> {
    const event = readDelivered(pdu, this.config);
    if (event) await this.around.hear([event]);
    else this.around.logger.warn({ event: 'smpp.unreadable', gatewayId: this.around.gatewayId });
  }
}

/** Refused for the moment: the same may be taken a little later. */
const PASSING: ReadonlySet<GatewayErrorKind> = new Set(['throttled', 'unreachable', 'quota', 'night']);

export function smppCapabilities(config: SmppConfig): Capabilities {
  const hears = config.bind === 'transceiver';
  return {
    // submit_sm carries no name of ours that an operator would know again.
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: hears && config.registeredDelivery === 1 ? 'push' : 'none',
    inbound: hears,
    batch: 1,
  };
}

function addressOf(phone: string, form: SmppConfig['destinationForm']): string {
  if (form === 'plus') return phone;
  return form === 'international' ? phone.slice(1) : phone.replace(/^\+84/, '0');
}

/** `YYMMDDhhmmss000R` from now on (SMPP 3.4 §7.1.1.2). */
function relativeTime(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `0000${two(Math.floor(minutes / 1440))}${two(Math.floor(minutes / 60) % 24)}${two(minutes % 60)}00000R`;
}
