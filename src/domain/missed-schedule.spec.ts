import fc from 'fast-check';
import { endOfChance, isMissed } from './missed-schedule.js';
import { type Hours, isOpen, nextOpening, openTimes } from './quiet-hours.js';

/** A wall-clock time in Vietnam. 2026-11-16 is a Monday. */
const vn = (text: string) => new Date(`${text.replace(' ', 'T')}+07:00`);
const DAY = openTimes({ open: '07:00', close: '22:00' });

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const hours = fc
  .record<Hours>({
    open: time,
    close: fc.oneof(time, fc.constant('24:00')),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    closedDates: fc.uniqueArray(
      fc.integer({ min: 1, max: 30 }).map((d) => `2026-11-${String(d).padStart(2, '0')}`),
      { maxLength: 4 },
    ),
  })
  .map(openTimes);
const instant = fc.date({ min: vn('2026-10-25 00:00'), max: vn('2026-12-05 00:00'), noInvalidDate: true });
const delay = fc.integer({ min: 0, max: 40 * 86_400_000 });

describe('a schedule that nobody was there for', () => {
  it.each([
    ['2026-11-16 08:00', '2026-11-16 21:59', false],
    ['2026-11-16 08:00', '2026-11-16 22:00', true],
    ['2026-11-16 08:00', '2026-11-17 09:00', true],
    // Outside the hours: the next morning's are meant.
    ['2026-11-16 23:00', '2026-11-17 09:00', false],
    ['2026-11-16 23:00', '2026-11-17 22:00', true],
    ['2026-11-16 05:00', '2026-11-16 21:00', false],
  ])('due at %s and seen at %s is missed: %s', (due, now, missed) => {
    expect(isMissed(DAY, vn(due), vn(now))).toBe(missed);
  });

  it('counts hours over midnight as one evening', () => {
    const night = openTimes({ open: '20:00', close: '06:00' });
    expect(isMissed(night, vn('2026-11-16 21:00'), vn('2026-11-17 05:59'))).toBe(false);
    expect(isMissed(night, vn('2026-11-16 21:00'), vn('2026-11-17 06:00'))).toBe(true);
  });

  it('has a day where the hours never close', () => {
    const always = openTimes({ open: '00:00', close: '24:00' });
    expect(endOfChance(always, vn('2026-11-16 08:00'))).toEqual(vn('2026-11-17 08:00'));
  });

  it('has the next working day where it falls on a holiday', () => {
    const tet = openTimes({ open: '07:00', close: '22:00', closedDates: ['2026-11-16'] });
    expect(endOfChance(tet, vn('2026-11-16 08:00'))).toEqual(vn('2026-11-17 22:00'));
  });

  it('need not ask where it can never go', () => {
    expect(isMissed(null, vn('2026-11-16 08:00'), vn('2027-11-16 08:00'))).toBe(false);
  });

  it('is never missed before it is due, nor before its hours have opened', () => {
    fc.assert(
      fc.property(hours, instant, (times, due) => {
        expect(isMissed(times, due, due)).toBe(false);
        const opening = nextOpening(times, due);
        if (opening) expect(isMissed(times, due, opening)).toBe(false);
      }),
    );
  });

  it('stays missed, and was missed for lack of open hours only', () => {
    fc.assert(
      fc.property(hours, instant, delay, delay, (times, due, one, two) => {
        const [soon, later] = [Math.min(one, two), Math.max(one, two)].map(
          (ms) => new Date(due.getTime() + ms),
        );
        if (isMissed(times, due, soon!)) expect(isMissed(times, due, later!)).toBe(true);
      }),
    );
  });

  it('ends its chance at a moment that is closed, or after a day, and after an open one', () => {
    fc.assert(
      fc.property(hours, instant, (times, due) => {
        const opening = nextOpening(times, due);
        const end = endOfChance(times, due);
        if (!opening || !end) return;
        const ms = end.getTime() - opening.getTime();
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
        expect(isOpen(times, new Date(end.getTime() - 1))).toBe(true);
        if (ms < 86_400_000) expect(isOpen(times, end)).toBe(false);
      }),
    );
  });
});
