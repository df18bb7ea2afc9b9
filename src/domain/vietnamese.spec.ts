import fc from 'fast-check';
import { cleanText, foldVietnamese, toneKey, unaccent } from './vietnamese.js';

const VOWELS = 'aăâeêioôơuưy';
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const LETTERS = [...VOWELS].flatMap((v) => TONES.map((t) => (v + t).normalize('NFC')));
/** All 134 letters with an accent or a bar, both cases. */
const ACCENTED = [...LETTERS.filter((c) => !/^[a-z]$/.test(c)), 'đ'].flatMap((c) => [c, c.toUpperCase()]);
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...ACCENTED, ' ', 'a', 'B', '7', '\u00a0', '’'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
});

describe('canonical text', () => {
  it.each([
    ['  Nguyễn \t Văn\u00a0 A ', 'Nguyễn Văn A'],
    ['Nguyễn'.normalize('NFD'), 'Nguyễn'],
    ['0912\u200b345', '0912345'],
    ['dòng 1\r\ndòng 2', 'dòng 1 dòng 2'],
    ['NGUYỄN VĂN A', 'NGUYỄN VĂN A'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['', ''],
  ])('%j becomes %j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it('stays what it is when cleaned twice', () => {
    fc.assert(fc.property(text, (raw) => expect(cleanText(cleanText(raw))).toBe(cleanText(raw))));
  });
});

describe('text without accents', () => {
  it('turns each of the 134 Vietnamese letters into a plain one of the same case', () => {
    expect(new Set(ACCENTED).size).toBe(134);
    for (const letter of ACCENTED) {
      const plain = unaccent(letter);
      expect(plain).toMatch(letter === letter.toUpperCase() ? /^[A-Z]$/ : /^[a-z]$/);
      expect(unaccent(letter.normalize('NFD'))).toBe(plain);
    }
  });

  it('keeps capitals, figures, emoji and đ/Đ as letters', () => {
    expect(unaccent('Đường Điện Biên Phủ, số 7 👍')).toBe('Duong Dien Bien Phu, so 7 👍');
  });

  it('keeps the length of canonical text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...ACCENTED, 'x', ' ', '1') }), (t) => {
        expect(unaccent(t)).toHaveLength(t.length);
      }),
    );
  });
});

describe('the key for matching', () => {
  it.each([
    ['Hoà Bình', 'HÒA  BÌNH'],
    ['Thuỷ', 'Thủy'],
    ['Xã Đức Hòa', 'xa duc hoa'],
    ['Ea H’Leo', "Ea H'Leo"],
    ['Ấp\u00a07', 'ấp 7'],
    ['Ａｎ Bình', 'An Binh'],
    ['Tổ 5 – Ấp 7', 'tổ 5 - ấp 7'],
    ['Chủ hộ'.normalize('NFD'), 'chủ hộ'],
  ])('is the same for %j and %j', (a, b) => {
    expect(foldVietnamese(a)).toBe(foldVietnamese(b));
  });

  it('is different for different letters', () => {
    expect(foldVietnamese('An Bình')).not.toBe(foldVietnamese('An Bịnh 2'));
  });

  it('has only plain characters for Vietnamese text and stays when folded twice', () => {
    for (const letter of ACCENTED) expect(foldVietnamese(letter)).toMatch(/^[a-z]$/);
    fc.assert(
      fc.property(text, (t) => expect(foldVietnamese(foldVietnamese(t))).toBe(foldVietnamese(t))),
      { numRuns: 2000 },
    );
  });
});

describe('letters that are one character each', () => {
  it('fold by the table to what their decomposed form folds to by Unicode', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...ACCENTED, 'x', 'Q', ' ', '1', '`', '-', "'", '\t', '\n'),
    });
    fc.assert(
      fc.property(plain, (t) => {
        // The decomposed form takes the long way.
        const long = t.normalize('NFD');
        expect(unaccent(t)).toBe(unaccent(long));
        expect(foldVietnamese(t)).toBe(foldVietnamese(long));
        expect(toneKey(t)).toBe(toneKey(long));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('every character of the basic plane', () => {
  it('folds and cleans to something that folds and cleans to itself', () => {
    const unstable: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      const folded = foldVietnamese(character);
      const cleaned = cleanText(character);
      if (foldVietnamese(folded) !== folded || cleanText(cleaned) !== cleaned)
        unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
  });
});

describe('the key for telling names apart', () => {
  it.each([
    ['Nguyễn Văn Hoà', 'NGUYỄN VĂN HÒA'],
    ['Trần Thị Thuý', 'Trần Thị Thúy'],
    ['Lê Khuyến'.normalize('NFD'), 'Lê  Khuyến'],
  ])('is the same for %j and %j', (a, b) => {
    expect(toneKey(a)).toBe(toneKey(b));
  });

  it.each([
    ['Nguyễn Văn Dũng', 'Nguyễn Văn Dung'],
    ['Trần Thị Hoa', 'Trần Thị Hòa'],
    ['Lê Thị Lan', 'Lê Thị Lân'],
    ['Đặng An', 'Dặng An'],
  ])('differs between %j and %j', (a, b) => {
    expect(toneKey(a)).not.toBe(toneKey(b));
  });
});
