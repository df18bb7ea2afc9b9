import { useFormat } from '../../app/language.js';

/** A day of the calendar (`2026-11-22`) as the language writes it. */
export function useDay(): (iso: string) => string {
  const format = useFormat();
  return (iso) => format.date(`${iso}T12:00:00+07:00`);
}
