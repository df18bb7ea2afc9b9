/** `it` where the machine has what the test needs; elsewhere a skipped test whose name says why. */
export function itWhen(
  condition: boolean,
  otherwise: string,
): (name: string, test: () => Promise<void>, timeoutMs?: number) => void {
  return (name, test, timeoutMs) => {
    if (condition) it(name, test, timeoutMs);
    else it.skip(`${name} [skipped: ${otherwise}]`, test);
  };
}

/** The same for a whole group of tests. */
export function describeWhen(
  condition: boolean,
  otherwise: string,
): (name: string, tests: () => void) => void {
  return (name, tests) => {
    if (condition) describe(name, tests);
    else describe.skip(`${name} [skipped: ${otherwise}]`, tests);
  };
}
