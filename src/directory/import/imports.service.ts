import { rm } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { Sql } from '../../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import { Id, type Page } from '../../platform/http/page.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Bell } from '../../platform/queues/bell.js';
import { AreasRepository } from '../areas.repository.js';
import { refuseClosed } from '../closed-area.js';
import { CandidatesRepository } from './candidates.repository.js';
import { advanceImport } from './import.jobs.js';
import { dependenceOn } from './import-dependence.js';
import type {
  Commit,
  ImportListItem,
  ImportRowQuery,
  ImportRowView,
  ImportStatus,
  ImportView,
} from './import.schema.js';
import { ImportRowsRepository } from './import-rows.repository.js';
import { ImportViewsRepository } from './import-views.repository.js';
import { ImportsRepository } from './imports.repository.js';
import { writeRejected } from './rejected-workbook.js';
import type { Upload } from './uploads.js';

/** Imports as an official steers them: hand in a file, look at what would happen, commit, undo. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly sql: Sql,
    private readonly imports: ImportsRepository,
    private readonly views: ImportViewsRepository,
    private readonly rows: ImportRowsRepository,
    private readonly areas: AreasRepository,
    private readonly candidates: CandidatesRepository,
    private readonly audit: Audit,
    private readonly bell: Bell,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes a received file over: it is read soon, or removed here when it cannot be. Throws 400. */
  async begin(
    who: Principal,
    file: Upload | null,
    areaId: string | undefined,
  ): Promise<{ id: string; status: ImportStatus }> {
    try {
      const area = await this.usableArea(who, areaId);
      if (!file) throw badField('file', 'hãy chọn tệp danh sách hộ');
      const id = await this.sql.transaction(async (tx) => {
        const made = await this.imports.insert(tx, { ...file, areaId: area, createdBy: who.userId });
        await this.audit.record(
          tx,
          who,
          'import.uploaded',
          { kind: 'import', id: made, areaIds: [area] },
          { areaId: area, bytes: file.bytes },
        );
        return made;
      });
      await this.bell.ring(advanceImport, { importId: id });
      return { id, status: 'reading' };
    } catch (error) {
      if (file) await rm(file.path, { force: true });
      throw error;
    }
  }

  list(who: Principal, page: { limit: number; cursor?: string | undefined }): Promise<Page<ImportListItem>> {
    return this.views.list(scopeOf(who, 'import:write'), page);
  }

  /** Throws a 404 where there is none that the caller may know. */
  async get(who: Principal, id: string): Promise<ImportView> {
    const found = await this.views.find(scopeOf(who, 'import:write'), id);
    if (!found) throw notFound('lần nhập này');
    return found;
  }

  async page(who: Principal, id: string, query: ImportRowQuery): Promise<Page<ImportRowView>> {
    await this.get(who, id);
    return this.rows.page(id, query);
  }

  /** Asks for the commit; once asked for, asking again changes nothing. Throws 409 where there is nothing to commit, `area-closed`. */
  async commit(
    who: Principal,
    id: string,
    consent?: Commit['consent'],
  ): Promise<{ id: string; status: ImportStatus }> {
    const { status, areaId } = await this.get(who, id);
    if (status === 'committing' || status === 'committed') return { id, status };
    refuseClosed(await this.candidates.root(areaId));
    const isMoved = await this.sql.transaction(async (tx) => {
      const moved = await this.imports.move(tx, id, 'ready', 'committing', who.userId);
      if (moved) {
        if (consent)
          await tx.execute('update imports set consent_basis = $2, consent_evidence = $3 where id = $1', [
            id,
            consent.basis,
            consent.evidence || null,
          ]);
        await this.audit.record(tx, who, 'import.commit-asked', { kind: 'import', id, areaIds: [areaId] });
      }
      return moved;
    });
    if (!isMoved) throw notNow(status, 'ghi vào danh bạ');
    await this.bell.ring(advanceImport, { importId: id });
    return { id, status: 'committing' };
  }

  /** Asks for the undoing. Throws 409 where it was not committed, or something depends on it. */
  async undo(who: Principal, id: string): Promise<{ id: string; status: ImportStatus }> {
    const { status, areaId } = await this.get(who, id);
    if (status === 'undoing' || status === 'undone') return { id, status };
    if (status !== 'committed') throw notNow(status, 'hoàn tác');
    if (await this.imports.isCleared(id))
      throw new DomainError(
        'import-too-old',
        'Không hoàn tác được: các dòng của lần nhập này đã được xóa vì quá thời hạn lưu.',
        409,
      );
    const dependence = await dependenceOn(this.sql, id);
    if (dependence) throw new DomainError(`import-${dependence.code}`, dependence.sentence, 409);
    const isMoved = await this.sql.transaction(async (tx) => {
      const moved = await this.imports.move(tx, id, 'committed', 'undoing');
      if (moved)
        await this.audit.record(tx, who, 'import.undo-asked', { kind: 'import', id, areaIds: [areaId] });
      return moved;
    });
    if (!isMoved) throw notNow((await this.get(who, id)).status, 'hoàn tác');
    await this.bell.ring(advanceImport, { importId: id });
    return { id, status: 'undoing' };
  }

  /** The rejected rows as a workbook, under their own headings with a column that says why. */
  async rejected(who: Principal, id: string): Promise<{ fileName: string; stream: Readable }> {
    const found = await this.get(who, id);
    const widths = await this.rows.rejectedWidths(id);
    const stream = new PassThrough();
    writeRejected(stream, found.mapping?.sheets ?? [], widths, this.rows.rejected(id)).catch(
      (error: Error) => {
        // The client went away, or the database did: the answer has begun, so it can only be cut.
        this.logger.warn({ event: 'import.rejected-file-cut', importId: id, error });
        stream.destroy(error);
      },
    );
    return { fileName: `dong-bi-tu-choi-${id}.xlsx`, stream };
  }

  private async usableArea(who: Principal, areaId: string | undefined): Promise<string> {
    const id = Id.safeParse(areaId);
    const area = id.success ? await this.areas.find(scopeOf(who, 'import:write'), id.data) : null;
    if (!area) throw badField('areaId', 'hãy chọn địa bàn của danh sách');
    refuseClosed(area);
    return area.id;
  }
}

function badField(path: string, message: string): DomainError {
  return invalidInput([{ path, message }]);
}

const STATUS_VI: Record<ImportStatus, string> = {
  reading: 'tệp đang được đọc',
  ready: 'lần nhập chưa được ghi vào danh bạ',
  committing: 'lần nhập đang được ghi',
  committed: 'lần nhập đã được ghi',
  undoing: 'lần nhập đang được hoàn tác',
  undone: 'lần nhập đã được hoàn tác',
  failed: 'tệp không đọc được',
};

function notNow(status: ImportStatus, what: string): DomainError {
  return new DomainError('import-not-ready', `Chưa thể ${what}: ${STATUS_VI[status]}.`, 409, undefined, {
    importStatus: status,
  });
}
