import type { GatewayErrorKind } from '../../domain/retry.js';
import type { ReceiptEvent } from '../gateway.js';
import { kindOfStatus } from '../status-error.js';

/** A message's state at the phone or its server, as what it says of the household. */
export const SMSGATE_STATES: Readonly<Record<string, ReceiptEvent['status']>> = {
  Pending: 'accepted',
  Processed: 'accepted',
  Sent: 'accepted',
  Delivered: 'delivered',
  Failed: 'undelivered',
  Cancelling: 'accepted',
  Cancelled: 'undelivered',
};

/**
 * What a refusal means. The app documents words, not codes, so only what is certain is read from them: 503 is the full
 * queue of a server whose phone is away when it says so, and 400 speaks of the number when it names it. What is left
 * follows the HTTP status, never success.
 */
export function kindOfRefusal(status: number, body: string): GatewayErrorKind {
  if (status === 503 && /queue ?limit/i.test(body)) return 'throttled';
  if (status === 400 && /phone ?number/i.test(body)) return 'bad-recipient';
  return kindOfStatus(status);
}
