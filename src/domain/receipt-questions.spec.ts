import * as fc from 'fast-check';
import { nextQuestionIn, questionTimes } from './receipt-questions.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('an operator is asked about a message without a receipt', () => {
  it('sooner where its receipts have to be fetched', () => {
    const times = (isPushed: boolean) =>
      questionTimes({ isPushed, receiptSeconds: 72 * HOUR, windowSeconds: null });
    expect(times(true)).toEqual([HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR]);
    expect(times(false)[0]).toBe(600);
  });

  it('a last time while it still remembers, where the account waits for longer than that', () => {
    const times = questionTimes({ isPushed: true, receiptSeconds: 10 * DAY, windowSeconds: 7 * DAY });
    expect(times.at(-1)).toBe(7 * DAY - HOUR);
  });

  it('never after the wait, never beyond its memory, a few times, and each time once', () => {
    const asking = fc.record({
      isPushed: fc.boolean(),
      receiptSeconds: fc.integer({ min: HOUR, max: 30 * DAY }),
      windowSeconds: fc.option(fc.integer({ min: HOUR, max: 30 * DAY })),
    });
    fc.assert(
      fc.property(asking, (of) => {
        const times = questionTimes(of);
        expect(times.length).toBeLessThanOrEqual(7);
        expect([...times].sort((a, b) => a - b)).toEqual(times);
        for (const time of times) {
          expect(time).toBeLessThan(Math.min(of.receiptSeconds, of.windowSeconds ?? Infinity));
          // Asked at its time, a message is next asked about at the following one.
          expect(nextQuestionIn(times, time, time) ?? Infinity).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('at once where a question was missed, and not twice for two that were', () => {
    const times = [10, 20, 30];
    expect(nextQuestionIn(times, 5, null)).toBe(5);
    expect(nextQuestionIn(times, 25, null)).toBe(-15);
    expect(nextQuestionIn(times, 25, 25)).toBe(5);
    expect(nextQuestionIn(times, 40, 35)).toBeNull();
  });
});
