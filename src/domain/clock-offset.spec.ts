import fc from 'fast-check';
import { type ClockOffset, learnOffset } from './clock-offset.js';

describe("where another machine's clock stands", () => {
  it('is known as well as the quickest answer tells it, whatever slow ones say', () => {
    const way = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 50 }),
        (offset, ways) => {
          let known: ClockOffset | null = null;
          let now = 0;
          for (const [there, back] of ways) {
            const [asked, answered] = [now, now + there + back];
            known = learnOffset(known, { asked, answered, theirs: now + there - offset });
            now = answered + 1;
          }
          const quickest = Math.min(...ways.map(([there, back]) => there + back));
          expect(Math.abs(known!.ms - offset)).toBeLessThanOrEqual(quickest / 2 + 1e-6);
        },
      ),
    );
  });

  it('is learnt anew when one of the clocks was set', () => {
    const before = learnOffset(null, { asked: 0, answered: 1, theirs: 1_000.5 });
    const after = learnOffset(before, { asked: 100, answered: 120, theirs: 5_110 });
    expect(before.ms).toBeCloseTo(-1_000);
    expect(after.ms).toBeCloseTo(-5_000);
  });

  it('is renewed after a minute, by an answer that is not so quick too', () => {
    const before = learnOffset(null, { asked: 0, answered: 1, theirs: 0.5 });
    expect(learnOffset(before, { asked: 30_000, answered: 30_010, theirs: 30_004 })).toBe(before);
    expect(learnOffset(before, { asked: 70_000, answered: 70_010, theirs: 70_004 }).errorMs).toBe(5);
  });
});
