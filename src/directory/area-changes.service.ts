import { Injectable } from '@nestjs/common';
import { foldVietnamese, toneKey } from '../domain/vietnamese.js';
import { AreaBelongings, type Carried } from './area-belongings.repository.js';
import { areInScope, beyondYourAreas, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import type { AreaChangeView, AreaHistory, MergeAreas, SplitArea } from './area-change.schema.js';
import {
  AreaChangesRepository,
  type Change,
  type ChangeDetails,
  type TreeArea,
} from './area-changes.repository.js';
import { AREA_TREE_LOCK, AreasRepository, insertArea } from './areas.repository.js';
import { refuseClosed } from './closed-area.js';
import { lockDirectory } from './import/directory-lock.js';
import { likePattern } from './like-pattern.js';

type Child = NonNullable<ChangeDetails['children']>[number];

/**
 * Merges and splits areas and takes that back. Households move with all that is theirs, refusals stand by number, and
 * past reports keep the area that a message was sent under: nothing of them is touched. Who is in charge, rights, budgets
 * and whatever else belongs to an area goes along (`AreaBelongings`).
 */
@Injectable()
export class AreaChangesService {
  constructor(
    private readonly sql: Sql,
    private readonly areas: AreasRepository,
    private readonly changes: AreaChangesRepository,
    private readonly belongings: AreaBelongings,
    private readonly audit: Audit,
  ) {}

  /** Throws a 404 for an area that the caller may not know. */
  async history(who: Principal, areaId: string): Promise<AreaHistory> {
    if (!(await this.areas.find(scopeOf(who, 'area:read'), areaId))) throw notFound('địa bàn này');
    return this.changes.history(areaId);
  }

  /**
   * Takes other areas of the same level into one; they are closed. Areas below them go along, and get the old name
   * beside their own where it is taken. Throws 409 `area-in-campaigns`, `household-codes-shared`, `area-name-taken`.
   */
  async merge(who: Principal, intoId: string, body: MergeAreas): Promise<AreaChangeView> {
    const changeId = await this.inTree(async (tx) => {
      const [into, ...from] = await this.openAreas(tx, who, [intoId, ...new Set(body.areaIds)]);
      if (from.some(({ id }) => id === into!.id)) throw sameArea();
      this.refuseUnlike(into!, from);
      await this.refuseWaiting(tx, body.name === undefined ? from : [...from, into!]);
      const fromIds = from.map(({ id }) => id);
      const shared = await this.changes.sharedCodes(tx, fromIds, intoId);
      if (shared.length > 0 && body.sameCodes === 'refuse') throw sharedCodes(shared);
      const change = {
        kind: 'merged' as const,
        areaId: intoId,
        effectiveOn: body.effectiveOn ?? null,
        actorName: who.name,
      };
      const details: ChangeDetails = {
        from: from.map(({ name }) => name),
        to: [body.name ?? into!.name],
        areaIds: fromIds,
      };
      const id = await this.changes.insertChange(tx, { ...change, details });
      details.children = await this.moveChildren(tx, from, into!);
      await this.changes.moveAll(tx, id, fromIds, intoId);
      await this.changes.close(tx, fromIds, intoId, body.effectiveOn ?? null);
      await this.changes.addAliases(tx, intoId, 'merged', details.from, id);
      if (body.name !== undefined && body.name !== into!.name) {
        await this.refuseTaken(tx, into!, body.name);
        details.oldName = into!.name;
        await this.changes.rename(tx, intoId, body.name);
        await this.changes.addAliases(tx, intoId, 'renamed', [into!.name], id);
      }
      await this.changes.setDetails(tx, id, details);
      const carried = await this.belongings.carry(tx, id, fromIds, intoId, who.userId);
      await this.record(tx, who, 'area.merged', [intoId, ...fromIds], carried);
      return id;
    });
    return this.changes.view(changeId);
  }

  /** Makes new areas beside one, of the same level, out of some of its households and of the areas below it. */
  async split(who: Principal, areaId: string, body: SplitArea): Promise<AreaChangeView> {
    const changeId = await this.inTree(async (tx) => {
      const [area] = await this.openAreas(tx, who, [areaId]);
      if (area!.parentId !== null && !(await areInScope(tx, scopeOf(who, 'area:write'), [area!.parentId])))
        throw beyondYourAreas();
      await this.refuseWaiting(tx, [area!]);
      const below = await this.changes.childrenOf(tx, [areaId]);
      const details: ChangeDetails = {
        from: [area!.name],
        to: body.parts.map(({ name }) => name),
        areaIds: [],
        children: [],
      };
      const id = await this.changes.insertChange(tx, {
        kind: 'split',
        areaId,
        effectiveOn: body.effectiveOn ?? null,
        actorName: who.name,
        details,
      });
      for (const part of body.parts) {
        await this.refuseTaken(tx, area!, part.name);
        const made = await insertArea(tx, {
          name: part.name,
          level: area!.level,
          parentId: area!.parentId,
          code: part.code || null,
        });
        details.areaIds!.push(made);
        for (const childId of part.areaIds) {
          const child = below.find((each) => each.id === childId);
          if (!child) throw notFound(`khu dân cư ${childId} trong “${area!.name}”`);
          await this.changes.reparent(tx, childId, made);
          details.children!.push({ id: childId, parentId: areaId, name: child.name, newName: child.name });
        }
        const moved = await this.changes.moveSome(
          tx,
          id,
          {
            areaId,
            householdIds: part.householdIds,
            addressContains: part.addressContains ? likePattern(foldVietnamese(part.addressContains)) : null,
          },
          made,
        );
        refuseEmpty(part, moved);
      }
      await this.changes.setDetails(tx, id, details);
      const carried = await this.belongings.share(tx, areaId, details.areaIds!);
      await this.record(tx, who, 'area.split', [areaId, ...details.areaIds!], carried);
      return id;
    });
    return this.changes.view(changeId);
  }

  /** Takes a merge or a split back, the newest first. Throws 409 where what came since would be lost. */
  async undo(who: Principal, changeId: string): Promise<AreaChangeView> {
    await this.inTree(async (tx) => {
      const change = await this.changes.find(tx, changeId);
      if (!change || !(await areInScope(tx, scopeOf(who, 'area:write'), [change.areaId])))
        throw notFound('thay đổi này');
      if (change.kind !== 'merged' && change.kind !== 'split')
        throw new DomainError(
          'not-undoable',
          'Đổi tên hoặc chuyển địa bàn thì sửa lại trực tiếp trên địa bàn đó.',
          409,
        );
      if (change.undoneAt)
        throw new DomainError('already-undone', 'Thay đổi này đã được hoàn tác trước đó.', 409);
      await this.takeBack(tx, change);
      const others = change.details.areaIds ?? [];
      let carried: Carried = {};
      if (change.kind === 'merged') await this.belongings.giveBack(tx, changeId, change.areaId);
      else carried = await this.belongings.carry(tx, changeId, others, change.areaId, who.userId);
      await this.changes.setUndone(tx, changeId);
      await this.record(tx, who, 'area.change-undone', [change.areaId, ...others], carried);
    });
    return this.changes.view(changeId);
  }

  private async takeBack(tx: Queryable, { id, kind, areaId, details }: Change): Promise<void> {
    const others = details.areaIds ?? [];
    const areas = await this.changes.areas(tx, [areaId, ...others]);
    const ended = kind === 'merged' ? areas.filter((area) => area.id === areaId) : areas;
    const moved = new Set((details.children ?? []).map((child) => child.id));
    const newer = (await this.changes.childrenOf(tx, kind === 'merged' ? [] : others)).filter(
      (child) => !moved.has(child.id),
    );
    if (ended.some(({ closedOn }) => closedOn !== null) || newer.length > 0) throw changedSince();
    if (kind === 'split') {
      const strangers = await this.changes.strangers(tx, id, others);
      if (strangers > 0) throw newHouseholds(strangers);
      await this.refuseWaiting(tx, areas.slice(1));
    } else {
      await this.changes.reopen(tx, others);
      if (details.oldName !== undefined) await this.changes.rename(tx, areaId, details.oldName);
    }
    for (const child of details.children ?? []) await this.returnChild(tx, child);
    await this.changes.moveBack(tx, id);
    if (kind === 'split') await this.changes.close(tx, others, areaId, null);
  }

  private async returnChild(tx: Queryable, child: Child): Promise<void> {
    await this.changes.reparent(tx, child.id, child.parentId);
    if (child.name !== child.newName) await this.changes.rename(tx, child.id, child.name);
  }

  /** Areas below go under the new parent; two of one name are told apart by where they come from. */
  private async moveChildren(tx: Queryable, from: readonly TreeArea[], into: TreeArea): Promise<Child[]> {
    const taken = new Set((await this.changes.childrenOf(tx, [into.id])).map(({ name }) => toneKey(name)));
    const children: Child[] = [];
    for (const old of from) {
      for (const child of await this.changes.childrenOf(tx, [old.id])) {
        const newName = taken.has(toneKey(child.name)) ? `${child.name} (${old.name})` : child.name;
        taken.add(toneKey(newName));
        if (newName !== child.name) await this.changes.rename(tx, child.id, newName);
        await this.changes.reparent(tx, child.id, into.id);
        children.push({ id: child.id, parentId: old.id, name: child.name, newName });
      }
    }
    return children;
  }

  /** The areas, all of them open and the caller's to change. */
  private async openAreas(tx: Queryable, who: Principal, ids: readonly string[]): Promise<TreeArea[]> {
    const areas = await this.changes.areas(tx, ids);
    if (areas.length < ids.length || !(await areInScope(tx, scopeOf(who, 'area:write'), ids)))
      throw notFound('một trong các địa bàn này');
    for (const area of areas) refuseClosed(area);
    return areas;
  }

  private refuseUnlike(into: TreeArea, from: readonly TreeArea[]): void {
    for (const area of from) {
      if (area.level !== into.level)
        throw new DomainError(
          'area-level',
          `“${area.name}” và “${into.name}” không cùng cấp nên không sáp nhập được.`,
          422,
        );
      if (into.path.startsWith(area.path))
        throw new DomainError(
          'area-circle',
          `“${into.name}” nằm trong “${area.name}”, không thể nhập vào chính nó.`,
          422,
        );
    }
  }

  private async refuseWaiting(tx: Queryable, areas: readonly TreeArea[]): Promise<void> {
    const titles = await this.changes.waitingCampaigns(
      tx,
      areas.map(({ id }) => id),
    );
    if (titles.length === 0) return;
    throw new DomainError(
      'area-in-campaigns',
      `Đợt tuyên truyền chưa gửi đang dùng địa bàn này: ${titles.map((title) => `“${title}”`).join(', ')}. Hãy đổi nơi nhận hoặc hủy đợt đó trước.`,
      409,
    );
  }

  private async refuseTaken(tx: Queryable, beside: TreeArea, name: string): Promise<void> {
    const siblings = beside.parentId === null ? [] : await this.changes.childrenOf(tx, [beside.parentId]);
    const twin = siblings.find((each) => each.id !== beside.id && toneKey(each.name) === toneKey(name));
    if (twin)
      throw new DomainError(
        'area-name-taken',
        `Đã có địa bàn “${twin.name}” ở cùng cấp này.`,
        409,
        undefined,
        {
          areaId: twin.id,
        },
      );
  }

  private async inTree<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    try {
      return await this.sql.transaction(async (tx) => {
        // No import may place a household in an area that ends meanwhile.
        await lockDirectory(tx, null);
        await tx.execute('select pg_advisory_xact_lock($1)', [AREA_TREE_LOCK]);
        return work(tx);
      });
    } catch (error) {
      // A name that is given back may have been given to another area since.
      if (isUniqueViolation(error, 'areas_name')) throw nameTaken();
      throw error;
    }
  }

  private record(
    tx: Queryable,
    who: Principal,
    action: string,
    areaIds: string[],
    carried: Carried,
  ): Promise<void> {
    const subject = { kind: 'area', id: areaIds[0]!, areaIds };
    return this.audit.record(tx, who, action, subject, { areas: areaIds, ...carried });
  }
}

