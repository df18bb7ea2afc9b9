/**
 * Owns what Zalo's webhook says: the signature and the events of both kinds of account, which share one address.
 * Emits receipts, answers of households, and what is learnt of people.
 * Never looks at a clock or a database: the same call always reads the same.
 */
import { createHash } from 'node:crypto';
import { WebhookRefused, WebhookUnreadable } from '../gateway-error.js';
import type { GatewayEvent, RawRequest } from '../gateway.js';
import { sameText } from '../same-text.js';
import { isObject, parseObject, textOf, timeOf } from './zalo-envelope.js';

export interface WebhookAccount {
  appId: string;
  oaId: string;
  webhookDigest: 'app' | 'oa';
  /** The "OA secret key" of the console's webhook page; not the app secret. */
  oaSecretKey: string | undefined;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * The events of one call. `X-ZEvent-Signature` is `mac=` and the SHA-256 of app id + body + timestamp + OA secret key.
 * What this product has no use for is no event. Throws WebhookRefused and WebhookUnreadable.
 */
export function readZaloWebhook(request: RawRequest, account: WebhookAccount): GatewayEvent[] {
  const body = parseObject(request.body.toString('utf8'));
  requireSignature(request, body, account);
  const name = textOf(body?.event_name);
  if (!body || name === undefined) throw new WebhookUnreadable('no event of Zalo');
  return eventsOf(name, body, request, account.oaId);
}

function requireSignature(request: RawRequest, body: Body | undefined, account: WebhookAccount): void {
  const given = request.headers['x-zevent-signature'];
  if (typeof given !== 'string' || account.oaSecretKey === undefined)
    throw new WebhookRefused('the call is not signed, or the OA secret key is not set');
  const first = account.webhookDigest === 'app' ? account.appId : account.oaId;
  const digest = createHash('sha256')
    .update(first)
    .update(request.body)
    .update(textOf(body?.timestamp) ?? '')
    .update(account.oaSecretKey)
    .digest('hex');
  if (
    !sameText(
      given
        .trim()
        .replace(/^mac\s*=\s*/i, '')
        .toLowerCase(),
      digest,
    )
  )
    throw new WebhookRefused('the signature does not fit the body');
}

function eventsOf(name: string, body: Body, request: RawRequest, oaId: string): GatewayEvent[] {
  switch (name) {
    case 'user_received_message':
      return received(body, request);
    case 'user_seen_message':
      return seen(body);
    case 'follow':
    case 'unfollow':
      return followed(body, name === 'follow');
    case 'change_template_status':
    case 'change_template_quality':
      return [{ type: 'account', change: 'templates' }];
    case 'change_oa_daily_quota':
      return [{ type: 'account', change: 'quota' }];
    default:
      return /^user_(?!.*group)/.test(name) ? said(name, body, oaId) : [];
  }
}

/** The phone has it. For a template by phone the message carries our reference, else only Zalo's id. */
function received(body: Body, request: RawRequest): GatewayEvent[] {
  // Older events of templates are flat; both forms are read.
  const message = isObject(body.message) ? body.message : body;
  const operatorId = textOf(message.msg_id);
  const reference = textOf(message.tracking_id);
  if (operatorId === undefined && reference === undefined)
    throw new WebhookUnreadable('a delivery of no message');
  const isTemplate = reference !== undefined || request.headers['x-zevent-server'] === 'ZNS';
  return [
    {
      type: 'receipt',
      kind: isTemplate ? 'zalo-template' : 'zalo-oa',
      ...(reference !== undefined && { reference }),
      ...(operatorId !== undefined && { operatorId }),
      status: 'delivered',
      code: 'received',
      occurredAt: timeOf(message.delivery_time) ?? timeOf(body.timestamp),
    },
  ];
}

/** Who has seen a message has received it. */
function seen(body: Body): GatewayEvent[] {
  const message = isObject(body.message) ? body.message : {};
  const listed = Array.isArray(message.msg_ids) ? message.msg_ids : [message.msg_id];
  return listed.flatMap((each): GatewayEvent[] => {
    const operatorId = textOf(each);
    if (operatorId === undefined) return [];
    const occurredAt = timeOf(body.timestamp);
    return [{ type: 'receipt', kind: 'zalo-oa', operatorId, status: 'delivered', code: 'seen', occurredAt }];
  });
}

function followed(body: Body, isFollower: boolean): GatewayEvent[] {
  const userId = isObject(body.follower) ? textOf(body.follower.id) : undefined;
  if (userId === undefined) return [];
  // To follow is to interact; to leave is not.
  return [{ type: 'user', userId, isFollower, ...(isFollower && { interactedAt: timeOf(body.timestamp) }) }];
}

/** Anything else that a person does: it opens the window, may carry a phone, and may be an answer in words. */
function said(name: string, body: Body, oaId: string): GatewayEvent[] {
  const userId = isObject(body.sender) ? textOf(body.sender.id) : undefined;
  if (userId === undefined || userId === oaId) return [];
  const at = timeOf(body.timestamp);
  const info = isObject(body.info) ? body.info : {};
  const phone = name === 'user_submit_info' ? textOf(info.phone) : undefined;
  const user: GatewayEvent = {
    type: 'user',
    userId,
    interactedAt: at,
    ...(phone !== undefined && { phone }),
  };
  const message = isObject(body.message) ? body.message : {};
  const text = name === 'user_send_text' ? textOf(message.text) : undefined;
  if (text === undefined) return [user];
  const operatorId = textOf(message.msg_id);
  return [
    user,
    {
      type: 'inbound',
      kind: 'zalo-oa',
      phone: '',
      userId,
      text: text.slice(0, 4_000),
      ...(operatorId !== undefined && { operatorId }),
      occurredAt: at,
    },
  ];
}
