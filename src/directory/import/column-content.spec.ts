import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { guessColumns } from './column-content.js';

const rowsOf = (...lines: string[][]): SheetRow[] =>
  lines.map((cells, i) => ({ sheet: 'A', row: i + 2, cells }) as SheetRow);

describe('what stands in a column without a heading of ours', () => {
  const taken = new Map([
    [1, 'head'],
    [2, 'phone'],
  ] as const);

  it('is an address where it names a house', () => {
    const rows = rowsOf(['12/3 Lê Lợi', 'Lê Văn An', '0912345678'], ['Số 7', 'Trần Thị Bé', '0912345679']);
    expect(guessColumns(rows, taken, ['', 'Chủ hộ', 'SĐT'])).toMatchObject([{ index: 0, field: 'address' }]);
  });

  it('is none where it says when a form was filled in', () => {
    const rows = rowsOf(
      ['2025/11/08 7:05:12 SA GMT+7', 'Lê Văn An', '0912345678'],
      ['2025/11/08 9:40:00 CH GMT+7', 'Trần Thị Bé', '0912345679'],
    );
    expect(guessColumns(rows, taken, ['Dấu thời gian', 'Chủ hộ', 'SĐT'])).toEqual([]);
  });
});
