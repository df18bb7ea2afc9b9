import fc from 'fast-check';
import { DEFAULT_HOURS, intersect, isOpen, nextClosing, nextOpening, type Hours } from './quiet-hours.js';

/** A wall-clock time in Vietnam. 2026-11-16 is a Monday. */
const vn = (text: string) => new Date(`${text.replace(' ', 'T')}+07:00`);

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const holiday = fc.integer({ min: 1, max: 30 }).map((d) => `2026-11-${String(d).padStart(2, '0')}`);
const hours: fc.Arbitrary<Hours> = fc.record({
  open: time,
  close: fc.oneof(time, fc.constant('24:00')),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  closedDates: fc.uniqueArray(holiday, { maxLength: 5 }),
});
const instant = fc.date({ min: vn('2026-10-25 00:00'), max: vn('2026-12-05 00:00'), noInvalidDate: true });

describe('the hours in which messages may go out', () => {
  it.each([
    ['2026-11-16 06:59:59.999', false],
    ['2026-11-16 07:00', true],
    ['2026-11-16 21:59:59.999', true],
    ['2026-11-16 22:00', false],
    ['2026-11-17 00:00', false],
  ])('by default: at %s open is %s', (at, open) => {
    expect(isOpen(DEFAULT_HOURS, vn(at))).toBe(open);
  });

  it('are Vietnam’s whatever zone the server is in', () => {
    expect(isOpen(DEFAULT_HOURS, new Date('2026-11-16T00:00:00Z'))).toBe(true);
    expect(isOpen(DEFAULT_HOURS, new Date('2026-11-15T23:59:59Z'))).toBe(false);
    expect(isOpen(DEFAULT_HOURS, new Date('2026-11-16T15:00:00Z'))).toBe(false);
  });

  it('may be limited to some weekdays', () => {
    const weekdays: Hours = { ...DEFAULT_HOURS, days: [1, 2, 3, 4, 5] };
    expect(isOpen(weekdays, vn('2026-11-20 09:00'))).toBe(true);
    expect(isOpen(weekdays, vn('2026-11-21 09:00'))).toBe(false);
    expect(nextOpening(weekdays, vn('2026-11-20 22:00'))).toEqual(vn('2026-11-23 07:00'));
  });

  it('are closed all day on a holiday', () => {
    const tet: Hours = { ...DEFAULT_HOURS, closedDates: ['2026-11-17', '2026-11-18'] };
    expect(isOpen(tet, vn('2026-11-17 12:00'))).toBe(false);
    expect(nextOpening(tet, vn('2026-11-16 22:30'))).toEqual(vn('2026-11-19 07:00'));
    expect(nextOpening(tet, vn('2026-11-17 12:00'))).toEqual(vn('2026-11-19 07:00'));
  });

  it('open on the first free Monday when only Mondays are open and two are holidays', () => {
    const mondays: Hours = { ...DEFAULT_HOURS, days: [1], closedDates: ['2026-11-16', '2026-11-23'] };
    expect(nextOpening(mondays, vn('2026-11-10 09:00'))).toEqual(vn('2026-11-30 07:00'));
    expect(nextOpening({ ...mondays, closedDates: ['2026-11-23'] }, vn('2026-11-16 22:00'))).toEqual(
      vn('2026-11-30 07:00'),
    );
  });

  it('may run over midnight; the day is the one on which they open', () => {
    const night: Hours = { open: '22:00', close: '06:00', days: [5] };
    expect(isOpen(night, vn('2026-11-20 21:59'))).toBe(false);
    expect(isOpen(night, vn('2026-11-20 23:00'))).toBe(true);
    expect(isOpen(night, vn('2026-11-21 05:59'))).toBe(true);
    expect(isOpen(night, vn('2026-11-21 06:00'))).toBe(false);
    expect(isOpen(night, vn('2026-11-20 05:00'))).toBe(false);
    expect(isOpen({ ...night, closedDates: ['2026-11-21'] }, vn('2026-11-21 05:00'))).toBe(false);
    expect(isOpen({ open: '22:00', close: '06:00', days: [7] }, vn('2026-11-16 05:00'))).toBe(true);
  });

  it('with equal times are open all day', () => {
    const always: Hours = { open: '08:00', close: '08:00' };
    for (const at of ['00:00', '07:59', '08:00', '23:59'])
      expect(isOpen(always, vn(`2026-11-16 ${at}`))).toBe(true);
  });

  it('never open again where no day is left', () => {
    expect(nextOpening({ ...DEFAULT_HOURS, days: [] }, vn('2026-11-16 09:00'))).toBeNull();
    expect(isOpen({ ...DEFAULT_HOURS, days: [] }, vn('2026-11-16 09:00'))).toBe(false);
  });

  it.each([
    { open: '7:00', close: '22:00' },
    { open: '07:60', close: '22:00' },
    { open: '24:00', close: '22:00' },
    { open: '07:00', close: '24:01' },
    { open: '07:00', close: '22:00', days: [0] },
    { open: '07:00', close: '22:00', closedDates: ['2026-02-30'] },
    { open: '07:00', close: '22:00', closedDates: ['17/02/2026'] },
  ])('are refused when malformed: %j', (bad) => {
    expect(() => isOpen(bad, vn('2026-11-16 09:00'))).toThrow(RangeError);
  });
});

