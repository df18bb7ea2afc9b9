import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { Chunk } from './chunks.repository.js';
import { type ClaimedDelivery, IN_RANGE, LETTER, type Rung } from './deliveries.repository.js';

/**
 * Tries in doubt whose number refuses the channel by now: they are not repeated, because the repeat might be the first
 * message that arrives.
 */
const LEAVE_REFUSED = /* sql */ `
  update deliveries d set same_reference = false, not_before = null
   where ${IN_RANGE} and d.step = $4 and d.state = 'in_doubt' and d.same_reference
     and exists (select 1 from refusals r where r.phone = d.phone and r.channel = $5 and r.lifted_at is null)
  returning d.id`;

/**
 * The same fences as those of a first claim. What a receipt has settled meanwhile, and the ladder has not yet acted on, is
 * not repeated. What a late answer of our own says never left, or cannot reach the number, is: for that there may have
 * been another request, and the repeat's own answer decides the way on.
 */
const PLAN = /* sql */ `
  update deliveries d set state = 'planned', reason = 'repeat'
   where d.state = 'in_doubt' and d.same_reference and d.id in (
         select d.id from deliveries d
          where ${IN_RANGE} and d.step = $4 and d.state = 'in_doubt' and d.same_reference
            and d.gateway_id = $8 and (d.not_before is null or d.not_before <= now())
            and exists (select 1 from attempts a
                         where a.delivery_id = d.id and a.attempt = d.attempt and a.outcome in ('in_doubt', 'failed', 'rejected'))
          order by d.id limit $5)
     and exists (select 1 from campaigns c where c.id = $1 and c.state = 'running')
     and exists (select 1 from chunks k where k.id = $6 and k.worker = $7 and k.lease_until > clock_timestamp())
  returning d.id`;

const CLAIM = /* sql */ `
  update deliveries d set state = 'sending', not_before = null
   where d.id = any($1::bigint[]) and d.state = 'planned' and d.same_reference
  returning d.id, ${LETTER}`;

/**
 * Tries in doubt that are sent again under the reference they have. Until its repeat is claimed such a delivery stays in
 * doubt: a receipt, a pause or a cancellation then finds what is true.
 * Only the account that had it may repeat it. It is planned and claimed in one transaction.
 */
@Injectable()
export class RepeatsRepository {
  constructor(private readonly sql: Sql) {}

  /** Claims up to `limit` due repeats of one rung of a chunk. */
  claim(
    chunk: Chunk,
    worker: string,
    { step, channel, gatewayId }: Rung,
    limit: number,
  ): Promise<ClaimedDelivery[]> {
    const range = [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId];
    return this.sql.transaction(async (tx) => {
      const refused = await tx.query<{ id: string }>(LEAVE_REFUSED, [...range, step, channel]);
      await this.lookSoon(tx, refused);
      const planned = await tx.query<{ id: string }>(PLAN, [
        ...range,
        step,
        limit,
        chunk.id,
        worker,
        gatewayId,
      ]);
      if (planned.length === 0) return [];
      return tx.query<ClaimedDelivery & Record<string, unknown>>(CLAIM, [planned.map(({ id }) => id)]);
    });
  }

  /** The accounts that had what is to be repeated of one rung of a chunk. */
  async accountsWith(chunk: Chunk, step: number): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select distinct d.gateway_id as id from deliveries d
        where ${IN_RANGE} and d.step = $4 and d.state = 'in_doubt' and d.same_reference and d.gateway_id is not null`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId, step],
    );
    return rows.map((row) => row.id);
  }

  /** Repeats nothing more of a chunk, whose campaign is cancelled: what is in doubt stays so. */
  async giveUp(chunk: Chunk): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const left = await tx.query<{ id: string }>(
        `update deliveries d set same_reference = false, not_before = null
          where ${IN_RANGE} and d.state = 'in_doubt' and d.same_reference returning d.id`,
        [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
      );
      await this.lookSoon(tx, left);
    });
  }

  /** What is not repeated any more must find another way out. */
  private async lookSoon(tx: Queryable, deliveries: readonly { id: string }[]): Promise<void> {
    if (deliveries.length === 0) return;
    await tx.execute('update doubts set ask_at = clock_timestamp() where delivery_id = any($1::bigint[])', [
      deliveries.map(({ id }) => id),
    ]);
  }
}
