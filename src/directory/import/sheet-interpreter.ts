// Owns: turning the rows of one sheet into households: titles, headings, neighbourhood headings, continued rows.
// Emits: drafts in the order of the rows, and a summary of how the sheet was read.
// Never: asks the database, or drops a row with a name or a phone without a word.
import { cleanText } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { columnName } from '../../platform/sheets/sheet-text.js';
import type { HouseholdDraft } from './draft-household.js';
import { guessColumns } from './column-content.js';
import {
  type Header,
  joinRowAbove,
  joinSecondRow,
  namesAsMuch,
  readHeader,
  type SideColumns,
  sideColumns,
  withMarkedHead,
} from './header-row.js';
import { fitsRows, keepGuesses, layoutByContent, withGuesses } from './sheet-layout.js';
import type { SheetSummary, SkippedKind } from './sheet-summary.js';
import { HouseholdAssembler } from './household-assembler.js';
import { placeInTitle, readCommune, readNeighbourhood } from './neighbourhood-name.js';
import { columnsByField, type ColumnsByField, RowFields } from './row-fields.js';
import { type Block, partOf, sideBySide, titleOf } from './side-by-side.js';
import { type TellSheet, ToldColumns } from './told-columns.js';
import { isMark } from './row-kind.js';
import { RowJudge } from './row-judge.js';

/** How many rows may stand above the headings. */
const MAX_TITLE_ROWS = 40;
/** How many rows under the headings are looked at for a phone column that no heading names. */
const MAX_UNNAMED_ROWS = 60;

export class SheetInterpreter {
  readonly summary: SheetSummary;
  private waiting: SheetRow[] = [];
  private blocks: Block[] = [];
  private others: SheetInterpreter[] = [];
  private header: Header | null = null;
  private columns: ColumnsByField = {};
  private beside: SideColumns = { spill: [], others: [], standIns: [], sensitive: [] };
  private mayJoin = false;
  private readonly given: TellSheet;
  private isTold = false;
  /** Rows under headings that name no phone, until it is known where phones stand. */
  private unnamed: SheetRow[] | null = null;
  private readonly assembler = new HouseholdAssembler();
  private readonly judge = new RowJudge(this.assembler);

  /** @param inherited the header of the sheet before, for a sheet that has none of its own */
  constructor(
    sheet: string,
    isHidden: boolean,
    private readonly inherited: Header | null,
    /** What a person said of this sheet, or of the same headings before. */
    private readonly told: ToldColumns = new ToldColumns(null, []),
  ) {
    this.given = told.sheet(sheet);
    this.summary = {
      sheet,
      headerRow: null,
      headings: [],
      columns: [],
      hiddenRows: 0,
      hiddenColumns: [],
      legacy: null,
      households: 0,
      skipped: {},
      // A person who names the columns of a hidden sheet wants it read.
      ignored: isHidden && !this.given ? 'hidden' : null,
    };
    const name = readNeighbourhood(sheet);
    if (name) this.assembler.places.nowIn({ name, from: 'sheet' });
    const commune = readCommune(sheet);
    if (commune) this.assembler.places.nowInCommune({ name: commune, from: 'sheet' });
  }

  /** The header, for the next sheet to inherit. */
  get foundHeader(): Header | null {
    return this.header;
  }

