import { Injectable } from '@nestjs/common';
import { areInScope, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import type { Queryable } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { AreaBelongings, type Carried } from './area-belongings.repository.js';
import { AreaChanging } from './area-changing.js';
import type { AreaChangeView } from './area-change.schema.js';
import { AreaChangesRepository, type Change, type MovedChild } from './area-changes.repository.js';
import { AreaMovesRepository } from './area-moves.repository.js';
import { AreaTreeRepository } from './area-tree.repository.js';

/** Takes merges and splits of areas back, with the households that they moved and what belongs to the areas. */
@Injectable()
export class AreaChangeUndoService {
  constructor(
    private readonly changes: AreaChangesRepository,
    private readonly tree: AreaTreeRepository,
    private readonly moves: AreaMovesRepository,
    private readonly belongings: AreaBelongings,
    private readonly changing: AreaChanging,
  ) {}

  /** Takes a merge or a split back, the newest first. Throws 409 where what came since would be lost. */
  async undo(who: Principal, changeId: string): Promise<AreaChangeView> {
    await this.changing.change(async (tx) => {
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
      await this.changing.record(tx, who, 'area.change-undone', [change.areaId, ...others], carried);
    });
    return this.changes.view(changeId);
  }

  private async takeBack(tx: Queryable, { id, kind, areaId, details }: Change): Promise<void> {
    const others = details.areaIds ?? [];
    const areas = await this.tree.areas(tx, [areaId, ...others]);
    const ended = kind === 'merged' ? areas.filter((area) => area.id === areaId) : areas;
    const moved = new Set((details.children ?? []).map((child) => child.id));
    const newer = (await this.tree.childrenOf(tx, kind === 'merged' ? [] : others)).filter(
      (child) => !moved.has(child.id),
    );
    if (ended.some(({ closedOn }) => closedOn !== null) || newer.length > 0) throw changedSince();
    if (kind === 'split') {
      const strangers = await this.moves.strangers(tx, id, others);
      if (strangers > 0) throw newHouseholds(strangers);
      await this.changing.refuseWaiting(tx, areas.slice(1));
    } else {
      await this.tree.reopen(tx, others);
      if (details.oldName !== undefined) await this.tree.rename(tx, areaId, details.oldName);
    }
    for (const child of details.children ?? []) await this.returnChild(tx, child);
    await this.moves.moveBack(tx, id);
    if (kind === 'split') await this.tree.close(tx, others, areaId, null);
  }

  private async returnChild(tx: Queryable, child: MovedChild): Promise<void> {
    await this.tree.reparent(tx, child.id, child.parentId);
    if (child.name !== child.newName) await this.tree.rename(tx, child.id, child.name);
  }
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
