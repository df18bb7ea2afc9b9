import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { HouseholdDraft } from './draft-household.js';
import type { Header } from './header-row.js';
import { ImportFailure } from './import-failure.js';
import { ToldColumns } from './told-columns.js';
import { SheetInterpreter } from './sheet-interpreter.js';
import type { SheetSummary } from './sheet-summary.js';

/** Reads the sheets of a file one after the other. */
export class WorkbookInterpreter {
  readonly summaries: SheetSummary[] = [];
  private current: SheetInterpreter | null = null;
  private header: Header | null = null;
  private kindOfSheets: string | null = null;

  constructor(private readonly told: ToldColumns = new ToldColumns(null, [])) {}

  /** Takes the next row; gives the households that it completes. */
  push(row: SheetRow): HouseholdDraft[] {
    if (this.current && this.current.summary.sheet === row.sheet) return this.current.push(row);
    const done = this.close();
    this.current = new SheetInterpreter(
      row.sheet,
      row.isHiddenSheet,
      this.header,
      this.told,
      this.kindOfSheets,
    );
    this.summaries.push(this.current.summary);
    return [...done, ...this.current.push(row)];
  }

  /** The file has ended. Throws ImportFailure where no sheet has headings, or none has a household. */
  end(): HouseholdDraft[] {
    const drafts = this.close();
    if (this.summaries.some(({ households }) => households > 0)) return drafts;
    if (this.summaries.every(({ ignored }) => ignored !== null)) {
      throw new ImportFailure(
        'no-header',
        'Không tìm thấy dòng tiêu đề. Bảng cần có cột “Họ và tên chủ hộ” và ít nhất một cột khác như “Số điện thoại”, “Địa chỉ”.',
      );
    }
    throw new ImportFailure('no-households', 'Không tìm thấy hộ nào dưới dòng tiêu đề.');
  }

  private close(): HouseholdDraft[] {
    const drafts = this.current?.end() ?? [];
    this.header = this.current?.foundHeader ?? this.header;
    this.kindOfSheets = this.current?.kindOfName ?? this.kindOfSheets;
    this.current = null;
    return drafts;
  }
}
