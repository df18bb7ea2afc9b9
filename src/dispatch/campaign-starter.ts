import { Inject, Injectable } from '@nestjs/common';
import { afterAction, statesAllowing } from '../domain/campaign-states.js';
import { isMissed } from '../domain/missed-schedule.js';
import type { Hours } from '../domain/quiet-hours.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { CLOSED_DATES, sendingHours } from './sending-hours.js';

interface DueCampaign {
  startAt: Date | null;
  approvedAt: Date | null;
  now: Date;
  hours: Hours | null;
  gatewayHours: Hours | null;
  closedDates: string[];
}

/** Of a campaign: released, due, and not waiting for a word of its owner. */
const IS_DUE = `state = any($1) and (start_at is null or start_at <= now()) and not needs_confirmation`;

/** Starts campaigns whose time has come; those that have lost their chance ask their owner instead (DESIGN §5.5). */
@Injectable()
export class CampaignStarter {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Campaigns that are released and due, or running without having been planned: ids for `advance`. */
  async waiting(): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select id from campaigns
        where (${IS_DUE}) or (state in ('running', 'paused') and planned_at is null)
        order by start_at nulls first, id limit 100`,
      [statesAllowing('start')],
    );
    return rows.map((row) => row.id);
  }

  /** Starts a due campaign, or has it ask. False when it was not started. */
  async start(id: string): Promise<boolean> {
    const outcome = await this.sql.transaction(async (tx) => {
      const campaign = await this.due(tx, id);
      if (!campaign) return undefined;
      const hours = sendingHours({
        gateway: campaign.gatewayHours,
        campaign: campaign.hours,
        closedDates: campaign.closedDates,
      });
      const isLost = isMissed(hours, dueAt(campaign), campaign.now);
      await (isLost ? this.ask(tx, id) : this.run(tx, id));
      return { isLost, lag: lagSeconds(campaign) };
    });
    if (!outcome) return false;
    const { isLost, lag } = outcome;
    if (isLost) {
      this.logger.warn({ event: 'campaign.asks', campaignId: id, lagSeconds: lag });
      return false;
    }
    if (lag !== null) this.metrics.scheduleLagSeconds.observe(lag);
    this.logger.info({ event: 'campaign.started', campaignId: id, lagSeconds: lag });
    return true;
  }

  private async due(tx: Queryable, id: string): Promise<DueCampaign | undefined> {
    const [campaign] = await tx.query<DueCampaign & Record<string, unknown>>(
      `select start_at as "startAt", approved_at as "approvedAt", now() as now, hours, ${CLOSED_DATES} as "closedDates",
              (select g.hours from gateways g where g.id = (c.steps -> 0 ->> 'gatewayId')::bigint) as "gatewayHours"
         from campaigns c where id = $2 and ${IS_DUE} for update`,
      [statesAllowing('start'), id],
    );
    return campaign;
  }

  private async run(tx: Queryable, id: string): Promise<void> {
    await tx.execute(
      `update campaigns set state = $2, started_at = now(), updated_at = now(), version = version + 1 where id = $1`,
      [id, afterAction('approved', 'start')],
    );
    await this.audit.record(tx, SYSTEM, 'campaign.started', { kind: 'campaign', id });
  }

  private async ask(tx: Queryable, id: string): Promise<void> {
    await tx.execute(
      `update campaigns set state = $2, needs_confirmation = true, updated_at = now(), version = version + 1
        where id = $1`,
      [id, afterAction('approved', 'schedule')],
    );
    await this.audit.record(tx, SYSTEM, 'campaign.asks', { kind: 'campaign', id }, { why: 'missed' });
  }
}

/** The moment for which it was released. */
function dueAt({ startAt, approvedAt, now }: DueCampaign): Date {
  const times = [startAt, approvedAt].flatMap((at) => at?.getTime() ?? []);
  return times.length === 0 ? now : new Date(Math.max(...times));
}

function lagSeconds({ startAt, now }: DueCampaign): number | null {
  return startAt && (now.getTime() - startAt.getTime()) / 1000;
}
