import { Counter, type Registry } from 'prom-client';

/** Campaigns that may have series at once; beyond it the one that was longest not counted has none. */
const MAX_CAMPAIGNS = 200;

/**
 * Counters by campaign. They are there while the campaign runs only: what it came to in the end stands in its account, and
 * a series that stayed would stay for ever.
 */
export class CampaignSeries {
  /** Campaigns and their outcomes, in the order in which they were last counted. */
  private readonly known = new Map<string, Set<string>>();
  private readonly sends;
  private readonly parts;
  private readonly expiredLeases;

  constructor(registry: Registry) {
    const registers = [registry];
    this.sends = new Counter({
      name: 'loaluat_campaign_sends_total',
      help: 'Tries of a campaign that ended, by outcome: `accepted`, or the kind of error.',
      labelNames: ['campaign', 'outcome'] as const,
      registers,
    });
    this.parts = new Counter({
      name: 'loaluat_campaign_parts_total',
      help: 'Message parts of a campaign that operators took.',
      labelNames: ['campaign'] as const,
      registers,
    });
    this.expiredLeases = new Counter({
      name: 'loaluat_campaign_expired_leases_total',
      help: 'Chunks of a campaign taken back from workers that stopped renewing.',
      labelNames: ['campaign'] as const,
      registers,
    });
  }

  sent(campaign: string, outcome: string, tries: number): void {
    this.note(campaign).add(outcome);
    this.sends.inc({ campaign, outcome }, tries);
  }

  took(campaign: string, parts: number): void {
    this.note(campaign);
    this.parts.inc({ campaign }, parts);
  }

  leaseExpired(campaign: string): void {
    this.note(campaign);
    this.expiredLeases.inc({ campaign });
  }

  /** Removes the series of all campaigns but these. */
  keepOnly(campaigns: ReadonlySet<string>): void {
    for (const campaign of this.known.keys()) {
      if (!campaigns.has(campaign)) this.remove(campaign);
    }
  }

  private note(campaign: string): Set<string> {
    const outcomes = this.known.get(campaign) ?? new Set();
    this.known.delete(campaign);
    this.known.set(campaign, outcomes);
    if (this.known.size > MAX_CAMPAIGNS) this.remove([...this.known.keys()][0]!);
    return outcomes;
  }

  private remove(campaign: string): void {
    for (const outcome of this.known.get(campaign) ?? []) this.sends.remove({ campaign, outcome });
    this.parts.remove({ campaign });
    this.expiredLeases.remove({ campaign });
    this.known.delete(campaign);
  }
}
