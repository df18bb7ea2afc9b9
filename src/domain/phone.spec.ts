import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { PHONE_REJECTIONS_VI, PHONE_REPAIRS_VI } from './phone-messages.js';
import { formatPhoneVi, maskPhone, normalisePhone, parsePhones, type PhoneFinding } from './phone.js';

const A = '+84912345678';
const B = '+84987654321';

function e164s(cell: string | number | null): string[] {
  return parsePhones(cell).flatMap((finding) => (finding.kind === 'mobile' ? [finding.e164] : []));
}
/** `+84… note [repairs]` or the reason, for tables. */
function shown(finding: PhoneFinding): string {
  if (finding.kind === 'rejected') return finding.reason;
  const repairs = finding.repairs.length > 0 ? ` [${finding.repairs.join(' ')}]` : '';
  return `${finding.e164}${finding.note ? ` (${finding.note})` : ''}${repairs}`;
}

describe('a number that the list itself gives up', () => {
  it.each<[string, string[]]>([
    ['0912345678 (sai số)', ['given-up']],
    ['0912345678 - số cũ', ['given-up']],
    ['0912345678 không dùng nữa', ['given-up']],
    ['0912345678 số cũ, mới: 0987654321', ['given-up', `${B} (mới)`]],
    ['số cũ 0912345678 số mới 0987654321', ['given-up', B]],
    ['0912345678 đã đổi sang 0987654321', ['given-up', B]],
    ['0912345678 (không nghe máy)', [`${A} (không nghe máy)`]],
    ['0912345678 (bác Sài)', [`${A} (bác Sài)`]],
  ])('%j', (cell, expected) => {
    expect(parsePhones(cell).map(shown)).toEqual(expected);
  });

  it('has a house number beside it, which is not part of it', () => {
    expect(parsePhones('ngõ 12 - 0912345678').map(shown)).toEqual([`${A} (ngõ 12)`]);
    expect(parsePhones('12 - 0912345678').map(shown)).toEqual(['ambiguous']);
  });
});

describe('one number in a cell', () => {
  it.each<[string | number, string]>([
    ['0912345678', A],
    ['0912 345 678', A],
    ['0912.345.678', A],
    ['0912-345-678', A],
    ['091 234 5678', A],
    ['09 12 34 56 78', A],
    ['(0912) 345 678', A],
    ['0912\u00a0345\u202f678', A],
    ['0912–345–678', A],
    ['\u202a0912345678\u202c', A],
    ['0912\u200b345678', A],
    ["'0912345678", A],
    ['84912345678', A],
    ['+84912345678', A],
    ['+84 91 234 56 78', A],
    ['(+84) 912 345 678', A],
    ['(84) 912345678', A],
    ['(084) 912 345 678', A],
    ['0084912345678', A],
    ['00 84 912 345 678', A],
    ['(+84)0912345678', `${A} [trunk-zero]`],
    ['+84 (0) 912 345 678', `${A} [trunk-zero]`],
    ['840912345678', `${A} [trunk-zero]`],
    ['+0912345678', A],
    ['912345678', `${A} [restored-zero]`],
    [912345678, `${A} [restored-zero]`],
    [84912345678, A],
    ['912345678.0', `${A} [decimal restored-zero]`],
    ['0912345678.00', `${A} [decimal]`],
    ['912345678,0', `${A} [decimal restored-zero]`],
    ['9.12345678E+08', `${A} [scientific restored-zero]`],
    ['9,12345678E+08', `${A} [scientific restored-zero]`],
    ['9.123456780E8', `${A} [scientific restored-zero]`],
    ['8.4912345678E+10', `${A} [scientific]`],
    ['912,345,678', `${A} [restored-zero]`],
    ['０９１２３４５６７８', `${A} [full-width]`],
    ['O912 345 678', `${A} [letter-o]`],
    ['o9l2345678', `${A} [letter-o letter-l]`],
    ['O936 2O5 714', '+84936205714 [letter-o]'],
    ['0914 6l3 852', '+84914613852 [letter-l]'],
    ['0162 345 6789', '+84323456789 [converted-2018]'],
    ['1623456789', '+84323456789 [restored-zero converted-2018]'],
    ['841623456789', '+84323456789 [converted-2018]'],
    ['+84 162 345 6789', '+84323456789 [converted-2018]'],
    ['0841234567', '+84841234567'],
    ['841234567', '+84841234567 [restored-zero]'],
    ['84841234567', '+84841234567'],
  ])('%j is %s', (cell, expected) => {
    const found = parsePhones(cell);
    expect(found).toHaveLength(1);
    expect(shown(found[0]!)).toBe(expected);
  });
});

