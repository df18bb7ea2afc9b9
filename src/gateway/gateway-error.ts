import type { GatewayErrorKind } from '../domain/retry.js';

interface Details {
  code?: string;
  /** What the operator asked us to wait. */
  retryAfterMs?: number;
  /** `no`: the household certainly gets nothing from this try. */
  sent: 'no' | 'maybe';
  /** Set where the product itself refused before anything was asked: the reason that the delivery shows. */
  ownReason?: string;
}

/**
 * Why a message was not taken. The message is for logs and administrators and carries neither a phone number, nor a
 * text, nor a secret: adapters build it from fixed words and the operator's short code only.
 */
export class GatewayError extends Error {
  readonly code?: string;
  readonly retryAfterMs?: number;
  readonly sent: 'no' | 'maybe';
  /** The operator was not asked; why not. */
  readonly ownReason?: string;

  constructor(
    readonly kind: GatewayErrorKind,
    message: string,
    details: Details,
  ) {
    super(message);
    this.name = 'GatewayError';
    this.code = details.code === undefined ? undefined : safeCode(details.code);
    this.retryAfterMs = details.retryAfterMs;
    this.sent = details.sent;
    this.ownReason = details.ownReason;
  }
}

/** The webhook call is not the operator's: nothing of it is kept. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** The webhook call may be the operator's, but no receipt and no reply can be read from it. */
export class WebhookUnreadable extends Error {
  override readonly name = 'WebhookUnreadable';
}

/**
 * An operator's code as it may be kept and shown: at most 64 characters, and no run of eight or more digits (operators
 * echo the number they refuse).
 */
export function safeCode(code: string): string {
  return code
    .trim()
    .slice(0, 64)
    .replace(/\+?\d{8,}/g, '#');
}
