import { Injectable } from '@nestjs/common';
import { AccountRepository } from '../campaign/account.repository.js';
import { CAMPAIGN_STATES, statesAllowing } from '../domain/campaign-states.js';
import { Sql } from '../platform/database/sql.js';
import { Figures } from '../platform/metrics/figures.js';
import { Metrics } from '../platform/metrics/metrics.js';

/** Campaigns that have series of their own at once, the newest ones. */
const MAX_CAMPAIGNS = 50;

/** Those that ended within the last minute keep their counters, so that the last scrape sees what they came to. */
const RUNNING = /* sql */ `
  select id, state in ('running', 'paused') as "isRunning" from campaigns
   where state in ('running', 'paused')
      or state in ('completed', 'cancelled') and coalesce(completed_at, cancelled_at) > now() - interval '1 minute'
   order by id desc`;

/** Plan: an index-only scan of campaigns, of which there are thousands at most. */
const COUNTS = `select state, count(*)::int as n from campaigns group by 1`;

const SCHEDULES = /* sql */ `
  select count(*) filter (where needs_confirmation)::int as asking,
         coalesce(max(extract(epoch from now() - coalesce(start_at, approved_at)))
                    filter (where not needs_confirmation), 0)::float8 as late
    from campaigns where state = any($1) and (needs_confirmation or coalesce(start_at, approved_at) <= now())`;

/** Plan: the partial index of unfinished chunks, a thousandth of what is left to send. */
const CHUNKS = /* sql */ `
  select campaign_id as id, state, count(*)::int as n,
         coalesce(max(extract(epoch from clock_timestamp() - lease_until))
                    filter (where state = 'claimed' and lease_until < clock_timestamp()), 0)::float8 as lapsed
    from chunks where state <> 'done' group by 1, 2`;

/** What stands in the database of campaigns: how many there are, late starts, and how far the running ones have come. */
@Injectable()
export class CampaignsFigures {
  private readonly campaigns;
  private readonly asking;
  private readonly overdue;
  private readonly deliveries;
  private readonly chunks;
  private readonly lapsed;

  constructor(
    figures: Figures,
    private readonly metrics: Metrics,
    private readonly sql: Sql,
    private readonly accounts: AccountRepository,
  ) {
    this.campaigns = figures.gauge('loaluat_campaigns', 'Campaigns by state.', ['state']);
    this.asking = figures.gauge(
      'loaluat_campaigns_asking',
      'Campaigns whose schedule was missed and that wait for a word of their owner.',
    );
    this.overdue = figures.gauge(
      'loaluat_overdue_start_seconds',
      'For how long the campaign that waits longest should have been started.',
    );
    this.deliveries = figures.gauge('loaluat_campaign_deliveries', 'The account of a running campaign.', [
      'campaign',
      'state',
    ]);
    this.chunks = figures.gauge(
      'loaluat_campaign_chunks',
      'Chunks of a running campaign with something left to send: `open`, or `claimed` by a worker.',
      ['campaign', 'state'],
    );
    this.lapsed = figures.gauge(
      'loaluat_lapsed_lease_seconds',
      'For how long the lease that lapsed first has not been taken back.',
    );
    const gauges = [this.campaigns, this.asking, this.overdue, this.deliveries, this.chunks, this.lapsed];
    figures.register('campaigns', gauges, () => this.read());
  }

  private async read(): Promise<() => void> {
    const [recent, counts, [schedules], chunks] = await Promise.all([
      this.sql.query<{ id: string; isRunning: boolean }>(RUNNING),
      this.sql.query<{ state: string; n: number }>(COUNTS),
      this.sql.query<{ asking: number; late: number }>(SCHEDULES, [statesAllowing('start')]),
      this.sql.query<{ id: string; state: string; n: number; lapsed: number }>(CHUNKS),
    ]);
    const running = recent.filter((each) => each.isRunning).slice(0, MAX_CAMPAIGNS);
    const accounts = await this.accounts.of(
      running.map(({ id }) => id),
      null,
    );
    return () => {
      this.metrics.campaigns.keepOnly(new Set(recent.map(({ id }) => id)));
      for (const state of CAMPAIGN_STATES) this.campaigns.set({ state }, 0);
      for (const { state, n } of counts) this.campaigns.set({ state }, n);
      this.asking.set(schedules!.asking);
      this.overdue.set(schedules!.late);
      this.lapsed.set(Math.max(0, ...chunks.map(({ lapsed }) => lapsed)));
      for (const [campaign, { audience: _, inDoubt, ...account }] of accounts) {
        for (const [state, n] of Object.entries({ ...account, in_doubt: inDoubt }))
          this.deliveries.set({ campaign, state }, n);
        for (const state of ['open', 'claimed'])
          this.chunks.set(
            { campaign, state },
            chunks.find((each) => each.id === campaign && each.state === state)?.n ?? 0,
          );
      }
    };
  }
}
