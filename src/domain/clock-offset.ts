/**
 * Where another machine's clock stands by ours, learnt from its answers: the time in an answer was read between our
 * question and our having the answer. The quickest answer says it best; slow ones, which a busy machine gives, say no more
 * than that the estimate still fits.
 */

/** What an answer says: our clock when we asked and when we had it, and the other clock in between, all in milliseconds. */
export interface ClockAnswer {
  asked: number;
  answered: number;
  theirs: number;
}

export interface ClockOffset {
  /** Ours minus theirs. */
  ms: number;
  /** By how much it may be wrong, either way. */
  errorMs: number;
  /** By our clock. */
  learntAt: number;
}

/** An estimate is renewed after this: clocks drift apart by some microseconds in every second. */
const RENEW_MS = 60_000;
/** An answer that contradicts the estimate by more: one of the clocks was set. */
const SET_MS = 5;

/** The estimate after one more answer. */
export function learnOffset(
  known: ClockOffset | null,
  { asked, answered, theirs }: ClockAnswer,
): ClockOffset {
  const errorMs = (answered - asked) / 2;
  const learnt = { ms: (asked + answered) / 2 - theirs, errorMs, learntAt: answered };
  if (known === null || errorMs <= known.errorMs) return learnt;
  const isRefuted = Math.abs(learnt.ms - known.ms) > errorMs + known.errorMs + SET_MS;
  return isRefuted || answered - known.learntAt > RENEW_MS ? learnt : known;
}
