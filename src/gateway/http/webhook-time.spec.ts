import { parseTime } from './webhook-time.js';

describe("an operator's time", () => {
  it.each([
    ['2026-11-21T08:00:00Z', 'iso'],
    ['1795248000', 'unix'],
    ['1795248000000', 'unixMs'],
    ['20261121150000', 'yyyyMMddHHmmss'],
    ['2026-11-21 15:00:00', 'yyyy-MM-dd HH:mm:ss'],
  ] as const)("%s (%s) is one moment; local forms are Vietnam's", (text, format) => {
    expect(parseTime(text, format)?.toISOString()).toBe('2026-11-21T08:00:00.000Z');
  });

  it.each([
    ['yesterday', 'iso'],
    ['1e9', 'unix'],
    ['20261341150000', 'yyyyMMddHHmmss'],
    ['', 'unixMs'],
  ] as const)('%s (%s) is no time', (text, format) => {
    expect(parseTime(text, format)).toBeUndefined();
  });
});
