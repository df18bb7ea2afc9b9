/**
 * Number formats that show figures which the cell does not hold: `"0"000000000` shows 912345678 as 0912345678, `"09"00000000`
 * shows 12345678 as 0912345678. The person who typed the list saw the whole number; so must an import.
 */

/** The tokens of a format that only places digits among fixed signs; the right-most last. */
export type DigitFormat = readonly ({ literal: string } | { place: '0' | '#' })[];

/** A fixed text in quotes or after a backslash, a place for a digit, or a sign that stands for itself. */
const TOKEN = /"([^"]*)"|\\(.)|([0#?])|([ \-/.()+])|(_.|\*.)|(\[\$[^\]]*\])/gy;

/**
 * The format, if it shows a whole number's digits all and puts figures of its own among them; null for all others, whose
 * cells are read as they are stored.
 */
export function digitFormat(code: string | undefined): DigitFormat | null {
  // Only the section for positive numbers; most formats hold no fixed figure at all.
  const section = code?.split(';')[0] ?? '';
  if (!/"[^"]*\d[^"]*"|\\\d|\+/.test(section) || section.length > 100) return null;
  const tokens: ({ literal: string } | { place: '0' | '#' })[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < section.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(section);
    if (!match) return null;
    const [, quoted, escaped, place, sign] = match;
    if (place !== undefined) tokens.push({ place: place === '0' ? '0' : '#' });
    else if (quoted ?? escaped ?? sign) tokens.push({ literal: quoted ?? escaped ?? sign! });
  }
  // A point between digits is a decimal point: this is no format of a whole number.
  const isDecimal = tokens.some((token, i) => isPoint(token) && tokens.slice(0, i).some(isPlace));
  return tokens.some(isPlace) && !isDecimal ? tokens : null;
}

/**
 * The stored text of a number cell, with a whole number in its plain figures: programs in Java (Apache POI) store
 * `Double.toString`, 9.12345678E8 for 912345678 and 3.0 for 3, and a spreadsheet shows neither. Fractions, and what is beyond
 * a double's 53 bits, stay as they are.
 */
export function wholeNumber(text: string): string {
  if (!/^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text) || !/[.e]/i.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}

/** What the spreadsheet shows for a stored number; the text itself where it is no whole number. */
export function shownDigits(format: DigitFormat, text: string): string {
  if (!/^\d{1,15}$/.test(text)) return text;
  const first = format.findIndex(isPlace);
  let rest = text;
  let shown = '';
  for (let i = format.length - 1; i >= 0; i--) {
    const token = format[i]!;
    if ('literal' in token) shown = token.literal + shown;
    else if (i === first) shown = (rest === '' && token.place === '0' ? '0' : rest) + shown;
    else {
      shown = (rest === '' ? (token.place === '0' ? '0' : '') : rest.at(-1)!) + shown;
      rest = rest.slice(0, -1);
    }
  }
  return shown;
}

function isPlace(token: DigitFormat[number]): boolean {
  return 'place' in token;
}

function isPoint(token: DigitFormat[number]): boolean {
  return 'literal' in token && token.literal === '.';
}
