import type { OperatorAnswer } from '../http-client.js';
import { parseJson } from '../parse-json.js';

/** Zalo's envelope `{error, message, data}`: errors come with HTTP 200 too, so only `error` counts. */
export interface ZaloEnvelope {
  /** 0 is success. */
  error: number;
  /** What `data` holds where it is an object, else nothing. */
  data: Readonly<Record<string, unknown>>;
  /** The same where it is a list. */
  rows: readonly unknown[];
}

/** Reads an answer; undefined where it is no envelope, and then nobody knows what it means. Pure. */
export function readEnvelope({ body }: Pick<OperatorAnswer, 'body'>): ZaloEnvelope | undefined {
  const answer = parseObject(body);
  if (!answer) return undefined;
  const error = numberOf(answer.error);
  if (error === undefined || !Number.isInteger(error)) return undefined;
  const { data } = answer;
  return { error, data: isObject(data) ? data : {}, rows: Array.isArray(data) ? data : [] };
}

/** Ids, counts and times of Zalo are strings where they may pass 2^53, and numbers where somebody forgot. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A number, also where it comes as text; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A time in milliseconds since 1970. */
export function timeOf(value: unknown): Date | undefined {
  const ms = numberOf(value);
  return ms === undefined || ms <= 0 || ms > 8.64e15 ? undefined : new Date(ms);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}
