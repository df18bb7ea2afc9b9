/** What somebody means who types into the search box of the directory. */
import { looseHouseholdKey, normaliseHouseholdCode } from './household-key.js';

export interface SearchTerms {
  /** Beginnings of words, without accents; every one must be found, in any order. */
  words: string[];
  /** The same as a household's code, in its one form and small letters; null where it can be none. */
  code: string | null;
  /** Figures of a phone number, without what stands before its operator's part; null for fewer than three. */
  figures: string | null;
}

/** Shortest run of figures that is looked for among phone numbers. */
const MIN_FIGURES = 3;
/** Nobody types more; a longer text is cut. */
const MAX_WORDS = 12;

/** Null for a text in which nothing can be looked for. */
export function searchTerms(text: string): SearchTerms | null {
  const words = looseHouseholdKey({ headName: '', address: text })
    .slice(1)
    .split(' ')
    .filter((word) => word !== '');
  // The leading 0 or 84 is not in every spelling of a number; what follows it is.
  const bare = /^[\d\s.()+-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^(?:0+|84(?=\d{7}))/, '') : '';
  const figures = bare.length >= MIN_FIGURES ? bare : null;
  const code = words.length > 0 ? (normaliseHouseholdCode(text)?.toLowerCase() ?? null) : null;
  if (words.length === 0 && figures === null) return null;
  return { words: [...new Set(words)].slice(0, MAX_WORDS), code, figures };
}

/** Words that may name an area at the end of a text: `an ấp 3` is An in Ấp 3. */
const AREA_WORDS =
  /(?:^| )((?:ap|thon|ban|buon|lang|xom|khom|khoi|khu|kp|to|tdp|xa|phuong|dac khu|thi tran|tinh|thanh pho|soc|plei|bon|phum|cum|tieu khu) .+)$/;

/** The words of a text that may name an area, and those before them; null where none do. */
export function areaTerms(words: readonly string[]): { before: string[]; area: string } | null {
  const text = words.join(' ');
  const area = AREA_WORDS.exec(text)?.[1];
  if (area === undefined) return null;
  const before = text.slice(0, text.length - area.length).trim();
  return { before: before === '' ? [] : before.split(' '), area };
}
