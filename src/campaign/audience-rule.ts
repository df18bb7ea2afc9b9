import { type AudienceRule, audienceGroups, withAreasBelow } from '../directory/audience.repository.js';
import type { Queryable } from '../platform/database/sql.js';

/** The audience of a campaign, as its author chose it. */
export interface CampaignAudience {
  areaIds: string[];
  /** Only households of one of these groups. */
  groupIds?: string[] | undefined;
  exclude?:
    | {
        reachedByCampaignId?: string | undefined;
        reachedWithinDays?: number | undefined;
        groupIds?: string[] | undefined;
      }
    | undefined;
}

/** What an audience means today: its areas with all below them, its groups with their filters. */
export async function audienceRule(
  db: Queryable,
  audience: CampaignAudience,
  rest: Pick<AudienceRule, 'perHousehold' | 'channel'>,
): Promise<AudienceRule> {
  const { areaIds, groupIds, exclude } = audience;
  const rule: AudienceRule = { areaIds, ...rest };
  if (groupIds && groupIds.length > 0)
    rule.groups = await audienceGroups(db, groupIds, { evenRemoved: false });
  if (exclude) {
    const { groupIds: excluded = [], ...reached } = exclude;
    rule.exclude = { ...reached, groups: await audienceGroups(db, excluded, { evenRemoved: true }) };
  }
  return withAreasBelow(db, rule);
}
