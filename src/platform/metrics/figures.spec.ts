import { createLogger } from '../logging/logger.js';
import { Figures } from './figures.js';
import { Metrics } from './metrics.js';

function watched(read: () => Promise<number>, pace?: { freshMs?: number; patienceMs?: number }): Figures {
  const figures = new Figures(new Metrics(), createLogger('silent'));
  const depth = figures.gauge('loaluat_depth', 'How deep it is.');
  const set = async () => {
    const value = await read();
    return () => depth.set(value);
  };
  figures.register('well', [depth], set, pace);
  return figures;
}

const lines = async (figures: Figures) =>
  (await figures.scrape()).split('\n').filter((line) => /^loaluat_(depth|figures_up)/.test(line));

describe('figures that are read for a scrape', () => {
  it('are read once for everybody who asks within some seconds', async () => {
    let reads = 0;
    const figures = watched(async () => ++reads);
    await Promise.all([figures.scrape(), figures.scrape()]);
    expect(await lines(figures)).toEqual(['loaluat_figures_up{source="well"} 1', 'loaluat_depth 1']);
  });

  it('are absent while their server is away, and the scrape says so', async () => {
    let isAway = false;
    const figures = watched(
      async () => {
        if (isAway) throw new Error('away');
        return 7;
      },
      { freshMs: 0 },
    );
    expect(await lines(figures)).toContain('loaluat_depth 7');
    isAway = true;
    expect(await lines(figures)).toEqual(['loaluat_figures_up{source="well"} 0']);
    isAway = false;
    expect(await lines(figures)).toEqual(['loaluat_figures_up{source="well"} 1', 'loaluat_depth 7']);
  });

  it('do not hold up a scrape when their server does not answer', async () => {
    const figures = watched(() => new Promise(() => undefined), { patienceMs: 20 });
    expect(await lines(figures)).toEqual(['loaluat_figures_up{source="well"} 0']);
    expect(await figures.scrape()).toContain('process_cpu_seconds_total');
  });
});
