const MB = 1024 * 1024;

/** What a file may cost. A file beyond a limit is refused whole, with a sentence that names the limit. */
export interface SheetLimits {
  /** Size of the file itself. */
  fileBytes: number;
  /** Size of an .xls, which is read whole. */
  legacyBytes: number;
  /** Size of a web page of tables, and its rows and cells together: SheetJS takes it as a whole, in several copies. */
  pageBytes: number;
  pageCells: number;
  /** All files read inside a workbook together, unpacked. */
  inflatedBytes: number;
  /** One file inside a workbook, unpacked. */
  entryBytes: number;
  /** Unpacked size ÷ packed size of one file inside a workbook; counted from `ratioFromBytes` on. */
  ratio: number;
  ratioFromBytes: number;
  /** Files inside a workbook. */
  zipEntries: number;
  sheets: number;
  /** Rows that hold something, over all sheets. */
  rows: number;
  columns: number;
  cellChars: number;
  /** The workbook's table of distinct texts, as UTF-8; it is held in memory. */
  sharedStringBytes: number;
  /** Longest stretch of a CSV without a line end, and longest record. */
  lineBytes: number;
  /** Time the reader works, not counting the time it waits for its consumer. */
  readMs: number;
  /** Memory of the reading thread's JavaScript; a hostile file hits it, a real one does not. */
  memoryMb: number;
}

/** Room for a province (500,000 households); a commune's workbook is under 1 MB. */
export const DEFAULT_SHEET_LIMITS: SheetLimits = {
  fileBytes: 64 * MB,
  legacyBytes: 32 * MB,
  pageBytes: 12 * MB,
  pageCells: 600_000,
  inflatedBytes: 1024 * MB,
  entryBytes: 768 * MB,
  ratio: 250,
  ratioFromBytes: 16 * MB,
  zipEntries: 5_000,
  sheets: 300,
  rows: 500_000,
  columns: 256,
  cellChars: 32_767,
  sharedStringBytes: 96 * MB,
  lineBytes: 1 * MB,
  readMs: 120_000,
  memoryMb: 160,
};
