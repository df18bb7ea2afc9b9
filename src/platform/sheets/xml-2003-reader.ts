// Owns: reading XML Spreadsheet 2003, which programs of the state save under the name `.xls`, row by row, with bounded memory.
// Emits: batches of rows, as the reader of .xlsx does.
// Never: computes a formula, follows a link, writes out the columns and rows that a cell says it lies behind.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isoDate } from './cell-value.js';
import { type DigitFormat, digitFormat, shownDigits, wholeNumber } from './number-format.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import { columnName, wellFormed } from './sheet-text.js';
import { attribute, parseXml, readXml, type XmlHandlers } from './xml-stream.js';

/** The rows that a sheet of Excel can have. */
const MAX_ROW = 1_048_576;

/** All rows in the order of the sheets. Throws `SheetError` for a file that is refused whole. */
export async function* readXml2003(path: string, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  const { size } = await stat(path);
  const hidden = new HiddenSheets();
  await readXml(createReadStream(path), hidden);
  const rows: SheetRow[] = [];
  const parser = new Xml2003Parser(limits, hidden.names, rows);
  let bytes = 0;
  for await (const length of parseXml(createReadStream(path), parser)) {
    bytes += length;
    if (rows.length > 0) yield { rows: rows.splice(0), share: Math.min(1, bytes / size) };
  }
  if (parser.count === 0) throw new SheetError('empty-sheet');
}

/** That a sheet is hidden stands behind its rows: the file is read once for it. */
class HiddenSheets implements XmlHandlers {
  readonly names = new Set<string>();
  private sheet = '';
  private isVisibility = false;

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'Worksheet') this.sheet = attribute(attributes, 'Name') ?? '';
    this.isVisibility = name === 'Visible';
  }

  text(part: string): void {
    if (this.isVisibility && /^Sheet(?:Very)?Hidden$/.test(part.trim())) this.names.add(this.sheet);
  }

  close(): void {
    this.isVisibility = false;
  }
}

class Xml2003Parser implements XmlHandlers {
  count = 0;
  private sheets = 0;
  private sheet = '';
  private rowNumber = 0;
  private row: SheetRow | null = null;
  private column = 0;
  /** How many columns a merged cell covers behind its own. */
  private covered = 0;
  private cell: Record<string, string> | null = null;
  private type = '';
  private data: string | null = null;
  private inRemark = 0;
  private style = '';
  private readonly formats = new Map<string, DigitFormat>();

  constructor(
    private readonly limits: SheetLimits,
    private readonly hidden: ReadonlySet<string>,
    private readonly rows: SheetRow[],
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (this.inRemark > 0 || name === 'Comment') this.inRemark++;
    else if (name === 'Worksheet') this.startSheet(attributes);
    else if (name === 'Style') this.style = attribute(attributes, 'ID') ?? '';
    else if (name === 'NumberFormat') this.keepFormat(attribute(attributes, 'Format'));
    else if (name === 'Row') this.startRow(attributes);
    else if (name === 'Cell') this.startCell(attributes);
    else if (name === 'Data' && this.cell) [this.data, this.type] = ['', attribute(attributes, 'Type') ?? ''];
  }

  text(part: string): void {
    if (this.data === null || this.inRemark > 0) return;
    this.data += part;
    if (this.data.length > this.limits.cellChars) this.refuse('cell-too-long', 'có nội dung quá dài');
  }

  close(name: string): void {
    if (this.inRemark > 0) this.inRemark--;
    else if (name === 'Data') this.endData();
    else if (name === 'Cell') this.endCell();
    else if (name === 'Row') this.endRow();
  }

  private startSheet(attributes: Record<string, string>): void {
    if (++this.sheets > this.limits.sheets) throw new SheetError('too-many-sheets');
    this.sheet = attribute(attributes, 'Name') ?? '';
    this.rowNumber = 0;
  }

  private keepFormat(code: string | undefined): void {
    const format = digitFormat(code);
    if (format && this.formats.size < 10_000) this.formats.set(this.style, format);
  }

  private startRow(attributes: Record<string, string>): void {
    this.rowNumber = indexOf(attributes) ?? this.rowNumber + 1;
    if (this.rowNumber > MAX_ROW) throw new SheetError('damaged');
    const isHiddenSheet = this.hidden.has(this.sheet);
    this.row = { sheet: this.sheet, isHiddenSheet, row: this.rowNumber, cells: [] };
    if (attribute(attributes, 'Hidden') === '1') this.row.isHidden = true;
    this.column = 0;
  }

  private startCell(attributes: Record<string, string>): void {
    if (!this.row) throw new SheetError('damaged');
    const index = indexOf(attributes);
    if (index !== null) this.column = index - 1;
    this.covered = Math.min(MAX_ROW, Number(attribute(attributes, 'MergeAcross') ?? 0) || 0);
    this.cell = attributes;
  }

  private endData(): void {
    const { row, cell, data } = this;
    this.data = null;
    if (!row || !cell || data === null) return;
    const hasFormula = attribute(cell, 'Formula') !== undefined;
    const text = this.shown(data, attribute(cell, 'StyleID') ?? '');
    if (text === '' && !hasFormula) return;
    if (this.column >= this.limits.columns)
      this.refuse('too-many-columns', `nằm ngoài ${this.limits.columns} cột được phép; hãy xoá ô đó`);
    while (row.cells.length < this.column) row.cells.push('');
    row.cells[this.column] = text;
    if (hasFormula) (row.formulas ??= []).push(this.column);
    if (this.type === 'Error') (row.errors ??= []).push(this.column);
    if (this.type === 'Number') (row.numbers ??= []).push(this.column);
  }

  private shown(stored: string, style: string): string {
    const text = wellFormed(stored);
    if (this.type === 'DateTime') return isoDate(text);
    if (this.type === 'Boolean') return text === '1' ? 'TRUE' : 'FALSE';
    if (this.type !== 'Number') return text;
    const number = wholeNumber(text.trim());
    const format = this.formats.get(style);
    return format ? shownDigits(format, number) : number;
  }

  private endCell(): void {
    this.cell = null;
    this.column += 1 + this.covered;
  }

  private endRow(): void {
    const { row } = this;
    this.row = null;
    if (!row?.cells.some((text) => text.trim() !== '')) return;
    if (++this.count > this.limits.rows) throw new SheetError('too-many-rows');
    this.rows.push(row);
  }

  private refuse(code: 'cell-too-long' | 'too-many-columns', what: string): never {
    const place = `${columnName(this.column)}${this.rowNumber} của trang “${this.sheet}”`;
    throw new SheetError(code, `Ô ${place} ${what}.`);
  }
}

/** `ss:Index`, from 1: what stands before it is empty. */
function indexOf(attributes: Record<string, string>): number | null {
  const text = attribute(attributes, 'Index');
  if (text === undefined) return null;
  const index = Number(text);
  if (!Number.isSafeInteger(index) || index < 1) throw new SheetError('damaged');
  return index;
}
