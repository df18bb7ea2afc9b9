/**
 * Whether a text that somebody received was made from a template: for "is this message from the commune?". What stands
 * in place of a placeholder may be anything a household's name or address may be, and nothing that leads elsewhere.
 */
import { linkCodesIn, linkTo } from './household-link.js';
import { parseTemplate } from './template.js';
import { foldVietnamese } from './vietnamese.js';

/** Stands for a link of ours on both sides. */
const OUR_LINK = '§';
/** A text that says less by itself could be anybody's. */
const LEAST_OWN_CHARACTERS = 15;
const LONGEST_VALUE = 160;
/** Addresses and numbers to call: a fraud's own words in the place of a name. */
const LEADS_AWAY =
  /:\/\/|www\.|\.(?:vn|com|net|org|info|top|xyz|shop|cc|me|ly|gl|io|app|site|online|club|vip|link|icu|live|store)(?![a-z])|\d[\d.-]{6,}\d|@|§/;

/** A text as it is compared: links of `base` in one form, without accents, capitals and white space. */
export function comparableText(text: string, base: string): string {
  let plain = text.replaceAll(OUR_LINK, ' ');
  if (linkCodesIn(plain, base).length > 0) {
    const wanted = linkTo(base, '').toLowerCase();
    plain = plain.replace(/https?:\/\/[^\s"'<>]+/gi, (found) =>
      linkCodesIn(found, base).length > 0 && found.toLowerCase().startsWith(wanted)
        ? OUR_LINK + (/[.,;:!?)]+$/.exec(found)?.[0] ?? '')
        : found,
    );
  }
  return folded(plain);
}

/** Whether `comparable` (of `comparableText`) can be the message of a campaign with the text `source`. */
export function isMadeFrom(source: string, comparable: string): boolean {
  const pieces = piecesOf(source);
  if (pieces === null) return false;
  const [first = '', ...rest] = pieces;
  if (!comparable.startsWith(first)) return false;
  if (rest.length === 0) return comparable === first;
  let at = first.length;
  for (const [i, piece] of rest.entries()) {
    const isLast = i === rest.length - 1;
    const found = isLast ? comparable.length - piece.length : comparable.indexOf(piece, at);
    if (found < at || !comparable.startsWith(piece, found)) return false;
    const value = comparable.slice(at, found);
    if (value.length > LONGEST_VALUE || LEADS_AWAY.test(value)) return false;
    at = found + piece.length;
  }
  return true;
}

/** The template's own words, between its placeholders; null where it has too few, or problems. */
function piecesOf(source: string): string[] | null {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return null;
  const pieces = [''];
  for (const segment of parsed.segments) {
    if ('text' in segment) pieces[pieces.length - 1] += segment.text.replaceAll(OUR_LINK, ' ');
    else if (segment.key === 'link') pieces[pieces.length - 1] += OUR_LINK;
    else pieces.push('');
  }
  const own = pieces.map(folded);
  // Two placeholders side by side are one: nothing stands between them to look for.
  const separate = own.filter((piece, i) => i === 0 || i === own.length - 1 || piece !== '');
  return separate.join('').length < LEAST_OWN_CHARACTERS ? null : separate;
}

function folded(text: string): string {
  return foldVietnamese(text).replace(/\s+/g, '');
}
