import { nameAndPhones } from './name-cell.js';

describe('the cell of the name', () => {
  test.each([
    ['Nguyễn Văn An (0912 345 678)', 'Nguyễn Văn An', true, undefined],
    ['3. Nguyễn Văn An', 'Nguyễn Văn An', false, undefined],
    ['Lâm Sanh (vợ Đỗ Thị Nở)', 'Lâm Sanh', false, 'vợ Đỗ Thị Nở'],
    ['Kpă Hùng\nvợ: Rơ Mah Blơn', 'Kpă Hùng', false, 'vợ: Rơ Mah Blơn'],
    ['LÊ THỊ HẠNH (CHỒNG: TRẦN VĂN BA)', 'LÊ THỊ HẠNH', false, 'CHỒNG: TRẦN VĂN BA'],
    ['Bling Hạnh (vợ: Tơ Ngôl Thị Ấp 0867610712)', 'Bling Hạnh', true, undefined],
    ['Lê Văn Tám (con trai 0912345678)', 'Lê Văn Tám', true, undefined],
    ['Nguyễn Thị Hai (vợ ông Tám)', 'Nguyễn Thị Hai (vợ ông Tám)', false, undefined],
    ['Nguyễn Thị Ba (vợ liệt sĩ)', 'Nguyễn Thị Ba (vợ liệt sĩ)', false, undefined],
    ['Nguyễn Văn Lành (Tư Lành)', 'Nguyễn Văn Lành (Tư Lành)', false, undefined],
    ['Vợ Thị Chồng', 'Vợ Thị Chồng', false, undefined],
  ])('%j is %j', (cell, name, hasPhone, partner) => {
    const found = nameAndPhones(cell);
    expect({ ...found, phones: found.phones !== '' }).toEqual({
      name,
      phones: hasPhone,
      ...(partner === undefined ? {} : { partner }),
    });
  });
});
