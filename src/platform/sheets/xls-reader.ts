// Owns: reading .xls, the format of Excel 5 to 2003, which offices still have, by way of SheetJS (docs/adr/0015).
// Emits: batches of rows, as the reader of .xlsx does.
// Never: runs outside the reading thread, whose memory and time end a hostile file; computes a formula, runs a macro.
import { readFile } from 'node:fs/promises';
import { type CellObject, read, set_cptable, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import iconv from 'iconv-lite';
import { isDateFormat, serialDate } from './cell-value.js';
import { type DigitFormat, digitFormat, shownDigits } from './number-format.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import { columnName, wellFormed } from './sheet-text.js';
import { detectEncoding } from './text-encoding.js';

const BATCH_ROWS = 500;

// Excel 5 and 95 wrote in the code page of their Windows: 1258 for Vietnamese, 1252 under the fonts of TCVN3 and VNI.
set_cptable(codepages);

/** The names of error values by their codes ([MS-XLS] 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
};

/** All rows in the order of the sheets. Throws `SheetError` for a file that is refused whole. */
export async function* readXls(path: string, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  yield* batchesOf(parse(await readFile(path)), limits);
}

/**
 * The same of the tables of a web page that a program of the state saved under the name `.xls`: Excel opens it, so offices
 * hand it on. Every cell is the text that it shows.
 */
export async function* readHtmlTables(path: string, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  // Programs write a page in one line.
  const { encoding, markBytes } = await detectEncoding(path, { ...limits, lineBytes: limits.pageBytes });
  const text = iconv.decode((await readFile(path)).subarray(markBytes), encoding).normalize('NFC');
  refuseManyCells(text, limits);
  yield* batchesOf(parse(text.replace(CHARACTER, asCharacter).normalize('NFC')), limits);
}

/** Memory that runs out while SheetJS grows its table ends the process, not the thread: such a page is not given to it. */
function refuseManyCells(text: string, limits: SheetLimits): void {
  let count = 0;
  for (const _ of text.matchAll(/<t[rdh]/gi)) {
    if (++count > limits.pageCells) throw new SheetError('too-many-rows');
  }
}

/**
 * A letter by its number, `&#7843;`, or by its name, `&acirc;`: SheetJS knows the names of the signs only. Signs of markup stay
 * what they are; an apostrophe is none (`H&#39;Ngăt`).
 */
const CHARACTER =
  /&(?:#(?:(\d{2,7})|x([\da-f]{2,6}))|([a-z])(grave|acute|circ|tilde|uml)|(ndash|mdash|[lr]squo|[lr]dquo|hellip|eth));/gi;
const MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  tilde: '\u0303',
  circ: '\u0302',
  uml: '\u0308',
};
const SIGNS: Readonly<Record<string, string>> = {
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  eth: 'ð',
};

function asCharacter(
  reference: string,
  decimal?: string,
  hex?: string,
  letter?: string,
  mark?: string,
  sign?: string,
): string {
  if (letter !== undefined && mark !== undefined)
    return (letter + MARKS[mark.toLowerCase()]!).normalize('NFC');
  if (sign !== undefined) return SIGNS[sign] ?? reference;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code === 0x27 || (code > 0x7f && code <= 0x10_ffff) ? String.fromCodePoint(code) : reference;
}

function* batchesOf(workbook: WorkBook, limits: SheetLimits): Generator<SheetBatch> {
  if (workbook.SheetNames.length > limits.sheets) throw new SheetError('too-many-sheets');
  const reader = new SheetReader(workbook.Workbook?.WBProps?.date1904 ?? false, limits);
  for (const [i, name] of workbook.SheetNames.entries()) {
    const isHidden = (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0;
    const share = (i + 1) / workbook.SheetNames.length;
    let rows: SheetRow[] = [];
    for (const row of reader.rows(name, isHidden, workbook.Sheets[name] ?? {})) {
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield { rows, share };
      rows = [];
    }
    if (rows.length > 0) yield { rows, share };
    // What was handed on need not stay in memory.
    delete workbook.Sheets[name];
  }
  if (reader.count === 0) throw new SheetError('empty-sheet');
}

function parse(content: Buffer | string): WorkBook {
  try {
    return read(content, {
      type: typeof content === 'string' ? 'string' : 'buffer',
      // Of a web page: 0912345678 in a cell is no number that loses its 0.
      raw: typeof content === 'string',
      dense: true,
      cellDates: false,
      cellFormula: true,
      cellHTML: false,
      cellNF: true,
      cellStyles: true,
      cellText: false,
    });
  } catch (error) {
    // Memory that ran out ends the thread; everything else that SheetJS throws is about the file.
    const isLocked = error instanceof Error && /password-protected/i.test(error.message);
    throw new SheetError(isLocked ? 'password-protected' : 'damaged', undefined, { cause: error });
  }
}

interface Format {
  isDate: boolean;
  digits: DigitFormat | null;
}

class SheetReader {
  count = 0;
  private readonly formats = new Map<string, Format>();

  constructor(
    private readonly is1904: boolean,
    private readonly limits: SheetLimits,
  ) {}

  *rows(name: string, isHiddenSheet: boolean, sheet: WorkSheet): Generator<SheetRow> {
    const hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, i) =>
      column?.hidden && i < this.limits.columns ? [i] : [],
    );
    const data: (CellObject | undefined)[][] = sheet['!data'] ?? [];
    for (let i = 0; i < data.length; i++) {
      const cells = data[i];
      if (!cells) continue;
      const row: SheetRow = { sheet: name, isHiddenSheet, row: i + 1, cells: [] };
      if (sheet['!rows']?.[i]?.hidden) row.isHidden = true;
      if (hiddenColumns.length > 0) row.hiddenColumns = hiddenColumns;
      // `forEach` leaves out the holes: a cell in column 65,535 of a forged file costs nothing.
      cells.forEach((cell, column) => cell && this.add(row, cell, column));
      if (!row.cells.some((text) => text.trim() !== '')) continue;
      if (++this.count > this.limits.rows) throw new SheetError('too-many-rows');
      yield row;
    }
  }

  private add(row: SheetRow, cell: CellObject, column: number): void {
    const text = this.text(cell);
    const hasFormula = cell.f !== undefined;
    if (text === '' && !hasFormula) return;
    const place = `${columnName(column)}${row.row} của trang “${row.sheet}”`;
    if (column >= this.limits.columns) {
      const sentence = `Ô ${place} nằm ngoài ${this.limits.columns} cột được phép; hãy xoá ô đó.`;
      throw new SheetError('too-many-columns', sentence);
    }
    if (text.length > this.limits.cellChars) {
      throw new SheetError('cell-too-long', `Ô ${place} có nội dung quá dài.`);
    }
    while (row.cells.length < column) row.cells.push('');
    row.cells[column] = text;
    if (hasFormula) (row.formulas ??= []).push(column);
    if (cell.t === 'e') (row.errors ??= []).push(column);
    if (cell.t === 'n' && !this.format(cell).isDate) (row.numbers ??= []).push(column);
  }

  private text(cell: CellObject): string {
    const { t: type, v: value } = cell;
    if (value === undefined || value === null) return '';
    if (type === 'b') return value ? 'TRUE' : 'FALSE';
    if (type === 'e') return ERRORS[Number(value)] ?? '#N/A';
    if (type !== 'n') return wellFormed(String(value));
    const format = this.format(cell);
    const text = String(value);
    if (format.isDate) return serialDate(text, this.is1904);
    return format.digits ? shownDigits(format.digits, text) : text;
  }

  private format({ z }: CellObject): Format {
    const code = String(z ?? 'General');
    let known = this.formats.get(code);
    if (!known)
      this.formats.set(code, (known = { isDate: isDateFormat(-1, code), digits: digitFormat(code) }));
    return known;
  }
}
