/**
 * A row that somebody typed one column too far to the right: `| 5 | Phùng Tòn Nhậy | Dao | 5 | 0336718733` in a list whose first
 * column is the number.
 */
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { ColumnsByField } from './row-fields.js';
import { hasPhoneFigures, looksLikeName } from './row-kind.js';

/** The row as it was meant. */
interface ShiftedRow extends SheetRow {
  isShifted: true;
}

const FIGURE = /^\s*\d{1,4}[.)]?\s*$/;

export function isShifted(row: SheetRow): row is ShiftedRow {
  return 'isShifted' in row;
}

/** The row as it was meant; null for one that stands where it should. */
export function unshifted(row: SheetRow, columns: ColumnsByField): ShiftedRow | null {
  const ordinal = columns.ordinal?.[0]?.index;
  const name = (columns.head ?? columns.person)?.[0]?.index;
  // Cheap first: this is asked of every row.
  if (ordinal === undefined || name !== ordinal + 1 || !FIGURE.test(row.cells[name] ?? '')) return null;
  if ((row.cells[ordinal] ?? '').trim() !== '' || !looksLikeName(row.cells[name + 1] ?? '')) return null;
  // What stands under the phone must not be one: then only the name was moved.
  const phones = columns.phone ?? [];
  if (phones.some(({ index }) => hasPhoneFigures(row.cells[index] ?? ''))) return null;
  const left = (indexes: number[] | undefined) =>
    indexes?.flatMap((index) => (index > ordinal ? [index - 1] : []));
  const shifted: ShiftedRow = {
    ...row,
    isShifted: true,
    cells: row.cells.filter((_, index) => index !== ordinal),
  };
  for (const key of ['numbers', 'formulas', 'errors'] as const) {
    const moved = left(row[key]);
    if (moved) shifted[key] = moved;
  }
  return shifted;
}
