import { Injectable } from '@nestjs/common';
import { afterAction, statesAllowing } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import type { Queryable } from '../platform/database/sql.js';
import { ChunksRepository } from './chunks.repository.js';

/** Lets deliveries that are planned again be found by the sender: opens their chunks, and campaigns that had ended. */
@Injectable()
export class Reopening {
  constructor(
    private readonly chunks: ChunksRepository,
    private readonly audit: Audit,
  ) {}

  /** To be called first in the transaction: no campaign can be ended until it is over. */
  async lock(tx: Queryable, campaignIds: readonly string[]): Promise<void> {
    await tx.query('select 1 from campaigns where id = any($1::bigint[]) order by id for no key update', [
      campaignIds,
    ]);
  }

  /** Opens what holds these deliveries, whose campaigns are locked. */
  async reopen(tx: Queryable, deliveryIds: readonly string[]): Promise<void> {
    const campaignIds = await this.chunks.reopenFor(tx, deliveryIds);
    const reopened = await tx.query<{ id: string }>(
      `update campaigns set state = $2, completed_at = null, updated_at = now(), version = version + 1
        where id = any($1::bigint[]) and state = any($3) returning id`,
      [campaignIds, afterAction('completed', 'reopen'), statesAllowing('reopen')],
    );
    for (const { id } of reopened)
      await this.audit.record(tx, SYSTEM, 'campaign.reopened', { kind: 'campaign', id });
  }
}
