import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { countSpend, exhaustedFor } from '../campaign/budgets.repository.js';
import { afterAction, statesAllowing } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';

/** How often the cost of a campaign under way is counted; so much may be overspent at most. */
const EVERY_MS = 5_000;

/** Campaigns that have a price limit, or lie where a budget holds; those that ended count until nothing more comes. */
const COUNTED = /* sql */ `
  select c.id, c.state = any($1) as "mayPause" from campaigns c
   where (c.state = any($1) or c.state in ('paused', 'completed', 'cancelled')
            and greatest(c.completed_at, c.cancelled_at, c.paused_at) > now() - interval '1 hour')
     and (c.cost_limit_vnd is not null or exists (select 1 from budgets b where areas_touch(array[b.area_id], c.area_ids)))`;

/** Counts what campaigns cost while they run, and pauses those whose price limit or budget is used up. */
@Injectable()
export class SpendSweep implements OnModuleInit {
  private lastMs = 0;

  constructor(
    private readonly sweeper: Sweeper,
    private readonly sql: Sql,
    private readonly audit: Audit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('spend', async () => {
      if (performance.now() - this.lastMs < EVERY_MS && this.lastMs !== 0) return;
      this.lastMs = performance.now();
      await this.sweep();
    });
  }

  /** One round, at once. */
  async sweep(): Promise<void> {
    const counted = await this.sql.query<{ id: string; mayPause: boolean }>(COUNTED, [
      statesAllowing('pause'),
    ]);
    if (counted.length === 0) return;
    await countSpend(
      this.sql,
      counted.map(({ id }) => id),
    );
    for (const { id, mayPause } of counted) if (mayPause) await this.pauseIfExhausted(id);
  }

  private async pauseIfExhausted(id: string): Promise<void> {
    const why = await this.sql.transaction(async (tx) => {
      const [campaign] = await tx.query<{ areaIds: string[] }>(
        'select area_ids as "areaIds" from campaigns where id = $1 and state = any($2) for update',
        [id, statesAllowing('pause')],
      );
      const found = campaign && (await exhaustedFor(tx, id));
      if (!campaign || !found) return null;
      await tx.execute(
        `update campaigns set state = $2, paused_at = now(), pause_reason = $3, version = version + 1, updated_at = now()
          where id = $1`,
        [id, afterAction('running', 'pause'), found],
      );
      const subject = { kind: 'campaign', id, areaIds: campaign.areaIds };
      await this.audit.record(tx, SYSTEM, 'campaign.paused', subject, { why: found });
      return found;
    });
    if (why) this.logger.warn({ event: 'campaign.paused', campaignId: id, why });
  }
}
