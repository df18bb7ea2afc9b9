import fc from 'fast-check';
import { judgeAnswer, signedContent, waitAfter } from './webhook-signature.js';

describe('telling another program', () => {
  it('waits longer after each try, and gives up after three days', () => {
    const waits = Array.from({ length: 9 }, (_, i) => waitAfter(i + 1)!);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.reduce((sum, each) => sum + each)).toBeGreaterThan(2.5 * 86_400);
    expect(waitAfter(10)).toBeNull();
  });

  it('takes 2xx for a yes, 410 for an end, and everything else for a reason to try again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.integer({ min: 1, max: 9 }), (status, attempts) => {
        const isYes = status >= 200 && status <= 299;
        expect(judgeAnswer(status, attempts)).toBe(isYes ? 'delivered' : status === 410 ? 'failed' : 'again');
      }),
    );
    expect([judgeAnswer(null, 1), judgeAnswer(null, 10)]).toEqual(['again', 'failed']);
  });

  it('signs id, time and body together', () => {
    expect(signedContent('msg_1', 1_700_000_000, '{}')).toBe('msg_1.1700000000.{}');
  });
});
