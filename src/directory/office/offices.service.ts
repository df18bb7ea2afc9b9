import { Injectable } from '@nestjs/common';
import { inScope, scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/domain-error.js';
import type { Office, OfficeView } from './office.schema.js';

interface AreaName {
  level: 'province' | 'commune' | 'neighbourhood';
  name: string;
}

/** The offices of areas: that of the nearest area above holds where an area has none. */
@Injectable()
export class OfficesService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  /** Throws a 404. */
  async get(who: Principal, areaId: string): Promise<OfficeView> {
    const rows = await this.sql.query(`select 1 from areas where id = $1 and ${inScope('id', '$2')}`, [
      areaId,
      scopeOf(who, 'area:read'),
    ]);
    if (rows.length === 0) throw notFound('địa bàn này');
    return this.of(this.sql, [areaId]);
  }

  /** Throws a 404. */
  async set(who: Principal, areaId: string, office: Office, by: string): Promise<OfficeView> {
    await this.sql.transaction(async (tx) => {
      const rows = await tx.query(`select 1 from areas where id = $1 and ${inScope('id', '$2')}`, [
        areaId,
        scopeOf(who, 'area:write'),
      ]);
      if (rows.length === 0) throw notFound('địa bàn này');
      await tx.execute(
        `insert into offices (area_id, above, name, place, signer_title, phone, updated_by)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (area_id) do update set above = excluded.above, name = excluded.name, place = excluded.place,
           signer_title = excluded.signer_title, phone = excluded.phone, updated_by = excluded.updated_by, updated_at = now()`,
        [areaId, office.above, office.name, office.place, office.signerTitle, office.phone, by],
      );
      await this.audit.record(tx, who, 'area.office-set', { kind: 'area', id: areaId, areaIds: [areaId] });
    });
    return { ...office, isSet: true };
  }

  /** The office that speaks for these areas: the nearest that has all of them below it. */
  async of(db: Queryable, areaIds: readonly string[]): Promise<OfficeView> {
    const [own] = await db.query<Office & Record<string, unknown>>(
      `select o.above, o.name, o.place, o.signer_title as "signerTitle", o.phone
         from offices o join areas a on a.id = o.area_id
        where not exists (select 1 from areas below
                           where below.id = any($1::bigint[]) and below.path not like a.path || '%')
        order by length(a.path) desc limit 1`,
      [areaIds],
    );
    if (own) return { ...own, isSet: true };
    const names = await db.query<AreaName & Record<string, unknown>>(
      `select up.level, up.name from areas up
        where not exists (select 1 from areas below
                           where below.id = any($1::bigint[]) and below.path not like up.path || '%')
        order by length(up.path)`,
      [areaIds],
    );
    const province = names.find(({ level }) => level === 'province')?.name;
    const commune = names.findLast(({ level }) => level === 'commune')?.name;
    const named = commune ?? province;
    return {
      above: commune && province ? `ỦY BAN NHÂN DÂN ${province.toUpperCase()}` : '',
      name: named ? `ỦY BAN NHÂN DÂN ${named.toUpperCase()}` : '',
      place: named ?? '',
      signerTitle: '',
      phone: '',
      isSet: false,
    };
  }
}
