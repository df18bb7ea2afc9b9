import { cleanText } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { columnName } from '../../platform/sheets/sheet-text.js';
import type { Field } from './column-heading.js';
import type { Header } from './header-row.js';
import type { ColumnsByField } from './row-fields.js';

export type SkippedKind = 'blank' | 'total' | 'column-numbers' | 'signature' | 'heading' | 'title' | 'text';

/** How a sheet was read, for the preview. */
export interface SheetSummary {
  sheet: string;
  headerRow: number | null;
  /** The headings as they stand, so that rejected rows can be given back under them. */
  headings: string[];
  columns: {
    column: string;
    heading: string;
    field: Field;
    /** What says so: the heading, what stands in the column, a person, or what a person said of the same headings before. */
    by: 'heading' | 'content' | 'person' | 'remembered';
    /** From 0 to 1. */
    sure: number;
  }[];
  /** The sheet is no table: each row is a line of text, in which the columns were found. */
  isOfLines?: true | undefined;
  /** Rows with households that the sheet hides (they are read), and columns in use that it hides. */
  hiddenRows: number;
  hiddenColumns: string[];
  /** The encoding of before Unicode that some texts were in. */
  legacy: 'tcvn3' | 'vni' | 'utf8' | null;
  households: number;
  skipped: Partial<Record<SkippedKind, number>>;
  /** Why nothing was read from this sheet. */
  ignored: 'hidden' | 'no-header' | null;
}

/** Of a sheet of which nothing is read yet. */
export function newSummary(sheet: string, ignored: SheetSummary['ignored']): SheetSummary {
  return {
    sheet,
    headerRow: null,
    headings: [],
    columns: [],
    hiddenRows: 0,
    hiddenColumns: [],
    legacy: null,
    households: 0,
    skipped: {},
    ignored,
  };
}

/** Tells under which headings a sheet is read. */
export function tellHeader(summary: SheetSummary, header: Header): void {
  summary.headerRow ??= header.row;
  summary.headings = header.headings;
  summary.columns = header.columns.map(({ index, heading, field, by = 'heading' as const, sure = 1 }) => ({
    column: columnName(index),
    heading: cleanText(heading),
    field,
    by,
    sure,
  }));
}

/** Says in the review what a person would not expect to be read. */
export function noteOddities(summary: SheetSummary, row: SheetRow, columns: ColumnsByField): void {
  if (row.isHidden) summary.hiddenRows++;
  if (row.legacy) summary.legacy = row.legacy;
  if (!row.hiddenColumns || summary.hiddenColumns.length > 0) return;
  summary.hiddenColumns = Object.values(columns)
    .flat()
    .filter(({ index }) => row.hiddenColumns!.includes(index))
    .map(({ index }) => columnName(index));
}

/** Counts a row that is no household. */
export function countSkipped({ skipped }: SheetSummary, kind: SkippedKind): void {
  skipped[kind] = (skipped[kind] ?? 0) + 1;
}
