import fc from 'fast-check';
import {
  mintOutboxReference,
  mintReference,
  mintTestReference,
  readOutboxReference,
  readReference,
} from './reference.js';

const installation = fc.stringMatching(/^[a-z][0-9a-z]{5}$/);
const key = fc.record({
  deliveryId: fc.bigInt({ min: 1n, max: 9223372036854775807n }).map(String),
  attempt: fc.integer({ min: 1, max: 1295 }),
});

describe('the reference of an attempt', () => {
  it('reads back what was minted, whatever case the operator answers in', () => {
    fc.assert(
      fc.property(installation, key, (prefix, k) => {
        const reference = mintReference(prefix, k);
        expect(readReference(prefix, reference)).toEqual(k);
        expect(readReference(prefix, reference.toUpperCase())).toEqual(k);
        expect(reference).toMatch(/^[0-9a-z]{9,21}$/);
      }),
    );
  });

  it('is no delivery’s where it belongs to a test message', () => {
    fc.assert(
      fc.property(installation, fc.bigInt({ min: 1n, max: 9223372036854775807n }), (prefix, nonce) => {
        const reference = mintTestReference(prefix, nonce);
        expect(reference).toMatch(/^[0-9a-z]{9,21}$/);
        expect(readReference(prefix, reference)).toBeNull();
        expect(readOutboxReference(prefix, reference)).toBeNull();
      }),
    );
  });

  it('is different for every attempt of every delivery', () => {
    fc.assert(
      fc.property(installation, key, key, (prefix, a, b) => {
        fc.pre(a.deliveryId !== b.deliveryId || a.attempt !== b.attempt);
        expect(mintReference(prefix, a)).not.toBe(mintReference(prefix, b));
      }),
    );
  });

  it('is nobody’s when another installation minted it or when it is rubbish', () => {
    expect(readReference('abc123', mintReference('zzz999', { deliveryId: '7', attempt: 1 }))).toBeNull();
    for (const bad of [
      '',
      'abc123',
      'abc12300',
      'abc123007',
      'abc12301zzzzzzzzzzzzzz',
      'abc12301-5',
      "abc12301'or 1",
    ]) {
      expect(readReference('abc123', bad)).toBeNull();
    }
  });

  it('is never mistaken for that of a single message, nor the other way round', () => {
    fc.assert(
      fc.property(installation, key, (prefix, k) => {
        const single = { outboxId: k.deliveryId, attempt: k.attempt };
        const reference = mintOutboxReference(prefix, single);
        expect(readOutboxReference(prefix, reference.toUpperCase())).toEqual(single);
        expect(readReference(prefix, reference)).toBeNull();
        expect(readOutboxReference(prefix, mintReference(prefix, k))).toBeNull();
        expect(reference).toMatch(/^[0-9a-z]{10,22}$/);
      }),
    );
  });
});
