/**
 * Today in Vietnam, as a date field has it: `2026-11-09`.
 * @param now milliseconds since the epoch
 */
export function today(now = Date.now()): string {
  return new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);
}
