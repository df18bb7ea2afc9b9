import { Registry } from 'prom-client';
import { CampaignSeries } from './campaign-series.js';

const seriesOf = async (registry: Registry) =>
  (await registry.metrics()).split('\n').filter((line) => line.includes('campaign="'));

describe('series by campaign', () => {
  it('go when the campaign is none of those that run', async () => {
    const registry = new Registry();
    const series = new CampaignSeries(registry);
    series.sent('1', 'accepted', 3);
    series.sent('1', 'unclear', 1);
    series.took('1', 6);
    series.leaseExpired('1');
    series.sent('2', 'accepted', 5);
    series.keepOnly(new Set(['2']));
    expect(await seriesOf(registry)).toEqual([
      'loaluat_campaign_sends_total{campaign="2",outcome="accepted"} 5',
    ]);
  });

  it('are never there for more than two hundred campaigns, though nobody scrapes', async () => {
    const registry = new Registry();
    const series = new CampaignSeries(registry);
    for (let id = 1; id <= 1_000; id++) series.sent(String(id), 'accepted', 1);
    const left = await seriesOf(registry);
    expect(left).toHaveLength(200);
    expect(left.at(-1)).toContain('campaign="1000"');
  });
});
