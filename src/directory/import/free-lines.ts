/**
 * Lines of a chat that were copied into one column: `3/ Lê Thị Mai: 0912 345 678`, `5. 0906869802 Phan Văn Trị`,
 * `6. Số của bà Nguyễn Thị Én là 0788524695`, with greetings between them.
 */
import { parsePhones } from '../../domain/phone.js';
import { cleanText } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { isPersonName } from './column-content.js';
import { isOfOfficials } from './heading-owner.js';
import type { Header } from './header-row.js';
import { readNeighbourhood } from './neighbourhood-name.js';

/** What a line says of a household; the name is empty where the line has a number and nobody's name. */
export interface FreeLine {
  ordinal: string;
  name: string;
  phones: string;
  place: string;
  note: string;
}

/** The columns that `rowOfLine` writes a line into. */
export const LINE_COLUMNS: Header = {
  row: 0,
  headings: [],
  columns: (['ordinal', 'head', 'phone', 'neighbourhood', 'note'] as const).map((field, index) => {
    return { index, heading: '', field, by: 'content' };
  }),
};

const MAX_CHARS = 200;
/** `[12/09/2025 15:42]`, `15:42 `: when it was sent. */
const SENT = /^(?:\[[\d/:., -]{4,24}\]|\d{1,2}:\d{2}(?::\d{2})?(?=\s))\s?/;
const ORDINAL =
  /^\(?(\d{1,4})(?:\s?[.)/:–-]{1,3}\s?(?!\d{3}[\d\s.])|\s(?=\p{L})|\s?[.)/:–-]{1,3}\s?(?=0\d))/u;
