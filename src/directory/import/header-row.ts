/**
 * Finds the row of headings under the titles of a list, and what its columns mean.
 */
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { fieldOfHeading, type Field, namesAddress } from './column-heading.js';
import { isOfOtherNumbers, isPhoneOfOthers } from './heading-owner.js';
import { joinHeadings } from './joined-heading.js';

export interface Column {
  /** From 0. */
  index: number;
  heading: string;
  field: Field;
  /** What says so: its heading unless named. */
  by?: 'content' | 'person' | 'remembered';
  /** Which share of the cells says so, where the content does. */
  sure?: number;
  /** Holds marks: one is the head, none a member. */
  marks?: true;
  /** `Địa chỉ, số điện thoại`: what stands beside the phone is the address. */
  withAddress?: true;
  /** A merged heading over a name in two columns: where its last word stands. */
  endsIn?: number;
}

export interface Header {
  /** The row number that the spreadsheet shows; the lower one where headings take two rows. */
  row: number;
  /** All headings, also of columns that we have no use for. */
  headings: string[];
  columns: Column[];
}

/** Columns beside those that a list is read by. */
export interface SideColumns {
  /** Without a heading, to the right of one of phones: a merged `Số điện thoại` over two columns. */
  spill: number[];
  /** Numbers that are no phones. */
  others: number[];
  /** The wife's name beside the husband's, the mother's beside the father's: the head where the first is missing. */
  standIns: number[];
  /** What the law counts as sensitive and nobody needs here (FACTS §9.2): it is not kept, not even with the row as it stood. */
  sensitive: number[];
}

const STANDS_IN = /^(?:ho (?:va )?ten |ten )?(?:vo|chong|vo chong|me|cha|bo)$/;
const SENSITIVE = /\b(?:dan toc|ton giao|suc khoe|benh|khuyet tat|hiv)\b/;

export function sideColumns({ headings, columns }: Header): SideColumns {
  const fields = new Map(columns.map(({ index, field }) => [index, field]));
  const isPhone = (index: number) => fields.get(index) === 'phone' || fields.get(index) === 'zalo';
  const spill: number[] = [];
  const end = Math.max(headings.length, ...columns.map(({ index }) => index + 1)) + 2;
  for (let i = 1; i < end; i++) {
    const isFree = (headings[i] ?? '').trim() === '' && !fields.has(i);
    if (isFree && (isPhone(i - 1) || spill.includes(i - 1))) spill.push(i);
  }
  const where = (isMeant: (heading: string, index: number) => boolean) =>
    headings.flatMap((heading, index) => (isMeant(heading, index) ? [index] : []));
  const others = where((heading, i) => isOfOtherNumbers(heading) && !isPhone(i));
  const sensitive = where((heading, i) => !fields.has(i) && SENSITIVE.test(foldVietnamese(heading)));
  const standIns = where((heading, i) => !fields.has(i) && STANDS_IN.test(wordsOf(heading)));
  return { spill, others, standIns, sensitive };
}

/** The letters of a heading, without accents. */
function wordsOf(heading: string): string {
  return foldVietnamese(heading)
    .replace(/[^a-z]+/g, ' ')
    .trim();
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
  return { row: row.row, headings: row.cells, columns: settle(found, row.cells) };
}

/** The header that such headings are, whether they name a person or not. */
export function headerOf(headings: readonly string[]): Header {
  return { row: 0, headings: [...headings], columns: settle(columnsOf(headings), headings) };
}

/**
 * Joins the row above to a header, where headings take two merged rows and the lower one holds the name: columns without a
 * heading of their own have the one above.
 */
export function joinRowAbove(header: Header, above: SheetRow | undefined): Header {
  if (!above || above.row !== header.row - 1) return header;
  const isHeadings = columnsOf(above.cells).length > 0 && above.cells.every((cell) => !/\d{3}/.test(cell));
  if (!isHeadings) return header;
  const width = Math.max(above.cells.length, header.headings.length);
  const headings = Array.from(
    { length: width },
    (_, i) => header.headings[i]?.trim() || (above.cells[i] ?? ''),
  );
  return { ...header, headings, columns: settle(columnsOf(headings), headings) };
}

/** Whether a row names columns though it names no person: at least a phone, or two other things. */
export function headingsOf(row: SheetRow): Column[] {
  const columns = settle(columnsOf(row.cells), row.cells);
  const telling = columns.filter(({ field }) => field !== 'commune' && field !== 'district');
  const isHeadings = telling.some(({ field }) => field === 'phone') || telling.length >= 2;
  return isHeadings && !row.cells.some((cell) => /\d{6}/.test(cell)) ? columns : [];
}

/**
 * Joins a second row of headings (under a merged `Điện thoại`: `Di động | Zalo`) to a header. Null where the row is no
 * such row: it must have a heading where the header has none or one of phones, and nothing that is no heading.
 */
