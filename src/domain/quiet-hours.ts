/**
 * When messages may go out. Hours are wall-clock times in Asia/Ho_Chi_Minh: UTC+7 all year (no daylight saving since
 * 1975), so the clock is plain arithmetic on epoch milliseconds and needs no time zone data.
 */

/**
 * Daily hours: `open` inclusive, `close` exclusive, `HH:MM` (`24:00` allowed as close). `close` at or before `open` runs
 * over midnight; equal times are open all day. `days` are ISO weekdays on which the window *opens* (1 Monday … 7 Sunday;
 * all where absent). On `closedDates` (`YYYY-MM-DD`) nothing is open from midnight to midnight.
 */
export interface Hours {
  open: string;
  close: string;
  days?: readonly number[];
  closedDates?: readonly string[];
}

/** Hours of every weekday as minutes from midnight; what intersecting several Hours gives. */
export interface OpenTimes {
  /** Index 0 is Monday; windows `[from, to)` in order, apart from each other, within 0…1440. */
  readonly week: readonly (readonly (readonly [from: number, to: number])[])[];
  readonly closedDates: readonly string[];
}

/** 07:00–22:00: the hours of Decree 91/2020/NĐ-CP for advertising SMS, which this product keeps for every SMS. */
export const DEFAULT_HOURS: Hours = { open: '07:00', close: '22:00' };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const OFFSET_MS = 7 * 60 * MINUTE_MS;
const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a message may leave at that instant. Throws RangeError on malformed hours or an invalid date. */
export function isOpen(hours: Hours | OpenTimes, at: Date): boolean {
  const times = openTimes(hours);
  const { day, minute } = localTime(at);
  if (times.closedDates.includes(dateOf(day))) return false;
  return times.week[weekdayOf(day)]!.some(([from, to]) => minute >= from && minute < to);
}

/**
 * The first instant from `at` on that is open: `at` itself where it is, null where the hours never open again.
 * Throws RangeError as isOpen does.
 */
export function nextOpening(hours: Hours | OpenTimes, at: Date): Date | null {
  const times = openTimes(hours);
  const { day: today, minute: now } = localTime(at);
  // Each closed date can cost a window that comes round once a week; one week more, as today's may be over already.
  const lastDay = today + 7 * (times.closedDates.length + 1);
  for (let day = today; day <= lastDay; day++) {
    if (times.closedDates.includes(dateOf(day))) continue;
    const minute = day === today ? now : 0;
    const window = times.week[weekdayOf(day)]!.find(([, to]) => to > minute);
    if (!window) continue;
    if (day === today && window[0] <= minute) return new Date(at);
    return instantOf(day, window[0]);
  }
  return null;
}

/**
 * The first instant from `at` on that is closed: `at` itself where it is, null where the hours stay open for a week on
 * end. Windows that meet at midnight are one. Throws RangeError as isOpen does.
 */
export function nextClosing(hours: Hours | OpenTimes, at: Date): Date | null {
  const times = openTimes(hours);
  const { day: today, minute: now } = localTime(at);
  for (let day = today; day <= today + 7; day++) {
    const minute = day === today ? now : 0;
    const window = times.closedDates.includes(dateOf(day))
      ? undefined
      : times.week[weekdayOf(day)]!.find(([from, to]) => minute >= from && minute < to);
    if (!window) return day === today ? new Date(at) : instantOf(day, 0);
    if (window[1] < DAY_MINUTES) return instantOf(day, window[1]);
  }
  return null;
}

/**
 * The times at which all of the given hours are open (a gateway's and a campaign's), null where they never meet.
 * Holidays of any of them are closed; they alone never make it null.
 */
export function intersect(...hours: readonly (Hours | OpenTimes)[]): OpenTimes | null {
  const all = hours.map(openTimes);
  const always: OpenTimes = {
    week: Array.from({ length: 7 }, () => [[0, DAY_MINUTES] as const]),
    closedDates: [],
  };
  const met = all.reduce<OpenTimes>(
    (a, b) => ({
      week: a.week.map((windows, i) => common(windows, b.week[i]!)),
      closedDates: [...new Set([...a.closedDates, ...b.closedDates])],
    }),
    always,
  );
  return met.week.some((windows) => windows.length > 0) ? met : null;
}

/** The weekly windows of daily hours. Throws RangeError on malformed times, days or dates. */
export function openTimes(hours: Hours | OpenTimes): OpenTimes {
  if ('week' in hours) return hours;
  const open = minutesOf(hours.open);
  const close = minutesOf(hours.close);
  if (open === DAY_MINUTES) throw new RangeError('hours cannot open at 24:00');
  const days = hours.days ?? [1, 2, 3, 4, 5, 6, 7];
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) throw new RangeError('days are 1…7');
  const closedDates = hours.closedDates ?? [];
  const bad = closedDates.find((date) => !isDate(date));
  if (bad !== undefined) throw new RangeError(`"${bad}" is not a date YYYY-MM-DD`);

  const week: [number, number][][] = Array.from({ length: 7 }, () => []);
  for (const day of new Set(days)) {
    if (close > open) {
      week[day - 1]!.push([open, close]);
    } else {
      week[day - 1]!.push([open, DAY_MINUTES]);
      if (close > 0) week[day % 7]!.push([0, close]);
    }
  }
  return { week: week.map(merged), closedDates };
}

function minutesOf(time: string): number {
  const match = TIME.exec(time);
  if (!match) throw new RangeError(`"${time}" is not a time HH:MM`);
  return match[1] === undefined ? DAY_MINUTES : Number(match[1]) * 60 + Number(match[2]);
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dateOf(ms / DAY_MS) === text;
}

/** Days since 1970-01-01 and minutes (with fraction) since midnight on the wall clock of Vietnam. */
function localTime(at: Date): { day: number; minute: number } {
  const ms = at.getTime() + OFFSET_MS;
  if (Number.isNaN(ms)) throw new RangeError('invalid date');
  const day = Math.floor(ms / DAY_MS);
  return { day, minute: (ms - day * DAY_MS) / MINUTE_MS };
}

/** The instant of a minute of a day on the wall clock of Vietnam. */
function instantOf(day: number, minute: number): Date {
  return new Date(day * DAY_MS + minute * MINUTE_MS - OFFSET_MS);
}

/** 0 Monday … 6 Sunday; day 0 (1970-01-01) was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

type Windows = OpenTimes['week'][number];

function common(a: Windows, b: Windows): Windows {
  return a.flatMap(([from, to]) =>
    b.flatMap(([from2, to2]) => {
      const start = Math.max(from, from2);
      const end = Math.min(to, to2);
      return start < end ? [[start, end] as const] : [];
    }),
  );
}

function merged(windows: [number, number][]): Windows {
  const sorted = [...windows].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
