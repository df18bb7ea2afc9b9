import fc from 'fast-check';
import {
  ASK_FOR_SECONDS,
  askLaterSeconds,
  doubtSentence,
  leavesDoubt,
  longestRequestSeconds,
  mayRepeat,
  nextAskSeconds,
  repeatAt,
} from './doubt.js';
import { GATEWAY_ERROR_KINDS } from './retry.js';

const NOON = new Date('2026-03-02T05:00:00Z');
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

describe('asking about a doubt', () => {
  it('happens after 5 s, a minute, ten minutes, an hour, and when the operator has had its time', () => {
    const moments: (number | null)[] = [];
    for (let age: number | null = 0; age !== null; moments.push(age)) age = nextAskSeconds(age, 900);
    expect(moments).toEqual([5, 60, 600, 900, 3600, null]);
  });

  it('ends with the operator’s last word, also where it takes hours', () => {
    expect(nextAskSeconds(3600, 7200)).toBe(7200);
    expect(nextAskSeconds(7200, 7200)).toBeNull();
  });

  it('is tried again after as long again while the operator is away, for a day at most', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 * ASK_FOR_SECONDS, noNaN: true }), (age) => {
        const next = askLaterSeconds(age);
        if (next === null) expect(age).toBeGreaterThan(ASK_FOR_SECONDS - 3_600);
        else {
          expect(next - age).toBeGreaterThanOrEqual(5);
          expect(next - age).toBeLessThanOrEqual(3_601);
          expect(next).toBeLessThanOrEqual(ASK_FOR_SECONDS);
        }
      }),
    );
  });
});

describe('sending again under the same reference', () => {
  const request = longestRequestSeconds(30);

  it('is allowed only while the request would end inside the operator’s window', () => {
    expect(mayRepeat(86_400, NOON, after(86_400 - request - 61), request)).toBe(true);
    expect(mayRepeat(86_400, NOON, after(86_400 - request - 60), request)).toBe(false);
  });

  it('is never allowed without a promise, or with one shorter than a request', () => {
    expect(mayRepeat(0, NOON, NOON, request)).toBe(false);
    expect(mayRepeat(request, NOON, NOON, request)).toBe(false);
  });

  it('comes 5 s after the first try, then after as long again, within the hour', () => {
    expect(repeatAt(NOON, after(30), false)).toEqual(after(35));
    expect(repeatAt(NOON, after(40), true)).toEqual(after(80));
    expect(repeatAt(NOON, after(36_000), true)).toEqual(after(39_600));
  });

  it('answers the doubt by a refusal, and not by a request that did not get through', () => {
    expect(GATEWAY_ERROR_KINDS.filter((kind) => !leavesDoubt(kind))).toEqual([
      'bad-recipient',
      'opted-out',
      'bad-content',
      'rejected',
    ]);
  });
});

describe('the sentence on what is in doubt', () => {
  it('says how many and why', () => {
    expect(doubtSentence([{ reason: 'unclear', count: 1200 }])).toBe(
      'Chưa rõ 1.200 tin đã đến hay chưa vì đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng.',
    );
  });

  it('begins with the most frequent reason', () => {
    const sentence = doubtSentence([
      { reason: 'worker-died', count: 2 },
      { reason: 'unclear', count: 3 },
    ]);
    expect(sentence).toBe(
      'Chưa rõ 5 tin đã đến hay chưa vì đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng (3 tin); tiến trình gửi dừng đột ngột khi đang gửi (2 tin).',
    );
  });

  it('is not there where nothing is in doubt', () => {
    expect(doubtSentence([])).toBeNull();
    expect(doubtSentence([{ reason: 'unclear', count: 0 }])).toBeNull();
  });
});
