/**
 * Reads one run of digit groups that only spaces, dots, hyphens or brackets divide, `0912 345 678 - 0987 654 321`:
 * which groups belong together is decided by what makes whole numbers, and only where there is a single way.
 */
import { isWrittenAsLandline } from './old-landlines.js';
import { isRecognised, judgeDigits, type Verdict } from './phone-number.js';

export interface DigitGroup {
  digits: string;
  /** What divides it from the group before: spaces, `.`, `-`, brackets; '' for the first. */
  divider: string;
  bracketed: boolean;
  /** Where it stands in the piece of text. */
  start: number;
  end: number;
}

/** A stretch of groups and what it is. A `note` is a figure that belongs to no number: a list mark, `(2)`. */
export interface Reading {
  groups: readonly DigitGroup[];
  verdict: Verdict | 'note';
}

export interface RunContext {
  /** A `+` stood before the first group. */
  international: boolean;
  /** The run begins its piece or follows a word: a single figure before it may be a list mark or part of a label. */
  mayStartWithMark: boolean;
  /** The run follows a word: `ngõ 12 - 0912345678`. */
  followsWord?: boolean;
}

/** More groups than four numbers in pairs of digits have: not phone numbers. */
const MAX_GROUPS = 24;

/** All readings of a run in order; they cover every group. */
export function readRun(groups: readonly DigitGroup[], context: RunContext): Reading[] {
  const whole = judgeGroups(groups, context.international);
  if (isRecognised(whole) || isMaybeLandline(whole)) return [{ groups, verdict: whole }];
  if (groups.length > MAX_GROUPS) return [refused(groups, 'too-long')];
  return (
    splitInHalves(groups) ??
    afterMark(groups, context) ??
    onlyDivision(groups, context.international) ??
    aroundWholeNumber(groups, context) ?? [{ groups, verdict: whole }]
  );
}

function judgeGroups(groups: readonly DigitGroup[], international: boolean): Verdict {
  const parts = groups.map((group) => group.digits);
  // `(084) 912345678`: the country code behind a stray 0; only where it stands apart (see judgeDigits).
  if (parts[0] === '084' && !international) {
    const verdict = judgeDigits(`84${parts.slice(1).join('')}`);
    if (verdict.kind === 'mobile') return verdict;
  }
  const verdict = judgeDigits(parts.join(''), international);
  const asLandline =
    verdict.kind === 'mobile' && !international && isWrittenAsLandline(parts, groups[0]!.bracketed);
  return asLandline ? { kind: 'rejected', reason: 'maybe-landline' } : verdict;
}

/** 20 digits in one go, both halves mobiles with their 0: two numbers whose line break was lost. */
function splitInHalves(groups: readonly DigitGroup[]): Reading[] | null {
  if (groups.length !== 1 || !/^0\d{9}0\d{9}$/.test(groups[0]!.digits)) return null;
  const group = groups[0]!;
  const middle = group.start + 10;
  const halves: DigitGroup[] = [
    { ...group, digits: group.digits.slice(0, 10), end: middle },
    { ...group, digits: group.digits.slice(10), divider: '', start: middle },
  ];
  const readings = halves.map((half): Reading => {
    const verdict = judgeDigits(half.digits);
    return verdict.kind === 'mobile'
      ? { groups: [half], verdict: { ...verdict, repairs: [...verdict.repairs, 'split-joined'] } }
      : { groups: [half], verdict };
  });
  return readings.every((reading) => isMobile(reading)) ? readings : null;
}

/** `1. 0912 345 678`, `ĐT 2 0912345678`. */
function afterMark(groups: readonly DigitGroup[], context: RunContext): Reading[] | null {
  if (!context.mayStartWithMark || context.international || groups.length < 2) return null;
  if (!/^[1-9]$/.test(groups[0]!.digits) || !/^(?:0|84)/.test(groups[1]!.digits)) return null;
  const rest = readRun(groups.slice(1), { international: false, mayStartWithMark: false });
  return rest.every(isWhole) ? [{ groups: groups.slice(0, 1), verdict: 'note' }, ...rest] : null;
}

