/** Phone cells as commune offices fill them in: one number or two, in any spelling, or nothing that helps. */
import type { MadeUpNumber } from './numbers.js';
import type { Random } from './random.js';

export type PhoneCell = string | number | null;

type Spelling = (number: MadeUpNumber) => PhoneCell;

const groups = (digits: string, divider: string) =>
  [digits.slice(0, -6), digits.slice(-6, -3), digits.slice(-3)].join(divider);

const ONE: readonly (readonly [Spelling, number])[] = [
  [({ national }) => national, 26],
  [({ national }) => groups(national, ' '), 20],
  [({ national }) => groups(national, '.'), 13],
  // Typed into a cell formatted as a number: the zero is gone.
  [({ national }) => Number(national), 14],
  [({ national }) => groups(national, '-'), 4],
  [({ national }) => `+84 ${groups(national.slice(1), ' ')}`, 3],
  [({ national }) => Number(`84${national.slice(1)}`), 2],
  [({ national, before2018 }) => before2018 ?? national, 6],
  [({ national, before2018 }) => groups(before2018 ?? national, '.'), 3],
  [({ national }) => groups(national, '\u00a0'), 2],
  [({ national }) => `O${national.slice(1)}`, 1],
  [({ national }) => `${national} (vợ)`, 2],
  [({ national }) => `${groups(national, ' ')} (con trai)`, 2],
  [({ national }) => `ĐT: ${national}`, 1],
  [({ national }) => `Zalo: ${national}`, 1],
];

const TWO: readonly (readonly [(a: string, b: string) => string, number])[] = [
  [(a, b) => `${a} / ${b}`, 5],
  [(a, b) => `${a}/${b}`, 4],
  [(a, b) => `${groups(a, ' ')} - ${groups(b, ' ')}`, 5],
  [(a, b) => `${a}, ${b}`, 3],
  [(a, b) => `${a}; ${b} (vợ)`, 2],
  [(a, b) => `${a}\n${b}`, 3],
  [(a, b) => `${groups(a, '.')} hoặc ${groups(b, '.')}`, 1],
  [(a, b) => `${a} (chồng) ${b} (vợ)`, 1],
];

const NOTHING: readonly (readonly [PhoneCell, number])[] = [
  [null, 4],
  ['không có', 3],
  ['Chưa có số', 1],
  ['-', 1],
];

/** A cell with one usable number. */
export function oneNumber(random: Random, number: MadeUpNumber): PhoneCell {
  return random.weighted(ONE)(number);
}

/** A cell with two usable numbers. */
export function twoNumbers(random: Random, first: MadeUpNumber, second: MadeUpNumber): PhoneCell {
  return random.weighted(TWO)(first.national, second.national);
}

/** A cell whose second number is written as the end of the first: the first is usable. */
export function abbreviated(random: Random, { national }: MadeUpNumber): PhoneCell {
  return `${national}/${String(random.int(90) + 10)}`;
}

/** A landline of Đồng Tháp (0277), today's or under the area code of before 2017. */
export function landline(random: Random): PhoneCell {
  const subscriber = `3${String(random.int(1_000_000)).padStart(6, '0')}`;
  return random.weighted<PhoneCell>([
    [`0277 ${subscriber}`, 5],
    [`(0277) ${subscriber.slice(0, 4)} ${subscriber.slice(4)}`, 2],
    [`067.${subscriber}`, 2],
  ]);
}

/** A cell that names no number. */
export function nothing(random: Random): PhoneCell {
  return random.weighted(NOTHING);
}

/** A cell with a number that cannot be used: digits lost, hidden, missing or too many, not a mobile at all. */
export function unusable(random: Random, { national }: MadeUpNumber): PhoneCell {
  return random.weighted<PhoneCell>([
    [national.slice(0, 9), 3],
    [`${national}${random.int(10)}`, 2],
    [`${national[1]}.${national.slice(2, 4)}E+08`, 2],
    [`${national.slice(0, 4)} xxx ${national.slice(-3)}`, 1],
    ['19001234', 1],
    [`079${String(random.int(1e9)).padStart(9, '0')}`, 1],
    ['0123456789', 1],
  ]);
}
