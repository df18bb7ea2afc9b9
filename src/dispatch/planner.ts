import { Inject, Injectable } from '@nestjs/common';
import { audienceRule, type CampaignAudience } from '../campaign/audience-rule.js';
import { cappedAudience, readCap } from '../campaign/frequency-cap.js';
import { chunkStarts } from '../domain/chunk-size.js';
import type { CampaignState } from '../domain/campaign-states.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

interface PlannedCampaign {
  id: string;
  state: CampaignState;
  audience: CampaignAudience;
  per_household: 'one' | 'all';
  steps: { channel: 'sms' | 'zalo' }[];
  planned_at: Date | null;
  is_urgent: boolean;
}

/** First key of the two-part advisory lock under which one campaign is planned. */
const PLANNING = 7_214;

/** Writes the deliveries of campaigns that have started: the whole audience or nothing. */
@Injectable()
export class Planner {
  constructor(
    private readonly sql: Sql,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Writes one delivery for every household of the audience (those left out as `skipped`, with the reason) and cuts the
   * rest into chunks, in one transaction. Does nothing when that was done before, or when another worker is at it.
   */
  async plan(id: string): Promise<void> {
    const began = performance.now();
    const planned = await this.sql
      .transaction(async (tx) => {
        const [lock] = await tx.query<{ ours: boolean }>(
          'select pg_try_advisory_xact_lock($1, hashint8($2)) as ours',
          [PLANNING, id],
        );
        if (!lock?.ours) return undefined;
        // A million households are sorted five times: in memory, not through the disk.
        await tx.execute(`set local work_mem = '96MB'`);
        const [campaign] = await tx.query<PlannedCampaign>(
          'select id, state, audience, per_household, steps, planned_at, is_urgent from campaigns where id = $1',
          [id],
        );
        if (!campaign || campaign.planned_at || !['running', 'paused'].includes(campaign.state))
          return undefined;
        const deliveries = await this.writeDeliveries(tx, campaign);
        const chunks = await this.cutIntoChunks(tx, id, deliveries);
        const marked = await tx.execute(
          `update campaigns set planned_at = clock_timestamp() where id = $1 and planned_at is null and state in ('running', 'paused')`,
          [id],
        );
        // Cancelled while we were at it: what was written is rolled back with this transaction.
        if (marked === 0) throw new CancelledMeanwhile();
        return { deliveries, chunks };
      })
      .catch((error: unknown) => {
        if (error instanceof CancelledMeanwhile) return undefined;
        throw error;
      });
    if (!planned) return;
    const ms = Math.round(performance.now() - began);
    this.logger.info({ event: 'campaign.planned', campaignId: id, ...planned, ms });
  }

  private async writeDeliveries(tx: Queryable, campaign: PlannedCampaign): Promise<number> {
    const rule = await audienceRule(tx, campaign.audience, {
      perHousehold: campaign.per_household,
      channel: campaign.steps[0]!.channel,
    });
    const cap = campaign.is_urgent ? null : await readCap(tx);
    const { text, values } = cappedAudience(rule, campaign.id, cap);
    return tx.execute(
      `insert into deliveries (campaign_id, household_id, slot, area_id, head_name, address, household_code, contact_id,
                               phone, state, reason, settled_at, chances)
       select $${values.length + 1}, household_id, slot, area_id, head_name, address, household_code, contact_id, phone,
              (case when skip_reason is null then 'planned' else 'skipped' end)::delivery_state, skip_reason,
              case when skip_reason is not null then now() end, (spare_contacts + 1) * $${values.length + 2} - 1
         from (${text}) audience
        order by area_id, household_id, slot
       on conflict do nothing`,
      [...values, campaign.id, campaign.steps.length],
    );
  }

  private cutIntoChunks(tx: Queryable, id: string, deliveries: number): Promise<number> {
    return tx.execute(
      `insert into chunks (campaign_id, first_delivery_id, last_delivery_id)
       select $1, min(id), max(id)
         from (select id, width_bucket(row_number() over (order by id) - 1, $2::bigint[]) as chunk
                 from deliveries where campaign_id = $1 and state = 'planned') numbered
        group by chunk order by chunk`,
      [id, chunkStarts(deliveries, this.config.CHUNK_SIZE, this.config.CHUNKS_AT_ONCE)],
    );
  }
}

class CancelledMeanwhile extends Error {
  override readonly name = 'CancelledMeanwhile';
}
