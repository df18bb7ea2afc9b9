import { GatewayError } from '../gateway-error.js';
import type { GatewayErrorKind } from '../../domain/retry.js';

const HOUR_MS = 3_600_000;
const OFFSET_MS = 7 * HOUR_MS;
const OPENS_AT_HOUR = 6;

/**
 * The error for a code of Zalo. A code that is in no table is `rejected`: Zalo answered that it did not take the message,
 * so it is not sent again by itself and the ladder goes on; it is never success.
 * @param now for the wait until Zalo sends again, where it refused for the night
 */
export function zaloError(
  codes: ReadonlyMap<number, GatewayErrorKind>,
  code: number,
  now = new Date(),
): GatewayError {
  const kind = codes.get(code) ?? 'rejected';
  return new GatewayError(kind, `Zalo did not take the message (${kind}, ${code})`, {
    code: String(code),
    sent: kind === 'unclear' ? 'maybe' : 'no',
    ...(kind === 'night' && { retryAfterMs: untilMorningMs(now) }),
  });
}

/** Until 06:00 of Vietnam, when Zalo's night (22:00–06:00) is over; at least a minute. */
export function untilMorningMs(now: Date): number {
  const local = now.getTime() + OFFSET_MS;
  const today = Math.floor(local / (24 * HOUR_MS)) * 24 * HOUR_MS + OPENS_AT_HOUR * HOUR_MS;
  const next = today > local ? today : today + 24 * HOUR_MS;
  return Math.max(60_000, next - local);
}
