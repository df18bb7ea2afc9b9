/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One field that is not as it was; null on the side where it was not there. */
export interface Difference {
  /** The way to it: `steps.0.text`. */
  field: string;
  before: Json;
  after: Json;
}

/** Every single field in which two values differ, in the order of `before` and then of what is new. */
export function differences(before: Json, after: Json, field = ''): Difference[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const [was, is] = [entriesOf(before), entriesOf(after)];
    const keys = [...new Set([...was.keys(), ...is.keys()])];
    return keys.flatMap((key) =>
      differences(was.get(key) ?? null, is.get(key) ?? null, field === '' ? key : `${field}.${key}`),
    );
  }
  return Object.is(before, after) || bothEmpty(before, after) ? [] : [{ field, before, after }];
}

function isBranch(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object';
}

function entriesOf(value: readonly Json[] | { readonly [key: string]: Json }): Map<string, Json> {
  return new Map(Object.entries(value));
}

/** An empty list and an empty object are the same nothing. */
function bothEmpty(before: Json, after: Json): boolean {
  return isBranch(before) && isBranch(after) && entriesOf(before).size + entriesOf(after).size === 0;
}