test.each([
  ['0332/674/999', '+84332674999'],
  ['0912/345/678', '+84912345678'],
  ['091/2345/678', null],
  ['O9O9 926503', '+84909926503'],
  ['O9O9.926.5O3', '+84909926503'],
])('%s, in an odd hand', (cell, e164) => {
  const found = parsePhones(cell).map((finding) => (finding.kind === 'mobile' ? finding.e164 : null));
  expect(found).toEqual(e164 === null ? expect.not.arrayContaining([expect.any(String)]) : [e164]);
});

describe('a cell without a usable number', () => {
  it.each<[string | number | null, string]>([
    [null, 'empty'],
    ['', 'empty'],
    [' \u00a0\n', 'empty'],
    ['không có', 'no-number'],
    ['-', 'no-number'],
    ['0', 'no-number'],
    [0, 'no-number'],
    ['Tổ 5', 'no-number'],
    ['02838221234', 'landline'],
    ['(028) 3822 1234', 'landline'],
    [2838221234, 'landline'],
    ['+84 24 3822 1234', 'landline'],
    ['0438221234', 'landline'],
    ['0313822123', 'landline'],
    ['05113822123', 'landline'],
    ['(08) 3822 1234', 'maybe-landline'],
    ['08.38221234', 'maybe-landline'],
    ['(038) 3822123', 'maybe-landline'],
    ['038-3822123', 'maybe-landline'],
    ['076.3 852 123', 'maybe-landline'],
    ['19001234', 'premium'],
    ['1800 123456', 'premium'],
    ['113', 'short-code'],
    ['5656', 'short-code'],
    ['0140123456', 'm2m'],
    ['+1 650 253 0000', 'foreign'],
    ['00856 20 5551 2345', 'foreign'],
    ['+84 123', 'too-short'],
    ['091234567', 'too-short'],
    ['3822123', 'too-short'],
    ['12/05/1980', 'too-short'],
    [12, 'too-short'],
    ['09123456789', 'too-long'],
    ['079123456789', 'too-long'],
    ['084305001234', 'too-long'],
    ['0912345678901234567890', 'too-long'],
    ['0112345678', 'invalid'],
    ['0991', 'too-short'],
    ['0543822123', 'landline'],
    ['0553822123', 'landline'],
    ['0551234567', 'invalid'],
    ['0891234567', 'invalid'],
    ['84123456789', 'invalid'],
    ['00912345678', 'invalid'],
    ['912345678.5', 'invalid'],
    ['91234567.8', 'invalid'],
    [912345678.5, 'invalid'],
    [-912345678, 'invalid'],
    ['BN912345678', 'invalid'],
    ['LAV-912345678', 'invalid'],
    ['CMND 352345678', 'invalid'],
    ['0912345678@gmail.com', 'invalid'],
    ['x'.repeat(600), 'invalid'],
    ['9.12E+08', 'digits-lost'],
    ['9,12E+08', 'digits-lost'],
    ['9.1234567E+08', 'digits-lost'],
    ['9E+08', 'digits-lost'],
    [9.123456780987654e18, 'digits-lost'],
    ['0912***678', 'hidden-digits'],
    ['0912 xxx 678', 'hidden-digits'],
    ['0912 *** 678', 'hidden-digits'],
    ['0912...678', 'hidden-digits'],
    ['091234567x', 'hidden-digits'],
    ['0912345678?', 'hidden-digits'],
    ['0123456789', 'placeholder'],
    [123456789, 'placeholder'],
    ['0912 345 67B', 'too-short'],
    ['0912345678 79', 'ambiguous'],
    ['1980 0912345678', 'ambiguous'],
  ])('%j is refused: %s', (cell, reason) => {
    expect(e164s(cell)).toEqual([]);
    const reasons = new Set(parsePhones(cell).map((f) => (f.kind === 'rejected' ? f.reason : '')));
    expect([...reasons]).toEqual([reason]);
  });

  it('shows what stood in the cell, and not more than a hundred characters of it', () => {
    expect(parsePhones('0912 xxx 678')).toEqual([
      { kind: 'rejected', reason: 'hidden-digits', raw: '0912 xxx 678' },
    ]);
    expect(parsePhones(' 091234567 ')).toEqual([{ kind: 'rejected', reason: 'too-short', raw: '091234567' }]);
    const [long] = parsePhones('9'.repeat(400));
    expect(long).toMatchObject({ kind: 'rejected', raw: '9'.repeat(100) });
  });
});

