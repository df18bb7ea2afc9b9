import { testFolder, workbookFiles, workbookOf, zipOf } from './files.js';
import { inOneLine, odsOf, readList, xlsOf } from './dirty-lists.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => (folder = await testFolder()));
afterAll(() => folder.remove());

const lines = async (content: string | Uint8Array) =>
  (await readList(await folder.file(content))).drafts.map(inOneLine);

/** `a | b` lines as cells; `⏎` is Alt-Enter. */
const cells = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('⏎', '\n')));

/** A list, what each of its households becomes, and what the file is in each format that offices have. */
const lists: [name: string, text: string, households: string[]][] = [
  [
    'the headings again on each printed page, with the page’s number and what is carried over',
    `
UBND XÃ AN BÌNH | | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
DANH SÁCH HỘ DÂN ẤP 3 NĂM 2024
STT | Họ và tên chủ hộ | Liên hệ | Địa chỉ
1 | Nguyễn Văn An | 0912345678 | Số 1
2 | Trần Thị Bé | 0987654321 | Số 2
Cộng trang | 2 | |
Trang 1/2 | | |
STT | Họ và tên chủ hộ | Liên hệ | Địa chỉ
Trang trước chuyển sang | 2 | |
3 | Lê Văn Cảnh | 0866111222 | Số 3
Trang 2/2`,
    [
      'Nguyễn Văn An | ẤP 3 | 0912345678',
      'Trần Thị Bé | ẤP 3 | 0987654321',
      'Lê Văn Cảnh | ẤP 3 | 0866111222',
    ],
  ],
  [
    'marks for the same as above',
    `
STT | Chủ hộ | Ấp | Địa chỉ | Di động
1 | Nguyễn Văn An | 3 | Số 1 | 0912345678
2 | Trần Thị Bé | nt | Số 2 | 0987654321
3 | Lê Văn Cảnh | // | Số 3 | 0866111222
4 | Phạm Văn Dũng | như trên | Số 4 | 0977000111
5 | Võ Thị Em | " | Số 5 | -nt-
6 | Đỗ Văn Giang | 4 | Số 6 | k có
7 | Hồ Thị Hà | -nt- | Số 7 | không dùng
8 | Bùi Văn Ích | '' | Số 8 | chưa có số`,
    [
      'Nguyễn Văn An | Ấp 3 | 0912345678',
      'Trần Thị Bé | Ấp 3 | 0987654321',
      'Lê Văn Cảnh | Ấp 3 | 0866111222',
      'Phạm Văn Dũng | Ấp 3 | 0977000111',
      'Võ Thị Em | Ấp 3 | ',
      'Đỗ Văn Giang | Ấp 4 | ',
      'Hồ Thị Hà | Ấp 4 | ',
      'Bùi Văn Ích | Ấp 4 | ',
    ],
  ],
  [
    'hamlets in cells merged down the side, a total inside each',
    `
Ấp | STT | Họ tên chủ hộ | SĐT/Zalo
Ấp Đông | 1 | Nguyễn Văn An | 0912345678
 | 2 | Trần Thị Bé | 0987654321
 | Cộng: | 02 hộ |
Ấp Tây | 1 | Lê Văn Cảnh | 0866111222
 | 2 | Phạm Văn Dũng | 0977000111
 | Tổng ấp Tây | 2 |
Tổng toàn xã | | 4 hộ |`,
    [
      'Nguyễn Văn An | Ấp Đông | 0912345678',
      'Trần Thị Bé | Ấp Đông | 0987654321',
      'Lê Văn Cảnh | Ấp Tây | 0866111222',
      'Phạm Văn Dũng | Ấp Tây | 0977000111',
    ],
  ],
  [
    'cards, insurance, dates of birth and tax numbers beside phones, and in their column',
    `
STT | Họ tên chủ hộ | CCCD | Mã BHYT | Ngày sinh | MST | Điện thoại
1 | Nguyễn Văn An | 079080001234 | GD4797931234567 | 05/03/1980 | 0312345678 | 0912345678
2 | Trần Thị Bé | 079180001235 | HN2797931234568 | 1/1/1975 | 8012345678 | 079180001235
3 | Lê Văn Cảnh | 335123458 | 7931234569 | 1969 | | 335123458
4 | Phạm Văn Dũng | | | | | 05/03/1980
5 | Võ Thị Em | | | | | 12.5.1978
6 | Đỗ Văn Giang | | | | | 7931234569
7 | Hồ Thị Hà | | | | | 79931234567`,
    [
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  |  ! no-usable-phone phone-',
      'Lê Văn Cảnh |  |  ! no-usable-phone phone-',
      'Phạm Văn Dũng |  |  ! no-usable-phone phone-',
      'Võ Thị Em |  |  ! no-usable-phone phone-',
      'Đỗ Văn Giang |  |  ! no-usable-phone phone-',
      'Hồ Thị Hà |  |  ! no-usable-phone phone-',
    ],
  ],
  [
    'several phones in a cell, with whose they are before or after the number',
    `
TT | Chủ hộ | Số ĐT
1 | Nguyễn Văn An | 0912.345.678/0987.654.321
2 | Trần Thị Bé | (vợ) 0912345679
3 | Lê Văn Cảnh | 0912345680⏎0987654322
4 | Phạm Văn Dũng | 0912345681 (Zalo)⏎0987654323 (con)
5 | Võ Thị Em | +84(0)912345682
6 | Đỗ Văn Giang | +84 (0) 912 345 683; 84912345684
7 | Hồ Thị Hà | ĐTDĐ: 0912 345 685 – gặp anh Tư
8 | Bùi Văn Ích | 0912345686.
9 | Dương Văn Kha | 0912 345 687 / 688
10 | Mai Văn Lộc | 0912345689-90
11 | Cao Văn Minh | vợ: 0912345691, chồng: 0912345692
12 | Lâm Văn Nam | 1) 0912345693 2) 0987654324`,
    [
      'Nguyễn Văn An |  | 0912345678, 0987654321',
      'Trần Thị Bé |  | 0912345679 vợ',
      'Lê Văn Cảnh |  | 0912345680, 0987654322',
      'Phạm Văn Dũng |  | 0912345681 Zalo, 0987654323 con',
      'Võ Thị Em |  | 0912345682',
      'Đỗ Văn Giang |  | 0912345683, 0912345684',
      'Hồ Thị Hà |  | 0912345685 gặp anh Tư',
      'Bùi Văn Ích |  | 0912345686',
      'Dương Văn Kha |  | 0912345687',
      'Mai Văn Lộc |  | 0912345689',
      'Cao Văn Minh |  | 0912345691 vợ, 0912345692 chồng',
      'Lâm Văn Nam |  | 0912345693, 0987654324',
    ],
  ],
  [
    'running numbers that look like phones, and phones under a heading of two lines',
    `
Mã số | Họ và tên⏎chủ hộ | Số điện⏎thoại | Ghi⏎chú
912345001 | Nguyễn Văn An | 0912345678 | 
912345002 | Trần Thị Bé | | hộ nghèo
912345003 | Lê Văn Cảnh | 0866111222 | `,
    ['Nguyễn Văn An |  | 0912345678', 'Trần Thị Bé |  | ', 'Lê Văn Cảnh |  | 0866111222'],
  ],
  [
    'titles of heads, capitals, decomposed letters, and names in columns of their own',
    `
STT | Họ đệm | Tên | Điện thoại cố định | Di động
1 | Ông NGUYỄN VĂN | AN | 0243 825 1234 | 0912345678
2 | Bà ${'Trần Thị'.normalize('NFD')} | ${'Bé'.normalize('NFD')} | | 0987 654 321
3 | Lê | Cảnh | 02923812345 | `,
    [
      'Ông NGUYỄN VĂN AN |  | 0912345678',
      'Bà Trần Thị Bé |  | 0987654321',
      'Lê Cảnh |  |  ! no-usable-phone phone-landline',
    ],
  ],
  [
    'empty columns between, and phones over two columns without a heading of the second',
    `
STT | | Chủ hộ | | | Số điện thoại | | Địa chỉ
1 | | Nguyễn Văn An | | | 0912345678 | 0987654321 | Số 1
2 | | Trần Thị Bé | | | 0866111222 | | Số 2
3 | | Lê Văn Cảnh | | | | 0977000111 | Số 3`,
    [
      'Nguyễn Văn An |  | 0912345678, 0987654321',
      'Trần Thị Bé |  | 0866111222',
      'Lê Văn Cảnh |  | 0977000111',
    ],
  ],
  [
    'three rows of headings and their numbers',
    `
STT | THÔNG TIN HỘ GIA ĐÌNH | | | | GHI CHÚ
 | Chủ hộ | | Liên lạc | |
 | Họ và tên | Năm sinh | Điện thoại | Zalo |
(1) | (2) | (3) | (4) | (5) | (6)
1 | Nguyễn Văn An | 1980 | 0912345678 | 0987654321 |
2 | Trần Thị Bé | 1975 | 0866111222 | | đi làm xa`,
    ['Nguyễn Văn An |  | 0912345678, 0987654321', 'Trần Thị Bé |  | 0866111222'],
  ],
  [
    'the head on one row and the members below without numbers',
    `
STT | Họ và tên | Quan hệ | Năm sinh | SĐT | Địa chỉ
1 | Nguyễn Văn An | CH | 1960 | 0912345678 | Số 1, ấp 3
 | Lê Thị Hoa | Vợ | 1962 | 0987654321 |
 | Nguyễn Văn Bình | Con | 1985 | 0866111222 |
 | Nguyễn Thị Cúc | Con dâu | 1987 | |
2 | Trần Thị Dung | Chủ hộ | 1955 | | Số 2, ấp 3
 | Phạm Văn Em | Cháu | 2001 | 0977000111 |`,
    [
      'Nguyễn Văn An | ấp 3 | 0912345678 CH, 0987654321 Vợ, 0866111222 Con',
      'Trần Thị Dung | ấp 3 | 0977000111 Cháu',
    ],
  ],
  [
    'two tables beside each other, the second shorter',
    `
DANH SÁCH KHU PHỐ 2
TT | Chủ hộ | Điện thoại | | TT | Chủ hộ | Điện thoại
1 | Nguyễn Văn An | 0912345678 | | 4 | Phạm Văn Dũng | 0977000111
2 | Trần Thị Bé | 0987654321 | | 5 | Võ Thị Em |
3 | Lê Văn Cảnh | 0866111222 | | | |`,
    [
      'Nguyễn Văn An | KHU PHỐ 2 | 0912345678',
      'Phạm Văn Dũng | KHU PHỐ 2 | 0977000111',
      'Trần Thị Bé | KHU PHỐ 2 | 0987654321',
      'Lê Văn Cảnh | KHU PHỐ 2 | 0866111222',
      'Võ Thị Em | KHU PHỐ 2 | ',
    ],
  ],
  [
    'columns that swap half-way, under headings of their own',
    `
STT | Chủ hộ | SĐT | Địa chỉ
1 | Nguyễn Văn An | 0912345678 | Số 1
2 | Trần Thị Bé | 0987654321 | Số 2
STT | Chủ hộ | Địa chỉ | SĐT
3 | Lê Văn Cảnh | Số 3 | 0866111222
4 | Phạm Văn Dũng | Số 4 | 0977000111`,
    [
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
      'Lê Văn Cảnh |  | 0866111222',
      'Phạm Văn Dũng |  | 0977000111',
    ],
  ],
];

