import fc from 'fast-check';
import { digitFormat, shownDigits, wholeNumber } from './number-format.js';

describe('a number format that shows figures of its own', () => {
  test.each([
    ['"0"000000000', '912345678', '0912345678'],
    ['"09"00000000', '12345678', '0912345678'],
    ['"09"00000000', '1234567', '0901234567'],
    ['"0"### ### ###', '912345678', '0912 345 678'],
    ['\\0#########', '912345678', '0912345678'],
    ['"+84"#########', '912345678', '+84912345678'],
    ['"ĐT: 0"#', '912345678', 'ĐT: 0912345678'],
    ['"0"000000000;;', '912345678.5', '912345678.5'],
  ])('%s shows %s as %s', (code, stored, shown) => {
    expect(shownDigits(digitFormat(code)!, stored)).toBe(shown);
  });

  test.each(['0', '0000000000', '0.00', '#,##0', '0.00E+00', 'General', '@', '"0"0.0', '"x"0%', undefined])(
    '%s is none',
    (code) => {
      expect(digitFormat(code)).toBeNull();
    },
  );
});

describe('the text of a number cell', () => {
  test.each([
    ['9.12345678E8', '912345678'],
    ['9.1234567E8', '912345670'],
    ['8.4912345678E10', '84912345678'],
    ['84912345678.000000', '84912345678'],
    ['3.0', '3'],
    ['1e3', '1000'],
    ['-5.0', '-5'],
    ['912345678', '912345678'],
    ['0912345678', '0912345678'],
    ['3.5', '3.5'],
    ['1.0E-5', '1.0E-5'],
    ['9.123456780987654E18', '9.123456780987654E18'],
    ['1E999', '1E999'],
    ['0x1E', '0x1E'],
    ['', ''],
  ])('%j says %j', (stored, said) => {
    expect(wholeNumber(stored)).toBe(said);
  });

  test('as Java writes a whole number says the number', () => {
    // `Double.toString`: a point always, and an exponent from ten million on.
    const ofJava = (value: number) => {
      const [figures, exponent] = value.toExponential().split('e+');
      if (Math.abs(value) < 1e7) return `${value}.0`;
      return `${figures!.includes('.') ? figures : `${figures}.0`}E${exponent}`;
    };
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(wholeNumber(ofJava(value))).toBe(String(value));
      }),
    );
  });
});
