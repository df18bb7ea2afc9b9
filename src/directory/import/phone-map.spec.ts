import fc from 'fast-check';
import { PhoneMap } from './phone-map.js';

const phone = fc.integer({ min: 20_000_000, max: 2_999_999_999 }).map((number) => `+84${number}`);
const value = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a map of phones', () => {
  it('keeps what a Map keeps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(phone, value), { maxLength: 3_000 }),
        fc.array(phone),
        (pairs, others) => {
          const map = new PhoneMap();
          for (const [each, to] of pairs) map.set(each, to);
          const known = new Map(pairs);
          for (const each of [...known.keys(), ...others]) expect(map.get(each)).toBe(known.get(each));
        },
      ),
    );
  });

  it('holds the numbers of a whole carrier, one beside another', () => {
    const map = new PhoneMap();
    for (let i = 0; i < 200_000; i++) map.set(`+84${912_000_000 + i}`, i);
    for (let i = 0; i < 200_000; i += 997) expect(map.get(`+84${912_000_000 + i}`)).toBe(i);
    expect(map.get('+84911999999')).toBeUndefined();
    expect(map.get('+84912200000')).toBeUndefined();
  });
});
