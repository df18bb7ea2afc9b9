import fc from 'fast-check';
import {
  BREAKING_KINDS,
  breakerSentence,
  isBreaking,
  needsCare,
  opensBreaker,
  probeAfterMs,
} from './breaker.js';
import { GATEWAY_ERROR_KINDS } from './retry.js';

const kind = fc.constantFrom(...BREAKING_KINDS);
const run = fc.record({
  rounds: fc.integer({ min: 1, max: 100 }),
  ms: fc.integer({ min: 0, max: 3_600_000 }),
});

describe('the breaker of an account', () => {
  it('opens at once where no message of the account can go out', () => {
    expect(opensBreaker('misconfigured', { rounds: 1, ms: 0 })).toBe(true);
    expect(opensBreaker('quota', { rounds: 1, ms: 0 })).toBe(true);
  });

  it('waits for a few failures where the operator may be back in a moment', () => {
    expect(opensBreaker('unreachable', { rounds: 4, ms: 9_000 })).toBe(false);
    expect(opensBreaker('unreachable', { rounds: 5, ms: 9_000 })).toBe(true);
  });

  it('does not open for an operator that asks for time, until that has no end', () => {
    expect(opensBreaker('throttled', { rounds: 50, ms: 30_000 })).toBe(false);
    expect(opensBreaker('throttled', { rounds: 50, ms: 60_000 })).toBe(true);
  });

  it('is not concerned with what an operator says of one message', () => {
    const others = GATEWAY_ERROR_KINDS.filter((each) => !isBreaking(each));
    expect(others).toEqual(['bad-recipient', 'opted-out', 'bad-content', 'rejected', 'night']);
  });

  it('is careful before it opens, and never opens by fewer failures than it stays shut by', () => {
    fc.assert(
      fc.property(kind, run, (each, failures) => {
        if (opensBreaker(each, failures)) {
          expect(needsCare(each, failures)).toBe(true);
          expect(opensBreaker(each, { rounds: failures.rounds + 1, ms: failures.ms + 1 })).toBe(true);
        }
      }),
    );
  });

  it('probes at growing intervals, and at least every forty times the first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 100, max: 60_000 }),
        (tries, firstMs) => {
          const wait = probeAfterMs(tries, 0.5, firstMs);
          expect(wait).toBeGreaterThanOrEqual(firstMs / 2);
          expect(wait).toBeLessThanOrEqual(firstMs * 40);
          expect(probeAfterMs(tries + 1, 0.5, firstMs)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
  });

  it('says why in a sentence', () => {
    expect(breakerSentence('open', 'quota', '104')).toBe(
      'Tài khoản gửi tin hết tiền hoặc hết hạn mức (mã của nhà mạng: 104). Hệ thống tự hỏi lại nhà mạng và sẽ gửi tiếp khi dùng được.',
    );
    expect(breakerSentence('half-open', 'unreachable', null)).toMatch(
      /^Không kết nối được tới nhà mạng\. Nhà mạng vừa báo/,
    );
  });
});
