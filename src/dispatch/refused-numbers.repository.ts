import { Injectable } from '@nestjs/common';
import type { Queryable } from '../platform/database/sql.js';

/**
 * Leaves out at once what is planned for a number that has just refused. The claim asks the register too, so nothing
 * hangs on this; it is for the official who looks at the account a moment later.
 */
@Injectable()
export class RefusedNumbersRepository {
  /**
   * Skips what is planned for `phone` on `channel` in every campaign that may still send. A try in doubt that was to be
   * repeated is left to the claim, which gives it up.
   * @param householdIds the households that have the number
   * @returns how many deliveries were skipped
   */
  async skipPlanned(
    tx: Queryable,
    phone: string,
    channel: string,
    householdIds: readonly string[],
  ): Promise<number> {
    const campaigns = await tx.query<{ id: string }>(
      `select id from campaigns where state in ('running', 'paused')`,
    );
    if (campaigns.length === 0 || householdIds.length === 0) return 0;
    return tx.execute(
      `update deliveries d set state = 'skipped', reason = 'refused', settled_at = now()
         from campaigns c
        where c.id = d.campaign_id and d.campaign_id = any($1::bigint[]) and d.household_id = any($2::bigint[])
          and d.phone = $3 and d.state = 'planned' and not d.same_reference
          and c.steps -> d.step::int ->> 'channel' = $4`,
      [campaigns.map(({ id }) => id), householdIds, phone, channel],
    );
  }
}
