/** Today in Vietnam, as a date field has it: `2026-11-09`. */
export function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
