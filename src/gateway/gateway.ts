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
}

/** The operator took the message. It says nothing about the phone. */
export interface Accepted {
  operatorId?: string;
  /** Parts that the operator counted, where it says so. */
  parts?: number;
  costVnd?: number;
  /** The operator's own word for it. */
  code?: string;
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
}

/** What a household says. */
export interface InboundEvent {
  type: 'inbound';
  /** As the operator wrote it; the reader normalises it. */
  phone: string;
  text: string;
  operatorId?: string;
  occurredAt?: Date;
}

export type GatewayEvent = ReceiptEvent | InboundEvent;

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
  /** Credentials, balance, quota, sender names. Never sends a message. */
  check(signal: AbortSignal): Promise<GatewayHealth>;
  /** Waits for what is on its way, then closes the connections. */
  close(): Promise<void>;
}
