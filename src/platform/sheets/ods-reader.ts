// Owns: reading OpenDocument spreadsheets (.ods, LibreOffice) sheet by sheet, row by row, with bounded memory.
// Emits: batches of rows, as the reader of .xlsx does.
// Never: computes a formula, follows a link, writes out the million empty rows that such a file says it repeats.
import { isoDate } from './cell-value.js';
import { wholeNumber } from './number-format.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import { columnName, wellFormed } from './sheet-text.js';
import { attribute, parseXml, type XmlHandlers } from './xml-stream.js';
import type { ZipPackage } from './zip-package.js';

/** Whether a zip is an OpenDocument of any kind. */
export function isOpenDocument(zip: ZipPackage): boolean {
  return zip.has('content.xml') && !zip.has('[Content_Types].xml');
}

/** All rows in the order of the sheets. Throws `SheetError` for a file that is refused whole. */
export async function* readOds(zip: ZipPackage, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  if (zip.has('META-INF/manifest.xml')) await refuseEncrypted(zip);
  const rows: SheetRow[] = [];
  const parser = new OdsParser(limits, rows);
  const totalBytes = Math.max(1, zip.declaredBytes('content.xml'));
  let bytes = 0;
  for await (const length of parseXml(zip.read('content.xml'), parser)) {
    bytes += length;
    if (rows.length > 0) yield { rows: rows.splice(0), share: Math.min(1, bytes / totalBytes) };
  }
  if (!parser.isSpreadsheet) throw new SheetError('no-workbook');
  if (parser.count === 0) throw new SheetError('empty-sheet');
}

async function refuseEncrypted(zip: ZipPackage): Promise<void> {
  const handlers: XmlHandlers = {
    open(name) {
      if (name === 'encryption-data') throw new SheetError('password-protected');
    },
  };
  for await (const _ of parseXml(zip.read('META-INF/manifest.xml'), handlers));
}

/** What stands in a cell beside its text: remarks, drawings, and tables inside it. */
const ASIDE = new Set([
  'annotation',
  'frame',
  'custom-shape',
  'rect',
  'line',
  'g',
  'control',
  'detective',
  'shapes',
  'forms',
]);
const ERROR = /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)|Err:\d{3})$/;

interface Cell {
  text: string;
  repeat: number;
  isNumber: boolean;
  hasFormula: boolean;
  isError: boolean;
}

class OdsParser implements XmlHandlers {
  isSpreadsheet = false;
  count = 0;
  private sheets = 0;
  private sheet = '';
  private isHiddenSheet = false;
  private readonly hiddenStyles = new Set<string>();
  private style = '';
  private hiddenColumns: number[] = [];
  private columnAt = 0;
  private rowNumber = 0;
  private rowRepeat = 1;
  private isHiddenRow = false;
  private cells: Cell[] | null = null;
  private cell: Record<string, string> | null = null;
  private paragraphs: string[] = [];
  private depthInParagraph = 0;
  private aside = 0;

  constructor(
    private readonly limits: SheetLimits,
    private readonly rows: SheetRow[],
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (this.aside > 0 || (this.cells && ASIDE.has(name))) {
      this.aside++;
      return;
    }
    switch (name) {
      case 'spreadsheet':
        this.isSpreadsheet = true;
        break;
      case 'style':
        this.style = attribute(attributes, 'name') ?? '';
        break;
      case 'table-properties':
        if (attribute(attributes, 'display') === 'false') this.hiddenStyles.add(this.style);
        break;
      case 'table':
        this.startSheet(attributes);
        break;
      case 'table-column':
        this.column(attributes);
        break;
      case 'table-row':
        this.startRow(attributes);
        break;
      case 'table-cell':
      case 'covered-table-cell':
        this.cell = attributes;
        this.paragraphs = [];
        break;
      default:
        this.openText(name, attributes);
    }
  }

  text(part: string): void {
    if (this.depthInParagraph === 0 || this.aside > 0) return;
    this.append(part);
  }

  close(name: string): void {
    if (this.aside > 0) {
      this.aside--;
      return;
    }
    if (this.depthInParagraph > 0) this.depthInParagraph--;
    else if (name === 'table-cell' || name === 'covered-table-cell') this.endCell();
    else if (name === 'table-row') this.endRow();
  }

  private openText(name: string, attributes: Record<string, string>): void {
    if (!this.cell) return;
    if (this.depthInParagraph > 0) {
      this.depthInParagraph++;
      if (name === 's') this.append(' '.repeat(Math.min(100, repeated(attributes, 'c'))));
      else if (name === 'tab') this.append('\t');
      else if (name === 'line-break') this.append('\n');
    } else if (name === 'p') {
      this.depthInParagraph = 1;
      this.paragraphs.push('');
    }
  }

  private append(text: string): void {
    const last = this.paragraphs.length - 1;
    this.paragraphs[last] += text;
    if (this.paragraphs[last]!.length > this.limits.cellChars)
      this.refuse('cell-too-long', 'có nội dung quá dài');
  }

