import fc from 'fast-check';
import { releaseState, REVIEWS_NEEDED } from './urgent-release.js';

describe('an urgent release', () => {
  const at = new Date('2026-10-01T02:00:00Z');
  const after = (hours: number) => new Date(at.getTime() + hours * 3_600_000);

  it('waits a day for two approvers, then is overdue', () => {
    expect(releaseState(at, [], after(24))).toBe('waiting');
    expect(releaseState(at, [{ isAgreed: true }], after(24.1))).toBe('overdue');
  });

  it('is over with two words, however late, and agreed only where both agree', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isAgreed: fc.boolean() }), { minLength: REVIEWS_NEEDED, maxLength: 5 }),
        fc.integer({ min: 0, max: 10_000 }),
        (reviews, hours) => {
          const expected = reviews.some(({ isAgreed }) => !isAgreed) ? 'objected' : 'agreed';
          expect(releaseState(at, reviews, after(hours))).toBe(expected);
        },
      ),
    );
  });
});
