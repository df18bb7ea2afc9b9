/**
 * Vietnamese text: canonical form, matching without accents, and sending without accents.
 * Nothing here changes the capitals of a name: `NGUYỄN VĂN A` stays as its owner's office wrote it.
 */

/** Zero-width characters, soft hyphen, byte order mark: they come along with copied text and show nowhere. */
const INVISIBLE = /[\u00ad\u200b\u200c\u2060\ufeff]|\u200d(?!\p{Extended_Pictographic})/gu;
/** Anything that cleanText may change: a character of INVISIBLE, or white space that is not one space between words. */
const UNCLEAN = /[\u00ad\u200b-\u200d\u2060\ufeff]|\s\s|^\s|\s$|[^\S ]/;
const COMBINING = /[\u0300-\u036f]/g;
/** Grave, acute, tilde, hook above, dot below: the five written tones; breve, circumflex and horn belong to the letter. */
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;
const SINGLE_QUOTES = /[‘’‚‛′´`ʼ＇]/g;
const DOUBLE_QUOTES = /[“”„‟″«»＂]/g;
const DASHES = /[‐‑‒–—―−]/g;

/**
 * Canonical text of a cell or a field: NFC (Vietnamese typed on a Mac or copied from a PDF is often NFD: 64 characters
 * became 83, FACTS §8), invisible characters dropped, runs of white space one space, trimmed.
 */
export function cleanText(text: string): string {
  const composed = text.normalize('NFC');
  // Most texts are clean: one test (0.25 µs) instead of two passes (0.85 µs), ten times for every household of a list.
  if (!UNCLEAN.test(composed)) return composed;
  return composed.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** Letters of Vietnamese as one character each, capitals too, with what they are without accents. */
const PLAIN = new Map(
  [
    ...'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ'.normalize('NFC'),
    ...'ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ'.normalize('NFC'),
  ].map((letter) => [
    letter,
    letter === 'đ' ? 'd' : letter === 'Đ' ? 'D' : letter.normalize('NFD').charAt(0),
  ]),
);
const LETTERS = [...PLAIN.keys()].join('');
/** Nothing but plain characters and those letters: their accents go by a table, in a third of the time. */
const SIMPLE = new RegExp(`^[\\0-\\x7f${LETTERS}]*$`);
const ACCENTED = new RegExp(`[${LETTERS}]`, 'g');
/** The same without the characters that `plainQuotes` replaces. */
const SIMPLE_UNQUOTED = new RegExp(`^[\\0-_a-\\x7f${LETTERS}]*$`);

const toPlain = (letter: string) => PLAIN.get(letter)!;

/** The same text with accents removed and its capitals kept, `Đ → D` included (NFD alone leaves đ, FACTS §8). NFC. */
export function unaccent(text: string): string {
  if (SIMPLE.test(text)) return text.replace(ACCENTED, toPlain);
  return text
    .normalize('NFD')
    .replace(COMBINING, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .normalize('NFC');
}

/**
 * The key for matching: lower case, no accents (so `oà` and `òa` are one), đ → d, full-width forms, typographic quotes
 * and dashes plain, white space single. `Ea H’Leo` and `ea h'leo` are equal. Not for telling people apart: see toneKey.
 */
export function foldVietnamese(text: string): string {
  if (SIMPLE_UNQUOTED.test(text)) return cleanText(text.replace(ACCENTED, toPlain).toLowerCase());
  return cleanText(unaccent(plainQuotes(plainQuotes(text).normalize('NFKD')).toLowerCase()));
}

/**
 * The key for telling names apart: as foldVietnamese, but accents count (Dũng is not Dung); only where the tone mark
 * stands does not (`Hoà` = `Hòa`). The tone marks of a word are moved to its end; the result is for comparing only.
 */
export function toneKey(text: string): string {
  // Names have few words: each is worked out once.
  if (SIMPLE_UNQUOTED.test(text)) return cleanText(text.toLowerCase()).replace(WORD, keyOfWord);
  return cleanText(plainQuotes(text).normalize('NFKC').toLowerCase())
    .normalize('NFD')
    .replace(WORD, tonesLast);
}

const WORD = /[\p{L}\p{M}]+/gu;
const MAX_WORDS = 20_000;
const wordKeys = new Map<string, string>();

function keyOfWord(word: string): string {
  let key = wordKeys.get(word);
  if (key === undefined) {
    key = tonesLast(word.normalize('NFD'));
    if (wordKeys.size < MAX_WORDS && word.length <= 20) wordKeys.set(word, key);
  }
  return key;
}

function tonesLast(word: string): string {
  return word.replace(TONE, '') + (word.match(TONE) ?? []).join('');
}

function plainQuotes(text: string): string {
  return text.replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"').replace(DASHES, '-');
}
