import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import type { GivenMapping, ImportMapping, ImportStatus } from './import.schema.js';

/** How many households of each outcome. */
export interface OutcomeCounts {
  create: number;
  update: number;
  unchanged: number;
  rejected: number;
}

/** What the work on an import needs to know of it. */
export interface ImportWork {
  id: string;
  areaId: string;
  status: ImportStatus;
  filePath: string | null;
  /** How often its reading was begun. */
  reads: number;
  mappingGiven: GivenMapping | null;
  /** A person answered a question about one of its rows. */
  answered: boolean;
  createdBy: string | null;
}

/** The row of an import as the work on it sees it: its status, its counts, its progress. People look at `ImportViewsRepository`. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly sql: Sql) {}

  async insert(
    connection: Queryable,
    file: {
      areaId: string;
      name: string;
      path: string;
      bytes: number;
      sha256: string;
      createdBy: string | null;
    },
  ): Promise<string> {
    const [row] = await connection.query<{ id: string }>(
      `insert into imports (area_id, file_name, file_path, file_bytes, file_sha256, created_by)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [file.areaId, file.name, file.path, file.bytes, file.sha256, file.createdBy],
    );
    return row!.id;
  }

  async work(id: string): Promise<ImportWork | null> {
    const [row] = await this.sql.query<{ [key in keyof ImportWork]: ImportWork[key] }>(
      `select id, area_id as "areaId", status, file_path as "filePath", reads, mapping_given as "mappingGiven",
              answered, created_by as "createdBy" from imports where id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Imports whose work is under way or was left lying: nobody has said a word for `silentMs`. */
  async silent(silentMs: number): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select id from imports where status in ('reading', 'committing', 'undoing')
          and heartbeat_at < now() - $1 * interval '1 millisecond' order by id`,
      [silentMs],
    );
    return rows.map(({ id }) => id);
  }

  /** Files that imports still need. */
  async neededFiles(): Promise<string[]> {
    const rows = await this.sql.query<{ path: string }>(
      'select file_path as path from imports where file_path is not null',
    );
    return rows.map(({ path }) => path);
  }

  /** Moves from one status to another; false where it was not in the first one. */
  async move(
    connection: Queryable,
    id: string,
    from: ImportStatus,
    to: ImportStatus,
    committedBy: string | null = null,
  ): Promise<boolean> {
    const moved = await connection.execute(
      `update imports set status = $3, heartbeat_at = now(), error_code = null, error_detail = null,
              committed_by = coalesce($4, committed_by)
        where id = $1 and status = $2`,
      [id, from, to, committedBy],
    );
    return moved === 1;
  }

  /** Back to reading, with what a person said of the columns; `moved` where it is not ready, `file-gone` without a file. */
  async readAgain(tx: Queryable, id: string, mapping: GivenMapping): Promise<'done' | 'moved' | 'file-gone'> {
    const [row] = await tx.query<{ status: string; file_path: string | null }>(
      'select status, file_path from imports where id = $1 for update',
      [id],
    );
    if (row?.status !== 'ready') return 'moved';
    if (row.file_path === null) return 'file-gone';
    await tx.execute(
      `update imports set status = 'reading', mapping_given = $2, reads = 0, answered = false, progress = 0,
              error_code = null, error_detail = null, heartbeat_at = now() where id = $1`,
      [id, JSON.stringify(mapping)],
    );
    return 'done';
  }

  /** Holds an import for the rest of a transaction; false where it is not ready. */
  async lockReady(tx: Queryable, id: string): Promise<boolean> {
    const rows = await tx.query(`select 1 from imports where id = $1 and status = 'ready' for update`, [id]);
    return rows.length === 1;
  }

  async setAnswered(tx: Queryable, id: string): Promise<void> {
    await tx.execute('update imports set answered = true where id = $1', [id]);
  }

  /** The file is no longer needed; the caller removes it. */
  async releaseFile(connection: Queryable, id: string): Promise<void> {
    await connection.execute('update imports set file_path = null where id = $1', [id]);
  }

  /** Gives up the files of imports that nobody committed for so long; whoever sweeps finds them as orphans. */
  async releaseOldFiles(days: number): Promise<void> {
    await this.sql.execute(
      `update imports set file_path = null
        where file_path is not null and status in ('ready', 'committed', 'undone') and created_at < now() - $1 * interval '1 day'`,
      [days],
    );
  }

  /** Begins the reading, from the first row: what an earlier reader left is removed. */
  async beginReading(id: string): Promise<void> {
    await this.sql.execute('delete from import_rows where import_id = $1', [id]);
    await this.sql.execute(
      `update imports set reads = reads + 1, progress = 0, matched_at = now(), heartbeat_at = now(), rows_total = 0,
              rows_ready = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0, rows_rejected = 0
        where id = $1`,
      [id],
    );
  }

  async finishReading(id: string, counts: OutcomeCounts, mapping: ImportMapping): Promise<void> {
    await this.sql.execute(
      `update imports set ${SET_COUNTS}, progress = 1, mapping = $6, status = 'ready'
        where id = $1 and status = 'reading'`,
      [id, ...countValues(counts), JSON.stringify(mapping)],
    );
  }

  async setCounts(connection: Queryable, id: string, counts: OutcomeCounts): Promise<void> {
    await connection.execute(`update imports set ${SET_COUNTS} where id = $1`, [id, ...countValues(counts)]);
  }

  /** The reading failed for good: no rows, no file, and a sentence for the person. */
  async fail(id: string, code: string, sentence: string): Promise<void> {
    await this.sql.transaction(async (tx) => {
      await tx.execute('delete from import_rows where import_id = $1', [id]);
      await tx.execute(
        `update imports set status = 'failed', error_code = $2, error_detail = $3, file_path = null, mapping = null,
                rows_total = 0, rows_ready = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0, rows_rejected = 0
          where id = $1`,
        [id, code, sentence],
      );
    });
  }

  /** Its rows were kept long enough and are gone. */
  async isCleared(id: string): Promise<boolean> {
    const rows = await this.sql.query('select 1 from imports where id = $1 and rows_cleared_at is not null', [
      id,
    ]);
    return rows.length > 0;
  }

  /** A commit or an undoing did not go through: back to where it was, with the reason. */
  async giveBack(id: string, status: 'ready' | 'committed', code: string, sentence: string): Promise<void> {
    await this.sql.execute(
      'update imports set status = $2, error_code = $3, error_detail = $4 where id = $1',
      [id, status, code, sentence],
    );
  }
}

/** SQL: sets the counts of `imports` from the four parameters after the first: see countValues. */
export const SET_COUNTS = `rows_created = $2, rows_updated = $3, rows_unchanged = $4, rows_rejected = $5,
  rows_ready = $2::int + $3::int + $4::int, rows_total = $2::int + $3::int + $4::int + $5::int`;

export function countValues(counts: OutcomeCounts): number[] {
  return [counts.create, counts.update, counts.unchanged, counts.rejected];
}
