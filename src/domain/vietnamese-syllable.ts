/**
 * Whether a word is a Vietnamese syllable. The language has some 7,000 of them, built of a closed set of beginnings and
 * rhymes: text in a wrong encoding is almost never made of them, which tells one encoding from another.
 */

const BEGINNING = 'ngh|ng|nh|n|gi|gh|g|ch|c|kh|k|ph|p|qu|th|tr|t|b|d|đ|h|l|m|r|s|v|x';
const RHYMES = [
  'a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|ă(?:c|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)',
  'e(?:c|m|n|ng|o|p|t)?|ê(?:ch|m|n|nh|p|t|u)?',
  'i(?:a|ch|m|n|nh|p|t|u)?|iê(?:c|m|n|ng|p|t|u)',
  'o(?:c|i|m|n|ng|p|t)?|oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|oă(?:c|m|n|ng|t)|oe(?:n|o|t)?|oo(?:c|ng)',
  'ô(?:c|i|m|n|ng|p|t)?|ơ(?:i|m|n|p|t)?',
  'u(?:a|c|i|m|n|ng|p|t)?|uâ(?:n|ng|t|y)|uê(?:ch|nh)?|uô(?:c|i|m|n|ng|t)|uơ|uy(?:a|ch|n|nh|p|t|u)?|uyê(?:n|t)',
  'ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)',
  'y|yê(?:m|n|ng|t|u)|y(?:ch|n|nh|t)',
];
const SYLLABLE = new RegExp(`^(?:${BEGINNING})?(?:${RHYMES.join('|')})$`, 'u');
/** Grave, acute, tilde, hook above, dot below. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** After c, ch, p and t a syllable has the acute or the dot below. */
const STOPPED = /(?:c|ch|p|t)$/;

/**
 * `Nguyễn`, `đức`, `HÒA`; not `Nguyeãn`, `NguyÔn` (a capital inside), `Müller`. Case and the form of the accents do not
 * matter otherwise.
 */
export function isVietnameseSyllable(word: string): boolean {
  if (word.length > 14 || !hasOneCase(word)) return false;
  const decomposed = word.toLowerCase().normalize('NFD');
  const tones = decomposed.match(TONES) ?? [];
  if (tones.length > 1) return false;
  const base = decomposed.replace(TONES, '').normalize('NFC');
  if (!SYLLABLE.test(base)) return false;
  return !STOPPED.test(base) || tones[0] === '\u0301' || tones[0] === '\u0323';
}

/** All capitals, all small, or a capital first. */
function hasOneCase(word: string): boolean {
  const rest = word.slice(1);
  return rest === rest.toLowerCase() || word === word.toUpperCase();
}
