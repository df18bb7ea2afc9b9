import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { areInScope, beyondYourAreas, requireEverywhere, scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { isUniqueViolation } from '../../platform/database/database-error.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import type { Page } from '../../platform/http/page.js';
import type {
  AddMembers,
  ChangeGroup,
  CreateGroup,
  GroupQuery,
  GroupView,
  RemoveMembers,
} from './group.schema.js';
import { GroupsRepository } from './groups.repository.js';

/** Groups of households across areas: who keeps them, and who is in them. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly sql: Sql,
    private readonly groups: GroupsRepository,
    private readonly audit: Audit,
  ) {}

  list(who: Principal, query: GroupQuery): Promise<Page<GroupView>> {
    return this.groups.list(scopeOf(who, 'household:read'), query);
  }

  /** Throws a 404 for one that has nothing to do with the caller's areas. */
  async get(who: Principal, id: string): Promise<GroupView> {
    const group = await this.groups.find(scopeOf(who, 'household:read'), id);
    if (!group) throw notFound('nhóm này');
    return group;
  }

  /** Throws 400 for an area that is not the caller's, 409 `group-name-taken`. */
  async create(who: Principal, input: CreateGroup): Promise<GroupView> {
    const areaId = input.areaId ?? null;
    if (areaId === null) requireEverywhere(who, 'group:write');
    else if (!(await areInScope(this.sql, scopeOf(who, 'group:write'), [areaId])))
      throw invalidInput([{ path: 'areaId', message: 'không có địa bàn này' }]);
    const id = await this.inTransaction(async (tx) => {
      const [made] = await tx.query<{ id: string }>(
        `insert into groups (area_id, name, description, kind, filter, created_by)
         values ($1, $2, $3, $4, $5, $6) returning id`,
        [
          areaId,
          input.name,
          input.description || null,
          input.kind,
          JSON.stringify(input.filter ?? {}),
          who.userId === null ? null : `user:${who.userId}`,
        ],
      );
      await this.record(tx, who, 'group.created', made!.id, areaId);
      return made!.id;
    });
    return this.get(who, id);
  }

  /** Throws 403 where the group reaches beyond the caller's areas, 409 `changed-since` or `group-in-campaigns`. */
  async change(who: Principal, id: string, { version, ...change }: ChangeGroup): Promise<GroupView> {
    const group = await this.owned(who, id);
    const filter = group.kind === 'filter' ? change.filter : undefined;
    await this.inTransaction(async (tx) => {
      const before = await this.groups.hold(tx, id);
      if (filter && !isDeepStrictEqual(filter, before)) await this.refuseWaiting(tx, id);
      const changed = await tx.execute(
        `update groups set name = coalesce($2, name), description = case when $3 then $4 else description end,
                filter = coalesce($5, filter), version = version + 1, updated_at = now()
          where id = $1 and deleted_at is null and ($6::int is null or version = $6)`,
        [
          id,
          change.name ?? null,
          change.description !== undefined,
          change.description || null,
          filter ? JSON.stringify(filter) : null,
          version ?? null,
        ],
      );
      if (changed === 0) {
        const current = await this.get(who, id);
        const sentence = 'Người khác vừa sửa nhóm này; hãy tải lại rồi sửa tiếp.';
        throw new DomainError('changed-since', sentence, 409, undefined, {
          version: current.version,
          current,
        });
      }
      await this.record(tx, who, 'group.changed', id, group.areaId, { fields: Object.keys(change) });
    });
    return this.get(who, id);
  }

  /** Its households stay; campaigns that went to it keep their account. Throws what `change` does. */
  async remove(who: Principal, id: string): Promise<void> {
    const group = await this.owned(who, id);
    await this.sql.transaction(async (tx) => {
      await this.groups.hold(tx, id);
      await this.refuseWaiting(tx, id);
      await tx.execute('update groups set deleted_at = now() where id = $1', [id]);
      await this.record(tx, who, 'group.removed', id, group.areaId);
    });
  }

  /** Whoever keeps a part of the group's areas fills that part of it. */
  addMembers(who: Principal, id: string, whom: AddMembers): Promise<{ households: number }> {
    return this.changeMembers(who, id, 'group.members-added', (tx, group) =>
      this.groups.add(tx, group, scopeOf(who, 'group:write'), whom),
    );
  }

  removeMembers(
    who: Principal,
    id: string,
    { householdIds }: RemoveMembers,
  ): Promise<{ households: number }> {
    return this.changeMembers(who, id, 'group.members-removed', (tx) =>
      this.groups.remove(tx, id, scopeOf(who, 'group:write'), householdIds),
    );
  }

  private async changeMembers(
    who: Principal,
    id: string,
    action: string,
    work: (tx: Queryable, group: GroupView) => Promise<number>,
  ): Promise<{ households: number }> {
    const group = await this.groups.find(scopeOf(who, 'group:write'), id);
    if (!group) throw notFound('nhóm này');
    if (group.kind === 'filter')
      throw new DomainError('group-by-filter', 'Thành viên của nhóm này được chọn theo bộ lọc.', 409);
    return this.sql.transaction(async (tx) => {
      const households = await work(tx, group);
      await this.record(tx, who, action, id, group.areaId, { households });
      return { households };
    });
  }

  /** Throws 409 `group-in-campaigns` where a campaign that was handed in, and is not planned yet, names the group. */
  private async refuseWaiting(tx: Queryable, id: string): Promise<void> {
    const titles = await this.groups.waitingCampaigns(tx, id);
    if (titles.length === 0) return;
    throw new DomainError(
      'group-in-campaigns',
      `Đợt tuyên truyền chưa gửi đang dùng nhóm này: ${titles.map((title) => `“${title}”`).join(', ')}. Hãy lấy đợt đó về sửa hoặc hủy đợt đó trước.`,
      409,
    );
  }

  private async owned(who: Principal, id: string): Promise<GroupView> {
    const group = await this.get(who, id);
    const scope = scopeOf(who, 'group:write');
    const isOwn = group.areaId === null ? scope === null : await areInScope(this.sql, scope, [group.areaId]);
    if (!isOwn) throw beyondYourAreas();
    return group;
  }

  private async inTransaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    try {
      return await this.sql.transaction(work);
    } catch (error) {
      if (!isUniqueViolation(error, 'groups_name')) throw error;
      throw new DomainError('group-name-taken', 'Đã có nhóm mang tên này.', 409, [
        { path: 'name', message: 'đã có nhóm mang tên này' },
      ]);
    }
  }

  private record(
    tx: Queryable,
    who: Principal,
    action: string,
    id: string,
    areaId: string | null,
    details: Record<string, number | string[]> = {},
  ): Promise<void> {
    const areaIds = areaId === null ? undefined : [areaId];
    return this.audit.record(tx, who, action, { kind: 'group', id, areaIds }, details);
  }
}