describe('the next opening', () => {
  it.each([
    ['2026-11-16 05:30', '2026-11-16 07:00'],
    ['2026-11-16 22:00', '2026-11-17 07:00'],
    ['2026-12-31 23:00', '2027-01-01 07:00'],
    ['2026-11-16 12:34:56.789', '2026-11-16 12:34:56.789'],
  ])('from %s is %s', (at, opening) => {
    expect(nextOpening(DEFAULT_HOURS, vn(at))).toEqual(vn(opening));
  });

  it('is open, is not before the question, and nothing before it is open', () => {
    fc.assert(
      fc.property(hours, instant, fc.double({ min: 0, max: 1, noNaN: true }), (h, at, share) => {
        const opening = nextOpening(h, at);
        expect(opening).not.toBeNull();
        expect(opening!.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(isOpen(h, opening!)).toBe(true);
        if (opening!.getTime() === at.getTime()) return;
        expect(isOpen(h, at)).toBe(false);
        expect(isOpen(h, new Date(opening!.getTime() - 1))).toBe(false);
        const between = at.getTime() + Math.floor((opening!.getTime() - 1 - at.getTime()) * share);
        expect(isOpen(h, new Date(between))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the hours of a gateway and a campaign together', () => {
  it('are open when both are', () => {
    fc.assert(
      fc.property(hours, hours, instant, (a, b, at) => {
        const both = intersect(a, b);
        expect(both !== null && isOpen(both, at)).toBe(isOpen(a, at) && isOpen(b, at));
      }),
      { numRuns: 500 },
    );
  });

  it('may be two windows a day', () => {
    const both = intersect({ open: '20:00', close: '09:00' }, DEFAULT_HOURS)!;
    expect(both.week[0]).toEqual([
      [420, 540],
      [1200, 1320],
    ]);
    expect(nextOpening(both, vn('2026-11-16 09:00'))).toEqual(vn('2026-11-16 20:00'));
  });

  it('are null where they never meet', () => {
    expect(intersect({ open: '07:00', close: '11:00' }, { open: '11:00', close: '22:00' })).toBeNull();
    expect(intersect({ ...DEFAULT_HOURS, days: [6, 7] }, { ...DEFAULT_HOURS, days: [1, 2] })).toBeNull();
  });

  it('of one are its own, and the holidays of both count', () => {
    const tet = intersect({ ...DEFAULT_HOURS, closedDates: ['2026-11-17'] }, DEFAULT_HOURS)!;
    expect(isOpen(tet, vn('2026-11-17 09:00'))).toBe(false);
    expect(isOpen(intersect(DEFAULT_HOURS)!, vn('2026-11-17 09:00'))).toBe(true);
  });
});

describe('the closing', () => {
  it('is the end of the window, and now where it is closed already', () => {
    expect(nextClosing(DEFAULT_HOURS, vn('2026-11-16 09:00'))).toEqual(vn('2026-11-16 22:00'));
    expect(nextClosing(DEFAULT_HOURS, vn('2026-11-16 23:00'))).toEqual(vn('2026-11-16 23:00'));
  });

  it('passes over a midnight at which two windows meet', () => {
    expect(nextClosing({ open: '22:00', close: '06:00' }, vn('2026-11-16 23:00'))).toEqual(
      vn('2026-11-17 06:00'),
    );
  });

  it('comes at midnight before a holiday, and never without one where it is always open', () => {
    const always: Hours = { open: '00:00', close: '24:00' };
    expect(nextClosing({ ...always, closedDates: ['2026-11-18'] }, vn('2026-11-16 09:00'))).toEqual(
      vn('2026-11-18 00:00'),
    );
    expect(nextClosing(always, vn('2026-11-16 09:00'))).toBeNull();
  });

  it('ends an open stretch: everything before it is open, and it is closed itself', () => {
    fc.assert(
      fc.property(
        hours,
        instant,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (any, at, part) => {
          const closing = nextClosing(any, at);
          if (!closing) return;
          expect(isOpen(any, closing)).toBe(false);
          const between = new Date(at.getTime() + Math.floor((closing.getTime() - at.getTime()) * part));
          if (between < closing) expect(isOpen(any, between)).toBe(true);
        },
      ),
    );
  });
});
