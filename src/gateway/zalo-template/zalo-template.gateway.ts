/**
 * Owns the adapter to ZBS Template Message by phone (formerly ZNS): approved templates to phone numbers.
 * Emits what Zalo answers and reports.
 * Never counts a repeated `tracking_id` as one message: Zalo does not promise it (docs/gateways/zalo-template.md).
 */
import { GatewayError } from '../gateway-error.js';
import type {
  Accepted,
  Capabilities,
  DailyQuota,
  Gateway,
  GatewayEvent,
  GatewayHealth,
  GatewayTemplate,
  OutboundMessage,
  RawRequest,
} from '../gateway.js';
import type { GatewayHouse } from '../gateway-house.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { type ConnectionDefaults, connectionSettings } from '../http-client.js';
import { zaloApi, zaloPhone } from '../zalo/zalo-account.js';
import { zaloSecretNames } from '../zalo/zalo-account.schema.js';
import type { ZaloApi } from '../zalo/zalo-api.js';
import { isObject, numberOf, textOf, timeOf, type ZaloEnvelope } from '../zalo/zalo-envelope.js';
import { zaloError } from '../zalo/zalo-error.js';
import { Underway } from '../zalo/underway.js';
import { healthOf } from '../zalo/zalo-health.js';
import { readTemplates } from '../zalo/zalo-templates.js';
import { readZaloWebhook } from '../zalo/zalo-webhook.js';
import type { ZaloTemplateConfig } from './zalo-template-config.schema.js';
import { TEMPLATE_CODES, TEMPLATE_TOKEN_CODES } from './zalo-template.codes.js';

export class ZaloTemplateGateway implements Gateway {
  readonly kind = 'zalo-template';
  readonly channel = 'zalo';
  readonly capabilities: Capabilities;
  readonly connections: number;
  private readonly api: ZaloApi;
  private readonly underway = new Underway();

  constructor(
    private readonly config: ZaloTemplateConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
    house: GatewayHouse,
  ) {
    this.capabilities = zaloTemplateCapabilities(config);
    const settings = connectionSettings(config.url, config.connection, defaults);
    this.connections = settings.connections;
    this.api = zaloApi(config.url, settings, TEMPLATE_TOKEN_CODES, { app: config, secrets, house });
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    return this.underway.run(signal, () => this.sendNow(message, signal));
  }

  parseWebhook(request: RawRequest): GatewayEvent[] {
    return readZaloWebhook(request, { ...this.config, oaSecretKey: this.secrets.oaSecretKey });
  }

  /** One call for each: 1 is on the phone, 0 on its way, -1 unknown to Zalo. */
  async queryStatusById(operatorIds: string[], signal: AbortSignal): Promise<GatewayEvent[]> {
    const events: GatewayEvent[] = [];
    for (const operatorId of operatorIds) {
      const answer = await this.api.get('/message/status', { message_id: operatorId }, signal);
      if (answer.error === -107) continue; // an id that Zalo does not know
      const { status, delivery_time: time } = this.successful(answer).data;
      if (numberOf(status) === 1) {
        const occurredAt = timeOf(time);
        events.push({ type: 'receipt', operatorId, status: 'delivered', code: 'status-1', occurredAt });
      } else if (numberOf(status) === 0) {
        events.push({ type: 'receipt', operatorId, status: 'accepted', code: 'status-0' });
      }
    }
    return events;
  }

  listTemplates(signal: AbortSignal): Promise<GatewayTemplate[]> {
    return readTemplates(this.api, 'price_sdt', signal);
  }

  async dailyQuota(signal: AbortSignal): Promise<DailyQuota> {
    const { data } = this.successful(await this.api.get('/message/quota', {}, signal));
    const [left, daily] = [numberOf(data.remainingQuota), numberOf(data.dailyQuota)];
    const most = this.config.dailyQuota ?? Infinity;
    return { left: limited(left, most), daily: limited(daily, most) };
  }

  async check(signal: AbortSignal): Promise<GatewayHealth> {
    return healthOf(this.api, async () => {
      const { left, daily } = await this.dailyQuota(signal);
      const quality = textOf(
        this.successful(await this.api.get('/quality', {}, signal)).data.oaCurrentQuality,
      );
      const ok = left === null || left > 0 || this.config.mode === 'development';
      const quota = left === null ? 'Zalo không nêu hạn mức ngày' : `Hôm nay còn ${left}/${daily ?? '?'} tin`;
      const detail = ok
        ? `Zalo nhận tài khoản này. ${quota}. Số dư tiền chỉ xem được ở trang của Zalo.`
        : 'OA đã hết hạn mức tin trong ngày của Zalo.';
      return {
        ok,
        detail,
        ...(left !== null && { quotaLeft: left }),
        ...(quality !== undefined && { quality }),
      };
    });
  }

  async close(): Promise<void> {
    await this.underway.close();
    await this.api.close();
  }

  private async sendNow(
    { reference, phone, template }: OutboundMessage,
    signal: AbortSignal,
  ): Promise<Accepted> {
    if (!template) throw withoutTemplate();
    const { mode, sendingMode } = this.config;
    const answer = await this.api.post(
      '/message/template',
      {
        phone: zaloPhone(phone),
        template_id: template.id,
        template_data: template.data,
        tracking_id: reference,
        ...(mode === 'development' && { mode }),
        ...(sendingMode !== undefined && { sending_mode: sendingMode }),
      },
      signal,
    );
    if (answer.error !== 0) throw zaloError(TEMPLATE_CODES, answer.error);
    const operatorId = textOf(answer.data.msg_id);
    if (operatorId === undefined) {
      throw new GatewayError('unclear', 'Zalo says yes without an id', { code: 'NO_MSG_ID', sent: 'maybe' });
    }
    const quotaLeft = quotaOf(answer.data.quota);
    return { operatorId, ...(quotaLeft !== undefined && { quotaLeft }) };
  }

  private successful(answer: ZaloEnvelope): ZaloEnvelope {
    if (answer.error !== 0) throw zaloError(TEMPLATE_CODES, answer.error);
    return answer;
  }
}

export function zaloTemplateCapabilities({ receipts, mode }: ZaloTemplateConfig): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    statusById: true,
    unknownMeansNotSent: false,
    receipts: receipts ? 'push' : 'poll',
    inbound: false,
    batch: 1,
    dailyQuota: mode === 'live',
    templates: 'only',
  };
}

export const zaloTemplateSecrets = zaloSecretNames;

function withoutTemplate(): GatewayError {
  return new GatewayError('bad-content', 'this account sends templates only', {
    code: 'NO_TEMPLATE',
    sent: 'no',
  });
}

/** `remainingQuota` of an answer, which Zalo writes as text. */
function quotaOf(quota: unknown): number | undefined {
  const left = isObject(quota) ? numberOf(quota.remainingQuota) : undefined;
  return left === undefined ? undefined : Math.max(0, Math.floor(left));
}

function limited(value: number | undefined, most: number): number | null {
  if (value === undefined) return Number.isFinite(most) ? most : null;
  return Math.max(0, Math.floor(Math.min(value, most)));
}
