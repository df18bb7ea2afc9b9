/**
 * Owns the one interface behind which every operator stands, and the words it uses.
 * Emits nothing: an adapter answers, throws a GatewayError, or reads a webhook.
 * Never decides what a delivery becomes, never retries by itself, never calls a host that is not configured.
 */
export type Channel = 'sms' | 'zalo';

/** What an operator account can do; dispatch chooses its way out of doubt by it (DESIGN §5.3). */
export interface Capabilities {
  /** For how long a message sent again under the same reference reaches the household once. 0: never promised. */
  readonly idempotencyWindowSeconds: number;
  /** The operator can be asked by our reference what became of a message. */
  readonly statusQuery: boolean;
  /**
   * When asked about a reference long enough after it was sent (`processingSeconds` of the account), "I do not know it"
   * means that the message never reached the operator and never will: it may be sent again. Only where the operator
   * documents that it answers from the very record it sends from, not from a log that may lag or forget.
   */
  readonly unknownMeansNotSent: boolean;
  /** How delivery receipts come: pushed to our webhook, to be polled, or not at all. */
  readonly receipts: 'push' | 'poll' | 'none';
  /** Households' answers come through this account. */
  readonly inbound: boolean;
  /** Messages that one call may carry. */
  readonly batch: number;
  /** The operator can be asked by its own id what became of a message that it took. */
  readonly statusById?: boolean;
  /** For how long after it was sent; absent: nothing is known of a limit. */
  readonly statusWindowSeconds?: number;
  /** The operator lets only so many messages out a day; `dailyQuota` says how many are left. */
  readonly dailyQuota?: boolean;
  /** What it sends, where that is not free text alone: templates that the operator has approved. */
  readonly templates?: 'only' | 'also';
}

/** One message for one phone, rendered and counted. */
export interface OutboundMessage {
  /** Our name for this attempt (`src/domain/reference.ts`): letters and digits. */
  reference: string;
  /** E.164, `+84912345678`. */
  phone: string;
  text: string;
  /** SMS parts, at least 1. */
  parts: number;
  encoding: 'gsm7' | 'ucs2';
  /** Where the operator shall report to; null where it shall not. */
  callbackUrl: string | null;
  /** Instead of the text: an approved template with its values, by name. */
  template?: TemplateMessage;
}

export interface TemplateMessage {
  id: string;
  data: Readonly<Record<string, string>>;
}

/** The operator took the message. It says nothing about the phone. */
export interface Accepted {
  operatorId?: string;
  /** Parts that the operator counted, where it says so. */
  parts?: number;
  costVnd?: number;
  /** The operator's own word for it. */
  code?: string;
  /** Messages that the operator lets out today after this one, where it says so. */
  quotaLeft?: number;
}

/** What an operator says later about a message of ours. */
export interface ReceiptEvent {
  type: 'receipt';
  reference?: string;
  operatorId?: string;
  /** `accepted`: on its way (a carrier took it); `expired`: the operator gave up trying. */
  status: 'accepted' | 'delivered' | 'undelivered' | 'expired';
  code?: string;
  occurredAt?: Date;
  /** The kind of account that it concerns, where several share one webhook. Absent: the one it came to. */
  kind?: string;
  /** Set where it speaks of one part of a longer text only: a name of that part's receipt. */
  part?: string;
}

/** What a household says. */
export interface InboundEvent {
  type: 'inbound';
  /** As the operator wrote it; the reader normalises it. Empty where only `userId` says who it is. */
  phone: string;
  text: string;
  operatorId?: string;
  occurredAt?: Date;
  /** Who it is at an operator that knows people by ids of its own. */
  userId?: string;
  /** As in a receipt. */
  kind?: string;
  /** Set where it is one part of a longer text. */
  part?: InboundPart;
}

/** Which part of which text; the reference is the phone's own and soon used again. */
export interface InboundPart {
  reference: string;
  total: number;
  /** From 1. */
  number: number;
}

