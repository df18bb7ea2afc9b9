import fc from 'fast-check';
import { afterPlace, bookingOf, LATE_MS, msOf, placeIn, type Stretch } from './pace.js';

/** What the operator sees of a message. */
interface Seen {
  at: number;
  parts: number;
}

/** One slice of a worker: its messages, and for how long the worker is kept waiting before each. */
interface Slice {
  parts: number[];
  stallsMs: number[];
  /** Since the last slice was booked. */
  pauseMs: number;
}

/** Books slices one behind the other, as the row of the account does, and lets each of them leave with its stalls. */
function leave(slices: readonly Slice[], limit: number): { seen: Seen[]; missed: number } {
  const seen: Seen[] = [];
  let missed = 0;
  let freeAt = 0;
  let size = 1;
  let bookedAt = 0;
  for (const { parts, stallsMs, pauseMs } of slices) {
    const booking = bookingOf(parts, limit);
    bookedAt = Math.max(bookedAt + pauseMs, 0);
    const lead = booking.size !== size && freeAt > bookedAt - 1_000 ? booking.leadMs : 0;
    const at = Math.max(freeAt, bookedAt) + lead;
    const until = at + msOf(sum(parts), booking.rate);
    [freeAt, size] = [until, booking.size];
    let stretch: Stretch = { at, until, rate: booking.rate };
    let now = bookedAt;
    for (const [n, each] of parts.entries()) {
      now += stallsMs[n] ?? 0;
      const place = placeIn(stretch, each, now);
      if (place === null) {
        missed++;
        continue;
      }
      now = Math.max(now, place);
      expect(now - place).toBeLessThanOrEqual(LATE_MS + 0.001);
      seen.push({ at: now, parts: each });
      stretch = afterPlace(stretch, place, each);
    }
  }
  return { seen, missed };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

/** The most parts in any second, wherever it begins; both its ends count. */
function mostInASecond(seen: readonly Seen[]): number {
  const sorted = seen.toSorted((a, b) => a.at - b.at);
  let [most, inside, first] = [0, 0, 0];
  for (const { at, parts } of sorted) {
    inside += parts;
    while (at - sorted[first]!.at > 1_000) inside -= sorted[first++]!.parts;
    most = Math.max(most, inside);
  }
  return most;
}

/** Now and then something keeps a worker waiting, at times for longer than a message may be late. */
const stalls = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 19 }) },
    { weight: 1, arbitrary: fc.integer({ min: 20, max: 400 }) },
  ),
  { maxLength: 40 },
);

function slicesOf(parts: fc.Arbitrary<number>): fc.Arbitrary<Slice[]> {
  const slice = fc.record({
    parts: fc.array(parts, { minLength: 1, maxLength: 40 }),
    stallsMs: stalls,
    pauseMs: fc.integer({ min: 0, max: 300 }),
  });
  return fc.array(slice, { minLength: 1, maxLength: 30 });
}

describe('the pace of an account', () => {
  it('lets no second have more parts than the operator allows, whoever is late and whatever the sizes', () => {
    const campaigns = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 10 }))
      .chain(([limit, largest]) =>
        fc.tuple(
          fc.constant(limit),
          slicesOf(fc.integer({ min: 1, max: Math.min(largest, limit) })),
          // The way to the operator takes a moment more for some.
          fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 50 }),
        ),
      );
    fc.assert(
      fc.property(campaigns, ([limit, slices, ways]) => {
        const { seen } = leave(slices, limit);
        const arrived = seen.map((each, n) => ({ ...each, at: each.at + ways[n % ways.length]! }));
        expect(mostInASecond(arrived)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 300 },
    );
  });

  it('uses more than 96 in 100 of it while there is work and nobody is late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (limit) => {
        const { rate } = bookingOf([1], limit);
        expect(rate / limit).toBeGreaterThan(0.96);
      }),
    );
  });

  it('loses of a stretch only the places that were missed', () => {
    const twenty = { parts: Array.from({ length: 20 }, () => 1), pauseMs: 0 };
    // At 100 a second the messages are 10.4 ms apart: of the 100 ms the first 20 are no loss.
    expect(leave([{ ...twenty, stallsMs: [0, 0, 0, 100] }], 100).missed).toBe(Math.floor(80 / 10.4));
    expect(leave([{ ...twenty, stallsMs: [0, 15, 5, 10] }], 100).missed).toBe(0);
  });

  it('gives a message that is larger than the limit its seconds for itself', () => {
    const { rate } = bookingOf([3, 3], 1);
    expect(msOf(3, rate)).toBeGreaterThan(3_000);
    expect(msOf(3, rate)).toBeLessThan(3_200);
  });

  it('books whole messages: three parts fit sixteen times into fifty a second', () => {
    expect(msOf(3 * 16, bookingOf([3, 3, 3], 50).rate)).toBeCloseTo(1_000 / 0.965, 6);
  });
});
