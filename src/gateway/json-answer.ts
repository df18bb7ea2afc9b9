import { parseJson } from './parse-json.js';

/** An answer's JSON object; undefined for everything else: a page, half an answer, a list, nothing. */
export function jsonObject(body: string): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A whole number that an operator wrote as a number or as text; undefined where it is none, or below zero. */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0
    ? Math.round(number)
    : undefined;
}