describe('several numbers in a cell', () => {
  it.each<[string, string[]]>([
    ['0912345678/0987654321', [A, B]],
    ['0912345678 0987654321', [A, B]],
    ['0912345678 - 0987654321', [A, B]],
    ['0912345678-0987654321', [A, B]],
    ['0912345678, 0987654321', [A, B]],
    ['0912345678;0987654321', [A, B]],
    ['0912345678\n0987654321', [A, B]],
    ['0912 345\n678', [A]],
    ['0987654321\n0912 345\n678', [B, A]],
    ['0912345678 hoặc 0987654321', [A, B]],
    ['0912345678 và 0987654321', [A, B]],
    ['0912 345 678 - 0987 654 321', [A, B]],
    ['0912.345.678 0987.654.321', [A, B]],
    ['0912 345 678 0987 654 321', [A, B]],
    ['+84912345678+84987654321', [A, B]],
    ['0912345678 (0987654321)', [A, B]],
    ['912345678 / 987654321', [`${A} [restored-zero]`, `${B} [restored-zero]`]],
    ['09123456780987654321', [`${A} [split-joined]`, `${B} [split-joined]`]],
    ['1. 0912345678\n2. 0987654321', [A, B]],
    ['1/ 0912345678\n2/ 0987654321', [A, B]],
    ['ĐT1: 0912345678 ĐT2: 0987654321', [A, B]],
    ['0912345678 - 0912 345 678', [A]],
    ['0912345678, 679', [A, 'abbreviated']],
    ['0912345678/79', [A, 'abbreviated']],
    ['0912345678-79', [A, 'abbreviated']],
    ['0912 345 678 - 79', [A, 'abbreviated']],
    ['0912345678 và 79', [A, 'abbreviated']],
    ['0912345678 098765432', [A, 'too-short']],
    ['0912345678 / 02838221234', [A, 'landline']],
    ['02838221234 0912345678', ['landline', A]],
    ['0912345678 / 09876543210', [A, 'too-long']],
    ['3822123 - 0912345678', ['too-short', A]],
    ['0912345678......0987654321', [A, B]],
    ['9.12E+08 / 0987654321', ['hidden-digits', B]],
    ['9.87654321E+07 / 0987654321', ['hidden-digits', B]],
  ])('%j is %j', (cell, expected) => {
    expect(parsePhones(cell).map(shown)).toEqual(expected);
  });
});

describe('notes beside numbers', () => {
  it.each<[string, string[]]>([
    ['0912 345 678 (vợ)', [`${A} (vợ)`]],
    ['Zalo: 0912345678', [`${A} (Zalo)`]],
    ['ĐT: 0912345678', [A]],
    ['SĐT 2: 0912345678', [A]],
    ['Số điện thoại di động: 0912345678', [A]],
    ['0912345678 (vợ) Zalo: 0987654321', [`${A} (vợ)`, `${B} (Zalo)`]],
    ['Vợ: 0912345678, chồng: 0987654321', [`${A} (Vợ)`, `${B} (chồng)`]],
    ['0912345678 (con trai, ở TP.HCM)', [`${A} (con trai, ở TP.HCM)`]],
    ['Nguyễn Văn A, 0912345678', [`${A} (Nguyễn Văn A)`]],
    ['Nguyễn Văn A - 0912345678', [`${A} (Nguyễn Văn A)`]],
    ['0912345678 (2)', [A]],
    ['Tổ 5 0912345678', [`${A} (Tổ 5)`]],
  ])('%j is %j', (cell, expected) => {
    expect(parsePhones(cell).map(shown)).toEqual(expected);
  });
});

/** FACTS §7: every prefix that a carrier has, without the 0. */
const PREFIXES = [
  ...'32 33 34 35 36 37 38 39 56 58 59 70 76 77 78 79 81 82 83 84 85 86 87 88 90 91 92 93 94 96 97 98'.split(
    ' ',
  ),
  ...'522 523 528 559 896 897 898 899 993 994 995 996 997'.split(' '),
];
const nsn = fc
  .tuple(fc.constantFrom(...PREFIXES), fc.stringMatching(/^\d{7}$/))
  .map(([prefix, rest]) => (prefix + rest).slice(0, 9))
  .filter((n) => n !== '123456789');
