import { z } from 'zod';
import {
  type AudienceRule,
  audienceQuery,
  NOT_ALONE,
  type SqlText,
} from '../directory/audience.repository.js';
import type { Queryable } from '../platform/database/sql.js';

/** How many campaigns may write to one household: DESIGN leaves the numbers to the commune. */
export const FrequencyCap = z.object({
  perDay: z.number().int().min(1).max(50).describe('Campaigns in any 24 hours'),
  perWeek: z.number().int().min(1).max(200).describe('Campaigns in any 7 days'),
});
export type FrequencyCap = z.output<typeof FrequencyCap>;

/** Two a day and five a week over all campaigns, until an administrator says otherwise. */
export const DEFAULT_CAP: FrequencyCap = { perDay: 2, perWeek: 5 };

const SETTING = 'frequency-cap';

/** The cap in force. */
export async function readCap(db: Queryable): Promise<FrequencyCap> {
  const [row] = await db.query<{ value: unknown }>('select value from settings where name = $1', [SETTING]);
  return row ? FrequencyCap.parse(row.value) : DEFAULT_CAP;
}

/** Sets the cap for every campaign planned from now on. */
export async function writeCap(db: Queryable, cap: FrequencyCap, by: string): Promise<void> {
  await db.execute(
    `insert into settings (name, value, updated_by) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, updated_at = now(), updated_by = excluded.updated_by`,
    [SETTING, JSON.stringify(cap), by],
  );
}

/**
 * SQL: households that other campaigns have written to often enough.
 * @param at the number of the first of three parameters: the campaign, the cap of a day, the cap of a week
 */
export function busyHouseholds(at: number): string {
  return /* sql */ `
          select d.household_id
            from deliveries d
           where d.campaign_id in (select id from campaigns
                                    where started_at > now() - interval '7 days' and id <> $${at}::bigint)
             and d.state in ('planned', 'sending', 'accepted', 'delivered', 'expired', 'in_doubt')
           group by d.household_id
          having count(distinct d.campaign_id) >= $${at + 2}
              or count(distinct d.campaign_id)
                   filter (where coalesce(d.sending_since, now()) > now() - interval '1 day') >= $${at + 1}`;
}

/**
 * The audience of a campaign with the frequency cap: a household that other campaigns have written to often enough (or
 * are about to) is left out with `frequency-cap`. What counts is what left or still may leave; a message that was
 * refused, skipped or cancelled disturbed nobody. Plan: recent campaigns are few, each is one index scan of the ledger.
 * @param cap null for an urgent campaign, which passes it
 */
export function cappedAudience(rule: AudienceRule, campaignId: string, cap: FrequencyCap | null): SqlText {
  const { text, values } = audienceQuery(rule);
  if (cap === null) return { text, values };
  const at = values.length;
  return {
    text: /* sql */ `
      select a.household_id, a.slot, a.area_id, a.head_name, a.address, a.household_code, a.spare_contacts,
             case when busy.household_id is null then a.contact_id end as contact_id,
             case when busy.household_id is null then a.phone end as phone,
             case when a.skip_reason is null and busy.household_id is not null then 'frequency-cap' else a.skip_reason end
               as skip_reason
        from (${text}) a
        full join (
          ${busyHouseholds(at + 1)}
        ) busy on busy.household_id = a.household_id
       where ${NOT_ALONE('a.household_id')}`,
    values: [...values, campaignId, cap.perDay, cap.perWeek],
  };
}