const known = (line: string) => line.replace(/(phone-)[a-z-]+( phone-[a-z-]+)*/g, '$1');

describe('lists as fifteen people leave them in six years', () => {
  test.each(lists)('%s', async (_, text, households) => {
    const expected = households.map(known);
    expect((await lines(workbookOf({ Sheet1: cells(text) }))).map(known)).toEqual(expected);
    expect((await lines(xlsOf({ Sheet1: cells(text) }))).map(known)).toEqual(expected);
    expect((await lines(odsOf({ Sheet1: cells(text) }))).map(known)).toEqual(expected);
  });

  test('columns that swap half-way without a word: no number is taken from a cell that holds none', async () => {
    const text = `
STT | Chủ hộ | SĐT | Địa chỉ
1 | Nguyễn Văn An | 0912345678 | Số 1
2 | Trần Thị Bé | 0987654321 | Số 2
3 | Lê Văn Cảnh | Số 3 | 0866111222
4 | Phạm Văn Dũng | Số 4 | 0977000111`;
    expect(await lines(workbookOf({ Sheet1: cells(text) }))).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
      'Lê Văn Cảnh |  | 0866111222',
      'Phạm Văn Dũng |  | 0977000111',
    ]);
  });

  test('a blank sheet first, a sheet of counts, a protected one of the list', async () => {
    const files = workbookFiles(
      [
        { name: 'Sheet1', rows: '' },
        {
          name: 'Tổng hợp',
          rows: '<row r="3"><c t="str"><v>Row Labels</v></c><c t="str"><v>Count of SĐT</v></c></row><row r="4"><c t="str"><v>Ấp 1</v></c><c><v>912345678</v></c></row><row r="5"><c t="str"><v>Grand Total</v></c><c><v>912345678</v></c></row>',
        },
        {
          name: 'Ấp 1',
          rows: '<row r="1"><c t="str"><v>Chủ hộ</v></c><c t="str"><v>SĐT</v></c></row><row r="2"><c t="str"><v>Lê Văn An</v></c><c t="str"><f>CONCATENATE("0",912345678)</f><v>0912345678</v></c></row><row r="3"><c t="str"><v>Trần Thị Bé</v></c><c><v>9.87654321E+08</v></c></row>',
        },
      ],
      {},
    );
    const part = 'xl/worksheets/sheet3.xml';
    files[part] = files[part]!.replace(
      '<sheetData>',
      '<sheetProtection sheet="1" objects="1" scenarios="1"/><sheetData>',
    );
    expect(await lines(zipOf(files))).toEqual([
      'Lê Văn An | Ấp 1 | 0912345678',
      'Trần Thị Bé | Ấp 1 | 0987654321',
    ]);
  });

  test('two households in one row keep their own numbers', async () => {
    const text = `
STT | Chủ hộ 1 | SĐT 1 | Chủ hộ 2 | SĐT 2
1 | Nguyễn Văn An | 0912345678 | Trần Thị Bé | 0987654321
2 | Lê Văn Cảnh | 0866111222 | |`;
    expect((await lines(workbookOf({ Sheet1: cells(text) }))).sort()).toEqual([
      'Lê Văn Cảnh |  | 0866111222',
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
    ]);
  });
});
