/**
 * The layout of a sheet whose headings say nothing: by what its columns hold, or as the sheet before it.
 */
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { type ColumnGuess, guessColumns, isData } from './column-content.js';
import { firstFreeLine, LINE_COLUMNS } from './free-lines.js';
import { type Column, type Header, headingsOf } from './header-row.js';
import { readNeighbourhood } from './neighbourhood-name.js';
import { columnsByField, RowFields } from './row-fields.js';
import { hasPhoneFigures, isTotal } from './row-kind.js';

export interface Layout {
  header: Header;
  /** Which of the rows is the first of the data. */
  first: number;
  /** The row of headings that nobody foresaw; null where there is none. */
  headerRow: number | null;
  /** Each row is one line, to be read by `rowOfLine`. */
  isOfLines?: true;
}

/** What the columns of the rows hold, beside the headings that are known; null for rows that list no people. */
export function layoutByContent(rows: readonly SheetRow[]): Layout | null {
  const named = rows.map((row) => headingsOf(row));
  const most = Math.max(0, ...named.map((columns) => columns.length));
  const at = most === 0 ? -1 : named.findIndex((columns) => columns.length === most);
  const known = named[at] ?? [];
  const below = rows.slice(at + 1);
  const taken = new Map(known.map(({ index, field }) => [index, field]));
  const guesses = guessColumns(below, taken, rows[at]?.cells);
  const fields = [...known, ...guesses].map(({ field }) => field);
  const hasName = fields.includes('head') || fields.includes('person') || fields.includes('givenName');
  if (!hasName || (!fields.includes('phone') && fields.length < 2)) return layoutOfLines(rows);
  const all: ColumnGuess[] = [...known.map(({ index, field }) => ({ index, field, sure: 1 })), ...guesses];
  const begin = below.findIndex((row) => isData(row, all));
  const first = at + 1 + Math.max(0, begin);
  const header = { row: rows[first]?.row ?? 1, headings: rows[at]?.cells ?? [], columns: known };
  return { header: withGuesses(header, guesses), first, headerRow: rows[at]?.row ?? null };
}

/** Names with their phones in one column, as they are copied from a chat: `1. Nguyễn Văn An - 0912 345 678`. */
function layoutOfLines(rows: readonly SheetRow[]): Layout | null {
  const first = firstFreeLine(rows, isBetweenLines);
  if (first < 0) return null;
  return { header: { ...LINE_COLUMNS, row: rows[first]!.row }, first, headerRow: null, isOfLines: true };
}

/** `TỔ 2`, `Tổng: 12 hộ`: neither speaks against a list of lines. */
function isBetweenLines(cells: string[]): boolean {
  return isTotal(cells) || (cells.length === 1 && readNeighbourhood(cells[0]!) !== null);
}

/** Whether a header finds phones in rows that have none of their own. */
export function fitsRows(header: Header, rows: readonly SheetRow[]): boolean {
  const columns = columnsByField(header);
  const name = (columns.head ?? columns.person ?? columns.givenName)?.[0]?.index;
  return rows.some(
    (row) =>
      new RowFields(row, columns).texts('phone').some(hasPhoneFigures) &&
      (name === undefined || /\p{L}/u.test(row.cells[name] ?? '')),
  );
}

/** A header with the columns that their content made known. */
export function withGuesses(header: Header, guesses: readonly ColumnGuess[]): Header {
  const columns = guesses.map(({ index, field, sure }): Column => {
    return { index, heading: header.headings[index] ?? '', field, by: 'content', sure };
  });
  return { ...header, columns: [...header.columns, ...columns].sort((a, b) => a.index - b.index) };
}

/** The same headings on the next page: what the content made known of their columns stays. */
export function keepGuesses(before: Header, again: Header): Header {
  const same = (index: number) =>
    (before.headings[index] ?? '').trim() === (again.headings[index] ?? '').trim();
  const kept = before.columns.filter(
    ({ index, by }) =>
      by === 'content' && same(index) && !again.columns.some((column) => column.index === index),
  );
  return { ...again, columns: [...again.columns, ...kept].sort((a, b) => a.index - b.index) };
}
