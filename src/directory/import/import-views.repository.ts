import { Injectable } from '@nestjs/common';
import { type AreaScope, inScope } from '../../identity/area-scope.js';
import { Sql } from '../../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import type { ImportListItem, ImportMapping, ImportStatus, ImportView } from './import.schema.js';

interface ImportRow {
  id: string;
  area_id: string;
  status: ImportStatus;
  file_name: string;
  file_bytes: string;
  mapping: ImportMapping | null;
  rows_total: number;
  rows_ready: number;
  rows_created: number;
  rows_updated: number;
  rows_unchanged: number;
  rows_rejected: number;
  progress: number;
  error_code: string | null;
  error_detail: string | null;
  created_at: Date;
  committed_at: Date | null;
  undone_at: Date | null;
  file_sha256: string | null;
  created_by_name: string | null;
  committed_by_name: string | null;
  questions?: string;
  same_file?: { id: string; committedAt: string } | null;
}

const COLUMNS = `id, area_id, status, file_name, file_bytes, rows_total, rows_ready, rows_created, rows_updated,
  rows_unchanged, rows_rejected, progress, error_code, error_detail, created_at, committed_at, undone_at, file_sha256,
  (select display_name from users u where u.id = imports.created_by) as created_by_name,
  (select display_name from users u where u.id = imports.committed_by) as committed_by_name`;

/** Imports as people look at them. */
@Injectable()
export class ImportViewsRepository {
  constructor(private readonly sql: Sql) {}

  /** Null where there is none in the scope. */
  async find(scope: AreaScope, id: string): Promise<ImportView | null> {
    const [row] = await this.sql.query<ImportRow & Record<string, unknown>>(
      `select ${COLUMNS}, mapping,
              (select count(*) from import_rows r where r.import_id = imports.id and question is not null and answer is null)
                as questions,
              (select jsonb_build_object('id', o.id::text, 'committedAt', to_json(o.committed_at at time zone 'UTC')#>>'{}' || 'Z')
                 from imports o where o.area_id = imports.area_id and o.file_sha256 = imports.file_sha256
                  and o.id < imports.id and o.status = 'committed' order by o.id desc limit 1) as same_file
         from imports where id = $1 and ${inScope('area_id', '$2')}`,
      [id, scope],
    );
    return row ? toImportView(row) : null;
  }

  /** Those of a scope, newest first. */
  async list(
    scope: AreaScope,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ImportListItem>> {
    const after = readCursor(page.cursor, Id.array().length(1))?.[0] ?? null;
    const rows = await this.sql.query<ImportRow & Record<string, unknown>>(
      `select ${COLUMNS}, null as mapping from imports
        where ($1::bigint is null or id < $1) and ${inScope('area_id', '$2')} order by id desc limit $3`,
      [after, scope, page.limit + 1],
    );
    return toPage(
      rows,
      page.limit,
      (row) => [row.id],
      (row) => {
        const { mapping: _, questions: _questions, sameFile: _sameFile, ...item } = toImportView(row);
        return item;
      },
    );
  }
}

function toImportView(row: ImportRow): ImportView {
  return {
    id: row.id,
    areaId: row.area_id,
    status: row.status,
    fileName: row.file_name,
    fileBytes: Number(row.file_bytes),
    rows: {
      total: row.rows_total,
      ready: row.rows_ready,
      created: row.rows_created,
      updated: row.rows_updated,
      unchanged: row.rows_unchanged,
      rejected: row.rows_rejected,
    },
    progress: Math.min(1, Math.round(row.progress * 1000) / 1000),
    fileSha256: row.file_sha256,
    sameFile: row.same_file ?? null,
    createdBy: row.created_by_name,
    committedBy: row.committed_by_name,
    questions: Number(row.questions ?? 0),
    mapping: row.mapping,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
    createdAt: row.created_at.toISOString(),
    committedAt: row.committed_at?.toISOString() ?? null,
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}
