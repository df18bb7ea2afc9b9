/**
 * Columns that no heading names, beside one that has a heading: the given names under a merged `Họ và tên`, the phones of the
 * wife beside her name.
 */
import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { Field } from './column-heading.js';
import { isOfOfficials, isOfOtherNumbers } from './heading-owner.js';
import { phoneShare } from './column-content.js';
import type { Header } from './header-row.js';

const NAMES: ReadonlySet<Field> = new Set(['head', 'person']);
/** A heading left of such phones that says whose they are: somebody of the household. */
const OF_HOUSEHOLD =
  /\b(?:vo|chong|con|bo|me|cha|chau|ong|ba|anh|chi|em|chu ho|nguoi (?:than|nha)|thanh vien)\b/;
/** Under no heading, one word on each row: the sex, the people. */
const ONE_WORD = /^(?:nam|nu|kinh|tay|nung|thai|muong|dao|mong|hoa|khmer|cham|co|khong|x|v|roi|chua|ngheo)$/;
/** What stands before a given name: a surname alone, or one with its middle word. */
const NO_GIVEN_NAME = /^[a-z']+$| (?:van|thi|duc|huu|ba|dinh|minh|hoang)$/;
/** Fewer rows tell nothing; two numbers tell more than three words. */
const LEAST_NAMES = 3;
const LEAST_PHONES = 2;

/** Columns without a heading that stand right of one that has a name or a person of the household. */
export function unnamedBeside({ headings, columns }: Header): number[] {
  const fields = new Map(columns.map(({ index, field }) => [index, field]));
  return headings.flatMap((heading, left) => {
    const index = left + 1;
    if (heading.trim() === '' || (headings[index] ?? '').trim() !== '' || fields.has(index)) return [];
    if (isOfOfficials(heading) || isOfOtherNumbers(heading)) return [];
    const isPersons = NAMES.has(fields.get(left)!) || OF_HOUSEHOLD.test(foldVietnamese(heading));
    return isPersons && !isPhoneField(fields.get(left)) ? [index] : [];
  });
}

/** The header with what the rows say of its unnamed columns: the second half of a name, or phones. */
export function withUnnamed(header: Header, rows: readonly SheetRow[]): Header {
  const found = unnamedBeside(header);
  if (found.length === 0) return header;
  let { columns } = header;
  for (const index of found) {
    const cells = rows.flatMap(({ cells: all }) => (all[index]?.trim() ? [all[index]] : []));
    const name = columns.find((column) => column.index === index - 1 && NAMES.has(column.field));
    if (name && isGivenNames(rows, index)) {
      columns = columns.map((column) => (column === name ? { ...column, endsIn: index } : column));
    } else if (cells.length >= LEAST_PHONES && phoneShare(cells) >= 0.6) {
      columns = [...columns, { index, heading: '', field: 'phone', by: 'content', sure: 1 }];
    }
  }
  return { ...header, columns: [...columns].sort((a, b) => a.index - b.index) };
}

/** Nearly every row has one word there, seldom the same, behind words that are a name without it or with it. */
function isGivenNames(rows: readonly SheetRow[], index: number): boolean {
  const named = rows.filter(({ cells }) => /\p{L}/u.test(cells[index - 1] ?? '') && cells.some(isFigure));
  const isHalf = ({ cells }: SheetRow) => NO_GIVEN_NAME.test(foldVietnamese(cells[index - 1] ?? ''));
  // A nickname behind a whole name is no part of it.
  if (named.filter(isHalf).length < named.length * 0.3) return false;
  const words = named.map(({ cells }) => cleanText(cells[index] ?? ''));
  const given = words.filter(
    (word) =>
      /^[\p{L}\p{M}'’]{1,8}(?: [\p{L}\p{M}'’]{1,8})?$/u.test(word) && !ONE_WORD.test(foldVietnamese(word)),
  );
  const distinct = new Set(given.map((word) => foldVietnamese(word))).size;
  return (
    given.length >= LEAST_NAMES &&
    given.length >= named.length * 0.8 &&
    distinct >= Math.min(given.length * 0.5, 8)
  );
}

/** Totals and lines of text have no figure. */
function isFigure(cell: string): boolean {
  return /\d/.test(cell);
}

function isPhoneField(field: Field | undefined): boolean {
  return field === 'phone' || field === 'zalo';
}