  /** Takes the next row; gives the households that it completes. */
  push(row: SheetRow): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    if (this.blocks.length > 0) return this.pushParts(row);
    if (this.unnamed) return this.waitForPhones(row);
    if (this.header) return this.read(row);
    if (this.given) return this.readAsTold(this.given, row);
    const remembered = this.told.under(row);
    const header = remembered ? { row: row.row, headings: row.cells, columns: remembered } : readHeader(row);
    const blocks = header && !remembered ? sideBySide(row.cells, this.waiting.at(-1)?.cells) : [];
    if (blocks.length > 1) return this.divide(blocks, row);
    if (header) {
      const above = this.waiting.at(-1);
      for (const title of this.waiting.splice(0)) this.readTitle(title);
      this.begin(header.columns.some(({ by }) => by !== undefined) ? header : joinRowAbove(header, above));
      return [];
    }
    this.waiting.push(row);
    return this.waiting.length > MAX_TITLE_ROWS ? this.goWithoutHeader() : [];
  }

  /** Tables beside each other: the first is read here, each other one by an interpreter of its own. */
  private divide(blocks: Block[], row: SheetRow): HouseholdDraft[] {
    this.others = blocks.slice(1).map(() => new SheetInterpreter(this.summary.sheet, false, null));
    for (const title of this.waiting)
      for (const [i, other] of this.others.entries()) other.push(titleOf(title, blocks[i + 1]!));
    this.waiting = this.waiting.map((title) => titleOf(title, blocks[0]!));
    this.blocks = blocks;
    return this.pushParts(row);
  }

  private pushParts(row: SheetRow): HouseholdDraft[] {
    const [first, ...rest] = this.blocks;
    const parts = rest.map((block) => partOf(row, block));
    const blocks = this.blocks.splice(0);
    const drafts = this.push(partOf(row, first!));
    this.blocks = blocks;
    return [...drafts, ...parts.flatMap((part, i) => this.others[i]!.push(part))];
  }

  private endOthers(): HouseholdDraft[] {
    return this.others.splice(0).flatMap((other) => {
      const drafts = other.end();
      this.summary.columns.push(...other.summary.columns);
      this.summary.households += other.summary.households;
      return drafts;
    });
  }

  /** A person has named the row of headings and the columns: what stands above are titles. */
  private readAsTold({ headerRow, columns }: NonNullable<TellSheet>, row: SheetRow): HouseholdDraft[] {
    if (headerRow !== null && row.row < headerRow) {
      this.readTitle(row);
      return [];
    }
    const isHeadings = row.row === headerRow;
    const named = columns.map((column) => ({
      ...column,
      heading: isHeadings ? (row.cells[column.index] ?? '') : '',
    }));
    this.begin({ row: row.row, headings: isHeadings ? row.cells : [], columns: named });
    if (isHeadings) return [];
    this.summary.headerRow = null;
    return this.read(row);
  }

  private begin(header: Header): void {
    this.use(header);
    const isTold = header.columns.some(({ by }) => by === 'person' || by === 'remembered');
    this.isTold = isTold;
    this.mayJoin = !isTold;
    const hasPhone = header.columns.some(({ field }) => field === 'phone' || field === 'zalo');
    this.unnamed = hasPhone || isTold ? null : [];
  }

  /** Headings that name no phone: some rows are looked at for the column that holds them. */
  private waitForPhones(row: SheetRow): HouseholdDraft[] {
    const joined = this.unnamed!.length === 0 ? joinSecondRow(this.header!, row) : null;
    if (joined) {
      this.begin(joined);
      this.mayJoin = false;
      return [];
    }
    this.unnamed!.push(row);
    return this.unnamed!.length >= MAX_UNNAMED_ROWS ? this.findPhones() : [];
  }

  private findPhones(): HouseholdDraft[] {
    const rows = this.unnamed ?? [];
    this.unnamed = null;
    if (!this.header) return [];
    const taken = new Map(this.header.columns.map(({ index, field }) => [index, field]));
    const found = guessColumns(rows, taken, this.header.headings).filter(({ field }) => field === 'phone');
    if (found.length > 0) this.use(withGuesses(this.header, found));
    return rows.flatMap((row) => this.read(row));
  }

  /** The sheet has ended; gives what was still open. */
  end(): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    const drafts = this.header ? this.findPhones() : this.goWithoutHeader();
    return [...drafts, ...this.close(), ...this.endOthers()];
  }

  private use(header: Header): void {
    this.header = header;
    this.columns = columnsByField(header);
    this.beside = sideColumns(header);
    this.mayJoin = true;
    this.summary.headerRow ??= header.row;
    this.summary.headings = header.headings;
    this.summary.columns = header.columns.map(
      ({ index, heading, field, by = 'heading' as const, sure = 1 }) => ({
        column: columnName(index),
        heading: cleanText(heading),
        field,
        by,
        sure,
      }),
    );
  }

  /** No headings that name a person: the layout of the sheet before, if it finds phones there, or what the columns hold. */
  private goWithoutHeader(): HouseholdDraft[] {
    const rows = this.waiting.splice(0);
    return this.readAsBefore(rows) ?? this.readByContent(rows) ?? this.ignore();
  }

  private ignore(): HouseholdDraft[] {
    this.summary.ignored = 'no-header';
    return [];
  }

  private readAsBefore(rows: readonly SheetRow[]): HouseholdDraft[] | null {
    if (!this.inherited || !fitsRows(this.inherited, rows)) return null;
    return this.readUnder(this.inherited, rows, null);
  }

  private readByContent(rows: readonly SheetRow[]): HouseholdDraft[] | null {
    const layout = layoutByContent(rows);
    if (!layout) return null;
    for (const title of rows.slice(0, layout.first)) this.readTitle(title);
    return this.readUnder(layout.header, rows.slice(layout.first), layout.headerRow);
  }

  private readUnder(header: Header, rows: readonly SheetRow[], headerRow: number | null): HouseholdDraft[] {
    this.use(header);
    this.summary.headerRow = headerRow;
    this.mayJoin = false;
    return rows.flatMap((row) => this.read(row));
  }

  private readTitle(row: SheetRow): void {
    this.skip('title');
    for (const cell of row.cells) {
      const name = readNeighbourhood(cell) ?? placeInTitle(cell);
      if (name) this.assembler.places.nowIn({ name, from: 'title' });
      const commune = readCommune(cell);
      if (commune) this.assembler.places.nowInCommune({ name: commune, from: 'title' });
    }
  }

  private read(row: SheetRow): HouseholdDraft[] {
    const joined = this.mayJoin ? joinSecondRow(this.header!, row) : null;
    this.mayJoin = false;
    if (joined) {
      this.use(joined);
      this.summary.headerRow = joined.row;
      this.mayJoin = false;
      return [];
    }
    for (const index of this.beside.sensitive) if (row.cells[index]) row.cells[index] = '';
    if (this.marksHead(row)) this.use(withMarkedHead(this.header!));
    const fields = new RowFields(row, this.columns, this.beside);
    const again = this.judge.mayBeHeading(fields) ? readHeader(row) : null;
    if (again) {
      const done = this.close();
      if (!this.isTold && namesAsMuch(again, this.header!)) this.use(keepGuesses(this.header!, again));
      this.skip('heading');
      this.judge.beginPage();
      return done;
    }
    const kind = this.judge.kindOf(fields);
    if (kind === null) {
      this.noteOddities(row);
      return this.counted(this.assembler.add(fields));
    }
    this.skip(kind);
    return kind === 'blank' ? [] : this.close();
  }

  /** `Họ và tên | Chủ hộ` with an x under the second: who is the head, not what he is called. */
  private marksHead({ cells }: SheetRow): boolean {
    const { head, person } = this.columns;
    if (!head?.[0] || !person?.[0] || this.isTold) return false;
    return isMark(cells[head[0].index] ?? '') && (cells[person[0].index] ?? '').trim() !== '';
  }

  /** Says in the review what a person would not expect to be read. */
  private noteOddities(row: SheetRow): void {
    const { summary } = this;
    if (row.isHidden) summary.hiddenRows++;
    if (row.legacy) summary.legacy = row.legacy;
    if (!row.hiddenColumns || summary.hiddenColumns.length > 0) return;
    const used = Object.values(this.columns).flat();
    summary.hiddenColumns = used
      .filter(({ index }) => row.hiddenColumns!.includes(index))
      .map(({ index }) => columnName(index));
  }

  private close(): HouseholdDraft[] {
    return this.counted(this.assembler.close());
  }

  private counted(drafts: HouseholdDraft[]): HouseholdDraft[] {
    this.summary.households += drafts.length;
    return drafts;
  }

  private skip(kind: SkippedKind): void {
    this.summary.skipped[kind] = (this.summary.skipped[kind] ?? 0) + 1;
  }
}
