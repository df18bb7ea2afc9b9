/**
 * By when a person's request about their data must be dealt with: Decree 356/2025/NĐ-CP under the Law on the protection of
 * personal data, 91/2025/QH15. Sources do not agree whether its days are working days; calendar days are the earlier reading, so
 * that neither is missed. Days are ISO dates (`2026-11-22`).
 */
export const DATA_REQUEST_KINDS = ['see', 'correct', 'withdraw', 'delete'] as const;
export type DataRequestKind = (typeof DATA_REQUEST_KINDS)[number];

/** Working days in which the request is acknowledged. */
const ACKNOWLEDGE_WORKING_DAYS = 2;
const DUE_DAYS: Readonly<Record<DataRequestKind, number>> = {
  see: 10,
  correct: 10,
  withdraw: 15,
  delete: 20,
};
/** One extension, by at most as long as the decree gives a withdrawal. */
const EXTENSION_DAYS = 15;

export interface Deadlines {
  acknowledgeBy: string;
  dueOn: string;
}

/** @param holidays days on which nobody works, beside Saturdays and Sundays */
export function dataRequestDeadlines(
  kind: DataRequestKind,
  receivedOn: string,
  holidays: ReadonlySet<string>,
): Deadlines {
  let day = receivedOn;
  for (let left = ACKNOWLEDGE_WORKING_DAYS; left > 0;) {
    day = plusDays(day, 1);
    if (isWorkingDay(day, holidays)) left--;
  }
  return { acknowledgeBy: day, dueOn: plusDays(receivedOn, DUE_DAYS[kind]) };
}

/** The last day to which a request may be put off, once. */
export function longestExtension(dueOn: string): string {
  return plusDays(dueOn, EXTENSION_DAYS);
}

function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