function refuseEmpty(part: SplitArea['parts'][number], moved: number): void {
  if (moved < new Set(part.householdIds).size)
    throw new DomainError(
      'not-found',
      `Có hộ được chọn cho “${part.name}” không nằm trong địa bàn này.`,
      404,
    );
  if (moved === 0 && part.areaIds.length === 0)
    throw new DomainError('empty-part', `Không có hộ nào khớp với phần “${part.name}”.`, 422);
}

function sameArea(): DomainError {
  return new DomainError('area-circle', 'Không thể sáp nhập một địa bàn vào chính nó.', 422);
}

function sharedCodes(codes: readonly string[]): DomainError {
  return new DomainError(
    'household-codes-shared',
    `Có mã hộ trùng nhau giữa các địa bàn: ${codes.join(', ')}${codes.length === 20 ? ' …' : ''}. Chọn “giữ mã cũ trong ghi chú” để tiếp tục.`,
    409,
    undefined,
    { codes },
  );
}

function nameTaken(): DomainError {
  return new DomainError('area-name-taken', 'Đã có một địa bàn khác mang tên này ở cùng cấp.', 409);
}

function changedSince(): DomainError {
  return new DomainError(
    'changed-since',
    'Địa bàn đã thay đổi tiếp sau lần này; hãy hoàn tác các thay đổi mới hơn trước.',
    409,
  );
}

function newHouseholds(count: number): DomainError {
  return new DomainError(
    'changed-since',
    `Đã có ${count} hộ mới trong địa bàn được tách ra; hãy chuyển các hộ đó trước khi hoàn tác.`,
    409,
  );
}
