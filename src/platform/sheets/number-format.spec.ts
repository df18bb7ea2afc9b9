import { digitFormat, shownDigits } from './number-format.js';

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
