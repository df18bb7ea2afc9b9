import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { foldVietnamese, toneKey } from '../domain/vietnamese.js';
import { areInScope, beyondYourAreas, requireEverywhere, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import type { Page } from '../platform/http/page.js';
import { AreaChangesRepository } from './area-changes.repository.js';
import { refuseClosed } from './closed-area.js';
import { Area, AREA_LEVELS, type AreaLevel } from './area.entity.js';
import type { AreaQuery, AreaView, ChangeArea, CreateArea } from './area.schema.js';
import { AREA_TREE_LOCK, AreasRepository, insertArea } from './areas.repository.js';

/** Keeps the tree of areas: paths right, no name twice under one parent, no circle. */
@Injectable()
export class AreasService {
  constructor(
    private readonly source: DataSource,
    private readonly areas: AreasRepository,
    private readonly changes: AreaChangesRepository,
    private readonly audit: Audit,
  ) {}

  list(who: Principal, query: AreaQuery): Promise<Page<AreaView>> {
    return this.areas.list(scopeOf(who, 'area:read'), query);
  }

  /** Throws a 404 where there is none that the caller may know. */
  async get(who: Principal, id: string): Promise<AreaView> {
    const area = await this.areas.find(scopeOf(who, 'area:read'), id);
    if (!area) throw notFound('địa bàn này');
    return area;
  }

  /** Throws 409 `area-name-taken`, 422 `area-level`, 404 for a parent that the caller does not administer, 403 for a new root. */
  async create(who: Principal, input: CreateArea): Promise<AreaView> {
    const id = await this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [AREA_TREE_LOCK]);
      const parent = await parentOf(manager, who, input.parentId ?? null);
      refuseLevel(input.level, parent);
      await refuseTakenName(manager, input.name, parent?.id ?? null, null);
      const area = {
        name: input.name,
        level: input.level,
        parentId: parent?.id ?? null,
        code: input.code || null,
        validFrom: input.validFrom ?? null,
      };
      const made = await insertArea(manager, area);
      await this.audit.record(manager, who, 'area.created', { kind: 'area', id: made, areaIds: [made] });
      return made;
    });
    return this.get(who, id);
  }

  /** Renames, re-levels or moves an area with everything below it. Throws as create does, and 422 `area-circle`. */
  async change(who: Principal, id: string, change: ChangeArea): Promise<AreaView> {
    await this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [AREA_TREE_LOCK]);
      const area = await manager.findOneBy(Area, { id });
      if (!area || !(await isKnown(manager, who, id))) throw notFound('địa bàn này');
      refuseClosed(area);
      const parent = await this.newParent(manager, who, area, change);
      if (parent?.path.startsWith(area.path)) {
        throw new DomainError('area-circle', 'Không thể chuyển một địa bàn vào bên trong chính nó.', 422);
      }
      const level = change.level ?? area.level;
      const name = change.name ?? area.name;
      refuseLevel(level, parent);
      if (change.level !== undefined) await this.refuseChildLevels(manager, area, level);
      await refuseTakenName(manager, name, parent?.id ?? null, id);
      const code = change.code === undefined ? area.code : change.code || null;
      await manager.update(
        Area,
        { id },
        {
          name,
          nameFolded: foldVietnamese(name),
          level,
          code,
          parentId: parent?.id ?? null,
          ...(change.validFrom !== undefined && { validFrom: change.validFrom }),
        },
      );
      await this.remember(manager, who, area, { name, parent }, change.effectiveOn ?? null);
      const path = `${parent?.path ?? '/'}${id}/`;
      if (path !== area.path) {
        await manager.query(
          `update areas set path = $1 || substr(path, length($2) + 1), updated_at = now() where path like $2 || '%'`,
          [path, area.path],
        );
      }
      await this.audit.record(
        manager,
        who,
        'area.changed',
        { kind: 'area', id, areaIds: [id] },
        {
          fields: Object.keys(change),
          before: { name: area.name, level: area.level, parentId: area.parentId, code: area.code },
          after: { name, level, parentId: parent?.id ?? null, code },
        },
      );
    });
    return this.get(who, id);
  }

  /** Keeps the old name, by which lists still call the area, and where it stood. */
  private async remember(
    manager: EntityManager,
    who: Principal,
    was: Area,
    now: { name: string; parent: Area | null },
    effectiveOn: string | null,
  ): Promise<void> {
    const change = { areaId: was.id, effectiveOn, actorName: who.name };
    if (now.name !== was.name) {
      const details = { from: [was.name], to: [now.name] };
      const id = await this.changes.insertChange(manager, { ...change, kind: 'renamed', details });
      await this.changes.addAliases(manager, was.id, 'renamed', [was.name], id);
    }
    if ((now.parent?.id ?? null) !== was.parentId) {
      const old = was.parentId === null ? null : await manager.findOneBy(Area, { id: was.parentId });
      const details = { from: [old?.name ?? ''], to: [now.parent?.name ?? ''] };
      await this.changes.insertChange(manager, { ...change, kind: 'moved', details });
    }
  }

  /** Where the area will stand: an administrator moves it between areas that are both theirs, or leaves it. */
  private async newParent(
    manager: EntityManager,
    who: Principal,
    area: Area,
    { parentId }: ChangeArea,
  ): Promise<Area | null> {
    if (parentId !== undefined && parentId !== area.parentId) {
      if (await isTop(manager, who, area)) throw beyondYourAreas();
      return parentOf(manager, who, parentId);
    }
    return area.parentId === null ? null : manager.findOneBy(Area, { id: area.parentId });
  }

  private async refuseChildLevels(manager: EntityManager, area: Area, level: AreaLevel): Promise<void> {
    const children = await manager.findBy(Area, { parentId: area.id });
    for (const child of children) refuseLevel(child.level, { level });
  }
}

