/**
 * Takes the text of a spreadsheet cell apart: pieces between hard separators (`/ \ ; , | &`, line breaks, `hoặc`, `và`),
 * in each piece runs of digit groups, and the words between the runs.
 */
import type { Repair } from './phone-number.js';
import type { DigitGroup } from './phone-run.js';

export interface DigitRun {
  groups: DigitGroup[];
  /** A `+` stands before the first group. */
  international: boolean;
  /** Letters O and l that were read as figures. */
  repairs: Repair[];
  /** A sign that hides figures (`*`, `x`, `...`, the `E+` of scientific notation) touches the run. */
  masked: boolean;
  /** A question mark touches the run. */
  doubtful: boolean;
  /** A letter touches the first digit: `BN912345678`. */
  gluedToWord: boolean;
  start: number;
  end: number;
}

export interface Piece {
  text: string;
  runs: DigitRun[];
}

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** `1️⃣` is a figure in a box: the box goes. */
const KEYCAP = /\ufe0f?\u20e3/g;
const DASHES = /[‐‑‒–—―−]/g;
const CONNECTING_WORD = /(?<![\p{L}\p{M}])(?:hoặc|hoac|và|hay|or|and)(?![\p{L}\p{M}])/giu;
const HARD_SEPARATOR = /[/\\;,|&\n\r\t]+/;
/** `1/ 0912…` at the start of a line numbers the line. */
const LIST_MARK = /(?<=^|\n|\d\s)\s*[1-9]\s*[/)]\s*(?=\(?\+?(?:0|84)[\d .()-]{8,})/g;
/** A line that Word broke within a number: neither half is one, and both together have its ten figures. */
const BROKEN_LINE =
  /(?<=^|\n)(0[35789](?:[ .-]?\d){2,6})[ .-]{0,3}\n[ .-]{0,3}(\d(?:[ .-]?\d){1,5})(?=\n|$)/g;
const MASK_BEFORE = /(?:[*xX]|\d\s*(?:\*+|[xX]{2,}|\.{3,})\s*)$/;
const MASK_AFTER = /^(?:\*|[xX]+(?!\p{L})|[eE]\+?\d|\s*(?:\*+|[xX]{2,}|\.{3,})\s*\d)/u;
const DIVIDER = /^[\s()[\]._-]*$/;

/** Cell text with invisible characters dropped, full-width figures plain, dashes `-`, a leading apostrophe gone. */
export function plainCell(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(KEYCAP, '')
    .replaceAll('…', '...')
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(/^[\s'’‘`]+|\s+$/gu, '');
}

/** The pieces of a plain cell, in order; empty ones are left out. */
export function splitCell(cell: string): Piece[] {
  return cell
    .replace(BROKEN_LINE, (both: string, first: string, rest: string) =>
      both.replace(/\D/g, '').length === 10 ? `${first} ${rest}` : both,
    )
    .replace(LIST_MARK, '\n')
    .replace(CONNECTING_WORD, '/')
    .split(HARD_SEPARATOR)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text, runs: runsOf(text) }));
}

interface Figures {
  digits: string;
  repairs: Repair[];
  start: number;
  end: number;
  gluedToWord: boolean;
}

function runsOf(text: string): DigitRun[] {
  const runs: DigitRun[] = [];
  for (const figures of figuresOf(text)) {
    const last = runs.at(-1);
    const gap = text.slice(last?.end ?? 0, figures.start);
    const plus = /\+[\s(]*$/.exec(gap);
    const group: DigitGroup = {
      digits: figures.digits,
      divider: '',
      bracketed: isBracketed(text, figures),
      start: figures.start,
      end: figures.end,
    };
    if (last && !plus && !figures.gluedToWord && isDivider(gap)) {
      last.groups.push({ ...group, divider: gap });
      last.repairs = [...new Set([...last.repairs, ...figures.repairs])];
      last.end = figures.end;
    } else {
      runs.push({
        groups: [group],
        international: plus !== null,
        repairs: figures.repairs,
        masked: false,
        doubtful: false,
        gluedToWord: figures.gluedToWord,
        start: figures.start - (plus?.[0].length ?? 0),
        end: figures.end,
      });
    }
  }
  for (const run of runs) {
    const before = text.slice(0, run.start);
    const after = text.slice(run.end);
    run.masked = MASK_BEFORE.test(before) || MASK_AFTER.test(after);
    run.doubtful = before.endsWith('?') || after.startsWith('?');
  }
  return runs;
}

function isDivider(gap: string): boolean {
  return DIVIDER.test(gap) && !gap.includes('...');
}

/** The stretches of digits in a piece; `O912` and `09l2` count as digits, `ĐT0912` is a word and digits. */
function figuresOf(text: string): Figures[] {
  const found: Figures[] = [];
  for (const { 0: token, index } of text.matchAll(/[\p{L}\p{M}\d]*\d[\p{L}\p{M}\d]*/gu)) {
    if (isFigures(token)) {
      const repairs: Repair[] = [];
      if (/[Oo]/.test(token)) repairs.push('letter-o');
      if (/[Il]/.test(token)) repairs.push('letter-l');
      const digits = token.replace(/[Oo]/g, '0').replace(/[Il]/g, '1');
      found.push({ digits, repairs, start: index, end: index + token.length, gluedToWord: false });
      continue;
    }
    for (const { 0: digits, index: at } of token.matchAll(/\d+/g)) {
      const start = index + at;
      found.push({ digits, repairs: [], start, end: start + digits.length, gluedToWord: at > 0 });
    }
  }
  return found;
}

/** Digits, or digits among which O stands for 0 and I or l for 1; a lone l before or behind one or two digits is a word. */
function isFigures(token: string): boolean {
  if (!/^[OoIl\d]+$/.test(token)) return false;
  const digits = token.replace(/\D/g, '').length;
  return (
    digits === token.length ||
    digits >= 3 ||
    token.length >= 9 ||
    /^[Oo]\d$/.test(token) ||
    (digits === 2 && (/^[Oo\d]{3,4}$/.test(token) || /^\d[Il]\d$/.test(token)))
  );
}

function isBracketed(text: string, { start, end }: Figures): boolean {
  return /[([]\s*\+?\s*$/.test(text.slice(0, start)) && /^\s*[)\]]/.test(text.slice(end));
}
