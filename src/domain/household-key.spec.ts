import fc from 'fast-check';
import { hasAccents, householdKey, looseHouseholdKey, normaliseHouseholdCode } from './household-key.js';
import { unaccent } from './vietnamese.js';

describe('the key of a household', () => {
  it.each([
    ['Nguyễn Văn Hoà', 'NGUYỄN  VĂN HÒA', 'Số 12, ấp 7', 'số nhà 12 - Ấp 7'],
    ['Ông Nguyễn Văn A', 'nguyễn văn a', 'Tổ 5', 'tổ 5.'],
    ['Hộ bà Trần Thị Thuý', 'Trần Thị Thúy', null, ''],
    ['Chủ hộ: Lê Văn Bé', 'Lê Văn Bé', undefined, ' '],
    ['Lê Văn Bé'.normalize('NFD'), 'Lê Văn Bé', '12 / 3 Lê Lợi', 'số 12/3, Lê Lợi'],
    ["Y'Ngông", 'Y’Ngông', '', ''],
  ])('is the same for %j and %j', (a, b, addressA, addressB) => {
    expect(householdKey({ headName: a, address: addressA })).toBe(
      householdKey({ headName: b, address: addressB }),
    );
    expect(looseHouseholdKey({ headName: a, address: addressA })).toBe(
      looseHouseholdKey({ headName: b, address: addressB }),
    );
  });

  it.each([
    ['Trần Văn Dũng', 'Trần Văn Dung', 'Ấp 7', 'Ấp 7'],
    ['Nguyễn Thị Hoa', 'Nguyễn Thị Hòa', '', ''],
    ['Lê Văn Bé', 'Lê Văn Bé Hai', '', ''],
    ['Lê Văn Bé', 'Lê Văn Bé', 'Số 12/3', 'Số 1/23'],
    ['Lê Văn Bé', 'Lê Văn Bé', 'Tổ 1', 'Tổ 11'],
    ['Chu Văn An', 'Văn An', '', ''],
    ['Cù Huy Hà', 'Huy Hà', '', ''],
    ['Lê An', 'Lê', '', 'An'],
  ])('differs between %j and %j', (a, b, addressA, addressB) => {
    expect(householdKey({ headName: a, address: addressA })).not.toBe(
      householdKey({ headName: b, address: addressB }),
    );
  });

  it('without accents finds the household of a list typed without accents', () => {
    expect(looseHouseholdKey({ headName: 'TRAN VAN DUNG', address: 'ap 7' })).toBe(
      looseHouseholdKey({ headName: 'Trần Văn Dũng', address: 'Ấp 7' }),
    );
    expect(hasAccents('TRAN VAN DUNG')).toBe(false);
    expect(hasAccents('Trần Văn Dung')).toBe(true);
    expect(hasAccents('Đinh')).toBe(true);
  });

  it('does not depend on capitals and spaces', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếờửữịỳ'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 2, maxLength: 4 }),
        fc.array(word, { maxLength: 4 }),
        (name, address) => {
          // A list without accents cannot tell a name that reads like a title (`Bã …`) from one.
          fc.pre(!['ho', 'ong', 'ba', 'chu', 'anh', 'chi', 'co', 'bac', 'cu'].includes(unaccent(name[0]!)));
          const key = householdKey({ headName: name.join(' '), address: address.join(' ') });
          const shouted = householdKey({
            headName: ` ${name.join('  ').toUpperCase()}`,
            address: address.join(', ').toUpperCase(),
          });
          expect(shouted).toBe(key);
          const loose = looseHouseholdKey({ headName: name.join(' '), address: address.join(' ') });
          expect(
            looseHouseholdKey({ headName: unaccent(name.join(' ')), address: unaccent(address.join(' ')) }),
          ).toBe(loose);
        },
      ),
    );
  });
});

describe('the code of a household', () => {
  it.each<[string | number | null, string | null]>([
    ['H001', 'H001'],
    ['h 001', 'H001'],
    ['H-001', 'H001'],
    ["'H.001", 'H001'],
    ['Ấp7-12', 'AP7-12'],
    ['ĐT 05', 'DT05'],
    ['0012', '12'],
    ['12', '12'],
    [12, '12'],
    ['12.0', '12'],
    ['000', '0'],
    ['1/11', '1-11'],
    ['11.1', '11-1'],
    ['01-02', '01-02'],
    ['１２', '12'],
    ['', null],
    [' - ', null],
    [null, null],
    ['1.2E+11', null],
    [1.5, null],
    [-3, null],
  ])('%j is kept as %j', (raw, code) => {
    expect(normaliseHouseholdCode(raw)).toBe(code);
  });

  it('stays what it is when normalised again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z]{0,3}[ .\-/]?\d{0,5}[ .\-/]?\d{0,3}$/)),
        (raw) => {
          const once = normaliseHouseholdCode(raw);
          if (once !== null) expect(normaliseHouseholdCode(once)).toBe(once);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
