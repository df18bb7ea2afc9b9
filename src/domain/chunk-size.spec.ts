import fc from 'fast-check';
import { chunkSize } from './chunk-size.js';

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
