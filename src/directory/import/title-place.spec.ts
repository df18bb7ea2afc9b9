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

  test.each([
    ['DANH SACH HO NGHEO AP 3 NAM 2024', 'AP 3'],
    ['DANH SACH LIEN LAC TO DAN PHO 12', 'TO DAN PHO 12'],
    ['THONG KE HO DAN AP 3', 'AP 3'],
    ['DANH SACH HO DAN AP 3 XA AN BINH', 'AP 3'],
    ['AP 3 XA AN BINH', 'AP 3'],
    ['DS HO CAN NGHEO KHU PHO SO 3 PHUONG 5', 'KHU PHO SO 3'],
    ['BAN NHAN DAN KP3', 'KP3'],
    ['DON VI: TO 5A', 'TO 5A'],
    ['Chi hoi phu nu ap 3 - xa An Binh', 'ap 3'],
    ['TONG HOP BAN 7', 'BAN 7'],
    ['DANH SACH HO NGHEO THON DONG', 'THON DONG'],
    ['DANH SACH HO NGHEO THON DONG - XA AN BINH', 'THON DONG'],
    ['DANH SACH LIEN LAC XOM CHUA NAM 2025', 'XOM CHUA'],
    ['THONG KE THON PHU QUY 1', 'THON PHU QUY 1'],
    ['DANH SACH HO NONG THON MOI XOM DINH', 'XOM DINH'],
    ['XA AN BINH - THON DONG', 'THON DONG'],
    ['DS HO NGHEO - AP PHU THO', 'AP PHU THO'],
    ['THON PHUONG DONG', 'THON PHUONG DONG'],
    ['DANH SACH THON NAM', 'THON NAM'],
  ])('without accents names its hamlet: %s', (title, name) => {
    expect(placeInTitle(title)).toBe(name);
  });

  test.each([
    'AP DUNG KE HOACH',
    'DANH SACH AP DUNG KE HOACH 5',
    'TO 15 THUA 20',
    'DANH SACH DAT TO 15 THUA 20',
    'HOC SINH KHOI 5',
    'DANH SACH HOC SINH KHOI 5',
    'BAN 2024',
    'DANH SACH BAN 2024',
    'THON 2 VA 3',
    'DANH SACH AP 3, 4',
    'DANH SACH HO TO 5 DEN TO 8',
    'DANH SACH HO THON DONG TO 5',
    'TO 5 AP 3',
    'DANH SACH AP 3, AP 4',
    'XA AN BINH - AP 3, AP 4',
    'DANH SACH HO THON DONG - THON TAY',
    'DANH SACH HO THON DONG VA TAY',
    'DANH SACH HO THON DONG XA AN BINH',
    'THON DONG PHUONG AN BINH',
    'DANH SACH HO XAY DUNG NONG THON MOI NAM 2024',
    'DANH SACH TRUONG THON XOM BAN',
    'DANH SACH CAC THON KHO KHAN',
    'DANH SACH HO TO 3 XA LO HA NOI',
    'DANH SACH LANG VAN HOA',
    'HO NGHEO AP 3 THEO CHUONG TRINH',
  ])('without accents names none: %s', (title) => {
    expect(placeInTitle(title)).toBeNull();
  });

  test.each([
    ['Danh sách hộ ấp 3, ấp 4', null],
    ['Ấp 3, ấp 4', null],
    ['Danh sách hộ ấp 3 và ấp 4', null],
    ['Danh sách hộ thôn Đông và thôn Tây', null],
    ['Thôn Đông - Thôn Tây', null],
    ['Danh sách các thôn trên địa bàn', null],
    ['Danh sách các hộ thôn Đông', 'thôn Đông'],
    ['Thôn 2 - Danh sách hộ nghèo', 'Thôn 2'],
  ])('of several hamlets names none: %s', (title, name) => {
    expect(placeInTitle(title)).toBe(name);
  });

  test('of a school names no hamlet with accents either', () => {
    expect(placeInTitle('Danh sách học sinh khối 5')).toBeNull();
    expect(placeInTitle('Danh sách hộ khối 5')).toBe('khối 5');
  });

  test('and a heading without accents ends with its figure', () => {
    expect(['AP 3 XA AN BINH', 'AP 3 NAM 2024', 'BAN 2024', 'BAN 7'].map(readNeighbourhood)).toEqual([
      'AP 3',
      'AP 3',
      null,
      'BAN 7',
    ]);
  });
});
