import { Injectable } from '@nestjs/common';
import { foldVietnamese, toneKey } from '../domain/vietnamese.js';
import { AreaBelongings } from './area-belongings.repository.js';
import { areInScope, beyondYourAreas, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import type { Queryable } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { AreaChanging } from './area-changing.js';
import type { AreaChangeView, AreaHistory, MergeAreas, SplitArea } from './area-change.schema.js';
import { AreaChangesRepository, type ChangeDetails, type MovedChild } from './area-changes.repository.js';
import { AreaMovesRepository } from './area-moves.repository.js';
import { AreaTreeRepository, type TreeArea } from './area-tree.repository.js';
import { AreasRepository, insertArea } from './areas.repository.js';
import { likePattern } from './like-pattern.js';

/**
 * Merges and splits areas; `AreaChangeUndoService` takes that back. Households move with all that is theirs, refusals
 * stand by number, and past reports keep the area that a message was sent under: nothing of them is touched. Who is in
 * charge, rights, budgets and whatever else belongs to an area goes along (`AreaBelongings`).
 */
@Injectable()
export class AreaChangesService {
  constructor(
    private readonly areas: AreasRepository,
    private readonly changes: AreaChangesRepository,
    private readonly tree: AreaTreeRepository,
    private readonly moves: AreaMovesRepository,
    private readonly belongings: AreaBelongings,
    private readonly changing: AreaChanging,
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
    const changeId = await this.changing.change(async (tx) => {
      const [into, ...from] = await this.changing.open(tx, who, [intoId, ...new Set(body.areaIds)]);
      if (from.some(({ id }) => id === into!.id)) throw sameArea();
      this.refuseUnlike(into!, from);
      await this.changing.refuseWaiting(tx, body.name === undefined ? from : [...from, into!]);
      const fromIds = from.map(({ id }) => id);
      const shared = await this.moves.sharedCodes(tx, fromIds, intoId);
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
      await this.moves.moveAll(tx, id, fromIds, intoId);
      await this.tree.close(tx, fromIds, intoId, body.effectiveOn ?? null);
      await this.changes.addAliases(tx, intoId, 'merged', details.from, id);
      if (body.name !== undefined && body.name !== into!.name) {
        await this.changing.refuseTaken(tx, into!, body.name);
        details.oldName = into!.name;
        await this.tree.rename(tx, intoId, body.name);
        await this.changes.addAliases(tx, intoId, 'renamed', [into!.name], id);
      }
      await this.changes.setDetails(tx, id, details);
      const carried = await this.belongings.carry(tx, id, fromIds, intoId, who.userId);
      await this.changing.record(tx, who, 'area.merged', [intoId, ...fromIds], carried);
      return id;
    });
    return this.changes.view(changeId);
  }

  /** Makes new areas beside one, of the same level, out of some of its households and of the areas below it. */
  async split(who: Principal, areaId: string, body: SplitArea): Promise<AreaChangeView> {
    const changeId = await this.changing.change(async (tx) => {
      const [area] = await this.changing.open(tx, who, [areaId]);
      if (area!.parentId !== null && !(await areInScope(tx, scopeOf(who, 'area:write'), [area!.parentId])))
        throw beyondYourAreas();
      await this.changing.refuseWaiting(tx, [area!]);
      const below = await this.tree.childrenOf(tx, [areaId]);
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
        await this.changing.refuseTaken(tx, area!, part.name);
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
          await this.tree.reparent(tx, childId, made);
          details.children!.push({ id: childId, parentId: areaId, name: child.name, newName: child.name });
        }
        const moved = await this.moves.moveSome(
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
      await this.changing.record(tx, who, 'area.split', [areaId, ...details.areaIds!], carried);
      return id;
    });
    return this.changes.view(changeId);
  }

  /** Areas below go under the new parent; two of one name are told apart by where they come from. */
  private async moveChildren(
    tx: Queryable,
    from: readonly TreeArea[],
    into: TreeArea,
  ): Promise<MovedChild[]> {
    const taken = new Set((await this.tree.childrenOf(tx, [into.id])).map(({ name }) => toneKey(name)));
    const children: MovedChild[] = [];
    for (const old of from) {
      for (const child of await this.tree.childrenOf(tx, [old.id])) {
        const newName = taken.has(toneKey(child.name)) ? `${child.name} (${old.name})` : child.name;
        taken.add(toneKey(newName));
        if (newName !== child.name) await this.tree.rename(tx, child.id, newName);
        await this.tree.reparent(tx, child.id, into.id);
        children.push({ id: child.id, parentId: old.id, name: child.name, newName });
      }
    }
    return children;
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
