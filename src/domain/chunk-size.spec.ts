import fc from 'fast-check';
import { chunkSize, chunkStarts } from './chunk-size.js';

describe('the size of a chunk', () => {
  it.each([
    [600, 1_000],
    [32_000, 1_000],
    [100_000, 3_125],
    [1_000_000, 4_000],
  ])('of a campaign of %i is %i', (deliveries, size) => {
    expect(chunkSize(deliveries, 4_000)).toBe(size);
  });

  it('is never more than what is set, and leaves a campaign in enough chunks for many workers', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.integer({ min: 10, max: 5_000 }), (deliveries, most) => {
        const size = chunkSize(deliveries, most);
        expect(size).toBeGreaterThanOrEqual(Math.min(most, 1_000));
        expect(size).toBeLessThanOrEqual(most);
        if (size > 1_000) expect(Math.ceil(deliveries / size)).toBeGreaterThanOrEqual(31);
      }),
    );
  });
});

describe('the chunks of a campaign', () => {
  it('are of one size where few are sent side by side', () => {
    expect(chunkStarts(2_500, 4_000, 8)).toEqual([0, 1_000, 2_000]);
    expect(chunkStarts(0, 4_000, 8)).toEqual([]);
  });

  it('begin with a round of growing ones where many rounds follow', () => {
    expect(chunkStarts(100_000, 1_000, 4).slice(0, 7)).toEqual([0, 250, 750, 1_500, 2_500, 3_500, 4_500]);
  });

  it('cover every delivery once, none larger than what is set', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 10, max: 5_000 }),
        fc.integer({ min: 1, max: 64 }),
        (deliveries, most, sideBySide) => {
          const ends = [...chunkStarts(deliveries, most, sideBySide), deliveries];
          expect(ends[0]).toBe(0);
          const sizes = ends.slice(1).map((end, index) => end - ends[index]!);
          expect(Math.min(1, ...sizes)).toBe(1);
          expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(chunkSize(deliveries, most));
        },
      ),
    );
  });
});
