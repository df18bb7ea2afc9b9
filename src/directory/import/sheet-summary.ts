import type { Field } from './column-heading.js';

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