const cut = (n: string, ...at: number[]) => at.map((to, i) => n.slice(at[i - 1] ?? 0, to));
/** Ways to write one number; none of them divides it as an old landline was. */
const spelling: fc.Arbitrary<(n: string) => string> = fc.constantFrom<((n: string) => string)[]>(
  (n) => `0${n}`,
  (n) => n,
  (n) => `84${n}`,
  (n) => `+84${n}`,
  (n) => `+84 ${cut(n, 2, 5, 7, 9).join(' ')}`,
  (n) => `(+84)0${n}`,
  (n) => `0084${n}`,
  (n) => cut(`0${n}`, 4, 7, 10).join(' '),
  (n) => cut(`0${n}`, 4, 7, 10).join('.'),
  (n) => cut(`0${n}`, 4, 7, 10).join('-'),
  (n) => cut(`0${n}`, 5, 10).join(' '),
  (n) => cut(`0${n}`, 2, 4, 6, 8, 10).join('\u00a0'),
  (n) => `0${n} (vợ)`,
  (n) => `ĐT: 0${n}`,
  (n) => `Zalo 0${n}`,
  (n) => `0${n}`.replaceAll('0', 'O'),
  (n) => `'0${n}`,
);
const hardSeparator = fc.constantFrom('/', ' / ', ';', '; ', '\n', '\r\n', ' hoặc ', ' và ', ' | ', ' & ');

