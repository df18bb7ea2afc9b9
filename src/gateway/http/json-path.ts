/** `data.0.code` → steps; the empty path is the value itself. */
export function pathSteps(path: string): string[] {
  return path === '' ? [] : path.split('.');
}

/** The value at the end of a path of own properties and array indexes, or undefined. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let current = value;
  for (const step of steps) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}

/** A scalar as text; undefined for everything else, also for the empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}
