/**
 * Phones as people write them into spreadsheets, made E.164 (FACTS §7). Above all: a wrong number is never accepted;
 * a usable one should not be lost. What is refused comes back with its reason for a person to settle.
 */
import { plainCell, splitCell, type DigitRun, type Piece } from './phone-cell.js';
import { cleanNote, MAX_NOTE_CHARS, splitNote } from './phone-note.js';
import { isRecognised, judgeDigits, type PhoneRejection, type Repair, type Verdict } from './phone-number.js';
import { readRun, type Reading } from './phone-run.js';

export type PhoneFinding =
  | { kind: 'mobile'; /** `+84912345678` */ e164: string; note?: string; repairs: Repair[] }
  | {
      kind: 'rejected';
      reason: PhoneRejection;
      /** As it stands in the cell, at most 100 characters. */ raw: string;
    };

/** Longer cells hold something else than phones. */
const MAX_CELL_CHARS = 500;
const MAX_RAW_CHARS = 100;
/** A spreadsheet keeps 15 significant digits; what a longer number cell held is gone. */
const MAX_NUMBER = 1e15;
/** Emergency and service numbers. */
const SHORT_CODE = /^(?:11\d|[5-9]\d{3})$/;

/**
 * Reads one spreadsheet cell that may hold several phones with separators and notes. At least one finding, in the order
 * of the cell; a number written twice is found once. An empty cell is one finding `empty`.
 */
export function parsePhones(cell: string | number | null): PhoneFinding[] {
  if (typeof cell === 'number') return [fromNumber(cell)];
  // Nine cells in ten: 2 µs instead of 17.
  if (cell !== null && /^0?\d{9}$/.test(cell)) {
    const verdict = judgeDigits(cell);
    if (verdict.kind === 'mobile') return [toFinding(verdict, cell)];
  }
  const text = plainCell(cell ?? '');
  if (text === '') return [refuse('empty', cell ?? '')];
  if (text.length > MAX_CELL_CHARS) return [refuse('invalid', text)];
  const found = fromNumeral(text) ?? fromPieces(joinSlashed(joinThousands(text)));
  const fullWidth = /[０-９]/.test(cell ?? '');
  return fullWidth ? found.map((finding) => withRepairs(finding, ['full-width'])) : found;
}

/** Reads a field that must hold exactly one phone (an API body, an operator's webhook); several are refused. Idempotent. */
export function normalisePhone(raw: string | number | null): PhoneFinding {
  const found = parsePhones(raw);
  return found.length === 1 ? found[0]! : refuse('several', String(raw));
}

/** `+84912345678 → 0912 345 678`; anything else comes back as it is. */
export function formatPhoneVi(e164: string): string {
  return e164.replace(/^\+84(\d{3})(\d{3})(\d{3})$/, '0$1 $2 $3');
}

/** `+84912345678 → 0912 *** 678`, for screens and files that need not show it; anything else becomes `***`. */
export function maskPhone(e164: string): string {
  const match = /^\+84(\d{3})\d{3}(\d{3})$/.exec(e164);
  return match ? `0${match[1]} *** ${match[2]}` : '***';
}

function fromNumber(value: number): PhoneFinding {
  const raw = String(value);
  if (!Number.isInteger(value) || value < 0) return refuse('invalid', raw);
  if (value >= MAX_NUMBER) return refuse('digits-lost', raw);
  return toFinding(judgeDigits(raw), raw);
}

/**
 * A number cell that became text on its way: `912345678.0`, `9.12345678E+08`, also with a decimal comma. Scientific
 * notation is exact only where it has as many decimals as its exponent; `9.12E+08` lost digits. Null for other texts.
 */
function fromNumeral(text: string): PhoneFinding[] | null {
  const scientific = /^(\d)(?:[.,](\d*))?e\+?(\d{1,2})$/i.exec(text);
  if (scientific) {
    const [, whole = '', fraction = '', exponent = ''] = scientific;
    const digits = whole + fraction.slice(0, Number(exponent));
    const isExact = fraction.length >= Number(exponent) && !/[1-9]/.test(fraction.slice(Number(exponent)));
    if (!isExact) return [refuse('digits-lost', text)];
    return [withRepairs(toFinding(judgeDigits(digits), text), ['scientific'])];
  }
  const decimal = /^(\d{8,12})[.,](\d{1,2})$/.exec(text);
  if (!decimal) return null;
  if (/^0+$/.test(decimal[2]!)) return [withRepairs(toFinding(judgeDigits(decimal[1]!), text), ['decimal'])];
  return text.includes('.') ? [refuse('invalid', text)] : null;
}

