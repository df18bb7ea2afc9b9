import { Injectable } from '@nestjs/common';
import { requireCampaign, subjectOf } from '../campaign/campaign-access.js';
import { advanceCampaign } from '../campaign/campaign.jobs.js';
import { type CampaignState, statesAllowing } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Bell } from '../platform/queues/bell.js';
import { DoubtsRepository } from './doubts.repository.js';
import type { DoubtVerdict } from './doubts.schema.js';
import { type Ladder, LadderRepository, type NextTry } from './ladder.repository.js';
import { Reopening } from './reopening.js';

/** What a person's word makes of a delivery in doubt; the code stands in the row of its last try. */
const WORDS = {
  delivered: { state: 'delivered', reason: 'person', code: 'person' },
  'not-delivered': { state: 'undelivered', reason: 'person', code: 'person' },
  'send-again': { state: 'planned', reason: 'send-again', code: 'sent-again' },
} as const;

/** States of a campaign in which something may still leave: running, or to be run again. */
const MAY_SEND: ReadonlySet<CampaignState> = new Set([
  ...statesAllowing('pause'),
  ...statesAllowing('resume'),
  ...statesAllowing('reopen'),
]);

/** A person's way out of doubt. */
@Injectable()
export class DoubtsService {
  constructor(
    private readonly sql: Sql,
    private readonly doubts: DoubtsRepository,
    private readonly ladder: LadderRepository,
    private readonly reopening: Reopening,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  /**
   * Settles what is in doubt in a campaign, all or some of it; ids that are not in doubt (any more) are passed over.
   * @returns how many deliveries were changed
   * Throws a 404, and a 409 for sending again in a campaign that is cancelled.
   */
  async decide(who: Principal, campaignId: string, { verdict, deliveryIds }: DoubtVerdict): Promise<number> {
    const changed = await this.sql.transaction(async (tx) => {
      await requireCampaign(tx, who, campaignId, 'campaign:control');
      await this.reopening.lock(tx, [campaignId]);
      const [campaign] = await tx.query<Ladder & { state: CampaignState; areaIds: string[] }>(
        'select state, area_ids as "areaIds", per_household as "perHousehold", steps from campaigns where id = $1',
        [campaignId],
      );
      if (!campaign) throw notFound('đợt tuyên truyền');
      if (verdict === 'send-again' && !MAY_SEND.has(campaign.state)) throw mayNotSend(campaign.state);
      const ids = await this.doubts.lock(tx, campaignId, deliveryIds ?? null);
      if (ids.length === 0) return 0;
      const climbing = verdict === 'not-delivered' ? await this.climb(tx, campaign, ids) : new Set<string>();
      await this.doubts.settle(
        tx,
        ids.filter((id) => !climbing.has(id)),
        WORDS[verdict],
      );
      const planned = verdict === 'send-again' ? ids : [...climbing];
      if (planned.length > 0) await this.reopening.reopen(tx, planned);
      await this.audit.record(
        tx,
        who,
        'campaign.doubts-decided',
        subjectOf({ id: campaignId, areaIds: campaign.areaIds }),
        { verdict, changed: ids.length, chosen: deliveryIds?.length ?? 'all', climbed: climbing.size },
      );
      return ids.length;
    });
    if (verdict !== 'delivered' && changed > 0) await this.bell.ring(advanceCampaign, { campaignId });
    return changed;
  }

  /**
   * What was not delivered goes on to its household's next phone, or to the next rung, as it does after such a receipt.
   * @returns the deliveries that have a way on
   */
  private async climb(
    tx: Queryable,
    campaign: Ladder & { state: CampaignState },
    deliveryIds: readonly string[],
  ): Promise<Set<string>> {
    if (!MAY_SEND.has(campaign.state)) return new Set();
    const ways = new Map<string, NextTry>();
    for (const [step, ids] of await this.doubts.withChances(tx, deliveryIds)) {
      for (const [id, next] of await this.ladder.next(campaign, ids, step, 'contact', tx)) ways.set(id, next);
    }
    if (ways.size === 0) return new Set();
    const { reason, code } = WORDS['not-delivered'];
    await this.doubts.failTries(tx, [...ways.keys()], code);
    await this.ladder.climb(
      tx,
      [...ways].map(([deliveryId, next]) => ({ deliveryId, next, why: reason })),
    );
    return new Set(ways.keys());
  }
}

function mayNotSend(state: CampaignState): DomainError {
  return new DomainError(
    'wrong-state',
    'Đợt tuyên truyền này không còn gửi tin, nên không gửi lại được; hãy xác nhận tin đã đến hay không đến.',
    409,
    undefined,
    { state },
  );
}
