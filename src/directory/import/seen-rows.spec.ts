import fc from 'fast-check';
import { SeenRows } from './seen-rows.js';

const rows = fc.array(
  fc.record({
    sheet: fc.constantFrom('Ấp 1', 'Ấp 2', 'Ấp 3'),
    row: fc.integer({ min: 1, max: 1_048_576 }),
    key: fc.string({ maxLength: 8 }),
    phone: fc.integer({ min: 900_000_000, max: 900_000_050 }).map((number) => `+84${number}`),
  }),
  { maxLength: 500 },
);

describe('the rows of a file that were seen', () => {
  it('are found where a key or a phone stood first, whatever the order of the sheets', () => {
    fc.assert(
      fc.property(rows, (seen) => {
        const table = new SeenRows();
        const keys = new Map<string, object>();
        const phones = new Map<string, object>();
        for (const { sheet, row, key, phone } of seen) {
          table.add([key], { sheet, row });
          table.addPhones([phone], { sheet, row });
          if (!keys.has(key)) keys.set(key, { sheet, row });
          if (!phones.has(phone)) phones.set(phone, { sheet, row });
        }
        for (const [key, at] of keys) expect(table.find(key)).toEqual(at);
        for (const [phone, at] of phones) expect(table.findPhone(phone)).toEqual(at);
        expect(table.find('no such key')).toBeNull();
        expect(table.findPhone('+84899999999')).toBeNull();
      }),
    );
  });
});