/** A person was seen at an operator that knows people by ids of its own. */
export interface UserEvent {
  type: 'user';
  userId: string;
  /** As the operator wrote it, where the person has shared it. */
  phone?: string;
  /** When the person did something that opens the window for answers. */
  interactedAt?: Date;
  isFollower?: boolean;
}

/** Something about the account itself has changed at the operator. */
export interface AccountEvent {
  type: 'account';
  change: 'templates' | 'quota';
}

export type GatewayEvent = ReceiptEvent | InboundEvent | UserEvent | AccountEvent;

/** A webhook call as it came: nothing parsed, so that a signature can be checked over the very bytes. */
export interface RawRequest {
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** Names in lower case. What it says of the content type means nothing: operators leave it out or get it wrong. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What `check` found out; sentences for the administrator are Vietnamese. */
export interface GatewayHealth {
  ok: boolean;
  /** One sentence. */
  detail: string;
  balanceVnd?: number;
  quotaLeft?: number;
  senderNames?: string[];
  /** The operator's word for how the account's messages are received. */
  quality?: string;
  /** Until when the token is good that messages leave with, where the account has one; ISO 8601. */
  tokenExpiresAt?: string;
}

/** One value that a template asks for. */
export interface TemplateParam {
  name: string;
  isRequired: boolean;
  /** The operator's word: `STRING`, `NUMBER`, `DATE` … */
  type: string;
  minLength: number;
  /** In characters; null where the operator names none. */
  maxLength: number | null;
  mayBeEmpty: boolean;
}

/** A template as the operator has it. */
export interface GatewayTemplate {
  id: string;
  name: string;
  /** The operator's words; only `ENABLE` may be sent. */
  status: string;
  tag: string | null;
  quality: string | null;
  params: TemplateParam[];
  priceVnd: number | null;
  /** After so long the operator gives up. */
  timeoutSeconds: number | null;
  previewUrl: string | null;
}

/** How many messages an account may still send today. */
export interface DailyQuota {
  /** Null: the operator names no limit. */
  left: number | null;
  daily: number | null;
}

export interface Gateway {
  readonly kind: string;
  readonly channel: Channel;
  readonly capabilities: Capabilities;
  /** Requests that it has under way at once at most; more wait inside it. */
  readonly connections: number;
  /** Resolves when the operator took the message. Throws GatewayError for everything else. */
  send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted>;
  /** Pure. Throws WebhookRefused on a bad signature, WebhookUnreadable on a body that says nothing. */
  parseWebhook(request: RawRequest): GatewayEvent[];
  /** Asks by our references; a reference that the operator does not know is left out of the answer. */
  queryStatus?(references: string[], signal: AbortSignal): Promise<GatewayEvent[]>;
  /** Asks by the operator's own ids. */
  queryStatusById?(operatorIds: string[], signal: AbortSignal): Promise<GatewayEvent[]>;
  /**
   * How many messages one such call names, and how many calls may be under way; 1 and 1 where it is absent. A call that
   * fails has no answer for any message that it names.
   */
  readonly questions?: { readonly perCall: number; readonly atOnce: number };
  /** Every template of the account, with its parameters. */
  listTemplates?(signal: AbortSignal): Promise<GatewayTemplate[]>;
  dailyQuota?(signal: AbortSignal): Promise<DailyQuota>;
  /** Credentials, balance, quota, sender names. Never sends a message. */
  check(signal: AbortSignal): Promise<GatewayHealth>;
  /**
   * Only where the account has standing connections, of which the operator allows so many: false while this process has
   * none of its own, because others have them all. Then others send. Asks for one where there was none.
   */
  hasPlace?(): boolean;
  /** Only where receipts and replies come over standing connections: holds one from now on. */
  keepOpen?(): void;
  /** Waits for what is on its way, then closes the connections. */
  close(): Promise<void>;
}
