import { kindOfStatus, retryAfterMs } from './status-error.js';

describe('an HTTP status that the settings do not name', () => {
  it.each([
    [400, 'rejected'],
    [401, 'misconfigured'],
    [402, 'quota'],
    [404, 'misconfigured'],
    [408, 'unclear'],
    [409, 'unclear'],
    [413, 'bad-content'],
    [422, 'rejected'],
    [429, 'throttled'],
    [302, 'unclear'],
    [308, 'misconfigured'],
    [500, 'unclear'],
    [503, 'unclear'],
  ] as const)('%i means %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-21T08:00:00Z');
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 08:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
