import { Inject, Injectable } from '@nestjs/common';
import type { CampaignStep } from '../campaign/campaign.entity.js';
import { HouseholdLinks } from '../campaign/household-links.js';
import { Renderer } from '../campaign/rendering.js';
import { messageCostVnd } from '../domain/cost.js';
import { longestRequestSeconds, mayRepeat } from '../domain/doubt.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { type Chunk, ChunksRepository } from './chunks.repository.js';
import { type ClaimedDelivery, DeliveriesRepository } from './deliveries.repository.js';
import { TriesRepository, type TryResult } from './tries.repository.js';

type StuckDelivery = ClaimedDelivery & { gatewayId: string; since: Date };

/** What a living worker needs to reach a Postgres that is back, and to renew. */
const AFTER_OUTAGE_MS = 3_000;

/**
 * Takes back what dead workers held. Of each try that was under way nobody knows whether it left: it is in doubt, and
 * sent again under the same reference where the operator promises to deliver that once (DESIGN §5.3).
 */
@Injectable()
export class LapsedLeases {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly sql: Sql,
    private readonly chunks: ChunksRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly tries: TriesRepository,
    private readonly gateways: GatewayPool,
    private readonly links: HouseholdLinks,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Takes back every lapsed chunk, one transaction each; none right after Postgres was away, because the living could
   * not renew either. One whose account has no valid settings at the moment waits for them, and keeps no other waiting.
   */
  async takeBack(): Promise<void> {
    if (this.sweeper.reachableMs < AFTER_OUTAGE_MS) return;
    const left: string[] = [];
    while (await this.takeNext(left));
  }

  /** False where there is no lapsed chunk besides those in `left`, to which one is added that cannot be taken back. */
  private async takeNext(left: string[]): Promise<boolean> {
    let chunk: Chunk | undefined;
    try {
      const found = await this.sql.transaction(async (tx) => {
        chunk = await this.chunks.lapsed(tx, left);
        return chunk && this.takeBackOne(tx, chunk);
      });
      if (!chunk || !found) return false;
      const { id: chunkId, campaignId } = chunk;
      this.metrics.expiredLeases.inc();
      this.metrics.campaigns.leaseExpired(campaignId);
      this.logger.warn({ event: 'chunk.lapsed', campaignId, chunkId, ...found });
      return true;
    } catch (error) {
      if (!chunk || isDatabaseAway(error)) throw error;
      this.logger.error({ event: 'chunk.not-taken-back', chunkId: chunk.id, error });
      left.push(chunk.id);
      return true;
    }
  }

  /** @returns how many tries were under way, and how many of them are to be sent again under their reference */
  private async takeBackOne(tx: Queryable, chunk: Chunk): Promise<{ inDoubt: number; repeats: number }> {
    const stuck = await this.deliveries.stuckIn(chunk, tx);
    const results = await this.inDoubt(chunk, stuck);
    const repeats = results.filter((result) => result.isToRepeat).length;
    await this.tries.recordAll(results, tx);
    await this.chunks.reopen(tx, chunk.id, repeats);
    return { inDoubt: results.length, repeats };
  }

  private async inDoubt(chunk: Chunk, doubts: readonly StuckDelivery[]): Promise<TryResult[]> {
    if (doubts.length === 0) return [];
    const [campaign] = await this.sql.query<{ steps: CampaignStep[]; audience: { areaIds: string[] } }>(
      'select steps, audience from campaigns where id = $1',
      [chunk.campaignId],
    );
    const results: TryResult[] = [];
    for (const [index, step] of campaign!.steps.entries()) {
      const own = doubts.filter((delivery) => delivery.step === index);
      if (own.length === 0) continue;
      const renderer = await Renderer.of(this.sql, step, campaign!.audience.areaIds, this.links);
      const requestSeconds = longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS);
      for (const delivery of own) {
        // The account that had it, which may be a stand-in: one indexed read, and few are stuck.
        const { settings, gateway } = await this.gateways.get(delivery.gatewayId);
        const { idempotencyWindowSeconds } = gateway.capabilities;
        const { parts } = renderer.render(delivery, delivery.id);
        results.push({
          deliveryId: delivery.id,
          attempt: delivery.attempt,
          state: 'in_doubt',
          reason: 'worker-died',
          notBefore: null,
          outcome: 'in_doubt',
          errorKind: 'unclear',
          code: null,
          operatorId: null,
          step: delivery.step,
          contactId: delivery.contactId,
          phone: delivery.phone,
          channel: step.channel,
          gatewayId: delivery.gatewayId,
          parts,
          costVnd: messageCostVnd(parts, settings.pricePerPartVnd),
          sentAt: delivery.since,
          answeredAt: null,
          isRefusal: false,
          isRepeat: delivery.isRepeat,
          isToRepeat: mayRepeat(idempotencyWindowSeconds, delivery.since, new Date(), requestSeconds),
        });
      }
    }
    return results;
  }
}
