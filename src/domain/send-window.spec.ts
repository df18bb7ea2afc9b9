import fc from 'fast-check';
import { isOpen } from './quiet-hours.js';
import { sendingStretches } from './send-window.js';

const vn = (text: string) => new Date(`${text}:00+07:00`);
const DAY = { open: '07:00', close: '22:00' };

describe('sendingStretches', () => {
  it('fills one stretch where the hours have room', () => {
    expect(sendingStretches(DAY, vn('2026-03-02T08:00'), 600)).toEqual([
      { from: vn('2026-03-02T08:00'), to: vn('2026-03-02T08:10') },
    ]);
  });

  it('waits for the hours to open, and goes on the next morning', () => {
    expect(sendingStretches(DAY, vn('2026-03-02T21:30'), 3600)).toEqual([
      { from: vn('2026-03-02T21:30'), to: vn('2026-03-02T22:00') },
      { from: vn('2026-03-03T07:00'), to: vn('2026-03-03T07:30') },
    ]);
    expect(sendingStretches(DAY, vn('2026-03-02T23:00'), 60)?.[0]?.from).toEqual(vn('2026-03-03T07:00'));
  });

  it('leaves out holidays, and says nothing where the hours never hold it', () => {
    const holiday = { ...DAY, closedDates: ['2026-03-02'] };
    expect(sendingStretches(holiday, vn('2026-03-02T08:00'), 60)?.[0]?.from).toEqual(vn('2026-03-03T07:00'));
    expect(sendingStretches(DAY, vn('2026-03-02T08:00'), 61 * 86_400)).toBeNull();
    expect(sendingStretches({ ...DAY, days: [] }, vn('2026-03-02T08:00'), 1)).toBeNull();
  });

  it('is as long as what is sent, in order, inside the hours', () => {
    fc.assert(
      fc.property(
        fc.date({ min: vn('2026-01-01T00:00'), max: vn('2027-01-01T00:00'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 500_000 }),
        (start, seconds) => {
          const stretches = sendingStretches(DAY, start, seconds)!;
          const sum = stretches.reduce((ms, { from, to }) => ms + (to.getTime() - from.getTime()), 0);
          expect(sum).toBe(seconds * 1000);
          stretches.forEach(({ from, to }, i) => {
            expect(isOpen(DAY, from)).toBe(true);
            expect(to.getTime()).toBeGreaterThan(from.getTime());
            expect(from.getTime()).toBeGreaterThanOrEqual(
              i ? stretches[i - 1]!.to.getTime() : start.getTime(),
            );
          });
        },
      ),
    );
  });
});