export function joinSecondRow(header: Header, row: SheetRow): Header | null {
  let known = 0;
  let unknown = 0;
  const headings = [...header.headings];
  for (const [i, cell] of row.cells.entries()) {
    if (cell.trim() === '') continue;
    // `Năm sinh` under a merged `Chủ hộ` is no use to us, but a heading all the same; figures are data.
    if (/\d{2}/.test(cell) || cell.length > 40) return null;
    const joined = joinHeadings((header.headings[i] ?? '').trim(), mergedOver(header.headings, i), cell);
    if (joined === null) return null;
    if (joined.field === null) unknown++;
    else known++;
    headings[i] = joined.heading;
  }
  if (known === 0 || unknown > known * 3) return null;
  const filled = Array.from({ length: headings.length }, (_, i) => headings[i] ?? '');
  const columns = settle(columnsOf(filled), filled);
  return columns.length > header.columns.length || known >= 2 || unknown === 0
    ? { row: row.row, headings: filled, columns }
    : null;
}

/** A row of headings within a list that names no phone is half of one: the columns stay what they were. */
export function namesAsMuch(again: Header, before: Header): boolean {
  const hasPhone = ({ columns }: Header) => columns.some(({ field }) => field === 'phone');
  return hasPhone(again) || !hasPhone(before);
}

/** The nearest heading to the left, over columns that have none of their own. */
function mergedOver(headings: readonly string[], index: number): string {
  for (let i = index - 1; i >= 0 && i >= index - 6; i--) if (headings[i]?.trim()) return headings[i]!.trim();
  return '';
}

function columnsOf(cells: readonly string[]): Column[] {
  const columns = cells.flatMap((heading, index): Column[] => {
    const field = fieldOfHeading(heading);
    return field ? [{ index, heading, field }] : [];
  });
  // Who lodges in one room is one household; elsewhere a `Phòng` is a part of an office.
  const has = (field: Field) => columns.some((column) => column.field === field);
  const room = has('relation') && !has('ordinal') ? cells.findIndex((cell) => ROOM.test(wordsOf(cell))) : -1;
  if (room >= 0) columns.push({ index: room, heading: cells[room]!, field: 'ordinal' });
  return columns.sort((a, b) => a.index - b.index);
}

const ROOM = /^(?:so |ma )?phong(?: so| tro)?$/;

/** Settles what depends on the other columns. */
function settle(found: Column[], headings: readonly string[]): Column[] {
  const phones = found.filter(({ field }) => field === 'phone' || field === 'zalo').map(({ index }) => index);
  const columns = found.filter(
    ({ index }) => !phones.includes(index) || !isPhoneOfOthers(headings, index, phones),
  );
  const has = (field: Field) => columns.some((column) => column.field === field);
  const settled = columns.map((column): Column => {
    if (column.field === 'group' && !has('neighbourhood')) return { ...column, field: 'neighbourhood' };
    // "Tên" alone is the whole name; beside "Họ đệm" it is the given name.
    if (column.field === 'givenName' && !has('familyName')) return { ...column, field: 'person' };
    if (!has('givenName') && isBesideFamilyName(column, columns)) return { ...column, field: 'givenName' };
    if (column.field === 'phone' && !has('address') && namesAddress(column.heading))
      return { ...column, withAddress: true };
    return column;
  });
  // Of several columns for one thing the first counts, but phones and parts of an address add up.
  const many: ReadonlySet<Field> = new Set(['phone', 'zalo', 'address', 'addressPart']);
  const kept = settled.filter(
    (column) =>
      many.has(column.field) ||
      !settled.some((other) => other.field === column.field && comesBefore(other, column, !has('head'))),
  );
  // "Họ" without "Tên" names nobody.
  return kept.filter(
    ({ field }) => field !== 'familyName' || kept.some((column) => column.field === 'givenName'),
  );
}

/** `Họ lót | Tên chủ hộ`: what follows is the rest of the name. */
function isBesideFamilyName({ index, field, heading }: Column, columns: readonly Column[]): boolean {
  return (
    (field === 'head' || field === 'person') &&
    /^ten\b/.test(foldVietnamese(heading).trim()) &&
    columns.some((other) => other.field === 'familyName' && other.index === index - 1)
  );
}

/**
 * Of several names the one that says `chủ hộ` counts; in a list of people the number of the household, not of the person;
 * else the first.
 */
function comesBefore(other: Column, column: Column, isOfPeople: boolean): boolean {
  const weighs = ({ field, heading }: Column) =>
    (field === 'head' && /\bchu ho\b/.test(foldVietnamese(heading))) ||
    (isOfPeople && field === 'ordinal' && /\bho\b/.test(foldVietnamese(heading)));
  return weighs(other) === weighs(column) ? other.index < column.index : weighs(other);
}

/** The header of a list in which a column `Chủ hộ` marks the head among people: it tells the relation of each. */
export function withMarkedHead(header: Header): Header {
  const hasRelation = header.columns.some(({ field }) => field === 'relation');
  const columns = header.columns.flatMap((column): Column[] => {
    if (column.field !== 'head') return [column];
    return hasRelation ? [] : [{ ...column, field: 'relation', marks: true }];
  });
  return { ...header, columns };
}