/** `912,345,678` is one number with thousands separators, not three. */
function joinThousands(text: string): string {
  return text.replace(/(?<![\d,])\d{1,4}(?:,\d{3}){2,3}(?![\d,])/g, (grouped) => {
    const digits = grouped.replaceAll(',', '');
    return isRecognised(judgeDigits(digits)) ? digits : grouped;
  });
}

/** `0332/674/999` is one number that slashes divide: no part of it is one. */
function joinSlashed(text: string): string {
  if (!text.includes('/')) return text;
  return text.replace(/(?<![\d/])0\d{2,3}\/\d{3}\/\d{3,4}(?![\d/])/g, (divided) => {
    const digits = divided.replaceAll('/', '');
    return isRecognised(judgeDigits(digits)) ? digits : divided;
  });
}

interface Found {
  finding: PhoneFinding;
  /** A whole number of any kind: what follows it may be its abbreviation. */
  isWhole: boolean;
}

function fromPieces(text: string): PhoneFinding[] {
  const found: Found[] = [];
  let pendingNote = '';
  for (const piece of splitCell(text)) {
    const inPiece = readPiece(piece, found);
    if (inPiece.length > 0) {
      addNote(inPiece[0]!.finding, pendingNote);
      pendingNote = '';
      found.push(...inPiece);
    } else if (found.length > 0) {
      addNote(found.at(-1)!.finding, piece.text);
    } else {
      pendingNote = `${pendingNote} ${piece.text}`;
    }
  }
  if (found.length === 0) return [refuse('no-number', text)];
  const scraps = (['too-short', 'hidden-digits'] as const).find((reason) =>
    found.every(({ finding }) => isRefusedAs(finding, reason)),
  );
  return scraps
    ? [refuse(scraps, text)]
    : withoutRepetition(
        found.map(({ finding }) => (isGivenUp(finding) ? refuse('given-up', nationalOf(finding)) : finding)),
      );
}

/** What the list itself calls wrong, old or no longer used: `0912345678 (sai số)`. */
const GIVEN_UP = new RegExp(
  // `số` itself is gone from a note, as every label is.
  '^(?:cũ|cu|sai|nhầm|nham|đã đổi|da doi|đã bỏ|da bo|đã hủy|đã huỷ)(?![\\p{L}\\p{M}])|' +
    '(?<![\\p{L}\\p{M}])(?:sai số|nhầm số|không (?:đúng|phải) số|(?:không|ko) (?:còn )?(?:dùng|sử dụng)|bỏ số|sai so|nham so)(?![\\p{L}\\p{M}])',
  'iu',
);

function isGivenUp(finding: PhoneFinding): finding is Extract<PhoneFinding, { kind: 'mobile' }> {
  return finding.kind === 'mobile' && finding.note !== undefined && GIVEN_UP.test(finding.note);
}

function nationalOf({ e164, note }: Extract<PhoneFinding, { kind: 'mobile' }>): string {
  return `${e164.replace('+84', '0')} ${note}`;
}

/** The numbers of a piece with the words around them as notes. */
function readPiece(piece: Piece, earlier: readonly Found[]): Found[] {
  const places: { start: number; end: number; found: Found }[] = [];
  for (const run of piece.runs) {
    if (isPartOfWords(run, piece)) continue;
    const mayStartWithMark = /(?:^|[\p{L}\p{M}])\s*$/u.test(piece.text.slice(0, run.start));
    const followsWord = /[\p{L}\p{M}]\s*$/u.test(piece.text.slice(0, run.start));
    const context = { international: run.international, mayStartWithMark, followsWord };
    for (const reading of readRun(run.groups, context)) {
      if (reading.verdict === 'note') continue;
      const start = Math.min(
        reading.groups[0]!.start,
        run.groups[0] === reading.groups[0] ? run.start : Infinity,
      );
      const end = reading.groups.at(-1)!.end;
      const raw =
        piece.runs.length === 1 && reading.groups.length === run.groups.length
          ? piece.text
          : piece.text.slice(start, end);
      const verdict = withContext(reading.verdict, reading, run, piece, [
        ...earlier,
        ...places.map((p) => p.found),
      ]);
      const finding = withRepairs(toFinding(verdict, raw), run.repairs);
      places.push({ start, end, found: { finding, isWhole: isRecognised(reading.verdict) } });
    }
  }
  for (const [i, { start, end, found }] of places.entries()) {
    const before = piece.text.slice(places[i - 1]?.end ?? 0, start);
    const after = piece.text.slice(end, places[i + 1]?.start);
    addNote(found.finding, i === 0 ? before : splitNote(before).after);
    addNote(found.finding, i === places.length - 1 ? after : splitNote(after).before);
  }
  return places.map((place) => place.found);
}

