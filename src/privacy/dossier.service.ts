import { Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { notFound } from '../platform/http/domain-error.js';
import { createXlsxWriter, type SheetCell } from '../platform/sheets/xlsx-writer.js';
import { type DossierPart, DossierRepository } from './dossier.repository.js';

/** Everything that is held on one household, for the person who asks to see it. Recorded in the trail. */
@Injectable()
export class DossierService {
  constructor(
    private readonly sql: Sql,
    private readonly dossiers: DossierRepository,
    private readonly audit: Audit,
  ) {}

  /** Throws a 404 where the caller may not see its numbers. */
  async read(who: Principal, householdId: string, kind: 'json' | 'xlsx'): Promise<DossierPart[]> {
    const [household] = await this.sql.query<{ area_id: string }>(
      `select area_id from households h where id = $1 and deleted_at is null and ${inScope('h.area_id', '$2')}`,
      [householdId, scopeOf(who, 'phone:read')],
    );
    if (!household) throw notFound('hộ gia đình này');
    const subject = { kind: 'household', id: householdId, areaIds: [household.area_id] };
    await this.audit.record(this.sql, who, 'household.dossier-taken', subject, { kind });
    return this.dossiers.read(householdId);
  }

  /** One sheet for each kind of record. */
  async write(parts: readonly DossierPart[], out: Writable): Promise<void> {
    const workbook = createXlsxWriter(out);
    for (const { title, rows } of parts) {
      await workbook.addSheet(title, { freezeRow: 1 });
      const columns = Object.keys(rows[0] ?? {});
      await workbook.row(columns.length > 0 ? columns : ['Không có dữ liệu'], { bold: true });
      for (const row of rows) await workbook.row(columns.map((column) => cellOf(row[column])));
    }
    await workbook.end();
  }
}

function cellOf(value: unknown): SheetCell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
