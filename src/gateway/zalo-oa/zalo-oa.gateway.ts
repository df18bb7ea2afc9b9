/**
 * Owns the adapter to people whom an OA knows: consultation messages in their window, templates by user id.
 * Emits what Zalo answers and reports.
 * Never guesses who is behind a phone: only people who have written to the OA and shared it are known.
 */
import { GatewayError } from '../gateway-error.js';
import type {
  Accepted,
  Capabilities,
  Gateway,
  GatewayEvent,
  GatewayHealth,
  GatewayTemplate,
  OutboundMessage,
  RawRequest,
} from '../gateway.js';
import type { GatewayHouse, LinkedUser } from '../gateway-house.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { type ConnectionDefaults, connectionSettings } from '../http-client.js';
import { zaloApi } from '../zalo/zalo-account.js';
import { zaloSecretNames } from '../zalo/zalo-account.schema.js';
import type { ZaloApi } from '../zalo/zalo-api.js';
import { isObject, numberOf, textOf, type ZaloEnvelope } from '../zalo/zalo-envelope.js';
import { zaloError } from '../zalo/zalo-error.js';
import { Underway } from '../zalo/underway.js';
import { healthOf } from '../zalo/zalo-health.js';
import { readTemplates } from '../zalo/zalo-templates.js';
import { readZaloWebhook } from '../zalo/zalo-webhook.js';
import type { ZaloOaConfig } from './zalo-oa-config.schema.js';
import { OA_CODES, OA_ONCE_MORE, OA_TOKEN_CODES } from './zalo-oa.codes.js';

/** Zalo's most for the text of a consultation message. */
const MAX_TEXT = 2_000;
/** A consultation message may follow an interaction for so long. */
const WINDOW_MS = 7 * 24 * 3_600_000;

export class ZaloOaGateway implements Gateway {
  readonly kind = 'zalo-oa';
  readonly channel = 'zalo';
  readonly capabilities: Capabilities;
  readonly connections: number;
  private readonly api: ZaloApi;
  private readonly templates: ZaloApi;
  private readonly underway = new Underway();

  constructor(
    private readonly config: ZaloOaConfig,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
    private readonly house: GatewayHouse,
  ) {
    this.capabilities = zaloOaCapabilities(config);
    const settings = connectionSettings(config.url, config.connection, defaults);
    this.connections = settings.connections;
    const account = { app: config, secrets, house };
    this.api = zaloApi(config.url, settings, OA_TOKEN_CODES, account);
    this.templates = zaloApi(config.templatesUrl, settings, OA_TOKEN_CODES, account);
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    return this.underway.run(signal, () => this.sendNow(message, signal));
  }

  parseWebhook(request: RawRequest): GatewayEvent[] {
    return readZaloWebhook(request, { ...this.config, oaSecretKey: this.secrets.oaSecretKey });
  }

  listTemplates(signal: AbortSignal): Promise<GatewayTemplate[]> {
    return readTemplates(this.templates, 'price_uid', signal);
  }

  async check(signal: AbortSignal): Promise<GatewayHealth> {
    return healthOf(this.api, async () => {
      const { error, data } = await this.api.get('/v2.0/oa/getoa', {}, signal);
      if (error !== 0) throw zaloError(OA_CODES, error);
      const name = textOf(data.name)?.slice(0, 100);
      const sentences = [
        `Zalo nhận tài khoản này: ${name === undefined ? 'OA' : `OA “${name}”`}${facts(data)}.`,
        isNo(data.is_verified) && 'OA chưa xác thực: nhiều loại tin sẽ không gửi được.',
        'Hạn mức tin tư vấn tính theo từng người nhận, Zalo không nêu số chung.',
      ];
      const senderNames = name === undefined ? undefined : [name];
      return { ok: true, detail: sentences.filter(Boolean).join(' '), ...(senderNames && { senderNames }) };
    });
  }

  async close(): Promise<void> {
    await this.underway.close();
    await Promise.all([this.api.close(), this.templates.close()]);
  }

  private async sendNow(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const user = await this.userBehind(message.phone);
    const { template, text } = message;
    if (!template) requireFit(text, user);
    const call = () =>
      template
        ? this.api.post(
            '/v3.0/oa/message/template',
            { user_id: user.userId, template_id: template.id, template_data: template.data },
            signal,
          )
        : this.api.post(
            '/v3.0/oa/message/cs',
            { recipient: { user_id: user.userId }, message: { text } },
            signal,
          );
    const first = await call();
    const answer = first.error === OA_ONCE_MORE ? await call() : first;
    return acceptedBy(answer);
  }

  private async userBehind(phone: string): Promise<LinkedUser> {
    const user = await this.house.zaloUser(this.config.oaId, phone).catch(() => {
      throw notBegun('NO_USER_LOOKUP');
    });
    if (user) return user;
    throw new GatewayError('bad-recipient', 'the OA does not know who is behind this phone', {
      code: 'no-zalo-user',
      sent: 'no',
      ownReason: 'no-zalo-user',
    });
  }
}

export function zaloOaCapabilities({ receipts }: ZaloOaConfig): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: receipts ? 'push' : 'none',
    inbound: receipts,
    batch: 1,
    templates: 'also',
  };
}

export const zaloOaSecrets = zaloSecretNames;

/** What an administrator wants to know of an OA, where Zalo says it. */
function facts({ package_name, num_follower }: Readonly<Record<string, unknown>>): string {
  const followers = numberOf(num_follower);
  const [plan, crowd] = [textOf(package_name)?.slice(0, 50), followers?.toLocaleString('vi-VN')];
  return `${plan === undefined ? '' : `, gói ${plan}`}${crowd === undefined ? '' : `, ${crowd} người quan tâm`}`;
}

function isNo(value: unknown): boolean {
  return value === false || value === 'false';
}

/** Nothing left, and nothing can be wrong with the message: it waits a moment. */
function notBegun(code: string): GatewayError {
  return new GatewayError('unreachable', `the message was not begun (${code})`, { code, sent: 'no' });
}

/** What Zalo would refuse for certain is not asked. */
function requireFit(text: string, { lastInteractionAt }: LinkedUser): void {
  if ([...text].length > MAX_TEXT) {
    throw new GatewayError('bad-content', 'a consultation message has 2,000 characters at most', {
      code: 'TOO_LONG',
      sent: 'no',
      ownReason: 'bad-content',
    });
  }
  if (lastInteractionAt !== null && Date.now() - lastInteractionAt.getTime() > WINDOW_MS) {
    throw new GatewayError('bad-recipient', 'the last interaction is more than 7 days ago', {
      code: 'zalo-window',
      sent: 'no',
      ownReason: 'zalo-window',
    });
  }
}

function acceptedBy({ error, data }: ZaloEnvelope): Accepted {
  if (error !== 0) throw zaloError(OA_CODES, error);
  const operatorId = textOf(data.message_id) ?? textOf(data.msg_id);
  if (operatorId === undefined) {
    throw new GatewayError('unclear', 'Zalo says yes without an id', {
      code: 'NO_MESSAGE_ID',
      sent: 'maybe',
    });
  }
  const quota = isObject(data.quota) ? data.quota : {};
  const code = textOf(quota.quota_type);
  return { operatorId, ...(code !== undefined && { code }) };
}
