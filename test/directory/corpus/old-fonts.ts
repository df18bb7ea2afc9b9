/** Vietnamese as the fonts of before Unicode wrote it: tables of the two encodings, for lists that a test makes up. */

const TCVN3: Readonly<Record<string, string>> = {
  à: 'µ', ả: '¶', ã: '·', á: '¸', ạ: '¹', ă: '¨', ằ: '»', ẳ: '¼', ẵ: '½', ắ: '¾', ặ: 'Æ',
  â: '©', ầ: 'Ç', ẩ: 'È', ẫ: 'É', ấ: 'Ê', ậ: 'Ë', è: 'Ì', ẻ: 'Î', ẽ: 'Ï', é: 'Ð', ẹ: 'Ñ',
  ê: 'ª', ề: 'Ò', ể: 'Ó', ễ: 'Ô', ế: 'Õ', ệ: 'Ö', ì: '×', ỉ: 'Ø', ĩ: 'Ü', í: 'Ý', ị: 'Þ',
  ò: 'ß', ỏ: 'á', õ: 'â', ó: 'ã', ọ: 'ä', ô: '«', ồ: 'å', ổ: 'æ', ỗ: 'ç', ố: 'è', ộ: 'é',
  ơ: '¬', ờ: 'ê', ở: 'ë', ỡ: 'ì', ớ: 'í', ợ: 'î', ù: 'ï', ủ: 'ñ', ũ: 'ò', ú: 'ó', ụ: 'ô',
  ư: '\u00ad', ừ: 'õ', ử: 'ö', ữ: '÷', ứ: 'ø', ự: 'ù', ỳ: 'ú', ỷ: 'û', ỹ: 'ü', ý: 'ý', ỵ: 'þ',
  đ: '®', Ă: '¡', Â: '¢', Ê: '£', Ô: '¤', Ơ: '¥', Ư: '¦', Đ: '§',
}; // prettier-ignore

/** Letters of .VnTime; a capital with a tone, which it lacks, as its small letter, which .VnTimeH shows as a capital. */
export function tcvn3(text: string): string {
  return [...text.normalize('NFC')].map((c) => TCVN3[c] ?? TCVN3[c.toLowerCase()] ?? c).join('');
}

/** A cell typed in .VnTimeH: small letters throughout, which the font shows as capitals. */
export const tcvn3Capitals = (text: string): string => tcvn3(text.toLowerCase());

const TONES = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const PLAIN = ['ù', 'ø', 'û', 'õ', 'ï'];
const HAT = ['á', 'à', 'å', 'ã', 'ä'];
const BREVE = ['é', 'è', 'ú', 'ü', 'ë'];
const ALONE: Readonly<Record<string, string>> = { í: 'í', ì: 'ì', ỉ: 'æ', ĩ: 'ó', ị: 'ò', ỵ: 'î', đ: 'ñ' };

/** A text as VNI-Times writes it: a letter, and its marks as a character behind it. */
export function vni(text: string): string {
  return [...text.normalize('NFC')].map(vniLetter).join('');
}

function vniLetter(letter: string): string {
  const small = letter.toLowerCase();
  const isCapital = small !== letter;
  const cased = (written: string) => (isCapital ? written.toUpperCase() : written);
  if (ALONE[small]) return cased(ALONE[small]);
  const marks = small.normalize('NFD');
  const tone = TONES.findIndex((mark) => marks.includes(mark));
  const base = marks[0]!;
  if (marks.includes('\u0302')) return cased(base + (tone < 0 ? 'â' : HAT[tone]));
  if (marks.includes('\u0306')) return cased(base + (tone < 0 ? 'ê' : BREVE[tone]));
  const stem = marks.includes('\u031b') ? { o: 'ô', u: 'ö' }[base]! : base;
  return cased(stem + (tone < 0 ? '' : PLAIN[tone]));
}
