// Owns: turning the rows of one sheet into households: titles, headings, neighbourhood headings, continued rows.
// Emits: drafts in the order of the rows, and a summary of how the sheet was read.
// Never: asks the database, or drops a row with a name or a phone without a word.
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { HouseholdDraft } from './draft-household.js';
import { guessColumns } from './column-content.js';
import { type Header, joinRowAbove, joinSecondRow, readHeader } from './header-row.js';
import { fitsRows, layoutByContent, withGuesses } from './sheet-layout.js';
import { countSkipped, newSummary, type SheetSummary, tellHeader } from './sheet-summary.js';
import { HouseholdCards } from './household-cards.js';
import { nameLabels } from './labelled-values.js';
import { kindOfSheet, placeOfSheet, readCommune, readNeighbourhood } from './neighbourhood-name.js';
import { placeInTitle, SEVERAL } from './title-place.js';
import { unnamedBeside, withUnnamed } from './unnamed-columns.js';
import { type Block, partOf, sideBySide, titleOf } from './side-by-side.js';
import { TableReader } from './table-reader.js';
import { type TellSheet, ToldColumns } from './told-columns.js';

/** How many rows may stand above the headings. */
const MAX_TITLE_ROWS = 40;
/** How many rows under the headings are looked at for a phone column that no heading names. */
const MAX_UNNAMED_ROWS = 60;

export class SheetInterpreter {
  readonly summary: SheetSummary;
  private waiting: SheetRow[] = [];
  private cards: HouseholdCards | null = null;
  private blocks: Block[] = [];
  private others: SheetInterpreter[] = [];
  private readonly table: TableReader;
  private readonly given: TellSheet;
  private placeOfTitle: string | null = null;
  /** Rows under headings that name no phone, or leave a column unnamed, until it is known what stands there. */
  private unnamed: SheetRow[] | null = null;

  /** @param inherited the header of the sheet before, for a sheet that has none of its own */
  constructor(
    sheet: string,
    isHidden: boolean,
    private readonly inherited: Header | null,
    /** What a person said of this sheet, or of the same headings before. */
    private readonly told: ToldColumns = new ToldColumns(null, []),
    /** What kind of places the sheets before are named after. */
    kindOfSheets: string | null = null,
  ) {
    this.given = told.sheet(sheet);
    // A person who names the columns of a hidden sheet wants it read.
    this.summary = newSummary(sheet, isHidden && !this.given ? 'hidden' : null);
    this.table = new TableReader(this.summary);
    const named = readNeighbourhood(sheet);
    const name = named !== null && SEVERAL.test(named) ? null : named;
    const bare = name || kindOfSheets === null ? null : placeOfSheet(sheet, kindOfSheets);
    if (name) this.table.assembler.places.nowIn({ name, from: 'sheet' });
    else if (bare) this.table.assembler.places.nowIn({ name: bare, from: 'title' });
    const commune = readCommune(sheet);
    if (commune) this.table.assembler.places.nowInCommune({ name: commune, from: 'sheet' });
  }

  /** The header, for the next sheet to inherit. */
  get foundHeader(): Header | null {
    return this.table.header;
  }

  /** What kind of place this sheet is named after, for the next one; null where it is named after none. */
  get kindOfName(): string | null {
    return kindOfSheet(this.summary.sheet, this.placeOfTitle);
  }

  /** Takes the next row; gives the households that it completes. */
  push(row: SheetRow): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    if (this.blocks.length > 0) return this.pushParts(row);
    if (this.unnamed) return this.waitForPhones(row);
    if (this.table.header) return this.table.read(row);
    if (this.given) return this.readAsTold(this.given, row);
    if (this.cards) return this.pushCard(row);
    const remembered = this.told.under(row);
    if (!remembered && nameLabels(row.cells).length > 0) return this.beginCards(row);
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

