/**
 * What an error from an operator does to a delivery, and how long to wait before the next try (DESIGN §5.7).
 */

/** The ten kinds that every adapter sorts its operator's errors into. */
export type GatewayErrorKind =
  /** No connection, or the operator answered that it cannot work now; the message certainly did not leave. */
  | 'unreachable'
  /** Too many messages per second or minute for this account. */
  | 'throttled'
  /** Key, sender name, IP or template is not accepted: no message of this account can go out. */
  | 'misconfigured'
  /** This number cannot receive: not in use, wrong carrier, no Zalo account. */
  | 'bad-recipient'
  /** The person behind the number blocked or refused us at the operator. */
  | 'opted-out'
  /** The text is not accepted: not the registered template, forbidden words, too long. */
  | 'bad-content'
  /** A permanent no with any other reason. */
  | 'rejected'
  /** Out of money or out of messages for the day. */
  | 'quota'
  /** The operator does not send at this hour. */
  | 'night'
  /** The request left and no readable answer came: nobody knows. */
  | 'unclear';

export type ErrorEffect =
  /** The same contact again after a back-off. */
  | 'retry'
  /** The household's next contact, or the ladder's next rung. */
  | 'next-contact'
  /** The refusal is recorded in the register; then as next-contact. */
  | 'refuse'
  /** The delivery is rejected for good. */
  | 'reject'
  /** The delivery waits as planned; the gateway account stops and its administrator is told. */
  | 'hold-gateway'
  /** The delivery waits as planned until the next opening. */
  | 'wait-for-hours'
  /** The delivery becomes in doubt; it is never sent again by itself (DESIGN §5.3). */
  | 'in-doubt';

interface ErrorRule {
  readonly effect: ErrorEffect;
  /** Whether every message of the account waits out the back-off, not only this one. */
  readonly gatewayWide: boolean;
}

export const ERROR_RULES: Readonly<Record<GatewayErrorKind, ErrorRule>> = {
  unreachable: { effect: 'retry', gatewayWide: true },
  throttled: { effect: 'retry', gatewayWide: true },
  misconfigured: { effect: 'hold-gateway', gatewayWide: true },
  'bad-recipient': { effect: 'next-contact', gatewayWide: false },
  'opted-out': { effect: 'refuse', gatewayWide: false },
  'bad-content': { effect: 'reject', gatewayWide: false },
  rejected: { effect: 'reject', gatewayWide: false },
  quota: { effect: 'hold-gateway', gatewayWide: true },
  night: { effect: 'wait-for-hours', gatewayWide: true },
  unclear: { effect: 'in-doubt', gatewayWide: false },
};

export const GATEWAY_ERROR_KINDS = Object.keys(ERROR_RULES) as readonly GatewayErrorKind[];

/** What an error of this kind does to the delivery. */
export function effectOf(kind: GatewayErrorKind): ErrorEffect {
  return ERROR_RULES[kind].effect;
}

export interface BackoffOptions {
  /** The ceiling of the first wait. */
  baseMs: number;
  /** The ceiling of every wait. */
  maxMs: number;
}

/**
 * Milliseconds to wait after the failed try number `attempt` (from 1): the ceiling doubles with every try up to
 * `maxMs`, half of it is fixed and half is drawn, so that waiting messages neither return at once nor together.
 * @param random from [0, 1): the caller draws, so that this stays a function.
 * @throws RangeError for an attempt below 1, a draw outside [0, 1), or base and maximum out of order.
 */
export function backoffMs(attempt: number, random: number, { baseMs, maxMs }: BackoffOptions): number {
  if (!Number.isInteger(attempt) || attempt < 1) throw new RangeError(`attempt ${attempt} is below 1`);
  if (!(random >= 0 && random < 1)) throw new RangeError(`random ${random} is outside [0, 1)`);
  if (!(baseMs > 0 && maxMs >= baseMs)) throw new RangeError('back-off needs 0 < baseMs <= maxMs');
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 52));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
