import type { RawRequest } from './gateway.js';
import { jsonObject } from './json-answer.js';

/**
 * What a call of an operator says, by its names in lower case: its query, and its body as JSON or as a form. Documents say
 * one of them and operators send another; names such as `data[status]` are what a form has for an object.
 */
export function callFields(request: RawRequest): Record<string, unknown> {
  const body = request.body.toString('utf8');
  const json = jsonObject(body);
  const isForm = json === undefined && !/^\s*[[{<]/.test(body);
  return Object.fromEntries([
    ...formFields(request.query),
    ...(isForm ? formFields(body) : []),
    ...Object.entries(json ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const),
  ]);
}

function formFields(text: string): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of new URLSearchParams(text)) {
    const [, outer, inner] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(name) ?? [];
    if (outer === undefined || inner === undefined) fields.set(name.toLowerCase(), value);
    else fields.set(outer.toLowerCase(), { ...(fields.get(outer.toLowerCase()) as object), [inner]: value });
  }
  return fields;
}
