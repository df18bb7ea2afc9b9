import { readNeighbourhood } from './neighbourhood-name.js';
import { placeInTitle } from './title-place.js';

describe('the title of a list', () => {
  test.each([
    ['DANH SÁCH LIÊN LẠC TỔ DÂN PHỐ 12', 'TỔ DÂN PHỐ 12'],
    ['Thống kê hộ nghèo ấp 3 năm 2024', 'ấp 3'],
    ['Xã An Bình - Thôn Đông', 'Thôn Đông'],
    ['Danh sách hộ xây dựng nông thôn mới thôn Đông', 'thôn Đông'],
    ['Danh sách hộ khu vực nông thôn thôn Đông', 'thôn Đông'],
    ['Danh sách hộ khu vực An Hải', 'khu vực An Hải'],
    ['Danh sách hộ Làng Nghè', 'Làng Nghè'],
  ])('names its hamlet: %s', (title, name) => {
    expect(placeInTitle(title)).toBe(name);
  });

  test.each([
    'Danh sách hộ xây dựng nông thôn mới năm 2024',
    'DANH SÁCH HỘ ĐẠT CHUẨN NÔNG THÔN MỚI',
    'Danh sách hộ khu vực nông thôn',
    'Khu vực nông thôn',
    'Danh sách hộ làng nghề truyền thống',
    'LÀNG NGHỀ TRUYỀN THỐNG',
    'Danh sách hộ Thôn 1 và 2',
  ])('names none: %s', (title) => {
    expect(placeInTitle(title)).toBeNull();
  });

  test('and a heading in a list names no countryside and no trade', () => {
    expect(['Khu vực nông thôn', 'Làng nghề gốm', 'Làng Nghè'].map(readNeighbourhood)).toEqual([
      null,
      null,
      'Làng Nghè',
    ]);
  });
});
