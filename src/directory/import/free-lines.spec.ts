import { firstFreeLine, readFreeLine } from './free-lines.js';

describe('a line of a chat', () => {
  test.each([
    ['1. Lò Văn Phương - 0978711037', 'Lò Văn Phương', '0978711037'],
    ['3/ Cầm Văn Ới 0382411111', 'Cầm Văn Ới', '0382411111'],
    ['5. 0906869802 Phan Văn Trí', 'Phan Văn Trí', '0906869802'],
    ['6. Số của bà Nguyễn Thị Yến là 0788524695', 'bà Nguyễn Thị Yến', '0788524695'],
    ['[12/09/2025 15:42] 8. Mai Xuân Thưởng 0799.517.106', 'Mai Xuân Thưởng', '0799.517.106'],
    ['9 Đinh Thị Ngọc. K45/H08/3. +84901827374', 'Đinh Thị Ngọc', '+84901827374'],
    ['7. Điêu Chính Tới_sđt0334711259', 'Điêu Chính Tới', '0334711259'],
    ['2/ Cô Đinh Thị Nguyệt O8967139O1', 'Cô Đinh Thị Nguyệt', '0896713901'],
    ['8. Lâm Sanh (vợ Đỗ Thị Na) 0906100585', 'Lâm Sanh', '0906100585'],
    ['10. Cao Thị Hậu ... 086 . 238 . 7799', 'Cao Thị Hậu', '086 . 238 . 7799'],
    ['11. Lan tạp hoá 0912 345 670', 'Lan tạp hoá', '0912 345 670'],
  ])('%s', (text, name, phones) => {
    expect(readFreeLine(text)).toMatchObject({ name, phones });
  });

  test('says where somebody lives, before or behind the number', () => {
    expect(readFreeLine('4. Đỗ Thị Vẻ - 0967917801 - xóm 3')).toMatchObject({ place: 'xóm 3' });
    expect(readFreeLine('10. Tổ 4 - Lê Thị Na - 0912345679')).toMatchObject({
      name: 'Lê Thị Na',
      place: 'Tổ 4',
    });
  });

  test('names somebody who has no number', () => {
    expect(readFreeLine('6. Bạc Cầm Thư (chưa có số)')).toMatchObject({ name: 'Bạc Cầm Thư', phones: '' });
    expect(readFreeLine('4. Võ Thị Mót không có đt')).toMatchObject({ name: 'Võ Thị Mót', phones: '' });
  });

  test('has a number and nobody’s name: it is told, and goes to nobody', () => {
    for (const text of [
      '0812000335 số này của ai vậy bà con?',
      '0702871109',
      'Có gì gọi trưởng ấp Lê Văn Ba 0912345678',
    ])
      expect(readFreeLine(text)).toMatchObject({ name: '' });
  });

  test('is talk', () => {
    for (const text of [
      'dạ em cảm ơn',
      'cả nhà báo em trước 17h00 ngày 12/09/2025',
      'Tổng 10 hộ, còn thiếu 3 hộ',
    ])
      expect(readFreeLine(text)).toBeNull();
  });
});

test('a table of several columns is no list of lines', () => {
  const rows = ['Lê Văn An | 0912345678', 'Lê Thị Ba | 0912345679'].map((line, i) => {
    return { sheet: '', isHiddenSheet: false, row: i + 1, cells: line.split(' | ') };
  });
  expect(firstFreeLine(rows, () => false)).toBe(-1);
});