/** Every way to divide the groups into whole numbers; null for none, `ambiguous` for more than one. */
function onlyDivision(groups: readonly DigitGroup[], international: boolean): Reading[] | null {
  const found: Reading[][] = [];
  const extend = (from: number, readings: Reading[]): void => {
    if (found.length > 1) return;
    if (from === groups.length) {
      found.push(readings);
      return;
    }
    for (let to = from + 1; to <= groups.length; to++) {
      const stretch = groups.slice(from, to);
      const length = digitCount(stretch);
      if (length > 15) break;
      if (length < 8) continue;
      const verdict = judgeGroups(stretch, international && from === 0);
      if (isRecognised(verdict)) extend(to, [...readings, { groups: stretch, verdict }]);
    }
  };
  extend(0, []);
  if (found.length === 0) return null;
  return found.length === 1 ? found[0]! : [refused(groups, 'ambiguous')];
}

/**
 * A whole number that stands out from what is left: undivided, or followed by another divider than its own. What is left
 * is read by itself where it has the length of a number; a few digits behind a hyphen are an abbreviation
 * (`0912345678-79`), in brackets a note; anything else might belong to the number, so that nothing is accepted.
 */
function aroundWholeNumber(groups: readonly DigitGroup[], context: RunContext): Reading[] | null {
  for (let from = 0; from < groups.length; from++) {
    for (let to = from + 1; to <= groups.length; to++) {
      const stretch = groups.slice(from, to);
      const verdict = judgeGroups(stretch, context.international && from === 0);
      if (!isRecognised(verdict) || !standsOut(stretch, groups[to], context.international && from === 0))
        continue;
      const before =
        from === 1 && context.followsWord && isOfWord(groups[0]!, stretch)
          ? [{ groups: groups.slice(0, 1), verdict: 'note' as const }]
          : readRest(groups.slice(0, from), context, 'before');
      const after = readRest(groups.slice(to), { international: false, mayStartWithMark: false }, 'after');
      if (!before || !after) return [refused(groups, 'ambiguous')];
      return [...before, { groups: stretch, verdict }, ...after];
    }
  }
  return null;
}

/** The figure of a house or a hamlet, with a hyphen between it and an undivided number. */
function isOfWord(figure: DigitGroup, stretch: readonly DigitGroup[]): boolean {
  return /^[1-9]\d{0,3}$/.test(figure.digits) && stretch.length === 1 && stretch[0]!.divider.includes('-');
}

function standsOut(
  stretch: readonly DigitGroup[],
  next: DigitGroup | undefined,
  international: boolean,
): boolean {
  const digits = stretch.map((group) => group.digits).join('');
  if (!international && !/^(?:0\d{9,}|84\d{9,})$/.test(digits)) return false;
  if (stretch.length === 1) return true;
  const inner = stretch.slice(1).map((group) => group.divider);
  return next !== undefined && !inner.includes(next.divider);
}

function readRest(
  groups: readonly DigitGroup[],
  context: RunContext,
  side: 'before' | 'after',
): Reading[] | null {
  if (groups.length === 0) return [];
  const length = digitCount(groups);
  if (length >= 7) return readRun(groups, context);
  if (side === 'before') return null;
  const [first] = groups;
  if (groups.length === 1 && first!.bracketed && length <= 3) return [{ groups, verdict: 'note' }];
  return first!.divider.includes('-') ? [refused(groups, 'abbreviated')] : null;
}

function refused(groups: readonly DigitGroup[], reason: 'too-long' | 'ambiguous' | 'abbreviated'): Reading {
  return { groups, verdict: { kind: 'rejected', reason } };
}

function digitCount(groups: readonly DigitGroup[]): number {
  return groups.reduce((sum, group) => sum + group.digits.length, 0);
}

function isMobile({ verdict }: Reading): boolean {
  return verdict !== 'note' && verdict.kind === 'mobile';
}

function isWhole({ verdict }: Reading): boolean {
  return verdict !== 'note' && isRecognised(verdict);
}

function isMaybeLandline(verdict: Verdict): boolean {
  return verdict.kind === 'rejected' && verdict.reason === 'maybe-landline';
}
