/**
 * Which column of a list is which, by what stands in it: for lists without headings, and for headings in words that nobody
 * foresaw.
 */
import { parsePhones } from '../../domain/phone.js';
import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { Field } from './column-heading.js';
import { isOfOfficials, isOfOtherNumbers } from './heading-owner.js';
import { readNeighbourhood } from './neighbourhood-name.js';
import { looksLikeName } from './row-kind.js';

/** What a column seems to be, and which share of its cells says so. */
export interface ColumnGuess {
  index: number;
  field: Field;
  sure: number;
}

/** Surnames of nearly everybody, of the peoples of the highlands and the delta too, without accents. */
const SURNAMES = new Set(
  (
    'a an au bach ban bang be bui ca cam canh cao cat chau chu cil cu cung dam dang danh dao diep dieu dinh do doan ' +
    'doi dong du duong giai giang giap h ha hac hang hau ho hoang hong hua hung huu huynh k kha khau khieu khong ' +
    'khuat khuc khuong khuu kieu kim kpa ksor ky la lai lam lanh lao le leu lich liem lien lieu lo loc lu luc luong ' +
    'luu ly ma mac mai mang manh mau minh mua nay ngac ngan nghiem ngo ngoc ngon nguy nguyen nham nhan nhu ninh nong ' +
    'oanh on ong pham phan phi pho phu phung phuoc phuong puih quach quan quang rah rcom rmah ro romah sam siu so ' +
    'soan son sung ta tai tan tang tao tat thach thai than thang thao thap thi thieu thong thuy tiep tiet tieu tiu to ' +
    'ton tong tra trac tran trang trieu trinh truong tu tuong tuyet ung uong van vang vi vien vo vu vua vuong vuu xa ' +
    'xin xuan y yen'
  ).split(' '),
);
const HONORIFIC = /^(?:ông bà|ông|bà|anh|chị|cụ|cô|chú|bác|dì|cậu|mợ|thím|em|o|hộ|chủ hộ)[\s:.]+/iu;

const ENOUGH = 0.6;

interface Column {
  index: number;
  cells: string[];
}

/**
 * The columns that `rows` themselves make known, beside those in `taken`. Phones may stand in several columns; each other
 * field is the column that says it most.
 */
export function guessColumns(
  rows: readonly SheetRow[],
  taken: ReadonlyMap<number, Field>,
  headings: readonly string[] = [],
): ColumnGuess[] {
  // `Trưởng ấp | SĐT trưởng ấp` beside the counts of each ấp: nobody's household.
  const columns = columnsOf(rows).filter(
    ({ index }) =>
      !taken.has(index) && !isOfOfficials(headings[index] ?? '') && !isOfOtherNumbers(headings[index] ?? ''),
  );
  const has = (field: Field) => [...taken.values()].includes(field);
  const guesses: ColumnGuess[] = [];
  const free = (): Column[] => columns.filter(({ index }) => !guesses.some((guess) => guess.index === index));
  const take = (field: Field, share: (column: Column) => number, least = ENOUGH): void => {
    const found = free().map((column) => ({ index: column.index, field, sure: share(column) }));
    const best = found.reduce<ColumnGuess | null>((a, b) => (a && a.sure >= b.sure ? a : b), null);
    if (best && best.sure >= least) guesses.push({ ...best, sure: round(best.sure) });
  };
  if (!has('phone')) {
    for (const column of free()) {
      const sure = phoneShare(column.cells);
      if (sure >= ENOUGH) guesses.push({ index: column.index, field: 'phone', sure: round(sure) });
    }
  }
  if (!has('ordinal')) take('ordinal', ({ cells }) => ordinalShare(cells), 0.8);
  if (!has('relation')) take('relation', ({ cells }) => shareOf(cells, isRelation));
  if (!has('neighbourhood') && !has('group')) take('neighbourhood', ({ cells }) => placeShare(cells), 0.7);
  if (!has('head') && !has('person') && !has('givenName')) {
    const isOfPeople = has('relation') || guesses.some(({ field }) => field === 'relation');
    // Names stand on nearly every row: three remarks that read like names do not outweigh them.
    const most = Math.max(0, ...free().map(({ cells }) => cells.length));
    const fullness = ({ cells }: Column) => Math.min(1, cells.length / (most * 0.6));
    take(
      isOfPeople ? 'person' : 'head',
      (column) => shareOf(column.cells, isPersonName) * fullness(column),
      0.5,
    );
  }
  // One remark with a figure among many rows is no column of addresses.
  const isColumn = ({ cells }: Column) => cells.length > 1 || rows.length < 4;
  if (!has('address') && !has('addressPart'))
    take('address', (column) => (isColumn(column) ? shareOf(column.cells, isAddress) : 0), 0.5);
  // Without headings the words at the end of some rows are remarks.
  if (headings.length === 0) take('note', ({ cells }) => shareOf(cells, isWords), 0.8);
  return guesses.sort((a, b) => a.index - b.index);
}

