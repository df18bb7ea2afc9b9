/**
 * When an operator is asked what became of a message whose receipt has not come. Most receipts come within minutes, so
 * the times grow; one that has to be asked for is asked for sooner than one that should come by itself.
 */
const MINUTE = 60;
const HOUR = 3_600;
const PUSHED: readonly number[] = [HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR];
const POLLED: readonly number[] = [10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR];
/** The last question inside an operator's memory leaves it this much of it. */
const MARGIN = HOUR;

export interface Asking {
  /** Receipts come by themselves, as a rule. */
  isPushed: boolean;
  /** How long the account waits for a receipt; at its end the operator is asked in any case. */
  receiptSeconds: number;
  /** How long the operator knows a message; null: as long as anybody asks. */
  windowSeconds: number | null;
}

/** The ages of a message at which its operator is asked, in seconds, growing; all before the account's wait is over. */
export function questionTimes({ isPushed, receiptSeconds, windowSeconds }: Asking): number[] {
  const limit = Math.min(receiptSeconds, windowSeconds ?? Infinity);
  const times = (isPushed ? PUSHED : POLLED).filter((age) => age < limit);
  // Beyond its memory the operator cannot be asked at the end, so it is asked while it still knows.
  if (windowSeconds !== null && windowSeconds <= receiptSeconds) {
    const last = windowSeconds - MARGIN;
    if (last > (times.at(-1) ?? 0)) times.push(last);
  }
  return times;
}

/**
 * In how many seconds a message is to be asked about: 0 or less means now, null never (again).
 * @param askedAge how old it was when it was last asked about; null: it never was
 */
export function nextQuestionIn(
  times: readonly number[],
  age: number,
  askedAge: number | null,
): number | null {
  const next = times.find((time) => time > (askedAge ?? -1));
  return next === undefined ? null : next - age;
}
