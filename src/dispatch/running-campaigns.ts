import { Injectable } from '@nestjs/common';
import type { CampaignStep } from '../campaign/campaign.entity.js';
import { HouseholdLinks } from '../campaign/household-links.js';
import { Renderer } from '../campaign/rendering.js';
import type { CampaignState } from '../domain/campaign-states.js';
import type { Hours } from '../domain/quiet-hours.js';
import { Sql } from '../platform/database/sql.js';
import { UNHEARD } from './chunks.repository.js';
import { CLOSED_DATES } from './sending-hours.js';

/** How old a campaign's state may be when a message leaves: with the request's own time it keeps a pause under 1 s. */
const FRESH_MS = 250;
/**
 * An answer that took no longer counts from its arrival: with the 250 ms that still keeps a pause under 1 s. Another counts
 * from its question.
 */
const SLOW_MS = 500;
const FORGET_MS = 5 * 60_000;

/** What the sender needs to know of a campaign while it runs. */
export interface RunningCampaign {
  id: string;
  state: CampaignState;
  steps: CampaignStep[];
  hours: Hours | null;
  /** Holidays on which nothing of it leaves, `YYYY-MM-DD`. */
  closedDates: string[];
  perHousehold: 'one' | 'all';
  areaIds: string[];
  startedAt: Date | null;
  /** A chunk of another campaign was rung and has not been taken: it waits for a place in a worker. */
  othersWait: boolean;
}

/** Plan: the unfinished chunks of the others by chunks_unfinished, until the first that waits. */
const OTHERS_WAIT = /* sql */ `exists (
  select 1 from chunks k
   where k.state <> 'done' and k.state = 'open' and k.campaign_id <> c.id and k.rung_at > now() - ${UNHEARD})`;

interface Known {
  campaign: RunningCampaign | undefined;
  readAt: number;
  reading: Promise<RunningCampaign | undefined> | null;
  renderers: Map<number, Promise<Renderer>>;
}

/** Campaigns as this process last saw them, read again at most every quarter of a second. */
@Injectable()
export class RunningCampaigns {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly sql: Sql,
    private readonly links: HouseholdLinks,
  ) {}

  /** The campaign where it was read in the last 250 ms; undefined means: ask `get`. */
  fresh(id: string): RunningCampaign | undefined {
    const known = this.known.get(id);
    return known && performance.now() - known.readAt < FRESH_MS ? known.campaign : undefined;
  }

  /** The campaign as it was at most 250 ms ago. */
  async get(id: string): Promise<RunningCampaign | undefined> {
    const known = this.known.get(id) ?? {
      campaign: undefined,
      readAt: -Infinity,
      reading: null,
      renderers: new Map(),
    };
    this.known.set(id, known);
    if (performance.now() - known.readAt < FRESH_MS) return known.campaign;
    known.reading ??= this.read(id, known).finally(() => {
      known.reading = null;
    });
    return known.reading;
  }

  /** Whether another campaign waits for a place, by what was read last; where nothing was, it may. */
  othersWait(id: string): boolean {
    return this.known.get(id)?.campaign?.othersWait ?? true;
  }

  /** Renders step `step` of the campaign; what was submitted is frozen, so a renderer is made once. */
  renderer(campaign: RunningCampaign, step: number): Promise<Renderer> {
    const known = this.known.get(campaign.id);
    const made = known?.renderers.get(step);
    if (made) return made;
    const renderer = Renderer.of(this.sql, campaign.steps[step]!, campaign.areaIds, this.links);
    known?.renderers.set(step, renderer);
    // A failed read must not be remembered.
    renderer.catch(() => known?.renderers.delete(step));
    return renderer;
  }

  private async read(id: string, known: Known): Promise<RunningCampaign | undefined> {
    const asked = performance.now();
    const [row] = await this.sql.query<
      Omit<RunningCampaign, 'areaIds'> & { audience: { areaIds: string[] } }
    >(
      `select id, state, steps, hours, audience, per_household as "perHousehold", ${CLOSED_DATES} as "closedDates",
              started_at as "startedAt", ${OTHERS_WAIT} as "othersWait"
         from campaigns c where id = $1`,
      [id],
      'read-running-campaign',
    );
    known.campaign = row && {
      id: row.id,
      state: row.state,
      steps: row.steps,
      hours: row.hours,
      closedDates: row.closedDates,
      perHousehold: row.perHousehold,
      areaIds: row.audience.areaIds,
      startedAt: row.startedAt,
      othersWait: row.othersWait,
    };
    const answered = performance.now();
    known.readAt = answered - asked < SLOW_MS ? answered : asked;
    this.forgetOld();
    return known.campaign;
  }

  private forgetOld(): void {
    for (const [id, known] of this.known) {
      if (performance.now() - known.readAt > FORGET_MS) this.known.delete(id);
    }
  }
}
