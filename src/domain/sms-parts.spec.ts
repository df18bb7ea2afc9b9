import fc from 'fast-check';
import { GSM7_CHARACTERS, septetsOf } from './gsm7.js';
import { plainPunctuation } from './plain-punctuation.js';
import { countSmsParts, PART_UNITS, prepareSmsText, smsVariants, splitSmsParts } from './sms-parts.js';

const gsm = fc.string({ unit: fc.constantFrom(...GSM7_CHARACTERS), maxLength: 1000 });
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('ế', 'Đ', 'a', ' ', '[', '👍', '…', '\u00a0'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
  maxLength: 600,
});
const LONE_SURROGATE = /\p{Cs}/u;
const unitsOf = (text: string, encoding: 'gsm7' | 'ucs2') =>
  encoding === 'ucs2' ? text.length : [...text].reduce((sum, c) => sum + septetsOf(c), 0);

describe('the GSM-7 alphabet', () => {
  it('has the 127 characters of the basic table and the 10 of the extension', () => {
    expect(GSM7_CHARACTERS).toHaveLength(137);
    expect(GSM7_CHARACTERS.filter((c) => septetsOf(c) === 2).join('')).toBe('\f^{}\\[~]|€');
  });

  it('writes à è é ì ò ù É of the Vietnamese letters and no other', () => {
    const letters = 'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠạẾếỆệỘộỲỳ';
    expect([...letters].filter((c) => septetsOf(c) > 0).join('')).toBe('Éàèéìòù');
  });

  it.each(['`', '“', '–', '…', '•', '\u00a0', '\t', 'đ', 'ă', '👍'])('cannot write %j', (character) => {
    expect(countSmsParts(character).encoding).toBe('ucs2');
  });
});

describe('counting the parts of a text', () => {
  it.each([
    [160, 1, 0, 0],
    [161, 2, 145, 1],
    [306, 2, 0, 146],
    [307, 3, 152, 1],
    [459, 3, 0, 153],
    [460, 4, 152, 1],
    [612, 4, 0, 153],
    [613, 5, 152, 1],
    [765, 5, 0, 153],
    [766, 6, 152, 1],
  ])('%i unaccented characters are %i parts, %i free', (length, parts, remaining, unitsToSaveOnePart) => {
    expect(countSmsParts('a'.repeat(length))).toEqual({
      encoding: 'gsm7',
      units: length,
      parts,
      perPart: parts === 1 ? 160 : 153,
      remaining,
      unitsToSaveOnePart,
    });
  });

  it.each([
    [70, 1, 0, 0],
    [71, 2, 63, 1],
    [134, 2, 0, 64],
    [135, 3, 66, 1],
    [201, 3, 0, 67],
    [202, 4, 66, 1],
    [268, 4, 0, 67],
    [335, 5, 0, 67],
    [336, 6, 66, 1],
  ])('%i accented characters are %i parts, %i free', (length, parts, remaining, unitsToSaveOnePart) => {
    expect(countSmsParts('ế'.repeat(length))).toEqual({
      encoding: 'ucs2',
      units: length,
      parts,
      perPart: parts === 1 ? 70 : 67,
      remaining,
      unitsToSaveOnePart,
    });
  });

  it('counts nothing for an empty text', () => {
    expect(countSmsParts('')).toEqual({
      encoding: 'gsm7',
      units: 0,
      parts: 0,
      perPart: 160,
      remaining: 160,
      unitsToSaveOnePart: 0,
    });
    expect(splitSmsParts('')).toEqual([]);
  });

  it('counts the characters of the extension table twice', () => {
    expect(countSmsParts('[a]').units).toBe(5);
    expect(countSmsParts('€'.repeat(80)).parts).toBe(1);
    expect(countSmsParts('€'.repeat(81)).parts).toBe(2);
  });

  it('moves an escaped character that would lie across a cut to the next part', () => {
    const text = `${'a'.repeat(152)}€${'a'.repeat(151)}`;
    expect(countSmsParts(text)).toMatchObject({ units: 305, parts: 2, remaining: 0 });
    expect(countSmsParts(`${text}a`)).toMatchObject({ units: 306, parts: 3, remaining: 152 });
    expect(splitSmsParts(text)).toEqual(['a'.repeat(152), `€${'a'.repeat(151)}`]);
  });

  it('moves an emoji that would lie across a cut to the next part', () => {
    const text = `${'ế'.repeat(66)}👍${'ế'.repeat(10)}`;
    expect(splitSmsParts(text)).toEqual(['ế'.repeat(66), `👍${'ế'.repeat(10)}`]);
  });

  it('goes from GSM-7 to UCS-2 by a single đ', () => {
    expect(countSmsParts('a'.repeat(160)).parts).toBe(1);
    expect(countSmsParts(`${'a'.repeat(159)}đ`).parts).toBe(3);
  });
});

