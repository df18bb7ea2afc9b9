import { Inject, Injectable } from '@nestjs/common';
import type { Share } from '../domain/gateway-routes.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { IN_RANGE } from './deliveries.repository.js';
import { LadderRepository } from './ladder.repository.js';
import type { Lease } from './leases.js';
import type { RunningCampaign } from './running-campaigns.js';

const BATCH = 500;

/**
 * Takes what waits on a rung whose account may send no more today to the next rung, where the campaign has one and does
 * not say that it shall wait. What has to wait for another reason (the night) stays: tomorrow the account sends again.
 */
@Injectable()
export class RungLeaver {
  constructor(
    private readonly sql: Sql,
    private readonly ladder: LadderRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether a campaign leaves a rung whose account's quota is used up. */
  static leaves({ steps }: Pick<RunningCampaign, 'steps'>, stepIndex: number): boolean {
    return stepIndex + 1 < steps.length && steps[stepIndex]!.whenQuotaEnds !== 'wait';
  }

  /**
   * Moves every delivery of the chunk that is due on the rung, belongs to the account's share and has another rung to go
   * to; answers how many moved.
   */
  async leave(lease: Lease, campaign: RunningCampaign, stepIndex: number, share: Share): Promise<number> {
    const { chunk, holder } = lease;
    let [moved, after] = [0, BigInt(chunk.firstDeliveryId) - 1n];
    for (;;) {
      const rows = await this.sql.query<{ id: string }>(
        `select d.id from deliveries d
          where ${IN_RANGE} and d.id > $5 and d.step = $4 and d.state = 'planned' and not d.same_reference
            and (d.not_before is null or d.not_before <= now())
            and d.id % 100 >= $6 and d.id % 100 < $7
          order by d.id limit ${BATCH}`,
        [
          chunk.campaignId,
          chunk.firstDeliveryId,
          chunk.lastDeliveryId,
          stepIndex,
          after,
          share.from,
          share.to,
        ],
      );
      if (rows.length === 0) break;
      after = BigInt(rows.at(-1)!.id);
      const ids = rows.map(({ id }) => id);
      const ways = [...(await this.ladder.next(campaign, ids, stepIndex, 'rung'))];
      moved += await this.sql.execute(
        `update deliveries d
            set step = r.step, contact_id = r.contact_id, phone = r.phone, reason = 'quota', not_before = null,
                chances = greatest(d.chances - 1, 0)
           from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[]) as r(id, step, contact_id, phone)
          where d.id = r.id and d.state = 'planned' and d.step = $5 and not d.same_reference
            and exists (select 1 from chunks k
                         where k.id = $6 and k.worker = $7 and k.lease_until > clock_timestamp())`,
        [
          ways.map(([id]) => id),
          ways.map(([, next]) => next.step),
          ways.map(([, next]) => next.contactId),
          ways.map(([, next]) => next.phone),
          stepIndex,
          chunk.id,
          holder,
        ],
      );
    }
    if (moved > 0)
      this.logger.info({ event: 'ladder.left-for-quota', campaignId: campaign.id, chunkId: chunk.id, moved });
    return moved;
  }
}
