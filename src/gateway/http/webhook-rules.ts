import { createHmac } from 'node:crypto';
import { safeCode, WebhookRefused, WebhookUnreadable } from '../gateway-error.js';
import type { GatewayEvent, InboundEvent, RawRequest, ReceiptEvent } from '../gateway.js';
import type {
  HttpGatewayConfig,
  InboundRule,
  ReceiptRule,
  SignatureRule,
  TimeField,
} from './http-config.schema.js';
import { sameText } from '../same-text.js';
import { parseJson } from '../parse-json.js';
import { pathSteps, textOf, valueAt } from './json-path.js';
import { parseTime } from './webhook-time.js';

const MAX_EVENTS = 10_000;

/** One item of a webhook call: the call's query, and its body or one entry of the body's list. */
interface Item {
  query: URLSearchParams;
  body: unknown;
}

/** Reads receipts and replies out of a webhook call as the settings say. */
export class WebhookRules {
  constructor(
    private readonly config: Pick<HttpGatewayConfig, 'receipts' | 'inbound' | 'signature'>,
    private readonly secrets: Readonly<Record<string, string>>,
  ) {}

  /**
   * The events of a call; none where the operator reports something that the settings ignore.
   * Throws WebhookRefused on a bad signature and WebhookUnreadable where no rule finds its fields.
   */
  read(request: RawRequest): GatewayEvent[] {
    if (this.config.signature) this.verify(request, this.config.signature);
    const query = new URLSearchParams(request.query);
    const body = bodyOf(request);
    const { receipts, inbound } = this.config;
    const readings = [
      ...(receipts ? [read(receipts, { query, body }, readReceipt)] : []),
      ...(inbound ? [read(inbound, { query, body }, readInbound)] : []),
    ];
    const events = readings.flatMap((reading) => (reading === 'unreadable' ? [] : reading));
    if (events.length === 0 && readings.includes('unreadable')) {
      throw new WebhookUnreadable('no receipt and no reply can be read from this call');
    }
    return events;
  }

  private verify(request: RawRequest, rule: SignatureRule): void {
    const header = request.headers[rule.header.toLowerCase()];
    const given = typeof header === 'string' ? header : '';
    const key = this.secrets[rule.secret];
    if (key === undefined || key === '') throw new WebhookRefused('no key to check the signature with');
    const digest = createHmac('sha256', key).update(request.body).digest(rule.encoding);
    if (!sameText(given, rule.prefix + digest))
      throw new WebhookRefused('the signature does not fit the body');
  }
}

/** `[]`: the call is something else, or ignored. `unreadable`: it ought to fit and does not. */
function read<Rule extends ReceiptRule | InboundRule>(
  rule: Rule,
  call: Item,
  readItem: (rule: Rule, item: Item) => GatewayEvent | 'ignored' | 'unreadable',
): GatewayEvent[] | 'unreadable' {
  const items = itemsOf(rule, call);
  if (items === 'unreadable') return 'unreadable';
  const events: GatewayEvent[] = [];
  for (const item of items) {
    if (rule.when && !rule.when.equals.includes(fieldOf(item, rule.when.field) ?? '')) continue;
    const event = readItem(rule, item);
    if (event === 'unreadable') return 'unreadable';
    if (event !== 'ignored') events.push(event);
  }
  return events;
}

function itemsOf(rule: ReceiptRule | InboundRule, call: Item): Item[] | 'unreadable' {
  if (rule.list === undefined) return [call];
  const list = valueAt(call.body, pathSteps(rule.list));
  if (!Array.isArray(list) || list.length > MAX_EVENTS) return 'unreadable';
  return list.map((body: unknown) => ({ query: call.query, body }));
}

function readReceipt(rule: ReceiptRule, item: Item): ReceiptEvent | 'ignored' | 'unreadable' {
  const reference = rule.reference && fieldOf(item, rule.reference);
  const operatorId = rule.operatorId && fieldOf(item, rule.operatorId);
  const word = fieldOf(item, rule.status);
  if (word === undefined || (reference === undefined && operatorId === undefined)) return 'unreadable';
  const status = Object.hasOwn(rule.statuses, word) ? rule.statuses[word]! : rule.otherwise;
  if (status === 'ignored') return 'ignored';
  const code = rule.code && fieldOf(item, rule.code);
  return {
    type: 'receipt',
    reference: reference?.slice(0, 100),
    operatorId: operatorId?.slice(0, 200),
    status,
    code: code === undefined ? undefined : safeCode(code),
    occurredAt: timeOf(item, rule.time),
  };
}

function readInbound(rule: InboundRule, item: Item): InboundEvent | 'unreadable' {
  const phone = fieldOf(item, rule.phone);
  const text = fieldOf(item, rule.text);
  if (phone === undefined || phone.length > 40) return 'unreadable';
  const operatorId = rule.operatorId && fieldOf(item, rule.operatorId);
  return {
    type: 'inbound',
    phone,
    text: (text ?? '').slice(0, 4_000),
    operatorId: operatorId?.slice(0, 200),
    occurredAt: timeOf(item, rule.time),
  };
}

function timeOf(item: Item, rule: TimeField | undefined): Date | undefined {
  const text = rule && fieldOf(item, rule.field);
  return rule && text !== undefined ? parseTime(text, rule.format) : undefined;
}

/** `query.ref` or `body.data.status`; undefined where it is missing or empty. */
function fieldOf(item: Item, field: string): string | undefined {
  const dot = field.indexOf('.');
  const name = field.slice(dot + 1);
  if (field.slice(0, dot) === 'query') return textOf(item.query.get(name));
  const own = valueAt(item.body, [name]); // a form field may have a dot in its name
  return textOf(own ?? valueAt(item.body, pathSteps(name)));
}

/** A form as an object of texts, JSON as it is; undefined for an empty body and for anything else. */
function bodyOf(request: RawRequest): unknown {
  if (request.body.length === 0) return undefined;
  const text = request.body.toString('utf8');
  // What is no JSON is read as a call without a body: the rules then find nothing and say so.
  if (/^\s*[[{]/.test(text)) return parseJson(text);
  return Object.fromEntries(new URLSearchParams(text));
}
