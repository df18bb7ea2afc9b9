/**
 * Tables that stand beside each other on one sheet, as lists are printed to save paper: `STT | Họ tên | SĐT | STT | Họ tên | SĐT`.
 * Read as one table, the second household's phone would go to the first.
 */
import { foldVietnamese } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { fieldOfHeading, type Field } from './column-heading.js';
import { readNeighbourhood } from './neighbourhood-name.js';

/** Columns `from` to before `to`, from 0. */
export interface Block {
  from: number;
  to: number;
}

const NAMES: ReadonlySet<Field | null> = new Set(['head', 'person', 'givenName']);
const PHONES: ReadonlySet<Field | null> = new Set(['phone', 'zalo']);

/**
 * The tables under a row of headings; empty where there is one only. Each begins with the same heading, or with a name that is
 * numbered (`Chủ hộ 1 | SĐT 1 | Chủ hộ 2 | SĐT 2`), and has a name and a phone.
 * @param above the row over the headings
 */
export function sideBySide(headings: readonly string[], above: readonly string[] = []): Block[] {
  // `Chồng | Vợ` over `Họ tên | SĐT | Họ tên | SĐT`: two people of one household.
  if (above.some((cell) => /^(?:vo|chong)$/.test(foldVietnamese(cell)))) return [];
  const folded = headings.map((heading) => foldVietnamese(heading));
  const first = folded.findIndex((heading) => heading !== '');
  const repeated = first < 0 ? [] : folded.flatMap((heading, i) => (heading === folded[first] ? [i] : []));
  const blocks = blocksFrom(repeated, headings.length);
  if (blocks.length > 1 && blocks.every((block) => isWhole(headings, block))) return blocks;
  const bare = folded.map((heading) => heading.replace(/[\s(]*\d{1,2}\)?$/, ''));
  const name = headings.findIndex((heading) => NAMES.has(fieldOfHeading(heading)));
  const names = name < 0 ? [] : bare.flatMap((heading, i) => (heading === bare[name] ? [i] : []));
  const numbered = blocksFrom(names, headings.length);
  if (numbered.length < 2 || !numbered.every((block) => isWhole(headings, block))) return [];
  // What stands before the first name (STT, the hamlet) is the row's, and read with its first household.
  return [{ from: 0, to: numbered[0]!.to }, ...numbered.slice(1)];
}

function blocksFrom(starts: readonly number[], end: number): Block[] {
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? end }));
}

function isWhole(headings: readonly string[], { from, to }: Block): boolean {
  const fields = headings.slice(from, to).map((heading) => fieldOfHeading(heading));
  return fields.some((field) => NAMES.has(field)) && fields.some((field) => PHONES.has(field));
}

/** `Tổ 6 | | | Tổ 7`: one place for each table. */
function namesPlaces(filled: readonly string[]): boolean {
  return filled.length >= 2 && filled.every((cell) => readNeighbourhood(cell) !== null);
}

/** The part of a title or a heading over all tables: a place each where it names several. */
export function titleOf(row: SheetRow, block: Block): SheetRow {
  return namesPlaces(row.cells.filter((cell) => cell.trim() !== '')) ? partOf(row, block) : row;
}

/** The part of a row that lies in a block; a line over all tables (`Ấp 3`, a total) is meant for each of them. */
export function partOf(row: SheetRow, { from, to }: Block): SheetRow {
  const filled = row.cells.filter((cell) => cell.trim() !== '');
  const inside = (index: number) => index >= from && index < to;
  if (filled.length <= 2 && !filled.some((cell) => /\d{4}/.test(cell)) && !namesPlaces(filled)) return row;
  const part: SheetRow = { ...row, cells: row.cells.map((cell, i) => (inside(i) ? cell : '')) };
  for (const key of ['numbers', 'formulas', 'errors'] as const) {
    const kept = row[key]?.filter(inside);
    if (kept) part[key] = kept;
  }
  return part;
}