  private beginCards(row: SheetRow): HouseholdDraft[] {
    const above = this.waiting.splice(0);
    for (const title of above) this.readTitle(title);
    this.cards = new HouseholdCards(row, above, this.table.assembler);
    return [];
  }

  /** One card only over a row of headings is a title of the list below. */
  private pushCard(row: SheetRow): HouseholdDraft[] {
    if (this.cards!.count > 1 || nameLabels(row.cells).length > 0 || !readHeader(row))
      return this.table.counted(this.cards!.push(row));
    this.cards = null;
    return this.push(row);
  }

  private endCards({ header, skipped }: HouseholdCards): HouseholdDraft[] {
    const drafts = this.table.counted(this.cards!.end());
    tellHeader(this.summary, header);
    if (skipped > 0) this.summary.skipped.text = skipped;
    return drafts;
  }

  /** Tables beside each other: the first is read here, each other one by an interpreter of its own. */
  private divide(blocks: Block[], row: SheetRow): HouseholdDraft[] {
    const titlesOf = (block: Block) => this.waiting.map((title) => titleOf(title, block));
    this.others = blocks.slice(1).map((block) => {
      const other = new SheetInterpreter(this.summary.sheet, false, null);
      for (const title of titlesOf(block)) other.push(title);
      return other;
    });
    this.waiting = titlesOf(blocks[0]!);
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
    return this.table.read(row);
  }

  private begin(header: Header): void {
    const isTold = header.columns.some(({ by }) => by === 'person' || by === 'remembered');
    this.table.begin(header, isTold);
    const hasPhone = header.columns.some(({ field }) => field === 'phone' || field === 'zalo');
    const isClear = hasPhone && unnamedBeside(header).length === 0;
    this.unnamed = isClear || isTold ? null : [];
  }

  /** Headings that name no phone: some rows are looked at for the column that holds them. */
  private waitForPhones(row: SheetRow): HouseholdDraft[] {
    const joined = this.unnamed!.length === 0 ? joinSecondRow(this.table.header!, row) : null;
    if (joined) {
      this.begin(joined);
      this.table.mayJoin = false;
      return [];
    }
    this.unnamed!.push(row);
    return this.unnamed!.length >= MAX_UNNAMED_ROWS ? this.findPhones() : [];
  }

  private findPhones(): HouseholdDraft[] {
    const rows = this.unnamed ?? [];
    this.unnamed = null;
    if (!this.table.header) return [];
    const header = withUnnamed(this.table.header, rows);
    const taken = new Map(header.columns.map(({ index, field }) => [index, field]));
    const found = guessColumns(rows, taken, header.headings).filter(({ field }) => field === 'phone');
    if (found.length > 0 || header !== this.table.header) this.table.use(withGuesses(header, found));
    return rows.flatMap((row) => this.table.read(row));
  }

  /** The sheet has ended; gives what was still open. */
  end(): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    if (this.cards) return this.endCards(this.cards);
    const drafts = this.table.header ? this.findPhones() : this.goWithoutHeader();
    return [...drafts, ...this.table.end(), ...this.endOthers()];
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
    this.table.isOfLines = layout.isOfLines ?? false;
    if (layout.isOfLines) this.summary.isOfLines = true;
    return this.readUnder(layout.header, rows.slice(layout.first), layout.headerRow);
  }

  private readUnder(header: Header, rows: readonly SheetRow[], headerRow: number | null): HouseholdDraft[] {
    this.table.use(header);
    this.summary.headerRow = headerRow;
    this.table.mayJoin = false;
    return rows.flatMap((row) => this.table.read(row));
  }

  private readTitle(row: SheetRow): void {
    countSkipped(this.summary, 'title');
    for (const cell of row.cells) {
      const name = placeInTitle(cell);
      if (name) this.table.assembler.places.nowIn({ name: (this.placeOfTitle = name), from: 'title' });
      const commune = readCommune(cell);
      if (commune) this.table.assembler.places.nowInCommune({ name: commune, from: 'title' });
    }
  }
}
