/** Money is whole đồng everywhere (`costVnd`); a number that is not a whole amount ≥ 0 is a bug of ours and throws. */

function whole(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${what} ${value} is not a whole number ≥ 0`);
  return value;
}

/**
 * What one message costs in đồng: an SMS is paid by the part, a Zalo message counts as one part.
 * @throws RangeError where parts or price are not whole numbers ≥ 0.
 */
export function messageCostVnd(parts: number, pricePerPartVnd: number): number {
  return whole(whole(parts, 'parts') * whole(pricePerPartVnd, 'price'), 'cost');
}

/** The sum of amounts in đồng; 0 for none. Throws RangeError as messageCostVnd does. */
export function sumVnd(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total = whole(total + whole(amount, 'amount'), 'sum');
  return total;
}

/** `1234567 → 1.234.567 đ`, as amounts are written in Vietnam. */
export function formatVnd(amount: number): string {
  return `${String(whole(amount, 'amount')).replace(/\B(?=(\d{3})+$)/g, '.')} đ`;
}
