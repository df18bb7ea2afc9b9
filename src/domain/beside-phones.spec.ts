import { besidePhones } from './beside-phones.js';

describe('what a cell says beside its phones', () => {
  it.each([
    ['Đội 8, ngõ 12 - 0975303001', 'Đội 8, ngõ 12'],
    ['Đội 8, ngõ 14 - ĐT 0975 303 002', 'Đội 8, ngõ 14'],
    ['Đội 8, số 36, 0975.303.004', 'Đội 8, số 36'],
    ['0975303001, số 5 Lê Lợi', 'số 5 Lê Lợi'],
    ['Số 5; SĐT: 0975303001 (vợ); 0987 654 321', 'Số 5'],
    ['Số 5 (ĐT: 0975303001), ấp 3', 'Số 5, ấp 3'],
    ['Số 5 Lê Lợi, điện thoại: 024 3825 1234', 'Số 5 Lê Lợi'],
    ['Đội 8, ngõ 14', 'Đội 8, ngõ 14'],
    ['Số 123456789012 đường 3', 'Số 123456789012 đường 3'],
    ['0975303001', ''],
    ['', ''],
  ])('%j is %j', (cell, words) => {
    expect(besidePhones(cell)).toBe(words);
  });

  it('leaves a cell alone that is longer than any with phones', () => {
    const long = `0975303001 ${'x'.repeat(500)}`;
    expect(besidePhones(long)).toBe(long);
  });
});
