/** The most that happened in any window of `windowMs`; times in milliseconds, in any order. */
export function mostInAnyWindow(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((time, last) => {
    while (time - sorted[first]! >= windowMs) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
