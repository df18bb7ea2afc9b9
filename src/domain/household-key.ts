/** By what an imported row is matched to a household that is already there. */
import { cleanText, foldVietnamese, toneKey, unaccent } from './vietnamese.js';

export interface HouseholdIdentity {
  headName: string;
  address?: string | null;
}

/** `Ông Nguyễn Văn A`, `Hộ bà …`, `Chủ hộ: …`: how a person is addressed is no part of the name; Chu and Cù are names. */
const TITLE = /^(?:(?:chủ\s+hộ|hộ|ông|bà|anh|chị|cô|chú|bác|cụ|chu\s+ho|ho|ong|ba)[\s:.]+)+(?=\S+\s+\S)/iu;
/** `Số nhà 12`, `số 12`: the number says it. */
const NUMBER_WORD =
  /(?<![\p{L}\p{M}])(?:(?:số|so)\s+(?:nhà|nha)|(?:nhà|nha)\s+(?:số|so)|số|so)\s*[:.]?\s*(?=\d)/giu;

/**
 * The key within one area. Capitals, spacing, punctuation, titles, `số nhà` and where a tone mark stands (`Hoà`/`Hòa`)
 * do not matter; accents do, because Dũng and Dung of one hamlet are two households, and joining them would lose one.
 * For lists typed without accents see looseHouseholdKey.
 */
export function householdKey({ headName, address }: HouseholdIdentity): string {
  return `${nameKey(headName, toneKey)}|${addressKey(address ?? '', toneKey)}`;
}

/**
 * The key without accents. Equal for `TRAN VAN DUNG` and `Trần Văn Dũng`, and for `Trần Văn Dung` too: it may match a
 * row only where one side has no accents at all (hasAccents) and a single household has this key.
 */
export function looseHouseholdKey({ headName, address }: HouseholdIdentity): string {
  return `${nameKey(headName, foldVietnamese)}|${addressKey(address ?? '', foldVietnamese)}`;
}

/** Whether a text has any Vietnamese accent or đ; a list typed without them has none in any name. */
export function hasAccents(text: string): boolean {
  return unaccent(text) !== text.normalize('NFC');
}

/**
 * A household's code as offices write it, in one form: capitals, no accents, one `-` where figures are divided from
 * figures (`1/11` is not `11/1`) and nothing elsewhere; a plain number without leading zeros, which Excel drops anyway.
 * `h 001`, `H-001`, `H001` → `H001`; `0012`, 12, `12.0` → `12`. Null where no code is left, or where the spreadsheet
 * lost its digits (`1.2E+11`).
 */
export function normaliseHouseholdCode(raw: string | number | null): string | null {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) && raw >= 0 ? String(raw) : null;
  const text = unaccent(cleanText((raw ?? '').normalize('NFKC')))
    .toUpperCase()
    .replace(/^'+/, '');
  if (/^\d([.,]\d+)?E\+?\d+$/.test(text)) return null;
  const code = text
    .replace(/^(\d+)[.,]0+$/, '$1')
    .replace(/[^A-Z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/(?<=[A-Z])-|-(?=[A-Z])/g, '');
  if (code === '') return null;
  return /^\d+$/.test(code) ? code.replace(/^0+(?=\d)/, '') : code;
}

type Fold = (text: string) => string;

function nameKey(name: string, fold: Fold): string {
  return words(fold(cleanText(name).replace(TITLE, '')));
}

function addressKey(address: string, fold: Fold): string {
  return words(fold(cleanText(address).replace(NUMBER_WORD, '')));
}

/** Letters and figures with single spaces; a `/` between figures stays (`12/3` is not `1/23`). */
function words(text: string): string {
  return text
    .replace(/(?<=\d)\s*\/\s*(?=\d)/g, '\u0001')
    .replace(/[^\p{L}\p{M}\d\u0001]+/gu, ' ')
    .replaceAll('\u0001', '/')
    .trim();
}