/** Numbers of other things that stand beside phones in such cells. */
const OTHER_NUMBER =
  /(?<![\p{L}\p{M}])(?:cmnd|cmt|cmtnd|cccd|cc|căn cước|can cuoc|bhyt|bhxh|mst|stk|tài khoản|tai khoan|số thẻ|so the)[\s:.-]*$/iu;

/** `Tổ 5`, `ĐT 2:`, `sinh 1980`: a short figure among words or beside a number is no number. */
function isPartOfWords(run: DigitRun, piece: Piece): boolean {
  const length = digitsOf(run).length;
  return length <= 4 && !run.masked && (/\p{L}/u.test(piece.text) || piece.runs.length > 1);
}

/** What the surroundings of a reading say against or about it. */
function withContext(
  verdict: Verdict,
  reading: Reading,
  run: DigitRun,
  piece: Piece,
  earlier: readonly Found[],
): Verdict {
  const digits = reading.groups.map((group) => group.digits).join('');
  const isComplete = verdict.kind === 'mobile' && !verdict.repairs.includes('restored-zero');
  const isFirst = reading.groups[0] === run.groups[0];
  if (
    run.doubtful ||
    (run.masked && (!isRecognised(verdict) || (verdict.kind === 'mobile' && !isComplete)))
  ) {
    return because('hidden-digits');
  }
  const isOtherNumber = piece.text.includes('@') || OTHER_NUMBER.test(piece.text.slice(0, run.start));
  // `BN912345678`, `6601-LAV-554980855`.
  const isGlued = run.gluedToWord || /\p{L}-$/u.test(piece.text.slice(0, run.start));
  const isCode = isGlued && !/^(?:0|84\d{9})/.test(digits);
  if (isFirst && (isOtherNumber || isCode)) return because('invalid');
  if (isRecognised(verdict) || /\p{L}/u.test(piece.text)) return verdict;
  if (digits.length <= 6 && earlier.some((found) => found.isWhole)) return because('abbreviated');
  if (earlier.length === 0 && SHORT_CODE.test(digits)) return because('short-code');
  return verdict;
}

function withoutRepetition(findings: readonly PhoneFinding[]): PhoneFinding[] {
  const byNumber = new Map<string, PhoneFinding>();
  return findings.filter((finding) => {
    if (finding.kind === 'rejected') return true;
    const first = byNumber.get(finding.e164);
    if (first) addNote(first, finding.note ?? '');
    else byNumber.set(finding.e164, finding);
    return first === undefined;
  });
}

function addNote(finding: PhoneFinding, text: string): void {
  const note = cleanNote(text);
  if (finding.kind === 'rejected' || note === undefined || finding.note === note) return;
  finding.note = finding.note === undefined ? note : `${finding.note}, ${note}`.slice(0, MAX_NOTE_CHARS);
}

function withRepairs(finding: PhoneFinding, repairs: readonly Repair[]): PhoneFinding {
  if (finding.kind === 'mobile') finding.repairs = [...new Set([...repairs, ...finding.repairs])];
  return finding;
}

function toFinding(verdict: Verdict, raw: string): PhoneFinding {
  if (verdict.kind === 'rejected') return refuse(verdict.reason, raw);
  return { kind: 'mobile', e164: verdict.e164, repairs: [...verdict.repairs] };
}

function refuse(reason: PhoneRejection, raw: string): PhoneFinding {
  return { kind: 'rejected', reason, raw: raw.trim().slice(0, MAX_RAW_CHARS) };
}

function because(reason: PhoneRejection): Verdict {
  return { kind: 'rejected', reason };
}

function isRefusedAs(finding: PhoneFinding, reason: PhoneRejection): boolean {
  return finding.kind === 'rejected' && finding.reason === reason;
}

function digitsOf(run: DigitRun): string {
  return run.groups.map((group) => group.digits).join('');
}
