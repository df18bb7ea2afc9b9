import { nextClosing, nextOpening, type OpenTimes } from './quiet-hours.js';

/** Hours that never close would never be missed: after a day a schedule is not what its owner had in mind any more. */
const LONGEST_MS = 24 * 60 * 60_000;

/**
 * When the chance of a schedule is over: at the end of the open hours that its moment falls in, or, where it falls
 * outside, of those that come next; at most a day after they begin. Null where the hours never open.
 * @param due the moment for which its owner released it
 */
export function endOfChance(hours: OpenTimes | null, due: Date): Date | null {
  const opening = hours && nextOpening(hours, due);
  if (!opening) return null;
  const latest = opening.getTime() + LONGEST_MS;
  const closing = nextClosing(hours, opening);
  return new Date(closing ? Math.min(closing.getTime(), latest) : latest);
}

/**
 * Whether a campaign that was due at `due` and has not started by `now` must ask its owner instead of starting
 * (DESIGN §5.5). Where the hours never open it need not ask: nothing would leave.
 */
export function isMissed(hours: OpenTimes | null, due: Date, now: Date): boolean {
  const end = endOfChance(hours, due);
  return end !== null && now.getTime() >= end.getTime();
}
