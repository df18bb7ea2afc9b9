import { Inject, Injectable } from '@nestjs/common';
import { cappedAudience, readCap } from '../campaign/frequency-cap.js';
import { afterAction, type CampaignState, statesAllowing } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';

interface PlannedCampaign {
  id: string;
  state: CampaignState;
  audience: { areaIds: string[] };
  per_household: 'one' | 'all';
  steps: { channel: 'sms' | 'zalo' }[];
  planned_at: Date | null;
  is_urgent: boolean;
}

/** First key of the two-part advisory lock under which one campaign is planned. */
const PLANNING = 7_214;

/** Starts campaigns whose time has come and writes their deliveries: the whole audience or nothing. */
@Injectable()
export class Planner {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Campaigns that are approved and due, or running without having been planned: ids for `advance`. */
  async waiting(): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select id from campaigns
        where (state = any($1) and (start_at is null or start_at <= now()))
           or (state in ('running', 'paused') and planned_at is null)
        order by start_at nulls first, id limit 100`,
      [statesAllowing('start')],
    );
    return rows.map((row) => row.id);
  }

  /** Starts a due campaign. False when it is not due, or not to be started any more. */
  async start(id: string): Promise<boolean> {
    const row = await this.sql.transaction(async (tx) => {
      const [started] = await tx.query<{ lag: number | null }>(
        `update campaigns set state = $2, started_at = now(), updated_at = now(), version = version + 1
          where id = $1 and state = any($3) and (start_at is null or start_at <= now())
        returning extract(epoch from now() - start_at)::float8 as lag`,
        [id, afterAction('approved', 'start'), statesAllowing('start')],
      );
      if (started) await this.audit.record(tx, SYSTEM, 'campaign.started', { kind: 'campaign', id });
      return started;
    });
    if (!row) return false;
    if (row.lag !== null) this.metrics.scheduleLagSeconds.set(row.lag);
    this.logger.info({ event: 'campaign.started', campaignId: id, lagSeconds: row.lag });
    return true;
  }

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
        const chunks = await this.cutIntoChunks(tx, id);
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
    const rule = {
      areaIds: campaign.audience.areaIds,
      perHousehold: campaign.per_household,
      channel: campaign.steps[0]!.channel,
    };
    const cap = campaign.is_urgent ? null : await readCap(tx);
    const { text, values } = cappedAudience(rule, campaign.id, cap);
    return tx.execute(
      `insert into deliveries (campaign_id, household_id, slot, area_id, head_name, address, household_code, contact_id,
                               phone, state, reason, settled_at, chances)
       select $${values.length + 1}, household_id, slot, area_id, head_name, address, household_code, contact_id, phone,
              (case when skip_reason is null then 'planned' else 'skipped' end)::delivery_state, skip_reason,
              case when skip_reason is not null then now() end, spare_contacts + $${values.length + 2}
         from (${text}) audience
        order by area_id, household_id, slot
       on conflict do nothing`,
      [...values, campaign.id, campaign.steps.length - 1],
    );
  }

  private cutIntoChunks(tx: Queryable, id: string): Promise<number> {
    return tx.execute(
      `insert into chunks (campaign_id, first_delivery_id, last_delivery_id)
       select $1, min(id), max(id)
         from (select id, (row_number() over (order by id) - 1) / $2::int as chunk
                 from deliveries where campaign_id = $1 and state = 'planned') numbered
        group by chunk order by chunk`,
      [id, this.config.CHUNK_SIZE],
    );
  }
}

class CancelledMeanwhile extends Error {
  override readonly name = 'CancelledMeanwhile';
}
