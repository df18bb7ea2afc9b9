import fc from 'fast-check';
import { backoffMs, effectOf, ERROR_RULES, GATEWAY_ERROR_KINDS } from './retry.js';

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('what an operator’s error does to a delivery', () => {
  it.each([
    ['unreachable', 'retry'],
    ['throttled', 'retry'],
    ['misconfigured', 'hold-gateway'],
    ['bad-recipient', 'next-contact'],
    ['opted-out', 'refuse'],
    ['bad-content', 'reject'],
    ['rejected', 'reject'],
    ['quota', 'hold-gateway'],
    ['night', 'wait-for-hours'],
    ['unclear', 'in-doubt'],
  ] as const)('%s leads to %s', (kind, effect) => {
    expect(effectOf(kind)).toBe(effect);
  });

  it('has a rule for each of the ten kinds', () => {
    expect(GATEWAY_ERROR_KINDS).toHaveLength(10);
  });

  it('never burns the audience while an account is misconfigured or out of money', () => {
    for (const kind of ['misconfigured', 'quota'] as const) {
      expect(ERROR_RULES[kind]).toEqual({ effect: 'hold-gateway', gatewayWide: true });
    }
  });
});

describe('the back-off', () => {
  const options = { baseMs: 1000, maxMs: 60_000 };

  it.each([
    [1, 0, 500],
    [1, 0.5, 750],
    [2, 0, 1000],
    [3, 0.5, 3000],
    [7, 0, 30_000],
    [500, 0.5, 45_000],
  ])('after try %i with draw %f waits %i ms', (attempt, random, ms) => {
    expect(backoffMs(attempt, random, options)).toBe(ms);
  });

  it('stays between half the ceiling and the ceiling, whatever the try', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), draw, (attempt, random) => {
        const ms = backoffMs(attempt, random, options);
        const ceiling = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
        expect(ms).toBeGreaterThanOrEqual(ceiling / 2);
        expect(ms).toBeLessThanOrEqual(ceiling);
      }),
    );
  });

  it('never gets shorter from one try to the next with the same draw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), draw, (attempt, random) => {
        expect(backoffMs(attempt + 1, random, options)).toBeGreaterThanOrEqual(
          backoffMs(attempt, random, options),
        );
      }),
    );
  });

  it('refuses a try, a draw or bounds that cannot be', () => {
    expect(() => backoffMs(0, 0, options)).toThrow(RangeError);
    expect(() => backoffMs(1, 1, options)).toThrow(RangeError);
    expect(() => backoffMs(1, Number.NaN, options)).toThrow(RangeError);
    expect(() => backoffMs(1, 0, { baseMs: 10, maxMs: 5 })).toThrow(RangeError);
  });
});
