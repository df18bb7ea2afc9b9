import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope, touchesScope } from '../../identity/area-scope.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { SqlParams } from '../../platform/database/sql-params.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import { groupConditions, type HouseholdFilter } from '../household-conditions.js';
import { likePattern } from '../like-pattern.js';
import type { AddMembers, GroupQuery, GroupView } from './group.schema.js';

interface GroupRow {
  id: string;
  name: string;
  description: string | null;
  area_id: string | null;
  kind: GroupView['kind'];
  filter: HouseholdFilter;
  members: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
}

/** SQL: a group that lies in, below or above the areas of a scope; one without an area is everybody's. */
export function groupIsKnown(scope: string): string {
  return `(g.area_id is null or ${touchesScope('array[g.area_id]', scope)})`;
}

/** SQL: a campaign that names a group, to write to it or to leave it out. */
function namesGroup(campaign: string, id: string): string {
  return `(${campaign}.audience -> 'groupIds' ? (${id})::text or ${campaign}.audience #> '{exclude,groupIds}' ? (${id})::text)`;
}

/**
 * Keeps the groups that a campaign names as they are until the transaction ends: whoever changes one meanwhile waits, and
 * then sees that the campaign was handed in.
 */
export async function holdGroupsOf(tx: Queryable, campaignId: string): Promise<void> {
  await tx.query(
    `select g.id from campaigns c join groups g on ${namesGroup('c', 'g.id')}
      where c.id = $1 order by g.id for share of g`,
    [campaignId],
  );
}

/** Groups and who is in them. */
@Injectable()
export class GroupsRepository {
  constructor(private readonly sql: Sql) {}

  async list(scope: AreaScope, query: GroupQuery): Promise<Page<GroupView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? null;
    const q = query.q === undefined ? null : likePattern(query.q.toLowerCase());
    const rows = await this.select(
      `($2::bigint is null or g.id > $2) and ($3::text is null or lower(g.name) like $3) order by g.id limit $4`,
      [scope, after, q, query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.id], toGroupView);
  }

  /** Null where there is none that the scope may know. */
  async find(scope: AreaScope, id: string): Promise<GroupView | null> {
    const [row] = await this.select('g.id = $2', [scope, id]);
    return row ? toGroupView(row) : null;
  }

  private select(rest: string, values: unknown[]): Promise<GroupRow[]> {
    return this.sql.query<GroupRow & Record<string, unknown>>(
      `select g.*, case when g.kind = 'static' then (
                select count(*) from group_members m join households h on h.id = m.household_id
                 where m.group_id = g.id and h.deleted_at is null and ${inScope('h.area_id', '$1')}) end as members
         from groups g where g.deleted_at is null and ${groupIsKnown('$1')} and ${rest}`,
      values,
    );
  }

  /** Adds households of a scope that lie at or below the group's area; answers how many are new. */
  async add(
    tx: Queryable,
    group: { id: string; areaId: string | null },
    scope: AreaScope,
    whom: AddMembers,
  ): Promise<number> {
    const params = new SqlParams([group.id, scope, group.areaId]);
    const which =
      'householdIds' in whom
        ? [`h.id = any(${params.add(whom.householdIds)}::bigint[])`]
        : [
            `h.area_id in (select id from areas_below(array[${params.add(whom.areaId)}::bigint]))`,
            ...groupConditions(whom.where ?? {}, params),
          ];
    return tx.execute(
      `insert into group_members (group_id, household_id)
       select $1, h.id from households h
        where h.deleted_at is null and ${inScope('h.area_id', '$2')} and ${which.join(' and ')}
          and ($3::bigint is null or h.area_id in (select id from areas_below(array[$3::bigint])))
        order by h.id
       on conflict do nothing`,
      params.values,
    );
  }

  /** The filter of a group, which nobody else changes or removes before the transaction ends; null where it is gone. */
  async hold(tx: Queryable, id: string): Promise<HouseholdFilter | null> {
    const [group] = await tx.query<{ filter: HouseholdFilter }>(
      'select filter from groups where id = $1 and deleted_at is null for no key update',
      [id],
    );
    return group?.filter ?? null;
  }

  /**
   * Titles of campaigns that were handed in and name the group, to write to it or to leave it out: they look up who is in
   * it when they are planned, so their audience would change unseen. To be asked of a group that is held.
   */
  async waitingCampaigns(tx: Queryable, id: string): Promise<string[]> {
    const rows = await tx.query<{ title: string }>(
      `select c.title from campaigns c
        where c.planned_at is null and c.state in ('submitted', 'approved', 'scheduled', 'running', 'paused')
          and ${namesGroup('c', '$1')}
        order by c.id limit 5`,
      [id],
    );
    return rows.map(({ title }) => title);
  }

  async remove(
    tx: Queryable,
    id: string,
    scope: AreaScope,
    householdIds: readonly string[],
  ): Promise<number> {
    return tx.execute(
      `delete from group_members m using households h
        where m.group_id = $1 and m.household_id = any($3::bigint[]) and h.id = m.household_id
          and ${inScope('h.area_id', '$2')}`,
      [id, scope, householdIds],
    );
  }
}

function toGroupView(row: GroupRow): GroupView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    areaId: row.area_id,
    kind: row.kind,
    filter: row.kind === 'filter' ? row.filter : null,
    members: row.members === null ? null : Number(row.members),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
