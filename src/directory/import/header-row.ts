/**
 * Finds the row of headings under the titles of a list, and what its columns mean.
 */
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { fieldOfHeading, type Field } from './column-heading.js';

export interface Column {
  /** From 0. */
  index: number;
  heading: string;
  field: Field;
}

export interface Header {
  /** The row number that the spreadsheet shows; the lower one where headings take two rows. */
  row: number;
  /** All headings, also of columns that we have no use for. */
  headings: string[];
  columns: Column[];
}

/** A list needs a name, and something that tells its row from a line of text. */
const BESIDES_NAME: ReadonlySet<Field> = new Set([
  'ordinal',
  'phone',
  'zalo',
  'address',
  'addressPart',
  'neighbourhood',
  'code',
  'relation',
  'note',
]);

/** The header that a row is, or null. */
export function readHeader(row: SheetRow): Header | null {
  const found = columnsOf(row.cells);
  const has = (field: Field) => found.some((column) => column.field === field);
  const hasName = has('head') || has('person') || has('givenName');
  if (!hasName || !found.some(({ field }) => BESIDES_NAME.has(field))) return null;
  return { row: row.row, headings: row.cells, columns: settle(found) };
}

/**
 * Joins a second row of headings (under a merged `Điện thoại`: `Di động | Zalo`) to a header. Null where the row is no
 * such row: it must have a heading where the header has none or one of phones, and nothing that is no heading.
 */
export function joinSecondRow(header: Header, row: SheetRow): Header | null {
  let isNew = false;
  const headings = [...header.headings];
  for (const [i, cell] of row.cells.entries()) {
    if (cell.trim() === '') continue;
    const above = (header.headings[i] ?? '').trim();
    const field = fieldOfHeading(cell);
    if (above !== '' && fieldOfHeading(above) === null && field === null) return null;
    if (field === null) return null;
    if (above !== '' && field !== 'phone' && field !== 'zalo' && field !== fieldOfHeading(above)) return null;
    headings[i] = above === '' ? cell : `${above} ${cell}`;
    isNew = true;
  }
  if (!isNew) return null;
  const filled = Array.from({ length: headings.length }, (_, i) => headings[i] ?? '');
  return { row: row.row, headings: filled, columns: settle(columnsOf(filled)) };
}

function columnsOf(cells: readonly string[]): Column[] {
  return cells.flatMap((heading, index) => {
    const field = fieldOfHeading(heading);
    return field ? [{ index, heading, field }] : [];
  });
}

/** Settles what depends on the other columns. */
function settle(columns: Column[]): Column[] {
  const has = (field: Field) => columns.some((column) => column.field === field);
  const settled = columns.map((column): Column => {
    if (column.field === 'group' && !has('neighbourhood')) return { ...column, field: 'neighbourhood' };
    // "Tên" alone is the whole name; beside "Họ đệm" it is the given name.
    if (column.field === 'givenName' && !has('familyName')) return { ...column, field: 'person' };
    return column;
  });
  // Of several columns for one thing the first counts, but phones and parts of an address add up.
  const many: ReadonlySet<Field> = new Set(['phone', 'zalo', 'address', 'addressPart']);
  const kept = settled.filter(
    ({ field, index }) =>
      many.has(field) || !settled.some((other) => other.field === field && other.index < index),
  );
  // "Họ" without "Tên" names nobody.
  return kept.filter(
    ({ field }) => field !== 'familyName' || kept.some((column) => column.field === 'givenName'),
  );
}