describe('parts of any text', () => {
  it.each([
    ['GSM-7', gsm],
    ['any', anyText],
  ])('joined give the text back, fit, and are as many as counted (%s text)', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const parts = splitSmsParts(text);
        const count = countSmsParts(text);
        expect(parts.join('')).toBe(text);
        expect(parts).toHaveLength(count.parts);
        for (const part of parts) {
          expect(part).not.toBe('');
          expect(unitsOf(part, count.encoding)).toBeLessThanOrEqual(count.perPart);
          if (!LONE_SURROGATE.test(text)) expect(part).not.toMatch(LONE_SURROGATE);
        }
        const last = parts.at(-1) ?? '';
        expect(count.remaining).toBe(count.perPart - unitsOf(last, count.encoding));
        expect(count.units).toBe(unitsOf(text, count.encoding));
      }),
      { numRuns: 500 },
    );
  });

  it('take one part less when the said number of units is cut from the end, and not before', () => {
    const characters = fc.array(fc.constantFrom('a', 'é', '€', '['), { minLength: 155, maxLength: 700 });
    fc.assert(
      fc.property(characters, (text) => {
        const { parts, unitsToSaveOnePart } = countSmsParts(text.join(''));
        fc.pre(parts > 1);
        let cut = 0;
        const rest = [...text];
        let before = parts;
        while (cut < unitsToSaveOnePart) {
          before = countSmsParts(rest.join('')).parts;
          cut += septetsOf(rest.pop()!);
        }
        expect(countSmsParts(rest.join('')).parts).toBe(parts - 1);
        expect(before).toBe(parts);
      }),
    );
  });

  it('are never more than the plain arithmetic and one part', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, units, parts } = countSmsParts(text);
        const { single, chained } = PART_UNITS[encoding];
        const least = units <= single ? Math.min(units, 1) : Math.ceil(units / chained);
        expect(parts).toBeGreaterThanOrEqual(least);
        expect(parts).toBeLessThanOrEqual(Math.ceil(least * 1.04) + 1);
      }),
    );
  });
});

describe('preparing a text', () => {
  it.each([
    ['“Luật” – ‘mới’…', '"Luật" - \'mới\'...'],
    ['• một\r\n•\u00a0hai\tba', '- một\n- hai ba'],
    ['50.000\u202f₫ `x`', "50.000 đ 'x'"],
    ['a\u200bb\ufeffc', 'abc'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
  ])('makes %j plain: %j', (raw, plain) => {
    expect(plainPunctuation(raw)).toBe(plain);
    expect(prepareSmsText(raw)).toBe(plain);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, unaccented) => {
        const once = prepareSmsText(text, { unaccented });
        expect(prepareSmsText(once, { unaccented })).toBe(once);
      }),
    );
  });

  it('changes no single character the second time', () => {
    const unstable: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      for (const unaccented of [false, true]) {
        const once = prepareSmsText(String.fromCharCode(code), { unaccented });
        if (prepareSmsText(once, { unaccented }) !== once) unstable.push(code.toString(16));
      }
    }
    expect(unstable).toEqual([]);
  });

  it('counts text from a Mac as text from a phone', () => {
    const sentence = 'Đề nghị các hộ gia đình chấp hành quy định về an toàn giao thông';
    expect(smsVariants(sentence.normalize('NFD')).accented).toEqual(smsVariants(sentence).accented);
  });

  it('shows accented and unaccented side by side', () => {
    const { accented, unaccented } = smsVariants('Đội mũ bảo hiểm khi đi xe máy. '.repeat(5));
    expect(accented).toMatchObject({ encoding: 'ucs2', units: 155, parts: 3 });
    expect(unaccented).toMatchObject({ encoding: 'gsm7', units: 155, parts: 1 });
    expect(unaccented.text).toContain('Doi mu bao hiem khi di xe may.');
  });

  it('leaves nothing but GSM-7 of a text in Vietnamese letters and usual punctuation', () => {
    const letters = [
      ...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ',
    ];
    const unit = fc.constantFrom(
      ...letters,
      ...letters.map((c) => c.toUpperCase()),
      ' ',
      '“',
      '”',
      '–',
      '…',
      '•',
      '7',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), (text) => {
        expect(smsVariants(text).unaccented.encoding).toBe('gsm7');
        expect(smsVariants(text).unaccented.parts).toBeLessThanOrEqual(smsVariants(text).accented.parts);
      }),
    );
  });
});
