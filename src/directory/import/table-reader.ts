// Owns: the rows under the headings of one sheet: what each is, and where another table begins.
// Emits: the households that the rows complete.
// Never: looks for the first headings, or reads what stands above them.
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { HouseholdDraft } from './draft-household.js';
import { lineOf, readFreeLine, rowOfLine } from './free-lines.js';
import {
  type Header,
  joinSecondRow,
  namesAsMuch,
  readHeader,
  type SideColumns,
  sideColumns,
  withMarkedHead,
} from './header-row.js';
import { HeadlessTable } from './headless-table.js';
import { HouseholdAssembler } from './household-assembler.js';
import { OfficialsTable } from './officials-table.js';
import { columnsByField, type ColumnsByField, RowFields } from './row-fields.js';
import { RowJudge } from './row-judge.js';
import { isMark } from './row-kind.js';
import { unshifted } from './shifted-row.js';
import { keepGuesses } from './sheet-layout.js';
import {
  countSkipped,
  noteOddities,
  type SheetSummary,
  type SkippedKind,
  tellHeader,
} from './sheet-summary.js';

export class TableReader {
  header: Header | null = null;
  /** The next row may be a second one of headings. */
  mayJoin = false;
  /** Each row is a line of a chat. */
  isOfLines = false;
  readonly assembler = new HouseholdAssembler();
  private columns: ColumnsByField = {};
  private beside: SideColumns = { spill: [], others: [], standIns: [], sensitive: [] };
  private isTold = false;
  private readonly judge = new RowJudge(this.assembler);
  private readonly officials = new OfficialsTable();
  private readonly headless = new HeadlessTable();

  constructor(private readonly summary: SheetSummary) {}

  /** @param isTold a person has said what the columns are */
  begin(header: Header, isTold: boolean): void {
    this.use(header);
    this.officials.begin(header);
    this.isTold = isTold;
    this.mayJoin = !isTold;
  }

  /** From now on rows are read under these headings. */
  use(header: Header): void {
    this.header = header;
    this.columns = columnsByField(header);
    this.beside = sideColumns(header);
    this.mayJoin = true;
    tellHeader(this.summary, header);
  }

  /** The sheet has ended; gives what was still open. */
  end(): HouseholdDraft[] {
    return [...this.readHeadless(), ...this.close(), ...this.counted(this.officials.end())];
  }

  /** Takes the next row; gives the households that it completes. */
  read(row: SheetRow): HouseholdDraft[] {
    const joined = this.mayJoin ? joinSecondRow(this.header!, row) : null;
    this.mayJoin = false;
    if (joined) {
      this.use(joined);
      this.summary.headerRow = joined.row;
      this.mayJoin = false;
      return [];
    }
    if (this.isOfLines) return this.readLine(row);
    return this.readCells(unshifted(row, this.columns) ?? row);
  }

  private readCells(row: SheetRow): HouseholdDraft[] {
    for (const index of this.beside.sensitive) if (row.cells[index]) row.cells[index] = '';
    if (this.marksHead(row)) this.use(withMarkedHead(this.header!));
    const fields = new RowFields(row, this.columns, this.beside);
    const again = this.judge.mayBeHeading(fields) ? readHeader(row) : null;
    if (again) {
      const done = [...this.readHeadless(), ...this.close()];
      if (!this.isTold && namesAsMuch(again, this.header!)) this.use(keepGuesses(this.header!, again));
      done.push(...this.counted(this.officials.begin(again)));
      this.skip('heading');
      this.judge.beginPage();
      return done;
    }
    if (!this.isTold && this.headless.isOpen) return this.keep(fields);
    const kind = this.judge.kindOf(fields);
    if (kind === null) {
      if (!this.isTold && this.headless.keeps(fields)) return this.close();
      noteOddities(this.summary, row, this.columns);
      return this.emit(this.assembler.add(fields));
    }
    this.headless.breaks();
    this.skip(kind);
    return kind === 'blank' ? [] : this.close();
  }

  private keep(fields: RowFields): HouseholdDraft[] {
    this.headless.keeps(fields);
    return this.headless.isFull ? this.readHeadless() : [];
  }

  /** A line of a chat: of a household, or a heading, or talk. */
  private readLine(row: SheetRow): HouseholdDraft[] {
    const line = readFreeLine(lineOf(row));
    const hasPhone = line !== null && line.name !== '' && line.phones !== '';
    const kind = hasPhone ? null : this.judge.kindOf(new RowFields(row, {}));
    const isHousehold = line !== null && kind !== 'heading' && kind !== 'total';
    // A number alone is not the one of the line above.
    const drafts = this.close();
    this.assembler.places.nowInTable();
    if (isHousehold) this.assembler.add(new RowFields(rowOfLine(row, line), this.columns, this.beside, row));
    else this.skip(kind === null || kind === 'blank' ? 'text' : kind);
    return drafts;
  }

  /** Reads rows under the columns that they say themselves, or else under those of the table above. */
  private readHeadless(): HouseholdDraft[] {
    const drafts: HouseholdDraft[] = [];
    while (this.headless.isOpen) {
      const { rows, header } = this.headless.end();
      if (header) this.useHeadless(header);
      drafts.push(...rows.flatMap((row) => this.read(row)));
    }
    return drafts;
  }

  private useHeadless(header: Header): void {
    this.assembler.places.nowInTable();
    const { headerRow, headings } = this.summary;
    this.use(header);
    this.mayJoin = false;
    // What is told of the sheet is its first table.
    Object.assign(this.summary, { headerRow, headings });
  }

  /** `Họ và tên | Chủ hộ` with an x under the second: who is the head, not what he is called. */
  private marksHead({ cells }: SheetRow): boolean {
    const { head, person } = this.columns;
    if (!head?.[0] || !person?.[0] || this.isTold) return false;
    return isMark(cells[head[0].index] ?? '') && (cells[person[0].index] ?? '').trim() !== '';
  }

  private close(): HouseholdDraft[] {
    return this.emit(this.assembler.close());
  }

  private emit(drafts: HouseholdDraft[]): HouseholdDraft[] {
    return this.counted(this.officials.pass(drafts));
  }

  /** Drafts on their way out. */
  counted(drafts: HouseholdDraft[]): HouseholdDraft[] {
    this.summary.households += drafts.length;
    return drafts;
  }

  private skip(kind: SkippedKind): void {
    countSkipped(this.summary, kind);
  }
}
