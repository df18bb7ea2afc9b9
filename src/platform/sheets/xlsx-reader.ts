// Owns: reading .xlsx workbooks sheet by sheet, row by row, with bounded memory.
// Emits: batches of rows, each row with the sheet's name and the number that the spreadsheet shows.
// Never: computes a formula, follows a link, trusts a size that the file declares.
import { isoDate, serialDate } from './cell-value.js';
import { shownDigits, wholeNumber } from './number-format.js';
import { readSharedStrings, SharedStrings } from './shared-strings.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import { columnIndex, columnName, unescapeCellText } from './sheet-text.js';
import { type CellStyle, readCellStyles, readWorkbookParts, type WorkbookSheet } from './workbook-parts.js';
import { parseXml, type XmlHandlers } from './xml-stream.js';
import type { ZipPackage } from './zip-package.js';

/** All rows of a workbook in the order of its sheets. Throws `SheetError` for a file that is refused whole. */
export async function* readXlsx(zip: ZipPackage, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  const parts = await readWorkbookParts(zip, limits);
  const strings = parts.sharedStrings
    ? await readSharedStrings(zip.read(parts.sharedStrings), limits)
    : new SharedStrings(limits);
  const styles = parts.styles ? await readCellStyles(zip.read(parts.styles)) : [];
  const totalBytes = parts.sheets.reduce((sum, sheet) => sum + zip.declaredBytes(sheet.part), 0);
  const count = { rows: 0 };
  let bytes = 0;
  for (const sheet of parts.sheets) {
    const rows: SheetRow[] = [];
    const parser = new SheetParser(sheet, { strings, styles, is1904: parts.is1904, limits, count }, rows);
    for await (const length of parseXml(zip.read(sheet.part), parser)) {
      bytes += length;
      if (rows.length > 0)
        yield { rows: rows.splice(0), share: Math.min(1, bytes / Math.max(1, totalBytes)) };
    }
  }
  if (count.rows === 0) throw new SheetError('empty-sheet');
}

interface SheetContext {
  strings: SharedStrings;
  styles: CellStyle[];
  is1904: boolean;
  limits: SheetLimits;
  /** Rows so far, over all sheets. */
  count: { rows: number };
}

const PLAIN: CellStyle = { isDate: false, digits: null };

/** The state between two tags of a sheet. */
class SheetParser implements XmlHandlers {
  private rowNumber = 0;
  private column = -1;
  private type = 'n';
  private style: CellStyle = PLAIN;
  private value = '';
  private isValue = false;
  private hasFormula = false;
  private phonetic = 0;
  private row: SheetRow | null = null;
  private readonly hiddenColumns: number[] = [];

  constructor(
    private readonly sheet: WorkbookSheet,
    private readonly context: SheetContext,
    private readonly rows: SheetRow[],
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    switch (name) {
      case 'c':
        this.startCell(attributes);
        break;
      case 'v':
      case 't':
        this.isValue = this.phonetic === 0;
        break;
      case 'f':
        this.hasFormula = true;
        break;
      case 'rPh':
        this.phonetic++;
        break;
      case 'row':
        this.rowNumber = Number(attributes['r'] ?? this.rowNumber + 1);
        if (!Number.isSafeInteger(this.rowNumber)) throw new SheetError('damaged');
        this.column = -1;
        this.row = {
          sheet: this.sheet.name,
          isHiddenSheet: this.sheet.isHidden,
          row: this.rowNumber,
          cells: [],
        };
        if (isTrue(attributes['hidden'])) this.row.isHidden = true;
        if (this.hiddenColumns.length > 0) this.row.hiddenColumns = this.hiddenColumns;
        break;
      case 'col':
        if (isTrue(attributes['hidden'])) this.hide(Number(attributes['min']), Number(attributes['max']));
        break;
    }
  }

  /** @param first from 1, as @param last */
  private hide(first: number, last: number): void {
    for (let i = first; i <= Math.min(last, this.context.limits.columns); i++) this.hiddenColumns.push(i - 1);
  }

  text(part: string): void {
    if (!this.isValue) return;
    this.value += part;
    if (this.value.length > this.context.limits.cellChars)
      this.refuse('cell-too-long', 'có nội dung quá dài');
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false;
    else if (name === 'rPh') this.phonetic--;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
  }

  private startCell(attributes: Record<string, string>): void {
    const reference = attributes['r'];
    this.column = reference === undefined ? this.column + 1 : columnIndex(reference);
    if (this.column < 0) throw new SheetError('damaged');
    this.type = attributes['t'] ?? 'n';
    this.style = this.context.styles[Number(attributes['s'] ?? 0)] ?? PLAIN;
    this.value = '';
    this.hasFormula = false;
  }

  private endCell(): void {
    const { row, column } = this;
    if (!row) throw new SheetError('damaged');
    const text = this.cellText();
    if (text === '' && !this.hasFormula) return;
    if (column >= this.context.limits.columns) {
      this.refuse('too-many-columns', `nằm ngoài ${this.context.limits.columns} cột được phép; hãy xoá ô đó`);
    }
    while (row.cells.length <= column) row.cells.push('');
    row.cells[column] = text;
    if (this.hasFormula) (row.formulas ??= []).push(column);
    if (this.type === 'e') (row.errors ??= []).push(column);
    if (this.type === 'n' && !this.style.isDate && text !== '') (row.numbers ??= []).push(column);
  }

  private cellText(): string {
    const raw = this.value;
    switch (this.type) {
      case 's':
        // An index outside the table happens in files written by careless programs; the cell shows nothing then.
        return raw.trim() === '' ? '' : (this.context.strings.get(Number(raw)) ?? '');
      case 'inlineStr':
      case 'str':
        return unescapeCellText(raw);
      case 'b':
        return raw.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return isoDate(raw.trim());
      case 'e':
        return raw.trim();
      default: {
        const text = raw.trim();
        if (text !== '' && this.style.isDate) return serialDate(text, this.context.is1904);
        const number = this.type === 'n' ? wholeNumber(text) : text;
        return this.style.digits ? shownDigits(this.style.digits, number) : number;
      }
    }
  }

  private endRow(): void {
    const { row } = this;
    this.row = null;
    if (!row?.cells.some((text) => text.trim() !== '')) return;
    if (++this.context.count.rows > this.context.limits.rows) throw new SheetError('too-many-rows');
    this.rows.push(row);
  }

  private refuse(code: 'cell-too-long' | 'too-many-columns', what: string): never {
    const place = `${columnName(Math.max(0, this.column))}${this.rowNumber}`;
    throw new SheetError(code, `Ô ${place} của trang “${this.sheet.name}” ${what}.`);
  }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
