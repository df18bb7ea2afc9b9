const DAY_MS = 86_400_000;
/** Built-in number formats that show a date or a time (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
]);

/** True where a number format shows a date or time. `code` is the custom format, if the file has one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id);
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?:h+|m+|s+)\]/gi, 'h')
    .replace(/\[[^\]]*\]/g, '');
  return !/general/i.test(bare) && /[dmyhs]/i.test(bare);
}

/**
 * A spreadsheet's serial date as Vietnamese offices write it: `05/03/1980`, with ` 07:30` where there is a time.
 * The file's own text is kept where the number is no date (negative, beyond the year 9999).
 */
export function serialDate(text: string, is1904: boolean): string {
  const serial = Number(text);
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return text;
  const days = is1904 ? serial + 1462 : serial;
  const minutes = Math.round((days % 1) * 1440);
  const time = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  if (days < 1) return time;
  // 1900 was no leap year, but spreadsheets count its 29 February as day 60.
  const whole = Math.floor(days) + (minutes === 1440 ? 1 : 0);
  const date = new Date(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * DAY_MS);
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  return minutes % 1440 === 0 ? day : `${day} ${time}`;
}

/** An ISO date of a cell of type `d` in the same form: `1980-03-05T00:00:00 → 05/03/1980`. */
export function isoDate(text: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(text);
  if (!match) return text;
  const [, year, month, day, hours, minutes] = match;
  const date = `${day}/${month}/${year}`;
  return hours === undefined || `${hours}${minutes}` === '0000' ? date : `${date} ${hours}:${minutes}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
