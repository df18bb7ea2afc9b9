/**
 * The pace of an operator account: how its time is booked, so that in no second it gets more parts than its operator
 * allows, wherever that second begins. Times are in milliseconds, rates in parts per second.
 *
 * Messages leave one after the other in booked stretches of time that never overlap. What keeps the limit is the distance
 * between messages that together are more than one second may carry, so three things are paid for: that a message leaves
 * up to LATE_MS after its time, that the way to the operator is not always equally long, and that a message of several
 * parts leaves as a whole.
 */

/** A message that has not left so long after its time takes a later place. */
export const LATE_MS = 20;

/** What of the limit is booked. The rest, 36 ms of a second, is for LATE_MS and for the way to the operator. */
const BOOKED_SHARE = 0.965;

/** Rounding of times that were added up. */
const EPSILON_MS = 0.001;

/** How messages that leave one after the other are booked. */
export interface Booking {
  /** Parts that are booked for a second. */
  rate: number;
  /**
   * How large the messages are: so many parts each, or negative where they differ, and this is the most. Messages of
   * another size than those before need a distance of `leadMs` in addition.
   */
  size: number;
  leadMs: number;
}

/**
 * How to book messages of so many parts each. Messages of `p` parts fit `floor(limit / p)` times into a second; where
 * they differ, one of the largest may be the last of any second, so the others have what it leaves. A message with more
 * parts than the limit cannot be divided and has its seconds for itself.
 * @param parts of each message, at least one
 */
export function bookingOf(parts: readonly number[], partsPerSecond: number): Booking {
  let largest = 1;
  let isMixed = false;
  for (const each of parts) {
    if (each !== parts[0]) isMixed = true;
    if (each > largest) largest = each;
  }
  const isTooLarge = largest > partsPerSecond;
  const alike = largest * Math.floor(partsPerSecond / largest);
  const limit = isTooLarge ? partsPerSecond : isMixed ? partsPerSecond + 1 - largest : alike;
  const rate = limit * BOOKED_SHARE;
  return { rate, size: isMixed ? -largest : largest, leadMs: isTooLarge ? 0 : ((largest - 1) / rate) * 1000 };
}

/** Time of an account that is booked for some messages, which leave in it one after the other. */
export interface Stretch {
  /** From when the next of them may leave. */
  at: number;
  /** When it ends. */
  until: number;
  /** Parts per second in it. */
  rate: number;
}

/**
 * From when the next message of a stretch, of so many parts, may leave, seen at `now`; null where no room is left for it.
 * Whoever was kept waiting finds that time gone and not given to the messages after: they stay in their places, and as many
 * as there is no room for need a new stretch.
 */
export function placeIn({ at, until, rate }: Stretch, parts: number, now: number): number | null {
  const place = Math.max(at, now - LATE_MS);
  return place + msOf(parts, rate) > until + EPSILON_MS ? null : place;
}

/** The stretch after a message of so many parts has left in the place it had. */
export function afterPlace(stretch: Stretch, place: number, parts: number): Stretch {
  return { ...stretch, at: place + msOf(parts, stretch.rate) };
}

/** How long the operator needs for so many parts. */
export function msOf(parts: number, rate: number): number {
  return (parts / rate) * 1000;
}