  private startSheet(attributes: Record<string, string>): void {
    if (++this.sheets > this.limits.sheets) throw new SheetError('too-many-sheets');
    this.sheet = attribute(attributes, 'name') ?? '';
    this.isHiddenSheet = this.hiddenStyles.has(attribute(attributes, 'style-name') ?? '');
    this.rowNumber = 0;
    this.hiddenColumns = [];
    this.columnAt = 0;
  }

  private column(attributes: Record<string, string>): void {
    const repeat = repeated(attributes, 'number-columns-repeated');
    const isHidden = isCollapsed(attributes);
    const end = Math.min(this.columnAt + repeat, this.limits.columns);
    for (let i = this.columnAt; isHidden && i < end; i++) this.hiddenColumns.push(i);
    this.columnAt += repeat;
  }

  private startRow(attributes: Record<string, string>): void {
    this.rowRepeat = repeated(attributes, 'number-rows-repeated');
    this.isHiddenRow = isCollapsed(attributes);
    this.cells = [];
  }

  private endCell(): void {
    const attributes = this.cell;
    this.cell = null;
    if (!this.cells || !attributes) throw new SheetError('damaged');
    const hasFormula = attribute(attributes, 'formula') !== undefined;
    const text = this.cellText(attributes);
    this.cells.push({
      text,
      repeat: repeated(attributes, 'number-columns-repeated'),
      isNumber: attribute(attributes, 'value-type') === 'float' && text !== '',
      hasFormula,
      isError: hasFormula && ERROR.test(text),
    });
    if (this.cells.length > this.limits.columns + 1) throw new SheetError('too-many-columns');
  }

  private cellText(attributes: Record<string, string>): string {
    const shown = wellFormed(this.paragraphs.join('\n'));
    switch (attribute(attributes, 'value-type')) {
      case 'float':
      case 'percentage':
      case 'currency':
        return numberText(wholeNumber(attribute(attributes, 'value')?.trim() ?? ''), shown);
      case 'date':
        return isoDate(attribute(attributes, 'date-value') ?? shown);
      case 'boolean':
        return attribute(attributes, 'boolean-value') === 'true' ? 'TRUE' : 'FALSE';
      default:
        return shown || wellFormed(attribute(attributes, 'string-value') ?? '');
    }
  }

  private endRow(): void {
    const cells = this.cells;
    this.cells = null;
    if (!cells) throw new SheetError('damaged');
    const first = this.rowNumber + 1;
    this.rowNumber += this.rowRepeat;
    if (!Number.isSafeInteger(this.rowNumber)) throw new SheetError('damaged');
    if (!cells.some(({ text }) => text.trim() !== '')) return;
    const made = this.toRow(cells);
    for (let i = 0; i < this.rowRepeat; i++) {
      if (++this.count > this.limits.rows) throw new SheetError('too-many-rows');
      this.rows.push({ ...made, row: first + i });
    }
  }

  private toRow(cells: readonly Cell[]): SheetRow {
    const row: SheetRow = {
      sheet: this.sheet,
      isHiddenSheet: this.isHiddenSheet,
      row: this.rowNumber,
      cells: [],
    };
    if (this.isHiddenRow) row.isHidden = true;
    if (this.hiddenColumns.length > 0) row.hiddenColumns = this.hiddenColumns;
    let column = 0;
    for (const { text, repeat, isNumber, hasFormula, isError } of cells) {
      const isBlank = text === '' && !hasFormula;
      if (!isBlank && column + repeat > this.limits.columns) {
        const place = `${columnName(this.limits.columns)}${this.rowNumber}`;
        const sentence = `Ô ${place} của trang “${this.sheet}” nằm ngoài ${this.limits.columns} cột được phép; hãy xoá ô đó.`;
        throw new SheetError('too-many-columns', sentence);
      }
      for (let i = isBlank ? repeat : 0; i < repeat; i++) {
        const at = column + i;
        while (row.cells.length < at) row.cells.push('');
        row.cells[at] = text;
        if (isNumber) (row.numbers ??= []).push(at);
        if (hasFormula) (row.formulas ??= []).push(at);
        if (isError) (row.errors ??= []).push(at);
      }
      column += repeat;
    }
    return row;
  }

  private refuse(code: 'cell-too-long', what: string): never {
    const place = `${columnName(this.cells?.length ?? 0)}${this.rowNumber + 1}`;
    throw new SheetError(code, `Ô ${place} của trang “${this.sheet}” ${what}.`);
  }
}

/** The stored number; what the cell shows, where that has the same figures with more before them (a fixed 0). */
function numberText(value: string, shown: string): string {
  const figures = shown.replace(/[ .()+-]/g, '');
  return /^\d{1,15}$/.test(value) && /^\d+$/.test(figures) && figures.endsWith(value) ? shown : value;
}

function repeated(attributes: Record<string, string>, name: string): number {
  const count = Number(attribute(attributes, name) ?? 1);
  if (!Number.isSafeInteger(count) || count < 1 || count > 1e9) throw new SheetError('damaged');
  return count;
}

function isCollapsed(attributes: Record<string, string>): boolean {
  return /^(?:collapse|filter)$/.test(attribute(attributes, 'visibility') ?? '');
}
