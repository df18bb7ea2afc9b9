import { DEFAULT_HOURS, type Hours, intersect } from '../../../../src/domain/quiet-hours.js';
import { sendingStretches, type Stretch } from '../../../../src/domain/send-window.js';

/** What the hours and the rate make of a start. */
export interface Forecast {
  start: Date;
  /** Null where the hours never have room for it. */
  stretches: Stretch[] | null;
  /** What is shown of the time around it. */
  shown: Stretch;
  hours: NonNullable<ReturnType<typeof intersect>> | null;
}

const HOUR_MS = 3600_000;

/** When so many parts would leave through an account of this rate, within its hours and not on holidays. */
export function forecastOf(
  gateway: { partsPerSecond: number; hours: Hours | null },
  campaignHours: Hours | null,
  holidays: readonly string[],
  start: Date,
  parts: number,
): Forecast {
  const hours = intersect(gateway.hours ?? DEFAULT_HOURS, ...(campaignHours ? [campaignHours] : []), {
    open: '00:00',
    close: '24:00',
    closedDates: holidays,
  });
  const seconds = Math.max(1, Math.ceil(parts / gateway.partsPerSecond));
  const stretches = hours ? sendingStretches(hours, start, seconds) : null;
  const end = stretches?.at(-1)?.to ?? start;
  // Whole hours around it, at least a day: a minute of sending must not look like a week.
  const from = new Date(Math.floor((start.getTime() - HOUR_MS) / HOUR_MS) * HOUR_MS);
  const to = new Date(Math.max(end.getTime() + 2 * HOUR_MS, from.getTime() + 24 * HOUR_MS));
  return { start, stretches, shown: { from, to }, hours };
}
