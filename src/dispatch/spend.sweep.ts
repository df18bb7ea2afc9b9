import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { exhaustedFor, paysFor, SPENT } from '../campaign/budgets.repository.js';
import { WARNING_SHARE } from '../domain/budget.js';
import { afterAction, statesAllowing } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { SpendRepository } from './spend.repository.js';

/** How often the cost of a campaign under way is counted; so much may be overspent at most. */
const EVERY_MS = 5_000;

/** Campaigns under way that have a price limit, or lie where a budget holds. */
const LIMITED = /* sql */ `
  select c.id from campaigns c
   where c.state = any($1)
     and (c.cost_limit_vnd is not null or exists (select 1 from budgets b where ${paysFor('c.area_ids')}))`;

/** Budgets that hold today, of which so much is spent that somebody must be told, and nobody was. */
const TO_WARN = /* sql */ `
  update budgets b set warned_at = now()
   where b.warned_at is null and b.amount_vnd > 0
     and (now() at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on
     and ${SPENT} >= b.amount_vnd * $1::float8
  returning b.id, b.area_id as "areaId", b.amount_vnd::float8 as "amountVnd", ${SPENT} as "spentVnd"`;

/** Counts what campaigns cost while they run, warns where a budget runs out, and pauses what would overspend it. */
@Injectable()
export class SpendSweep implements OnModuleInit {
  private lastMs = 0;

  constructor(
    private readonly sweeper: Sweeper,
    private readonly sql: Sql,
    private readonly spend: SpendRepository,
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
    await this.spend.count();
    await this.warn();
    const limited = await this.sql.query<{ id: string }>(LIMITED, [statesAllowing('pause')]);
    for (const { id } of limited) await this.pauseIfExhausted(id);
  }

  private async warn(): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const warned = await tx.query<{ id: string; areaId: string; amountVnd: number; spentVnd: number }>(
        TO_WARN,
        [WARNING_SHARE],
      );
      for (const { id, areaId, amountVnd, spentVnd } of warned) {
        const subject = { kind: 'budget', id, areaIds: [areaId] };
        await this.audit.record(tx, SYSTEM, 'budget.warned', subject, { amountVnd, spentVnd });
        this.logger.warn({ event: 'budget.warned', budgetId: id, amountVnd, spentVnd });
      }
    });
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
