/**
 * Typographic characters that word processors put into texts and GSM-7 cannot write: one of them makes a text of 160
 * characters three parts instead of one (FACTS §8).
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‹': "'",
  '›': "'",
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '-',
  '·': '-',
  '●': '-',
  '▪': '-',
  '◦': '-',
  '‣': '-',
  '…': '...',
  '→': '->',
  '×': 'x',
  '₫': 'đ',
  '²': '2',
  '³': '3',
};

const TYPOGRAPHIC = new RegExp(`[${Object.keys(REPLACEMENTS).join('')}]`, 'g');
/** TAB, NBSP and the typographic spaces. */
const SPACES = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const LINE_BREAKS = /\r\n?|[\u000b\u0085\u2028\u2029]/g;
/** Shown nowhere; the zero-width joiner stays where it holds an emoji together. */
const INVISIBLE = /[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]|\u200d(?!\p{Extended_Pictographic})/gu;

/** Anything that one of the four may change: most texts hold nothing of it, and one look is a third of four. */
const UNPLAIN = new RegExp(
  `[\\r\\t\\u000b\\u0085\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f\\u2060\\u3000\\ufeff${Object.keys(REPLACEMENTS).join('')}]`,
);

/** Quotes, dashes, ellipsis, bullets, spaces and line breaks as plain characters. Doing it twice changes nothing. */
export function plainPunctuation(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  return text
    .replace(INVISIBLE, '')
    .replace(LINE_BREAKS, '\n')
    .replace(SPACES, ' ')
    .replace(TYPOGRAPHIC, (c) => REPLACEMENTS[c]!);
}