const PHONE = /(?<![\d/.,])\(?\+?\d(?:[\s.()-]{0,3}\d){7,12}(?![\d/])/g;
/** A number with the letter O for its zeros. */
const WITH_O = /(?<![\p{L}\d])[\do][\do .-]{7,14}[\do](?!\p{L})/giu;
const SEPARATOR = /[,;:.()_/]|\s[–-]{1,3}\s?|[–-]{1,3}\s/;
/** What is said of a number, not of the person. */
const LEAD = /^(?:(?:số điện thoại|số máy|điện thoại|số|s?đt|sdt|zalo|của|nhà|hộ|gia đình)(?: |$))+/iu;
const TAIL = /(?:^| )(?:s?đt|sdt|dt|zalo|zl|tel|số|số máy|điện thoại|là|la)$/iu;
const HONORIFIC = /^(?:ông bà|ông|bà|anh|chị|cụ|cô|chú|bác|dì|cậu|mợ|thím|em)(?: |$)/iu;
const CALLED = /^\p{Lu}[\p{L}\p{M}]*(?: \p{Lu}[\p{L}\p{M}]*){0,2}$/u;
/** `Võ Thị Mót không có đt`, `Bạc Cầm Thứ (chưa có số)`. */
const NONE =
  /[\s,;:.(–-]{1,4}(?:chưa|không|ko|k|chua|khong) (?:có|co|dùng|sử dụng|xài|mua)(?![\p{L}\p{M}]).*$/iu;

/** The household of a line; null for a line of talk. */
export function readFreeLine(text: string): FreeLine | null {
  if (text.length > MAX_CHARS) return null;
  const clean = cleanText(text.normalize('NFC').replace(/[^\p{L}\p{M}\d\s.,:;()[\]+/'’_–-]/gu, ' '));
  const line = clean.replace(SENT, '').replace(WITH_O, (figures) => figures.replace(/o/gi, '0'));
  const number = ORDINAL.exec(line);
  const ordinal = number?.[1] ?? '';
  const rest = number ? line.slice(number[0].length) : line;
  const phones = [...rest.matchAll(PHONE)].filter(([phone]) => isMobile(phone));
  if (phones.length === 0) return withoutPhone(ordinal, rest);
  const end = phones.at(-1)!.index + phones.at(-1)![0].length;
  const before = nameIn(rest.slice(0, phones[0]!.index), ordinal !== '');
  const { name, more } = before.name === '' ? nameIn(rest.slice(end), ordinal !== '') : before;
  // `Có gì gọi trưởng ấp Lê Văn Ba 0912…`: whom to call, not who lives there.
  const isKnown = name !== '' && (ordinal !== '' || !isOfOfficials(line.slice(0, 80)));
  const isBehind = before.name === '' && name !== '';
  const places = isBehind ? [] : placesIn(rest.slice(end));
  // Behind a number may stand whose it is: `0914146173, vợ 0976207948`.
  const said = isBehind ? rest.slice(phones[0]!.index, end) : rest.slice(phones[0]!.index);
  return {
    ordinal,
    name: isKnown ? name : '',
    phones: places.reduce((words, place) => words.replace(place, ''), said),
    ...placeAndNote([...more, ...places]),
  };
}

/** `0768946468 - xóm 1`, `( 0967917801 ) xóm 3` */
function placesIn(behind: string): string[] {
  const parts = behind.split(SEPARATOR).map((part) => part.trim());
  return parts.filter((part) => readNeighbourhood(part) !== null);
}

function isMobile(text: string): boolean {
  return parsePhones(text).some(({ kind }) => kind === 'mobile');
}

/** A numbered line, or a name and nothing else. */
function withoutPhone(ordinal: string, rest: string): FreeLine | null {
  const words = rest.replace(NONE, '');
  const { name, more } = nameIn(words, ordinal !== '');
  const figures = /\d(?:[\s.-]?\d){5,}/.exec(words)?.[0] ?? '';
  if (name === '' || (ordinal === '' && (more.length > 0 || figures !== '' || !isPersonName(name))))
    return null;
  return {
    ordinal,
    name,
    phones: figures,
    ...placeAndNote(more.filter((part) => !part.includes(figures || '\n'))),
  };
}

function placeAndNote(parts: readonly string[]): { place: string; note: string } {
  const place = parts.find((part) => readNeighbourhood(part) !== null) ?? '';
  return { place, note: parts.filter((part) => part !== place).join(', ') };
}

/** The name in some words, which a place may stand before, and what follows it. */
function nameIn(words: string, isNumbered: boolean): { name: string; more: string[] } {
  const parts = words
    .split(SEPARATOR)
    .map((part) => withoutTail(part.replace(/^[\s'’–-]+|[\s'’–-]+$/g, '').replace(LEAD, '')))
    .filter((part) => part !== '');
  const at = parts[0] !== undefined && readNeighbourhood(parts[0]) !== null ? 1 : 0;
  const { name, behind } = nameBefore(parts[at] ?? '', isNumbered);
  if (name === '') return { name, more: [] };
  // `Nguyễn Văn Lành (Tư Lành)`: what he is called, too.
  const called = parts[at + 1] ?? '';
  if (behind === '' && CALLED.test(called) && words.includes(`(${called})`))
    return { name: `${name} (${called})`, more: parts.filter((_, i) => i !== at && i !== at + 1) };
  return {
    name,
    more: [...parts.slice(0, at), behind, ...parts.slice(at + 1)].filter((part) => part !== ''),
  };
}

/** `Trần Bá Lộc tổ 5` → the name and the rest; in a numbered line also `Lan tạp hoá` and `nguyễn văn an`. */
function nameBefore(part: string, isNumbered: boolean): { name: string; behind: string } {
  const title = HONORIFIC.exec(part)?.[0] ?? '';
  const words = part.slice(title.length).split(' ');
  const other = words.findIndex((word) => !/^\p{Lu}[\p{L}\p{M}'’]*$/u.test(word));
  const proper = words.slice(0, other < 0 ? words.length : other);
  const name = title + proper.join(' ');
  const isName = title === '' ? proper.length > 1 && proper.length < 7 : proper.length > 0 || isNumbered;
  if (other < 0 && (isName || (isNumbered && proper.length === 1))) return { name, behind: '' };
  if (isName && (title !== '' || isPersonName(name)))
    return { name: name.trim(), behind: words.slice(other).join(' ') };
  const isShort =
    isNumbered && words.length <= 5 && words.every((word) => /^\p{L}[\p{L}\p{M}'’]*$/u.test(word));
  const isCalled = proper.length === 1 && words.length <= 3;
  return isShort && (isCalled || isPersonName(part)) ? { name: part, behind: '' } : { name: '', behind: '' };
}

function withoutTail(part: string): string {
  const shorter = part.replace(TAIL, '').trim();
  return shorter === part ? part : withoutTail(shorter);
}

/** The text of a row; a comma within a line divides it where the file is a CSV. */
export function lineOf({ cells }: SheetRow): string {
  return cells.filter((cell) => cell.trim() !== '').join(', ');
}

/** The row as if it had columns. */
export function rowOfLine(row: SheetRow, { ordinal, name, phones, place, note }: FreeLine): SheetRow {
  const { sheet, isHiddenSheet, isHidden = false, legacy } = row;
  const cells = [ordinal, name, phones, place, note];
  return { sheet, isHiddenSheet, isHidden, row: row.row, cells, ...(legacy && { legacy }) };
}

/** Whether rows are such lines: most of them, one under another. */
export function firstFreeLine(rows: readonly SheetRow[], isBetween: (cells: string[]) => boolean): number {
  const lines = rows.map((row) => {
    const filled = row.cells.filter((cell) => cell.trim() !== '');
    const line = readFreeLine(lineOf(row));
    return { filled, isLine: line !== null && line.name !== '', hasPhone: (line?.phones ?? '') !== '' };
  });
  const first = lines.findIndex(({ isLine, hasPhone }) => isLine && hasPhone);
  const last = lines.findLastIndex(({ isLine }) => isLine);
  const within = lines.slice(first, last + 1).filter(({ filled }) => !isBetween(filled));
  const said = within.filter(({ isLine }) => isLine);
  const inOneCell = within.filter(({ filled }) => filled.length === 1);
  const isList = said.filter(({ hasPhone }) => hasPhone).length >= 2 && said.length >= within.length * 0.6;
  return first >= 0 && isList && inOneCell.length >= within.length * 0.6 ? first : -1;
}
