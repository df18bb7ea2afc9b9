import { Injectable } from '@nestjs/common';
import { toneKey } from '../domain/vietnamese.js';
import { areInScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import type { Carried } from './area-belongings.repository.js';
import { AreaTreeRepository, type TreeArea } from './area-tree.repository.js';
import { AREA_TREE_LOCK } from './areas.repository.js';
import { refuseClosed } from './closed-area.js';
import { codeTakenSince, isCodeTaken } from './household-code-taken.js';
import { lockDirectory } from './import/directory-lock.js';

/** What every merge, split and taking back of areas has in common: its transaction, what it refuses, its entry in the trail. */
@Injectable()
export class AreaChanging {
  constructor(
    private readonly sql: Sql,
    private readonly tree: AreaTreeRepository,
    private readonly audit: Audit,
  ) {}

  /** Runs `work` while nobody else changes the tree. Throws 409 `area-name-taken`, and `household-code-taken` (of what is taken back). */
  async change<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
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
      // A code that a household had where it goes back to may be another household's by now.
      throw isCodeTaken(error) ? codeTakenSince(error) : error;
    }
  }

  /** The areas, locked, all of them open and the caller's to change. Throws a 404 or `area-closed`. */
  async open(tx: Queryable, who: Principal, ids: readonly string[]): Promise<TreeArea[]> {
    const areas = await this.tree.areas(tx, ids);
    if (areas.length < ids.length || !(await areInScope(tx, scopeOf(who, 'area:write'), ids)))
      throw notFound('một trong các địa bàn này');
    for (const area of areas) refuseClosed(area);
    return areas;
  }

  /** Throws 409 `area-in-campaigns` where a campaign that has not begun names one of these areas. */
  async refuseWaiting(tx: Queryable, areas: readonly TreeArea[]): Promise<void> {
    const titles = await this.tree.waitingCampaigns(
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

  /** Throws 409 `area-name-taken` where another area beside this one has the name. */
  async refuseTaken(tx: Queryable, beside: TreeArea, name: string): Promise<void> {
    const siblings = beside.parentId === null ? [] : await this.tree.childrenOf(tx, [beside.parentId]);
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

  /** Enters what was done in the trail; the first area is its subject. */
  record(tx: Queryable, who: Principal, action: string, areaIds: string[], carried: Carried): Promise<void> {
    const subject = { kind: 'area', id: areaIds[0]!, areaIds };
    return this.audit.record(tx, who, action, subject, { areas: areaIds, ...carried });
  }
}

function nameTaken(): DomainError {
  return new DomainError('area-name-taken', 'Đã có một địa bàn khác mang tên này ở cùng cấp.', 409);
}
