import { utils, write, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';

export type Value = string | number | null | Date;

/** A list as some office keeps it, with a hand count of what is in it. */
export interface CorpusList {
  name: string;
  file: string | Uint8Array;
  /**
   * Each household as a careful person would enter it: `name | neighbourhood | its usable numbers`; `!` in place of the
   * numbers for one that must come back with a reason, `?` for one that must be asked about first.
   */
  households: string[];
}

/** `a | b` lines as cells; `⏎` is Alt-Enter, a line of dashes is left out. */
export function cells(text: string): string[][] {
  return text
    .replace(/^\n|\n$/g, '')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('⏎', '\n')));
}

/** The same with numbers as numbers, as Excel keeps what somebody types into a cell of no format. */
export function typed(text: string): Value[][] {
  return cells(text).map((line) =>
    line.map((cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell === '' ? null : cell)),
  );
}

/** A sheet of such cells; ranges in `merged` (`B3:B6`) are merged, columns in `hidden` hidden, rows in `hiddenRows` too. */
export function sheetOf(
  rows: readonly (readonly Value[])[],
  options: {
    merged?: string[];
    hidden?: string[];
    hiddenRows?: number[];
    formats?: Record<string, string>;
  } = {},
): WorkSheet {
  const sheet = utils.aoa_to_sheet(rows as Value[][], { cellDates: true });
  if (options.merged) sheet['!merges'] = options.merged.map((range) => utils.decode_range(range));
  for (const column of options.hidden ?? []) {
    const columns = (sheet['!cols'] ??= []);
    columns[utils.decode_col(column)] = { hidden: true, wch: 12 };
  }
  for (const row of options.hiddenRows ?? []) (sheet['!rows'] ??= [])[row - 1] = { hidden: true };
  for (const [column, format] of Object.entries(options.formats ?? {})) {
    for (const [at, cell] of Object.entries(sheet) as [string, CellObject][]) {
      if (at.replace(/\d+$/, '') === column && cell.t === 'n') cell.z = format;
    }
  }
  return sheet;
}

/** A workbook of Excel 2007 (`xlsx`) or 97 (`biff8`), or of LibreOffice (`ods`). */
export function book(
  sheets: Record<string, WorkSheet>,
  bookType: 'xlsx' | 'biff8' | 'ods',
  settings: WorkBook['Workbook'] = {},
): Uint8Array {
  const workbook = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(workbook, sheet, name);
  workbook.Workbook = { ...settings, Sheets: workbook.SheetNames.map((name) => ({ name })) };
  return write(workbook, { type: 'buffer', bookType }) as Uint8Array;
}
