import { Injectable } from '@nestjs/common';
import { areInScope, inScope, requireEverywhere, scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/domain-error.js';
import { AreaChangesRepository } from '../area-changes.repository.js';
import { AREA_TREE_LOCK, insertArea } from '../areas.repository.js';
import { type OfficialUnit, officialUnits } from './official-units.js';
import type { AdoptUnit, OfficialUnitQuery, OfficialUnitView } from './official-units.schema.js';

/** Looks units up in the state's list, and makes areas of them with their codes and former names. */
@Injectable()
export class OfficialUnitsService {
  constructor(
    private readonly sql: Sql,
    private readonly changes: AreaChangesRepository,
    private readonly audit: Audit,
  ) {}

  async list(who: Principal, query: OfficialUnitQuery): Promise<{ items: OfficialUnitView[] }> {
    const units = officialUnits();
    const found =
      query.q.trim() === '' && query.provinceCode === undefined
        ? units.provinces().slice(0, query.limit)
        : units.search(query.q, query.limit, query.provinceCode);
    return { items: await this.views(who, found) };
  }

  /** Today's communes that an address may mean: one, several, or none. */
  async today(who: Principal, address: string): Promise<{ items: OfficialUnitView[] }> {
    return {
      items: await this.views(
        who,
        officialUnits()
          .today(address)
          .slice(0, 50)
          .map(({ unit }) => unit),
      ),
    };
  }

  /**
   * Makes the area of a unit, below the area of its province where that is there and otherwise below a new one. Doing it
   * twice changes nothing. Throws a 404 for an unknown code, 403 for somebody without rights over every area.
   */
  async adopt(
    who: Principal,
    { code, withCommunes }: AdoptUnit,
  ): Promise<{ areaId: string; created: number }> {
    const units = officialUnits();
    const unit = units.get(code);
    if (!unit) throw notFound('đơn vị hành chính có mã này');
    return this.sql.transaction(async (tx) => {
      await tx.execute('select pg_advisory_xact_lock($1)', [AREA_TREE_LOCK]);
      const made: string[] = [];
      const province = units.get(unit.provinceCode)!;
      let parentId = await areaWith(tx, province);
      if (parentId === null) {
        requireEverywhere(who, 'area:write');
        parentId = await this.make(tx, province, null, made);
      } else if (!(await areInScope(tx, scopeOf(who, 'area:write'), [parentId]))) {
        throw notFound('địa bàn cấp trên');
      }
      const wanted = unit.level === 'commune' ? [unit] : withCommunes ? units.communesOf(code) : [];
      let areaId = parentId;
      for (const commune of wanted) {
        const known = await areaWith(tx, commune);
        areaId = known ?? (await this.make(tx, commune, parentId, made));
      }
      await this.audit.record(
        tx,
        who,
        'area.adopted',
        { kind: 'area', id: parentId, areaIds: [parentId] },
        { code, areas: made.length },
      );
      return { areaId: unit.level === 'commune' ? areaId : parentId, created: made.length };
    });
  }

  private async make(
    tx: Queryable,
    unit: OfficialUnit,
    parentId: string | null,
    made: string[],
  ): Promise<string> {
    const id = await insertArea(tx, {
      name: unit.name,
      level: unit.level,
      parentId,
      code: unit.code,
    });
    made.push(id);
    await this.changes.addAliases(tx, id, 'former-unit', officialUnits().formerNames(unit.code), null);
    return id;
  }

  private async views(who: Principal, found: readonly OfficialUnit[]): Promise<OfficialUnitView[]> {
    const rows = await this.sql.query<{ id: string; code: string }>(
      `select a.id, a.code from areas a
        where a.code = any($1::text[]) and a.closed_on is null and ${inScope('a.id', '$2')} order by a.id desc`,
      [found.map(({ code }) => code), scopeOf(who, 'area:read')],
    );
    const areas = new Map(rows.map(({ id, code }) => [code, id]));
    const units = officialUnits();
    return found.map((unit) => ({
      ...unit,
      provinceName: units.get(unit.provinceCode)!.name,
      formerNames: [...units.formerNames(unit.code)],
      areaId: areas.get(unit.code) ?? null,
    }));
  }
}

/** The open area that stands for a unit: with its code, or with its name at its place, which then gets the code. */
async function areaWith(tx: Queryable, unit: OfficialUnit): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select id from areas where code = $1 and level = $2 and closed_on is null order by id limit 1`,
    [unit.code, unit.level],
  );
  if (row) return row.id;
  const [named] = await tx.query<{ id: string }>(
    `update areas a set code = $1, updated_at = now()
      where lower(a.name) = lower($2) and a.level = $3 and a.code is null and a.closed_on is null
        and ($3 = 'province' or a.parent_id = (select p.id from areas p where p.code = $4 and p.closed_on is null limit 1))
     returning id`,
    [unit.code, unit.name, unit.level, unit.provinceCode],
  );
  return named?.id ?? null;
}
