import fc from 'fast-check';
import { looseHouseholdKey } from '../domain/household-key.js';
import { keysOf } from './household-keys.js';

describe('the keys of a household', () => {
  const words = [
    'Nguyễn',
    'THỊ',
    'Hoà',
    'hòa',
    'Đặng',
    'đỗ',
    'Ửng',
    'Y',
    "H'Lan",
    'số',
    'nhà',
    '12/3',
    'Ngõ',
    'Huế,',
    'ông',
    '(vợ)',
    '5-7',
    'Ａ１',
  ];
  const text = fc
    .array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 })
    .map((some) => some.join(' '));

  test('are found without accents by the same key that a search makes', () => {
    fc.assert(
      fc.property(text, fc.option(text), (headName, address) => {
        expect(keysOf({ headName, address }).looseKey).toBe(looseHouseholdKey({ headName, address }));
      }),
    );
  });
});
