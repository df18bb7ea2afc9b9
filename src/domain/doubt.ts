/**
 * How a delivery in doubt finds its way out (DESIGN §5.3). Ages are counted from the moment at which our side gave up on
 * the try: its connection was closed, or the lease of its worker was over.
 */
import type { GatewayErrorKind } from './retry.js';
import { effectOf } from './retry.js';
import { reasonLabel } from './reason-labels.js';

/** Ages at which an operator that can be asked is asked, in seconds; then a person has to look. */
export const ASK_AT_SECONDS: readonly number[] = [5, 60, 600, 3_600];

/** A doubt older than this is left to a person, also where the operator could not be asked at all. */
export const ASK_FOR_SECONDS = 86_400;

/** Clocks of two machines differ, and an operator counts its window by its own. */
const WINDOW_MARGIN_SECONDS = 60;
/** Longest that a gateway's settings let a request wait for its connection, and for its answer. */
const LONGEST_CONNECT_SECONDS = 60;
const LONGEST_ANSWER_SECONDS = 120;

const FIRST_REPEAT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;

/**
 * The age at which to ask again after an answer that settled nothing; null: nothing more is to be learnt by asking.
 * @param finalAfterSeconds the age from which the operator's "I do not know it" is its last word: one more moment to ask
 */
export function nextAskSeconds(ageSeconds: number, finalAfterSeconds: number): number | null {
  const moments = [...ASK_AT_SECONDS, finalAfterSeconds].filter((moment) => moment > ageSeconds);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The age at which to try again to ask an operator that did not answer; null: it is too late for that. */
export function askLaterSeconds(ageSeconds: number): number | null {
  const wait = Math.min(Math.max(ageSeconds, ASK_AT_SECONDS[0]!), LONGEST_WAIT_SECONDS);
  return ageSeconds + wait > ASK_FOR_SECONDS ? null : ageSeconds + wait;
}

/** How long one request can be under way from claim to end, whatever its gateway's settings are. */
export function longestRequestSeconds(sendTimeoutSeconds: number): number {
  return LONGEST_CONNECT_SECONDS + Math.max(LONGEST_ANSWER_SECONDS, sendTimeoutSeconds);
}

/**
 * Whether a try may be sent again under its reference: the operator's promise, counted from the first send, must still
 * hold when the request has got through.
 * @param requestSeconds the longest that one request may be under way
 */
export function mayRepeat(
  idempotencyWindowSeconds: number,
  firstSent: Date,
  now: Date,
  requestSeconds: number,
): boolean {
  const left = idempotencyWindowSeconds - WINDOW_MARGIN_SECONDS - requestSeconds;
  return now.getTime() < firstSent.getTime() + left * 1000;
}

/** When a try that has just come into doubt is repeated: after 5 s, then after as long again as it has been going on. */
export function repeatAt(firstSent: Date, now: Date, isRepeat: boolean): Date {
  const ageSeconds = isRepeat ? (now.getTime() - firstSent.getTime()) / 1000 : 0;
  const wait = Math.min(Math.max(ageSeconds, FIRST_REPEAT_SECONDS), LONGEST_WAIT_SECONDS);
  return new Date(now.getTime() + wait * 1000);
}

/**
 * Whether the failure of a repeat leaves the doubt as it was. That this request did not get through (no connection,
 * throttled, held, night) says nothing about the first one; a refusal does, because an operator that had taken the
 * reference would have repeated its first answer.
 */
export function leavesDoubt(kind: GatewayErrorKind): boolean {
  return !['reject', 'next-contact', 'refuse'].includes(effectOf(kind));
}

/**
 * One sentence on a campaign's deliveries in doubt, most frequent reason first; null where there are none.
 * "Chưa rõ 3 tin đã đến hay chưa vì: …"
 */
export function doubtSentence(reasons: readonly { reason: string; count: number }[]): string | null {
  const told = reasons.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  if (told.length === 0) return null;
  const total = told.reduce((sum, { count }) => sum + count, 0);
  const why = told.map(({ reason, count }) => {
    const label = reasonLabel(reason);
    const inside = label.charAt(0).toLocaleLowerCase('vi') + label.slice(1);
    return told.length === 1 ? inside : `${inside} (${count.toLocaleString('vi-VN')} tin)`;
  });
  return `Chưa rõ ${total.toLocaleString('vi-VN')} tin đã đến hay chưa vì ${why.join('; ')}.`;
}