async function parentOf(
  manager: EntityManager,
  who: Principal,
  parentId: string | null,
): Promise<Area | null> {
  if (parentId === null) {
    requireEverywhere(who, 'area:write');
    return null;
  }
  const parent = await manager.findOneBy(Area, { id: parentId });
  if (!parent || !(await isKnown(manager, who, parentId))) throw notFound('địa bàn cấp trên');
  refuseClosed(parent);
  return parent;
}

function isKnown(manager: EntityManager, who: Principal, id: string): Promise<boolean> {
  return areInScope(manager, scopeOf(who, 'area:write'), [id]);
}

/** Whether an area is the top of what the caller administers: where it stands is not theirs to say. */
async function isTop(manager: EntityManager, who: Principal, { parentId }: Area): Promise<boolean> {
  const scope = scopeOf(who, 'area:write');
  return scope !== null && (parentId === null || !(await areInScope(manager, scope, [parentId])));
}

function refuseLevel(level: AreaLevel, parent: Pick<Area, 'level'> | null): void {
  if (!parent) return;
  const isBelow = AREA_LEVELS.indexOf(level) > AREA_LEVELS.indexOf(parent.level);
  if (isBelow || (level === 'neighbourhood' && parent.level === 'neighbourhood')) return;
  throw new DomainError(
    'area-level',
    'Địa bàn cấp dưới phải nhỏ hơn địa bàn cấp trên (tỉnh, xã, khu dân cư).',
    422,
  );
}

async function refuseTakenName(
  manager: EntityManager,
  name: string,
  parentId: string | null,
  self: string | null,
): Promise<void> {
  const siblings = await manager.findBy(Area, { parentId: parentId ?? IsNull(), closedOn: IsNull() });
  const key = toneKey(name);
  const twin = siblings.find((area) => area.id !== self && toneKey(area.name) === key);
  if (!twin) return;
  throw new DomainError('area-name-taken', `Đã có địa bàn “${twin.name}” ở cùng cấp này.`, 409, undefined, {
    areaId: twin.id,
  });
}
