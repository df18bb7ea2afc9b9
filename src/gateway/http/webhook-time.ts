import type { TimeField } from './http-config.schema.js';

const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const SPACED = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** The moment that an operator wrote; its local formats are Vietnam's time. Undefined where it cannot be read. */
export function parseTime(text: string, format: TimeField['format']): Date | undefined {
  const date = new Date(millisecondsOf(text.trim(), format));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function millisecondsOf(text: string, format: TimeField['format']): number {
  switch (format) {
    case 'iso':
      return Date.parse(text);
    case 'unix':
      return /^\d{1,11}(\.\d+)?$/.test(text) ? Number(text) * 1000 : NaN;
    case 'unixMs':
      return /^\d{1,14}$/.test(text) ? Number(text) : NaN;
    case 'yyyyMMddHHmmss':
      return localTime(COMPACT.exec(text));
    case 'yyyy-MM-dd HH:mm:ss':
      return localTime(SPACED.exec(text));
  }
}

function localTime(match: RegExpExecArray | null): number {
  if (!match) return NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`);
}