describe('any number', () => {
  it('is found however it is written', () => {
    fc.assert(
      fc.property(nsn, spelling, (n, write) => expect(e164s(write(n))).toEqual([`+84${n}`])),
      { numRuns: 2000 },
    );
  });

  it('is found as a number cell, its text and its exact scientific notation', () => {
    fc.assert(
      fc.property(nsn, (n) => {
        const scientific = `${n[0]}.${n.slice(1)}E+08`;
        for (const cell of [Number(n), `${n}.0`, scientific, scientific.replace('.', ',')]) {
          expect(e164s(cell)).toEqual([`+84${n}`]);
        }
        expect(e164s(`${n[0]}.${n.slice(1, 8)}E+08`)).toEqual([]);
      }),
    );
  });

  it('is found among others in its order, however each is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(nsn, spelling), { minLength: 1, maxLength: 4 }),
        hardSeparator,
        (numbers, separator) => {
          const cell = numbers.map(([n, write]) => write(n)).join(separator);
          expect(e164s(cell)).toEqual([...new Set(numbers.map(([n]) => `+84${n}`))]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is found next to another with only a space between them', () => {
    const grouped = fc.constantFrom<((n: string) => string)[]>(
      (n) => `0${n}`,
      (n) => cut(`0${n}`, 4, 7, 10).join(' '),
      (n) => cut(`0${n}`, 4, 7, 10).join('.'),
    );
    fc.assert(
      fc.property(
        nsn,
        grouped,
        nsn,
        grouped,
        fc.constantFrom(' ', ' - ', '  '),
        (a, writeA, b, writeB, space) => {
          const found = parsePhones(writeA(a) + space + writeB(b));
          const accepted = found.flatMap((f) => (f.kind === 'mobile' ? [f.e164] : []));
          const both = [...new Set([`+84${a}`, `+84${b}`])];
          // Where the groups allow another division too, nothing is accepted rather than something wrong.
          if (accepted.length > 0) expect(accepted).toEqual(both);
          else expect(found.map(shown)).toEqual(['ambiguous']);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('comes out the same when read again, and when read as it is shown', () => {
    fc.assert(
      fc.property(nsn, spelling, (n, write) => {
        const once = normalisePhone(write(n));
        expect(once.kind).toBe('mobile');
        if (once.kind !== 'mobile') return;
        expect(normalisePhone(once.e164)).toEqual({ kind: 'mobile', e164: once.e164, repairs: [] });
        expect(normalisePhone(formatPhoneVi(once.e164))).toEqual({
          kind: 'mobile',
          e164: once.e164,
          repairs: [],
        });
      }),
    );
  });

  it('is not taken for another when a digit is missing', () => {
    fc.assert(
      fc.property(nsn, fc.nat({ max: 9 }), (n, at) => {
        const written = `0${n}`;
        const slip = written.slice(0, at) + written.slice(at + 1);
        for (const found of e164s(slip)) expect(found).toBe(`+84${n}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('is not taken for another when a digit is too many, but for slips that make a number of before 2018', () => {
    fc.assert(
      fc.property(nsn, fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 9 }), (n, at, digit) => {
        const written = `0${n}`;
        const slip = written.slice(0, at) + String(digit) + written.slice(at);
        const found = parsePhones(slip)[0]!;
        if (found.kind === 'mobile' && found.e164 !== `+84${n}`) {
          expect(slip).toMatch(/^(?:01\d{9}|84\d{9})$/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('any cell', () => {
  const fragment = fc.oneof(
    fc.stringMatching(/^\d{1,12}$/),
    nsn.map((n) => `0${n}`),
    fc.constantFrom(
      '+84',
      '84',
      '0',
      'O',
      'l',
      '(',
      ')',
      ' ',
      '.',
      '-',
      ' - ',
      '/',
      ',',
      ';',
      '\n',
      'x',
      '*',
      '?',
      '...',
    ),
    fc.constantFrom('vợ', 'Zalo:', 'ĐT', 'hoặc', 'E+08', '\u00a0', '１', '👍', 'số 2', '@', ':'),
  );
  const cell = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''));

  it('gives only mobiles whose digits stand in it, in order and complete', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const plain = text.normalize('NFKC');
        const found = parsePhones(text);
        expect(found.length).toBeGreaterThan(0);
        for (const finding of found) {
          if (finding.kind === 'rejected') {
            expect(PHONE_REJECTIONS_VI[finding.reason]).toMatch(/\.$/);
            continue;
          }
          const number = parsePhoneNumberFromString(finding.e164)!;
          expect(number.getType()).toBe('MOBILE');
          const kept = finding.e164.slice(finding.repairs.includes('converted-2018') ? -7 : 3);
          const whole = finding.repairs.some(
            (r) => r === 'split-joined' || r === 'converted-2018' || r === 'scientific',
          );
          const written = [...kept]
            .map((d) => ({ '0': '[0Oo]', '1': '[1Il]' })[d] ?? d)
            .join('[\\s()[\\].,_-]*');
          expect(plain).toMatch(
            new RegExp(whole ? written : `(?<!\\d)(?:(?:[0Oo]{2})?84\\D*)?[0Oo]?\\D*${written}(?!\\d)`),
          );
          for (const repair of finding.repairs) expect(PHONE_REPAIRS_VI[repair]).toMatch(/\.$/);
        }
        expect(new Set(e164s(text)).size).toBe(e164s(text).length);
      }),
      { numRuns: 1500 },
    );
  });

  it('is read without an error whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.double()), (anything) => {
        expect(parsePhones(anything).length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the renumbering of 2018', () => {
  const table: [string, string][] = [
    ...['2', '3', '4', '5', '6', '7', '8', '9'].map((d): [string, string] => [`016${d}`, `03${d}`]),
    ['0120', '070'],
    ['0121', '079'],
    ['0122', '077'],
    ['0126', '076'],
    ['0128', '078'],
    ['0123', '083'],
    ['0124', '084'],
    ['0125', '085'],
    ['0127', '081'],
    ['0129', '082'],
    ['0186', '056'],
    ['0188', '058'],
    ['0199', '059'],
  ];

  it.each(table)('turns %s into %s and keeps the last seven digits', (old, now) => {
    for (const written of [`${old}7654321`, `84${old.slice(1)}7654321`, `+84${old.slice(1)}7654321`]) {
      expect(parsePhones(written)).toEqual([
        { kind: 'mobile', e164: `+84${now.slice(1)}7654321`, repairs: ['converted-2018'] },
      ]);
    }
  });

  it.each(['0160', '0161', '0180', '0185', '0189', '0190', '0198', '0110'])('knows no %s', (prefix) => {
    expect(e164s(`${prefix}7654321`)).toEqual([]);
  });
});

describe('a field for one number', () => {
  it('refuses several', () => {
    expect(normalisePhone('0912345678 / 0987654321')).toMatchObject({ kind: 'rejected', reason: 'several' });
    expect(normalisePhone('0912345678/79')).toMatchObject({ kind: 'rejected', reason: 'several' });
  });

  it('is shown in groups, and masked where it need not be seen', () => {
    expect(formatPhoneVi(A)).toBe('0912 345 678');
    expect(maskPhone(A)).toBe('0912 *** 678');
    expect(formatPhoneVi('+16502530000')).toBe('+16502530000');
    expect(maskPhone('+16502530000')).toBe('***');
    expect(maskPhone('')).toBe('***');
  });
});
