import { allInScope, beyondYourAreas, scopeOf, touchesScope } from '../identity/area-scope.js';
import type { AuditSubject } from '../identity/audit.js';
import type { Permission, Principal } from '../identity/permissions.js';
import { notFound } from '../platform/http/domain-error.js';
import type { Queryable } from '../platform/database/sql.js';

/**
 * Throws unless the caller may do this to a campaign. Whose areas have to do with the campaign's (one of them lies in, or
 * around, the other) may read it, as far as their own areas go; anything else takes the right over *all* areas of its
 * audience.
 *
 * - 404 where the caller may not know the campaign
 * - 403 where they may, but `permission` does not hold over all of its areas
 */
export async function requireCampaign(
  db: Queryable,
  who: Principal,
  id: string,
  permission: Permission,
): Promise<void> {
  const [campaign] = await db.query<{ isOwn: boolean }>(
    `select ${allInScope('area_ids', '$3')} as "isOwn" from campaigns
      where id = $1 and (${touchesScope('area_ids', '$2')})`,
    [id, scopeOf(who, 'campaign:read'), scopeOf(who, permission)],
  );
  if (!campaign) throw notFound('đợt tuyên truyền');
  if (permission !== 'campaign:read' && !campaign.isOwn) throw beyondYourAreas();
}

/** Whether the caller has this right over all areas of a campaign that they may read. */
export async function holdsOver(
  db: Queryable,
  who: Principal,
  id: string,
  permission: Permission,
): Promise<boolean> {
  const [campaign] = await db.query<{ isOwn: boolean }>(
    `select ${allInScope('area_ids', '$2')} as "isOwn" from campaigns where id = $1`,
    [id, scopeOf(who, permission)],
  );
  return campaign?.isOwn ?? false;
}

/** A campaign in the audit trail: the administrators of its areas may read of it. */
export function subjectOf(campaign: { id: string; areaIds: readonly string[] }): AuditSubject {
  return { kind: 'campaign', id: campaign.id, areaIds: campaign.areaIds };
}

/** How a principal stands in `created_by`, `authors` and `approved_by`: the person answerable, where there is one. */
export function nameOf(who: Principal): string {
  return who.userId === null ? `${who.kind}:${who.id ?? ''}` : `user:${who.userId}`;
}
