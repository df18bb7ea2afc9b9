import iconv from 'iconv-lite';
import { book, cells, type CorpusList, sheetOf, typed } from './corpus-list.js';
import { tcvn3, tcvn3Capitals, vni } from './old-fonts.js';

/** windows-1258 has letters with their hooks, and tones as characters of their own. */
function windows1258(text: string): Uint8Array {
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const letters = [...text.normalize('NFC')].map((letter) => {
    const parts = letter.normalize('NFD');
    return parts.replace(TONES, '').normalize('NFC') + (parts.match(TONES)?.join('') ?? '');
  });
  return iconv.encode(letters.join(''), 'windows-1258');
}

const encoded = (rows: readonly (readonly unknown[])[], write: (text: string) => string) =>
  rows.map((line) => line.map((cell) => (typeof cell === 'string' ? write(cell) : (cell as number | null))));

/** Lists typed in programs and fonts of twenty years ago, which offices still keep. */
export const LISTS_OF_OLD_PROGRAMS: CorpusList[] = [
  {
    name: 'thôn Đoài: .xls in TCVN3, capitals in .VnTimeH, headings over two rows, ethnicity and religion',
    file: book(
      {
        Doai: sheetOf(
          [
            ...encoded(cells('UBND XÃ HỒNG PHONG'), tcvn3Capitals),
            ...encoded(cells('DANH SÁCH HỘ GIA ĐÌNH THÔN ĐOÀI'), tcvn3Capitals),
            [],
            ...encoded(
              typed(`
TT | Họ và tên chủ hộ | Năm sinh | | Dân tộc | Tôn giáo | Số điện thoại | | Ghi chú
 | | Nam | Nữ | | | Nhà riêng | Di động |
1 | Nguyễn Đức Thắng | 1961 | | Kinh | Không | 02203861234 | 983112201 | Hộ nghèo
2 | Phạm Thị Lụa | | 1958 | Kinh | Phật giáo | | 1689112202 |
3 | Vũ Hữu Tước | 1949 | | Kinh | Không | | | Già yếu
4 | Đặng Xuân Thưởng | 1970 | | Kinh | Thiên Chúa | | 0979.112.204 |
5 | Hoàng Thị Ưng | | 1966 | Tày | Không | | 94 311 22 05 |`),
              tcvn3,
            ),
            ...encoded(cells('\n | Người lập biểu | | | Trưởng thôn'), tcvn3),
            ...encoded(cells(' | Trần Văn Sỹ | | | Lê Quý Đôn'), tcvn3),
          ],
          { merged: ['A4:A5', 'B4:B5', 'C4:D4', 'E4:E5', 'F4:F5', 'G4:H4', 'I4:I5', 'A1:C1', 'A2:I2'] },
        ),
      },
      'biff8',
    ),
    households: [
      'Nguyễn Đức Thắng | Thôn Đoài | 0983112201',
      'Phạm Thị Lụa | Thôn Đoài | 0389112202',
      'Vũ Hữu Tước | Thôn Đoài | ',
      'Đặng Xuân Thưởng | Thôn Đoài | 0979112204',
      'Hoàng Thị Ưng | Thôn Đoài | 0943112205',
    ],
  },
  {
    name: 'xã Tân Lập: .xls in VNI, blocks under roman numbers, subtotals',
    file: book(
      {
        Sheet1: sheetOf(
          encoded(
            typed(`
ỦY BAN NHÂN DÂN XÃ TÂN LẬP
TỔNG HỢP HỘ DÂN TOÀN XÃ
Số TT | Họ tên chủ hộ | Địa chỉ | Số ĐT | Ghi chú
I | Ấp Bình Thạnh | | |
1 | Trần Văn Hưởng | Tổ 1 | 0918220301 |
2 | Lý Thị Kim Huệ | Tổ 1 | 0918220302 | Mới chuyển đến
 | Cộng ấp | 2 hộ | |
II | Ấp Mỹ Đức | | |
1 | Phan Thị Diễm Thúy | Tổ 4 | 1228220303 |
2 | Võ Hoàng Nghĩa | Tổ 4 | không có |
3 | Đỗ Quốc Trưởng | Tổ 5 | 0909.220.305 |
 | Cộng ấp | 3 hộ | |
 | Tổng cộng | 5 hộ | |`),
            vni,
          ),
        ),
      },
      'biff8',
    ),
    households: [
      'Trần Văn Hưởng | Ấp Bình Thạnh | 0918220301',
      'Lý Thị Kim Huệ | Ấp Bình Thạnh | 0918220302',
      'Phan Thị Diễm Thúy | Ấp Mỹ Đức | 0778220303',
      'Võ Hoàng Nghĩa | Ấp Mỹ Đức | ',
      'Đỗ Quốc Trưởng | Ấp Mỹ Đức | 0909220305',
    ],
  },
  {
    name: 'tổ dân phố 9: .xls that counts days from 1904, dates beside numbers in a format of their own',
    file: book(
      {
        'Tổ 9': sheetOf(
          [
            ['STT', 'Ngày sinh', 'Họ và tên', 'Ngày cập nhật', 'Liên lạc', 'Số nhà'],
            [
              1,
              new Date(Date.UTC(1975, 3, 30)),
              'Bùi Quang Vinh',
              new Date(Date.UTC(2023, 0, 5)),
              903330401,
              '12/3',
            ],
            [
              2,
              new Date(Date.UTC(1980, 8, 2)),
              'Ngô Thị Thanh Nhàn',
              new Date(Date.UTC(2023, 0, 5)),
              84903330402,
              '14',
            ],
            [3, null, 'Tạ Đình Phong', null, null, '16A'],
            [
              4,
              new Date(Date.UTC(1969, 11, 22)),
              'Kiều Văn Lâm',
              new Date(Date.UTC(2021, 5, 1)),
              1693330404,
              '18',
            ],
          ],
          { formats: { E: '0.00E+00' } },
        ),
      },
      'biff8',
      { WBProps: { date1904: true } },
    ),
    households: [
      'Bùi Quang Vinh | Tổ 9 | 0903330401',
      'Ngô Thị Thanh Nhàn | Tổ 9 | 0903330402',
      'Tạ Đình Phong | Tổ 9 | ',
      'Kiều Văn Lâm | Tổ 9 | 0393330404',
    ],
  },
  {
    name: 'khóm 5: CSV in windows-1258 with ; and a title, numbers as a program exports them',
    file: windows1258(
      [
        'PHƯỜNG AN THỚI;;;;',
        'Danh sách hộ dân khóm 5;;;;',
        'Mã hộ;Chủ hộ;Địa chỉ thường trú;Điện thoại;Nghề nghiệp',
        'K5-001;"Lê Thị Bích Thủy";"12, đường Trần Phú";"0939440501";Buôn bán',
        'K5-002;"Nguyễn Trường Giang";"14, đường Trần Phú";"=""0939440502""";Công nhân',
        'K5-003;"Huỳnh Văn Đẹp";"16; hẻm 2";+84939440503;"Hưu trí"',
        'K5-004;"Đoàn Thị Nữ";"18";;"Nội trợ"',
        'K5-005;"Mai Ngọc Ánh";"20";0292 3833444;Giáo viên',
        '',
      ].join('\r\n'),
    ),
    households: [
      'Lê Thị Bích Thủy | khóm 5 | 0939440501',
      'Nguyễn Trường Giang | khóm 5 | 0939440502',
      'Huỳnh Văn Đẹp | khóm 5 | 0939440503',
      'Đoàn Thị Nữ | khóm 5 | ',
      'Mai Ngọc Ánh | khóm 5 | !',
    ],
  },
  {
    name: 'bản Nà Lốc: text with tabs in UTF-16, decomposed letters, the columns in an odd order',
    file: iconv.encode(
      [
        'Ghi chú\tĐTDĐ/Zalo\tBản\tHọ tên vợ hoặc chồng\tHọ và tên chủ hộ\tTT',
        '\t0868 550 601\tNà Lốc\tLò Thị Ín\tQuàng Văn Pản\t1',
        'ĐBKK\t868550602 / 0373 550 602\tNà Lốc\t\tCà Thị Hặc\t2',
        '\t\tNà Lốc\tVì Thị Pâng\tLường Văn Ọi\t3',
        '\t0973-550-604 (con trai)\tHuổi Cuổi\tTòng Thị Ương\tLèo Văn Thưởng\t4',
        '',
      ]
        .join('\r\n')
        .normalize('NFD'),
      'utf16le',
      { addBOM: true },
    ),
    households: [
      'Quàng Văn Pản | Bản Nà Lốc | 0868550601',
      'Cà Thị Hặc | Bản Nà Lốc | 0868550602, 0373550602',
      'Lường Văn Ọi | Bản Nà Lốc | ',
      'Lèo Văn Thưởng | Bản Huổi Cuổi | 0973550604',
    ],
  },
  {
    name: 'ấp Giồng: .ods of a summary, two sheets of hamlets and an empty one',
    file: book(
      {
        'Tổng hợp': sheetOf(
          typed(`
BẢNG TỔNG HỢP SỐ HỘ
STT | Tên ấp | Số hộ | Số nhân khẩu
1 | Giồng Lớn | 3 | 11
2 | Giồng Nhỏ | 2 | 9
 | Cộng | 5 | 20`),
        ),
        'Giồng Lớn': sheetOf(
          typed(`
DANH SÁCH HỘ DÂN ẤP GIỒNG LỚN
Stt | Họ, tên chủ hộ | Số khẩu | Số đ.thoại | Ký nhận
1 | Thạch Sơn | 4 | 0328660701 |
2 | Kim Thị Sa Rết | 3 | 328660702 |
3 | Sơn Thị Nguyệt | 4 | 0328660703 |`),
        ),
        'Giồng Nhỏ': sheetOf(
          typed(`
DANH SÁCH HỘ DÂN ẤP GIỒNG NHỎ
Stt | Họ, tên chủ hộ | Số khẩu | Số đ.thoại | Ký nhận
1 | Thạch Thị Hoanh | 5 | 0358660704 |
2 | Lâm Sa Mol | 4 | |`),
        ),
        Sheet4: sheetOf([]),
      },
      'ods',
    ),
    households: [
      'Thạch Sơn | Ấp Giồng Lớn | 0328660701',
      'Kim Thị Sa Rết | Ấp Giồng Lớn | 0328660702',
      'Sơn Thị Nguyệt | Ấp Giồng Lớn | 0328660703',
      'Thạch Thị Hoanh | Ấp Giồng Nhỏ | 0358660704',
      'Lâm Sa Mol | Ấp Giồng Nhỏ | ',
    ],
  },
];
