/**
 * The two encodings in which Vietnamese was typed before Unicode, as a spreadsheet of today shows them: one byte a
 * character, each standing as the Latin character of its number. Their fonts (.VnTime, VNI-Times) drew the right letters.
 */
import iconv from 'iconv-lite';

export type LegacyCharset = 'tcvn3' | 'vni' | 'utf8';

/**
 * TCVN3 (ABC), the small letters of TCVN 5712:1993 with Ă Â Ê Ô Ơ Ư Đ; capital accents had fonts of their own. The standard's
 * further bytes are left out: no font of offices had them.
 */
const TCVN3 = new Map<string, string>();
for (let byte = 0xa1; byte <= 0xfe; byte++) {
  const isInFonts = byte <= 0xae || (byte >= 0xb5 && byte !== 0xba && byte !== 0xbf) || byte === 0xad;
  const isGap = (byte >= 0xc0 && byte <= 0xc5) || [0xcd, 0xd9, 0xda, 0xdb, 0xe0, 0xf0].includes(byte);
  if (isInFonts && !isGap)
    TCVN3.set(String.fromCharCode(byte), iconv.decode(Buffer.of(byte), 'tcvn').normalize('NFC'));
}

/** VNI writes a letter and its accents as two characters, few as one. Per letter: its accents and what they make of it. */
const VNI_PAIRS: [letter: string, marks: string, made: string][] = [
  ['a', 'ùøûõïâáàåãäêéèúüë', 'áàảãạâấầẩẫậăắằẳẵặ'],
  ['e', 'ùøûõïâáàåãä', 'éèẻẽẹêếềểễệ'],
  ['o', 'ùøûõïâáàåãä', 'óòỏõọôốồổỗộ'],
  ['ô', 'ùøûõï', 'ớờởỡợ'],
  ['u', 'ùøûõï', 'úùủũụ'],
  ['ö', 'ùøûõï', 'ứừửữự'],
  ['y', 'ùøûõ', 'ýỳỷỹ'],
];
const VNI_SINGLES: [character: string, made: string][] = [
  ['ô', 'ơ'],
  ['ö', 'ư'],
  ['î', 'ỵ'],
  ['æ', 'ỉ'],
  ['ó', 'ĩ'],
  ['ò', 'ị'],
  ['ñ', 'đ'],
  ['í', 'í'],
  ['ì', 'ì'],
];
const VNI = new Map<string, string>(VNI_SINGLES.flatMap(([from, to]) => bothCases(from, to)));
for (const [letter, marks, made] of VNI_PAIRS) {
  [...marks].forEach((mark, i) => {
    const to = [...made][i]!;
    for (const m of [mark, mark.toUpperCase()]) {
      VNI.set(letter + m, to);
      VNI.set(letter.toUpperCase() + m, to.toUpperCase());
    }
  });
}
/** A letter with its accents before one alone: `Höôûng` is H, ư, ở, ng. */
const VNI_TOKEN = new RegExp(`${[...VNI.keys()].filter((token) => token.length === 2).join('|')}|[À-ÿ]`, 'g');

/** UTF-8 that was opened as windows-1252 and saved: two or three characters for each letter, `Nguyá»…n`. */
const BYTE_OF = new Map<string, number>();
for (let byte = 0x80; byte <= 0xff; byte++) BYTE_OF.set(String.fromCharCode(byte), byte);
for (let byte = 0x80; byte <= 0x9f; byte++) BYTE_OF.set(iconv.decode(Buffer.of(byte), 'windows-1252'), byte);

/** A text read in an old encoding; null where it holds what that encoding has not. */
export function decodeLegacy(text: string, charset: LegacyCharset): string | null {
  if (charset === 'tcvn3') return decodeTcvn3(text);
  return charset === 'vni' ? decodeVni(text) : decodeTwice(text);
}

function decodeTcvn3(text: string): string | null {
  let isKnown = true;
  const made = text.replace(/[\u00a1-\u00ff]/g, (c) => TCVN3.get(c) ?? ((isKnown = false), c));
  if (!isKnown) return null;
  // Capital fonts, or capitals typed where the encoding has none: NGUYÔN.
  const plain = text.replace(/[^A-Za-z]/g, '');
  return plain.length >= 3 && plain === plain.toUpperCase() ? made.toUpperCase() : made;
}

function decodeVni(text: string): string | null {
  let isKnown = true;
  const whole = text.replace(VNI_TOKEN, (token) => {
    const made = VNI.get(token);
    if (made === undefined) isKnown = false;
    return made ?? token;
  });
  return isKnown ? whole : null;
}

function decodeTwice(text: string): string | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const byte = code < 0x80 ? code : BYTE_OF.get(character);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  const made = Buffer.from(bytes).toString('utf8');
  return made.includes('\ufffd') ? null : made.normalize('NFC');
}

function bothCases(from: string, to: string): [string, string][] {
  return [
    [from, to],
    [from.toUpperCase(), to.toUpperCase()],
  ];
}
