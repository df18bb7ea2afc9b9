import type { LegacyCharset } from './legacy-charsets.js';

/** One row that holds something, as the spreadsheet shows it. Rows without any text are left out. */
export interface SheetRow {
  /** The sheet's name; empty for a CSV file. */
  sheet: string;
  /** The sheet is hidden in the workbook (lists for drop-downs mostly). */
  isHiddenSheet: boolean;
  /** The row number that the spreadsheet shows at the left, from 1. */
  row: number;
  /** The row is hidden, by hand or by a filter. */
  isHidden?: boolean;
  /** Columns (from 0) that the sheet hides. */
  hiddenColumns?: number[];
  /** Some of its texts were in this encoding and are Unicode now (legacy-text.ts). */
  legacy?: LegacyCharset;
  /** The text of each cell from column A; empty cells are `''`, empty cells at the end are cut off. */
  cells: string[];
  /** Columns (from 0) that the file keeps as numbers; their text is exactly the file's: `9.12345678E8`. */
  numbers?: number[];
  /** Columns that hold a formula; their text is the value the spreadsheet had last computed, or `''`. */
  formulas?: number[];
  /** Columns that hold an error value such as `#N/A`. */
  errors?: number[];
}

/** What a reader yields: rows, and how much of the file has been read (0 to 1). */
export interface SheetBatch {
  rows: SheetRow[];
  share: number;
}
