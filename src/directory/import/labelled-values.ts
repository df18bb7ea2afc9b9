/**
 * What a row of a card says: a label with its value behind a colon, or in the cell to the right.
 */
import { foldVietnamese } from '../../domain/vietnamese.js';
import { isPersonName } from './column-content.js';
import { type Field, fieldOfHeading } from './column-heading.js';
import { isOfOfficials } from './heading-owner.js';
import { nameAndPhones } from './name-cell.js';
import { looksLikeName } from './row-kind.js';

export interface LabelledValue {
  /** The column of the label, from 0. */
  index: number;
  /** The label as it stands, and without accents, for comparing. */
  text: string;
  label: string;
  field: Field | null;
  hasColon: boolean;
  /** The texts behind the label, up to the next one. */
  values: string[];
  value: string;
}

/** Whose name follows such a label is nobody of the household, unless the label says of the family. */
const OTHERS =
  /^(?:nguoi|ho (?:va )?ten|ten|ong|ba|chu (?:nha|tro)|dai dien)\b|\b(?:vien|truong|khao sat|dieu tra|giam sat|kiem tra|phong van|xac nhan|lap phieu|lap bieu)$/;
const FAMILY =
  /\b(?:vo|chong|con|chau|bo|me|cha|ong ba|dau|re|chi|em|thanh vien|hoi vien|doan vien|nguoi than|lien he|lien lac)\b/;

/** `Cán bộ rà soát: …`, `Người lập phiếu: …`: what stands behind and under such a label is not of the household. */
export function namesOthers(label: string, field: Field | null): boolean {
  if (field !== null || label.length > 60) return false;
  const folded = foldVietnamese(label);
  return isOfOfficials(label) || (OTHERS.test(folded) && !FAMILY.test(folded));
}

const LABEL = /^\s{0,9}(\p{L}[^:\n]{1,60}?)\s?:(?!\/\/)\s*([^]*)$/u;

/** The labels of a row with what stands behind them. */
export function labelledValues(cells: readonly string[]): LabelledValue[] {
  const found: LabelledValue[] = [];
  cells.forEach((cell, index) => {
    if (cell.trim() === '') return;
    const parts = LABEL.exec(cell.normalize('NFC'));
    const isNumbered = parts !== null && HOUSEHOLD.test(foldVietnamese(parts[1]!));
    const isHead = isNumbered && isPersonName(parts[2] || (cells[index + 1] ?? ''));
    const field = isHead ? 'head' : fieldOfHeading(parts?.[1] ?? cell);
    if (parts || field !== null || namesOthers(cell, field)) {
      const text = isHead ? 'Chủ hộ' : (parts?.[1] ?? cell).trim();
      // `SĐT 1`, `SĐT 2` say the same.
      const label = isNumbered ? 'ho so' : foldVietnamese(text).replace(/ ?\d{1,2}$/, '');
      const inside = parts?.[2]!.trim() ?? '';
      const values = inside === '' ? [] : [inside];
      const hasColon = parts !== null;
      found.push({ index, text, label, field, hasColon, values, value: inside });
    } else found.at(-1)?.values.push(cell.trim());
  });
  for (const one of found) {
    // A second cell behind a phone is a second phone; of all else the first cell counts.
    const isMore = one.field === 'phone' || one.field === 'zalo';
    one.value = isMore ? one.values.join(', ') : (one.values[0] ?? '');
  }
  // Without a colon a word is a label only where a value stands behind it.
  return found.filter(({ hasColon, values }) => hasColon || values.length > 0);
}

/** `Hộ số 1: Lê Thị Mai`, `Hộ ông: …`: behind the number of the household stands who is its head. */
const HOUSEHOLD = /^(?:(?:ho|phieu|the)(?: gia dinh)?(?: so| thu)?(?: ?\d{1,4})?|ho (?:ong|ba))$/;

/** Ends as labels of names do. */
const MAYBE_NAME =
  /(?:hộ|phiếu|thẻ|tên|bà|ông|diện|ho|ten|ba|ong|dien)(?: (?:số|thứ|so|thu))?(?: ?\d{1,4})?\s?(?:\([^)]{0,30}\)\s?)?(?::|$)/iu;
const CAPITALISED = /^(?:\p{Lu}\S*(?:\s+|$))+$/u;

/**
 * The labels of heads' names in a row, with a name behind each: the row begins a card, or several beside each other. Empty for
 * headings, and where several names stand behind one label.
 */
export function nameLabels(cells: readonly string[]): LabelledValue[] {
  // Cheap first: this is asked of the rows over every list.
  if (!cells.some((cell) => MAYBE_NAME.test(cell.slice(0, 80).normalize('NFC')))) return [];
  const labels = labelledValues(cells);
  // Without colons only where labels and values take turns: a member's row has `Chủ hộ` in its middle.
  const filled = cells.filter((cell) => cell.trim() !== '').length;
  const takesTurns = filled === labels.length * 2 && labels.every(({ values }) => values.length === 1);
  const named = labels.filter(({ field, hasColon, values, value }) => {
    if ((field !== 'head' && field !== 'person') || values.filter(isPersonName).length > 1) return false;
    if (hasColon) return looksLikeName(nameAndPhones(value).name);
    // `Họ tên | Lương hưu`: two headings.
    return takesTurns && isPersonName(value) && CAPITALISED.test(value.normalize('NFC'));
  });
  const first = named[0];
  return first === undefined ? [] : named.filter(({ label }) => label === first.label);
}