/** Whether a row is data under these columns: it has a phone, or a person's name beside an ordinal. */
export function isData(row: SheetRow, guesses: readonly ColumnGuess[]): boolean {
  const of = (field: Field) =>
    guesses.filter((guess) => guess.field === field).map(({ index }) => row.cells[index] ?? '');
  if (of('phone').some(isPhone)) return true;
  const isNamed = [...of('head'), ...of('person')].some(isPersonName);
  return isNamed && of('ordinal').some((cell) => /^\d+[.)]?$/.test(cell.trim()));
}

function columnsOf(rows: readonly SheetRow[]): Column[] {
  const columns: Column[] = [];
  for (const row of rows) {
    // A line of text over the list is no row of it.
    if (row.cells.filter((cell) => cell.trim() !== '').length < 2) continue;
    row.cells.forEach((cell, index) => {
      if (cell.trim() === '') return;
      (columns[index] ??= { index, cells: [] }).cells.push(cell);
    });
  }
  return columns.filter((column) => column !== undefined);
}

/** Identity cards of nine digits begin with the number of a province (01–38); phones that lost their 0 do so by chance only. */
export function phoneShare(cells: readonly string[]): number {
  const found = shareOf(cells, isPhone);
  const bare = cells.map((cell) => cell.replace(/[\s.-]/g, '')).filter((cell) => /^\d{9}$/.test(cell));
  const likeCards = bare.filter((cell) => /^[0-3]/.test(cell)).length;
  return bare.length >= cells.length / 2 && likeCards > bare.length * 0.8 ? 0 : found;
}

function isPhone(cell: string): boolean {
  return (
    cell.replace(/[^\dOolI]/g, '').length >= 9 && parsePhones(cell).some(({ kind }) => kind === 'mobile')
  );
}

function ordinalShare(cells: readonly string[]): number {
  const numbers = cells.map((cell) =>
    Number(/^\s*(\d{1,6})(?:\.0+)?[.)]?\s*$/.exec(cell)?.[1] ?? Number.NaN),
  );
  let rising = 0;
  numbers.forEach((n, i) => {
    if (n === 1 || n === (numbers[i - 1] ?? 0) + 1 || n === numbers[i - 1]) rising++;
  });
  return rising / cells.length;
}

function placeShare(cells: readonly string[]): number {
  const isRepeated = new Set(cells.map((cell) => foldVietnamese(cell))).size <= Math.max(2, cells.length / 2);
  return isRepeated ? shareOf(cells, (cell) => readNeighbourhood(cell) !== null && cell.length <= 40) : 0;
}

export function isPersonName(cell: string): boolean {
  const whole = cleanText(cell);
  const name = whole.replace(HONORIFIC, '');
  return looksLikeName(name) && (name !== whole || SURNAMES.has(foldVietnamese(name).split(' ')[0]!));
}

/** Letters more than figures. */
function isWords(cell: string): boolean {
  return (cell.match(/\p{L}/gu)?.length ?? 0) >= 3;
}

function isRelation(cell: string): boolean {
  return /^(?:chu ho|ch|vo|chong|con(?: (?:trai|gai|dau|re|nuoi|ruot))?|bo|me|cha|ong|ba|chau(?: (?:noi|ngoai))?|anh|chi|em|dau|re)$/.test(
    foldVietnamese(cell),
  );
}

/** `2023/08/03 6:05:59 SA GMT+7`: when a form was filled in. */
const TIME = /\d:\d\d(?!\d)/;

function isAddress(cell: string): boolean {
  const folded = foldVietnamese(cell);
  if (/^(?:so|sn|duong|to|ap|thon|ngo|ngach|hem|xom|khu|kp|tdp|xa|phuong|ql|tl)\b/.test(folded)) return true;
  return /\d/.test(folded) && /\p{L}{2}/u.test(folded) && !TIME.test(cell) && !isPhone(cell);
}

function shareOf(cells: readonly string[], is: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
}

function round(share: number): number {
  return Math.round(share * 100) / 100;
}
