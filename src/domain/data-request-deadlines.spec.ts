import fc from 'fast-check';
import { DATA_REQUEST_KINDS, dataRequestDeadlines, longestExtension } from './data-request-deadlines.js';

const NONE = new Set<string>();

describe('the deadlines of a person’s request', () => {
  test.each([
    ['see', '2026-11-24', '2026-12-02'],
    ['correct', '2026-11-24', '2026-12-02'],
    ['withdraw', '2026-11-24', '2026-12-07'],
    ['delete', '2026-11-24', '2026-12-12'],
  ] as const)('to %s, received on a Sunday', (kind, acknowledgeBy, dueOn) => {
    expect(dataRequestDeadlines(kind, '2026-11-22', NONE)).toEqual({ acknowledgeBy, dueOn });
  });

  test('weekends and holidays are no working days', () => {
    const holidays = new Set(['2026-04-30', '2026-05-01']);
    expect(dataRequestDeadlines('see', '2026-04-29', holidays).acknowledgeBy).toBe('2026-05-05');
  });

  test('are in order, whatever the day', () => {
    const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2045-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...DATA_REQUEST_KINDS), day, (kind, date) => {
        const receivedOn = date.toISOString().slice(0, 10);
        const { acknowledgeBy, dueOn } = dataRequestDeadlines(kind, receivedOn, NONE);
        expect(receivedOn < acknowledgeBy && acknowledgeBy < dueOn && dueOn < longestExtension(dueOn)).toBe(
          true,
        );
      }),
    );
  });
});
