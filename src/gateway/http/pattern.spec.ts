import { Pattern } from './pattern.js';

describe('a pattern of an administrator', () => {
  it('finds its group, or the whole match', () => {
    expect(new Pattern('id=(\\d+)').find('ok id=77;')).toBe('77');
    expect(new Pattern('\\d+').find('ok id=77;')).toBe('77');
    expect(new Pattern('id=(\\d+)').find('ok')).toBeUndefined();
  });

  it.each(['^(a+)+$', '(a*)*b', '(a|aa)+$', '(.*)(.*)(.*)x'])(
    'takes time in proportion to the answer, whatever it is: %s',
    (source) => {
      const began = process.cpuUsage();
      new Pattern(source).test(`${'a'.repeat(64 * 1024)}!`);
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
    },
  );
});
