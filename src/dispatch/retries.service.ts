import { Inject, Injectable } from '@nestjs/common';
import { refuseExhausted, refuseOverspending } from '../campaign/budgets.repository.js';
import { requireCampaign, subjectOf } from '../campaign/campaign-access.js';
import { CAMPAIGN_STATE_LABELS } from '../campaign/campaign-flow.service.js';
import { advanceCampaign } from '../campaign/campaign.jobs.js';
import { readCap } from '../campaign/frequency-cap.js';
import { type CampaignState, statesAllowing } from '../domain/campaign-states.js';
import { reasonLabel } from '../domain/reason-labels.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Bell } from '../platform/queues/bell.js';
import type { Ladder } from './ladder.repository.js';
import { Reopening } from './reopening.js';
import { RetriesRepository, type SecondTry } from './retries.repository.js';
import type { RetryInput, RetryOffer } from './retries.schema.js';

/** States of a campaign in which something may be sent again: running, or to be run again. */
const MAY_SEND: ReadonlySet<CampaignState> = new Set([
  ...statesAllowing('pause'),
  ...statesAllowing('resume'),
  ...statesAllowing('reopen'),
]);

interface CampaignRow extends Ladder, Record<string, unknown> {
  id: string;
  state: CampaignState;
  areaIds: string[];
  isUrgent: boolean;
}

/**
 * Tries again what ended for a reason that has passed: the text and the audience are those that were released, the
 * frequency cap and the budgets are asked again, and the register of refusals is, as always, when it is claimed.
 */
@Injectable()
export class RetriesService {
  constructor(
    private readonly sql: Sql,
    private readonly retries: RetriesRepository,
    private readonly reopening: Reopening,
    private readonly audit: Audit,
    private readonly bell: Bell,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How many households of a campaign may be tried again, by the reason for which they were not reached. */
  async offer(who: Principal, campaignId: string): Promise<RetryOffer> {
    await requireCampaign(this.sql, who, campaignId, 'campaign:control');
    const campaign = await this.campaign(this.sql, campaignId);
    const tries = MAY_SEND.has(campaign.state) ? await this.waysOf(this.sql, campaign) : [];
    const counts = new Map<string, number>();
    for (const { reason } of tries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const reasons = [...counts]
      .map(([reason, households]) => ({ reason, reasonLabel: reasonLabel(reason), households }))
      .toSorted((a, b) => b.households - a.households || a.reason.localeCompare(b.reason));
    return { households: tries.length, reasons };
  }

  /**
   * Plans them again; answers how many. Twice at once plans them once: the second finds none.
   * Throws a 404, and a 409 in a campaign that sends no more, or beyond its price limit or a budget.
   */
  async retry(who: Principal, campaignId: string, { reasons }: RetryInput): Promise<number> {
    await requireCampaign(this.sql, who, campaignId, 'campaign:control');
    const prices = await this.retries.pricesByStep(this.sql, campaignId);
    const planned = await this.sql.transaction(async (tx) => {
      await requireCampaign(tx, who, campaignId, 'campaign:control');
      await this.reopening.lock(tx, [campaignId]);
      const campaign = await this.campaign(tx, campaignId);
      if (!MAY_SEND.has(campaign.state)) throw mayNotSend(campaign.state);
      const all = await this.waysOf(tx, campaign);
      const tries = reasons ? all.filter(({ reason }) => (reasons as string[]).includes(reason)) : all;
      if (tries.length === 0) return 0;
      await this.refuseOverspending(tx, campaignId, tries, prices);
      const ids = await this.retries.plan(tx, tries);
      await this.retries.cutChunks(tx, campaignId, ids, this.config.CHUNK_SIZE);
      await this.reopening.reopen(tx, ids);
      await this.audit.record(tx, who, 'campaign.retried', subjectOf(campaign), {
        households: ids.length,
        reasons: [...new Set(tries.map(({ reason }) => reason))].toSorted().join(', '),
      });
      return ids.length;
    });
    if (planned > 0) await this.bell.ring(advanceCampaign, { campaignId });
    return planned;
  }

  private async campaign(db: Queryable, id: string): Promise<CampaignRow> {
    const [campaign] = await db.query<CampaignRow>(
      `select id, state, area_ids as "areaIds", per_household as "perHousehold", steps, is_urgent as "isUrgent"
         from campaigns where id = $1`,
      [id],
    );
    if (!campaign) throw notFound('đợt tuyên truyền');
    return campaign;
  }

  private async waysOf(db: Queryable, campaign: CampaignRow): Promise<SecondTry[]> {
    const cap = campaign.isUrgent ? null : await readCap(db);
    return this.retries.ways(db, { ...campaign, cap });
  }

  private async refuseOverspending(
    tx: Queryable,
    id: string,
    tries: readonly SecondTry[],
    prices: readonly number[],
  ): Promise<void> {
    await refuseExhausted(tx, id);
    const costByArea = new Map<string, number>();
    for (const { areaId, step } of tries)
      costByArea.set(areaId, (costByArea.get(areaId) ?? 0) + (prices[step] ?? 0));
    const [row] = await tx.query<{ spentVnd: number }>(
      'select coalesce(sum(cost_vnd), 0)::float8 as "spentVnd" from campaign_spend where campaign_id = $1',
      [id],
    );
    const more = [...costByArea.values()].reduce((sum, each) => sum + each, 0);
    await refuseOverspending(tx, id, { costVnd: row!.spentVnd + more, costByArea });
  }
}

function mayNotSend(state: CampaignState): DomainError {
  return new DomainError(
    'wrong-state',
    `Đợt tuyên truyền đang ở trạng thái “${CAMPAIGN_STATE_LABELS[state]}”, nên không gửi lại được; hãy soạn một đợt mới cho các hộ này.`,
    409,
    undefined,
    { state },
  );
}
