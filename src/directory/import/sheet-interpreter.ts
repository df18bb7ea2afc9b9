// Owns: turning the rows of one sheet into households: titles, headings, neighbourhood headings, continued rows.
// Emits: drafts in the order of the rows, and a summary of how the sheet was read.
// Never: asks the database, or drops a row with a name or a phone without a word.
import { cleanText } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { columnName } from '../../platform/sheets/sheet-text.js';
import { fieldOfHeading, type Field } from './column-heading.js';
import type { HouseholdDraft } from './draft-household.js';
import { type Header, joinSecondRow, readHeader } from './header-row.js';
import { HouseholdAssembler } from './household-assembler.js';
import { readNeighbourhood } from './neighbourhood-name.js';
import { columnsByField, type ColumnsByField, RowFields } from './row-fields.js';
import { isColumnNumbers, isSignature, isTotal, looksLikeName } from './row-kind.js';

/** How many rows may stand above the headings. */
const MAX_TITLE_ROWS = 40;

export type SkippedKind = 'blank' | 'total' | 'column-numbers' | 'signature' | 'heading' | 'title' | 'text';

/** How a sheet was read, for the preview. */
export interface SheetSummary {
  sheet: string;
  headerRow: number | null;
  /** The headings as they stand, so that rejected rows can be given back under them. */
  headings: string[];
  columns: { column: string; heading: string; field: Field }[];
  households: number;
  skipped: Partial<Record<SkippedKind, number>>;
  /** Why nothing was read from this sheet. */
  ignored: 'hidden' | 'no-header' | null;
}

export class SheetInterpreter {
  readonly summary: SheetSummary;
  private waiting: SheetRow[] = [];
  private header: Header | null = null;
  private columns: ColumnsByField = {};
  private mayJoin = false;
  private isSigned = false;
  private readonly assembler = new HouseholdAssembler();

  /** @param inherited the header of the sheet before, for a sheet that has none of its own */
  constructor(
    sheet: string,
    isHidden: boolean,
    private readonly inherited: Header | null,
  ) {
    this.summary = {
      sheet,
      headerRow: null,
      headings: [],
      columns: [],
      households: 0,
      skipped: {},
      ignored: isHidden ? 'hidden' : null,
    };
    const name = readNeighbourhood(sheet);
    if (name) this.assembler.nowIn({ name, from: 'sheet' });
  }

  /** The header, for the next sheet to inherit. */
  get foundHeader(): Header | null {
    return this.header;
  }

  /** Takes the next row; gives the households that it completes. */
  push(row: SheetRow): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    if (this.header) return this.read(row);
    const header = readHeader(row);
    if (header) {
      for (const title of this.waiting.splice(0)) this.readTitle(title);
      this.use(header);
      return [];
    }
    this.waiting.push(row);
    return this.waiting.length > MAX_TITLE_ROWS ? this.goWithoutHeader() : [];
  }

  /** The sheet has ended; gives what was still open. */
  end(): HouseholdDraft[] {
    if (this.summary.ignored) return [];
    const drafts = this.header ? [] : this.goWithoutHeader();
    return [...drafts, ...this.close()];
  }

  private use(header: Header): void {
    this.header = header;
    this.columns = columnsByField(header);
    this.mayJoin = true;
    this.summary.headerRow ??= header.row;
    this.summary.headings = header.headings;
    this.summary.columns = header.columns.map(({ index, heading, field }) => ({
      column: columnName(index),
      heading: cleanText(heading),
      field,
    }));
  }

  /** No headings: the layout of the sheet before is right if it finds phones where it expects them. */
  private goWithoutHeader(): HouseholdDraft[] {
    const rows = this.waiting.splice(0);
    const columns = this.inherited ? columnsByField(this.inherited) : {};
    const fits = rows.some((row) =>
      new RowFields(row, columns).texts('phone').some((text) => /(?:\d[ .-]?){9}/.test(text)),
    );
    if (!this.inherited || !fits) {
      this.summary.ignored = 'no-header';
      return [];
    }
    this.use(this.inherited);
    this.summary.headerRow = null;
    this.mayJoin = false;
    return rows.flatMap((row) => this.read(row));
  }

  private readTitle(row: SheetRow): void {
    this.skip('title');
    for (const cell of row.cells) {
      const name = readNeighbourhood(cell);
      if (name) this.assembler.nowIn({ name, from: 'title' });
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
    const fields = new RowFields(row, this.columns);
    const again = this.isHeadingAgain(fields) ? readHeader(row) : null;
    if (again) {
      const done = this.close();
      this.use(again);
      this.skip('heading');
      this.isSigned = false;
      return done;
    }
    const kind = this.kindOf(fields);
    if (kind === null) return this.counted(this.assembler.add(fields));
    this.skip(kind);
    return kind === 'blank' ? [] : this.close();
  }

  /** The headings once more, as printed lists repeat them. Hồ is a surname; only họ, tên, chủ begin a heading. */
  private isHeadingAgain(fields: RowFields): boolean {
    const text = fields.text('head') || fields.text('person') || fields.text('givenName');
    // Cheap first: this is asked of every row.
    if (text.length > 60 || !/^[\s*]*(?:họ|tên|chủ|ho|ten|chu)(?![\p{L}\p{M}])/iu.test(text)) return false;
    return fieldOfHeading(cleanText(text)) !== null;
  }

  /** What a row is when it is no household, and null when it is one. */
  private kindOf(fields: RowFields): SkippedKind | null {
    const { cells } = fields.row;
    const hasPhone = [...fields.texts('phone'), ...fields.texts('zalo')].some(
      (text) => text.replace(/\D/g, '').length >= 6,
    );
    if (!hasPhone) {
      if (isTotal(cells)) return 'total';
      if (isColumnNumbers(cells)) return 'column-numbers';
      if (this.isSignatureRow(fields)) {
        this.isSigned = true;
        return 'signature';
      }
      if (this.isPlaceHeading(cells)) return 'heading';
    }
    const named = [
      fields.text('head'),
      fields.text('person'),
      fields.text('givenName'),
      fields.text('contactName'),
    ];
    const hasName = named.some((text) => text.trim() !== '');
    const hasMore = hasPhone || fields.texts('address').length > 0 || fields.text('code').trim() !== '';
    if (this.isSigned && !/^\d+$/.test(fields.text('ordinal').trim()) && !hasPhone) return 'signature';
    if (!hasName && !hasMore && fields.text('relation').trim() === '' && fields.unreadable().length === 0)
      return 'blank';
    const filled = cells.filter((cell) => cell.trim() !== '');
    if (filled.length === 1 && hasName && !looksLikeName(filled[0]!)) return 'text';
    return null;
  }

  /** `5 | Lê Văn A | Số 3 | Trưởng thôn` is the head of the hamlet at home, not a signature. */
  private isSignatureRow(fields: RowFields): boolean {
    const head = fields.text('head') || fields.text('person') || fields.text('givenName');
    return isSignature(fields.row.cells) && (head.trim() === '' || isSignature([head]));
  }

  /** A row that only names a neighbourhood, with an ordinal and a count of households at most. */
  private isPlaceHeading(cells: readonly string[]): boolean {
    const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
    const words = filled.filter((cell) => !/^(?:[IVXLC]+|[A-Za-z]|\d{1,4})[.)]?$|^\d+ hộ$/.test(cell));
    if (words.length !== 1) return false;
    const name = readNeighbourhood(words[0]!);
    if (!name) return false;
    this.assembler.nowIn({ name, from: 'heading' });
    this.isSigned = false;
    return true;
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
