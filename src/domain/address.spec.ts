import fc from 'fast-check';
import { addressUnits, unitKey, unitKind } from './address.js';

describe('an address', () => {
  test.each([
    [
      'Ấp 3, xã Tân Lập, huyện Bắc Tân Uyên, tỉnh Bình Dương',
      ['xã Tân Lập', 'huyện Bắc Tân Uyên', 'tỉnh Bình Dương'],
    ],
    ['Số 5 ngõ 2, P.12, Q. Gò Vấp, TP.HCM', ['P.12', 'Q. Gò Vấp', 'TP.HCM']],
    ['P12, Q1, TP. Hồ Chí Minh', ['P12', 'Q1', 'TP. Hồ Chí Minh']],
    ['Phường Ba Đình, Thành phố Hà Nội', ['Phường Ba Đình', null, 'Thành phố Hà Nội']],
    ['Thôn Đông, X. Hòa Bình, TP. Biên Hòa, T. Đồng Nai', ['X. Hòa Bình', 'TP. Biên Hòa', 'T. Đồng Nai']],
    ['TT. Phước Bửu - H. Xuyên Mộc - Bà Rịa - Vũng Tàu', ['TT. Phước Bửu', 'H. Xuyên Mộc', 'Vũng Tàu']],
    ['xã Tân Lập, Bắc Tân Uyên, Bình Dương', ['xã Tân Lập', 'Bắc Tân Uyên', 'Bình Dương']],
    ['xã Tân Lập, Bình Dương', ['xã Tân Lập', null, 'Bình Dương']],
    ['12/3 Nguyễn Trãi', [null, null, null]],
    ['', [null, null, null]],
  ])('%s', (address, [commune, district, province]) => {
    expect(addressUnits(address)).toEqual({ commune, district, province });
  });

  test('never throws, and says nothing that the address does not say', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { commune, district, province } = addressUnits(text);
        const clean = text.normalize('NFC').replace(/\s+/g, ' ');
        for (const unit of [commune, district, province])
          expect(unit === null || unit.length <= clean.length).toBe(true);
      }),
    );
  });
});

describe('names of units', () => {
  test.each([
    ['Xã Ea H’Leo', "xa Ea H'leo"],
    ['Phường 01', 'P.1'],
    ['phường 12', 'P12'],
    ['TP. Hồ Chí Minh', 'TPHCM'],
    ['Thành phố Hồ Chí Minh', 'HCM'],
    ['Xã Hoà Bình', 'xã Hòa Bình'],
    ['Đặc khu Phú Quốc', 'Phú Quốc'],
  ])('%s and %s are one', (one, other) => expect(unitKey(one)).toBe(unitKey(other)));

  test('keep what only begins like a kind', () => {
    expect(unitKey('Xà Bang')).toBe('xa bang');
    expect(unitKey('Xã Xà Bang')).toBe('xa bang');
    expect(unitKey('Tịnh Biên')).toBe('tinh bien');
    expect(unitKind('Tịnh Biên')).toBe(null);
    expect(unitKey('Phường Tịnh Biên')).toBe('tinh bien');
  });

  test.each([
    ['P. 3', 'phuong'],
    ['TT. Cái Dầu', 'thi tran'],
    ['Xã Tân Lập', 'xa'],
    ['Tân Lập', null],
  ])('the kind of %s', (name, kind) => expect(unitKind(name)).toBe(kind));
});
