import fc from 'fast-check';
import { formatVnd, messageCostVnd, sumVnd } from './cost.js';

describe('the price of messages', () => {
  it.each([
    [1, 350, 350],
    [3, 350, 1050],
    [0, 350, 0],
    [2, 0, 0],
  ])('%i parts at %i đ cost %i đ', (parts, price, cost) => {
    expect(messageCostVnd(parts, price)).toBe(cost);
  });

  it('is the same counted message by message or all at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 })),
        fc.integer({ min: 0, max: 5000 }),
        (parts, price) => {
          const one = sumVnd(parts.map((n) => messageCostVnd(n, price)));
          expect(one).toBe(messageCostVnd(sumVnd(parts), price));
        },
      ),
    );
  });

  it('never makes up a fraction of a đồng', () => {
    expect(() => messageCostVnd(1.5, 350)).toThrow(RangeError);
    expect(() => messageCostVnd(1, 350.5)).toThrow(RangeError);
    expect(() => messageCostVnd(-1, 350)).toThrow(RangeError);
    expect(() => sumVnd([1, Number.NaN])).toThrow(RangeError);
    expect(() => messageCostVnd(Number.MAX_SAFE_INTEGER, 2)).toThrow(RangeError);
  });

  it.each([
    [0, '0 đ'],
    [999, '999 đ'],
    [1000, '1.000 đ'],
    [1234567, '1.234.567 đ'],
  ])('%i is shown as %s', (amount, text) => {
    expect(formatVnd(amount)).toBe(text);
  });
});
