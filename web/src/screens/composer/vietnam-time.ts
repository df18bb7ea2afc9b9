/** Vietnam keeps UTC+7 all year (no daylight saving since 1975): whoever plans thinks in it, wherever the browser stands. */
const OFFSET_MS = 7 * 3600_000;

/** An instant as a field of date and time shows it: `2026-03-02T08:00`. */
export function toVietnam(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 16);
}

/** The instant of such a field as ISO 8601; null for what is no time. */
export function fromVietnam(text: string): string | null {
  const ms = Date.parse(`${text}:00+07:00`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
