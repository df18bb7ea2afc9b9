// Owns: finding cells written in TCVN3, VNI or doubly encoded UTF-8 among true Unicode, and converting them.
// Emits: the same rows with their texts in Unicode, each marked with what was converted.
// Never: touches a text that may be true Unicode, unless the cells around it leave no doubt.
import { isVietnameseSyllable } from '../../domain/vietnamese-syllable.js';
import { decodeLegacy, type LegacyCharset } from './legacy-charsets.js';
import type { SheetRow } from './sheet-row.js';

const NOT_ASCII = /[^\0-\u007f]/;
/** Letters and marks that only Unicode has, and none of the old encodings shows. */
const ONLY_UNICODE =
  /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]|[\u0300-\u036f]/;
/** The first bytes of Vietnamese letters in UTF-8, each with a following one, as windows-1252 shows them. */
const TWICE =
  /[\u00c3-\u00c6\u00cc\u00e1\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;
const HIGH = /[\u00a1-\u00ff]/;
/** Letters that Vietnamese has not, and the old encodings show for the half of one of its. */
const ONLY_LEGACY =
  /[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce\u00cf\u00d1\u00d6-\u00d8\u00db\u00dc\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6-\u00f8\u00fb\u00fc\u00ff]/;
/** What stands between words in any of the encodings. */
const BETWEEN_WORDS = /[\s\0-\u0040\u005b-\u0060\u007b-\u007f\u00a0\u2000-\u206f]+/;

/** What a text is: surely in an encoding, surely not, plain (nothing to tell), or readable both ways. */
export type TextJudgement =
  { kind: 'plain' | 'unicode' } | (Reading & { kind: 'legacy' }) | { kind: 'either'; readings: Reading[] };

interface Reading {
  charset: LegacyCharset;
  text: string;
}

/** Judges one text by itself. */
export function judgeText(text: string): TextJudgement {
  if (!NOT_ASCII.test(text)) return { kind: 'plain' };
  if (ONLY_UNICODE.test(text)) return { kind: 'unicode' };
  if (TWICE.test(text)) {
    const made = decodeLegacy(text, 'utf8');
    if (made !== null && made !== text && mostlyWords(made))
      return { kind: 'legacy', charset: 'utf8', text: made };
  }
  if (!HIGH.test(text)) return { kind: 'plain' };
  const asIs = validShare(text, text);
  const readings = (['tcvn3', 'vni'] as const).flatMap((charset) => {
    const made = decodeLegacy(text, charset);
    return made === null || made === text ? [] : [{ charset, text: made, share: validShare(text, made) }];
  });
  readings.sort((a, b) => b.share - a.share);
  const best = readings[0];
  if (!best || best.share < 0.6 || best.share < asIs) return { kind: asIs === 1 ? 'unicode' : 'plain' };
  if (asIs === 1) return { kind: 'either', readings };
  const isRivalled = readings.length > 1 && readings[1]!.share === best.share;
  // Names of places and abbreviations are no syllables in any encoding; several words that are, decide.
  const isSure = !isRivalled && (best.share === 1 || (asIs < best.share / 2 && highWords(text).length >= 2));
  if (!isSure) return { kind: 'either', readings: readings.filter(({ share }) => share >= 0.6) };
  return { kind: 'legacy', charset: best.charset, text: best.text };
}

/** The text in each of the encodings that have all of its signs. */
function allReadings(text: string): Reading[] {
  return (['tcvn3', 'vni'] as const).flatMap((charset) => {
    const made = decodeLegacy(text, charset);
    return made === null || made === text ? [] : [{ charset, text: made }];
  });
}

/** Which share of the words that have other than plain letters are syllables, after `made` replaced them. */
function validShare(text: string, made: string): number {
  const words = text.split(BETWEEN_WORDS);
  const after = made.split(BETWEEN_WORDS);
  let high = 0;
  let valid = 0;
  words.forEach((word, i) => {
    if (!HIGH.test(word)) return;
    high++;
    if (isSyllable(after[i] ?? '')) valid++;
  });
  return high === 0 ? 0 : valid / high;
}

function highWords(text: string): string[] {
  return text.split(BETWEEN_WORDS).filter((word) => HIGH.test(word));
}

function mostlyWords(text: string): boolean {
  const words = text.split(BETWEEN_WORDS).filter((word) => NOT_ASCII.test(word));
  return words.length > 0 && words.filter(isSyllable).length >= words.length * 0.6;
}

/** Lists repeat their words: a name's syllables are some hundreds. */
const syllables = new Map<string, boolean>();

function isSyllable(word: string): boolean {
  const known = syllables.get(word);
  if (known !== undefined) return known;
  const answer = isVietnameseSyllable(word);
  if (syllables.size < 20_000) syllables.set(word, answer);
  return answer;
}

/** How many rows of a sheet are looked at before the first of them is handed on. */
const LOOK_AHEAD_ROWS = 500;

/** Converts the rows of a file, sheet by sheet; what a text by itself leaves open, its row and its column decide. */
export class LegacyText {
  private held: SheetRow[] = [];
  private heldSheet: string | null = null;
  /** For each column of the sheet, how many texts are surely in which encoding. */
  private votes: Record<LegacyCharset | 'unicode', number>[] = [];
  private isOpen = false;

  /** Takes rows in their order; gives those that are decided, in the same order. */
  push(rows: readonly SheetRow[]): SheetRow[] {
    const done: SheetRow[] = [];
    for (const row of rows) {
      if (row.sheet !== this.heldSheet) {
        done.push(...this.end());
        this.heldSheet = row.sheet;
        this.votes = [];
        this.isOpen = false;
      }
      this.count(row);
      this.held.push(row);
      if (this.held.length >= LOOK_AHEAD_ROWS || this.isOpen) {
        done.push(...this.end());
        this.isOpen = true;
      }
    }
    return done;
  }

  /** The sheet or the file has ended. */
  end(): SheetRow[] {
    const rows = this.held;
    this.held = [];
    for (const row of rows) this.convert(row);
    return rows;
  }

  private count(row: SheetRow): void {
    for (let i = 0; i < row.cells.length; i++) {
      const cell = row.cells[i]!;
      if (!NOT_ASCII.test(cell)) continue;
      const judged = judgeText(cell);
      if (judged.kind !== 'legacy' && judged.kind !== 'unicode') continue;
      this.votesOf(i)[judged.kind === 'legacy' ? judged.charset : 'unicode']++;
    }
  }

  private convert(row: SheetRow): void {
    const open: { column: number; readings: Reading[] }[] = [];
    let isUnicode = false;
    for (let i = 0; i < row.cells.length; i++) {
      const cell = row.cells[i]!;
      if (!NOT_ASCII.test(cell)) continue;
      const judged = judgeText(cell);
      if (judged.kind === 'unicode') isUnicode ||= ONLY_UNICODE.test(cell);
      else if (judged.kind === 'legacy') this.replace(row, i, judged.charset, judged.text);
      else if (judged.kind === 'either') open.push({ column: i, readings: judged.readings });
      // `K' Breøo` is no Vietnamese syllable in any encoding: what its column is written in says what it is.
      else if (ONLY_LEGACY.test(cell)) open.push({ column: i, readings: allReadings(cell) });
    }
    if (isUnicode) return;
    for (const { column, readings } of open) {
      const votes = this.votesOf(column);
      const meant =
        readings.find(({ charset }) => row.legacy === charset) ??
        readings.find(({ charset }) => votes[charset] >= 3 && votes[charset] > votes.unicode);
      if (meant) this.replace(row, column, meant.charset, meant.text);
    }
  }

  private replace(row: SheetRow, column: number, charset: LegacyCharset, text: string): void {
    row.cells[column] = text;
    row.legacy = charset;
  }

  private votesOf(column: number): Record<LegacyCharset | 'unicode', number> {
    return (this.votes[column] ??= { tcvn3: 0, vni: 0, utf8: 0, unicode: 0 });
  }
}
