import iconv from 'iconv-lite';
import { testFolder, workbookFiles, workbookOf, zipOf } from './files.js';
import { type Cell, inOneLine, odsOf, readList, xlsOf } from './dirty-lists.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => (folder = await testFolder()));
afterAll(() => folder.remove());

const read = async (content: string | Uint8Array) => readList(await folder.file(content));
const lines = async (content: string | Uint8Array) => (await read(content)).drafts.map(inOneLine);

/** `a | b` lines as cells. */
const cells = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));

const sheet = (text: string, name = 'Sheet1') => workbookOf({ [name]: cells(text) });

describe('the wording of headings', () => {
  const names = [
    'Họ và tên chủ hộ',
    'Tên chủ hộ',
    'Chủ hộ',
    'HỌ TÊN CHỦ HỘ',
    'Ho va ten chu ho',
    'Họ & tên chủ hộ',
    'Họ, tên chủ hộ',
    'Họ và tên\nchủ hộ',
    'Hộ gia đình',
    'Đại diện hộ',
    'Họ tên người đại diện',
    'Tên hộ',
    'Họ và tên (chủ hộ)',
    'HỌ VÀ TÊN',
    'Họ tên',
    'Chủ hộ gia đình',
    'Họ và tên chủ hộ/người đại diện',
    'Tên CH',
    'H.tên chủ hộ',
  ];
  const phones = [
    'Số điện thoại',
    'SĐT',
    'Số ĐT',
    'Điện thoại',
    'ĐT',
    'ĐT di động',
    'S.ĐT',
    'sdt',
    'So dien thoai',
    'Số phone',
    'Đ.thoại',
    'Điện thoại liên hệ',
    'Số ĐTDĐ',
    'SĐT/Zalo',
    'Số Zalo',
    'Zalo',
    'Di động',
    'Số điện thoại (nếu có)',
    'Tel',
    'Số liên lạc',
    'SĐT chủ hộ',
    'Số ĐT LH',
    'Điện  thoại di động',
  ];
  test.each(names)('a head under “%s”', async (name) => {
    const list = [
      [' STT', name, 'SĐT', 'Địa chỉ'],
      ['1', 'Lê Văn A', '0912345678', 'Số 5'],
    ];
    expect(await lines(workbookOf({ A: list }))).toEqual(['Lê Văn A |  | 0912345678']);
  });

  test.each(phones)('a phone under “%s”', async (phone) => {
    const list = [
      ['STT', 'Chủ hộ', 'Địa chỉ', phone],
      ['1', 'Lê Văn A', 'Số 5', '0912345678'],
    ];
    expect(await lines(workbookOf({ A: list }))).toEqual(['Lê Văn A |  | 0912345678']);
  });

  test.each([
    ['Thôn', 'Đông', 'Thôn Đông'],
    ['Ấp', '3', 'Ấp 3'],
    ['Khu phố', 'KP 3', 'KP 3'],
    ['Tổ', 'Tổ 5', 'Tổ 5'],
    ['Thôn/Ấp/Khu phố', 'Ấp Tân Hòa', 'Ấp Tân Hòa'],
    ['Tổ dân phố số', '7', 'Tổ dân phố 7'],
    ['Khu dân cư', 'KDC số 2', 'KDC số 2'],
    ['Bản', 'Pá Hốc', 'Bản Pá Hốc'],
    ['Tên ấp', 'Bình An', 'Ấp Bình An'],
    ['Thôn (xóm)', 'Xóm Mới', 'Xóm Mới'],
  ])('a neighbourhood under “%s”', async (heading, cell, name) => {
    const list = [
      ['STT', 'Chủ hộ', 'SĐT', heading],
      ['1', 'Lê Văn A', '0912345678', cell],
    ];
    expect(await lines(workbookOf({ A: list }))).toEqual([`Lê Văn A | ${name} | 0912345678`]);
  });
});

describe('headings over two rows', () => {
  test.each([
    [
      'the name above, phones below',
      `
STT | Họ và tên chủ hộ | Liên lạc | | Địa chỉ
 | | SĐT | Zalo |
1 | Lê Văn A | 0912345678 | 0987654321 | Số 5`,
    ],
    [
      'the name below',
      `
STT | Thông tin chủ hộ | | Số điện thoại | |
 | Họ và tên | Năm sinh | Di động | Zalo
1 | Lê Văn A | 1970 | 0912345678 | 0987654321`,
    ],
    [
      'years and cards beside',
      `
TT | Họ tên chủ hộ | Giấy tờ | | Điện thoại | | Nơi ở
 | | Số CCCD | Ngày cấp | Số 1 | Số 2 |
1 | Lê Văn A | 079080001234 | 05/03/2021 | 0912345678 | 0987654321 | Số 5`,
    ],
  ])('%s', async (_, text) => {
    expect(await lines(sheet(text))).toEqual(['Lê Văn A |  | 0912345678, 0987654321']);
  });
});

describe('lists without headings', () => {
  test('columns are known by what they hold', async () => {
    const { drafts, sheets } = await read(
      sheet(`
UBND XÃ AN BÌNH
Danh sách hộ dân ấp 3
1 | Nguyễn Văn An | 079080001234 | 0912 345 678 | Số 5, tổ 2 | 1970
2 | Trần Thị Bé | 079080001235 | 0987654321 | Số 6, tổ 2 | 1980
3 | Lê Văn Cảnh | 079080001236 | không có | Số 7, tổ 2 | 1975`),
    );
    expect(drafts.map(inOneLine)).toEqual([
      'Nguyễn Văn An | ấp 3 | 0912345678',
      'Trần Thị Bé | ấp 3 | 0987654321',
      'Lê Văn Cảnh | ấp 3 | ',
    ]);
    expect(sheets[0]!.columns.map(({ column, field, by }) => `${column} ${field} ${by}`)).toEqual([
      'A ordinal content',
      'B head content',
      'D phone content',
      'E address content',
    ]);
  });

  test('a list of two columns', async () => {
    expect(await lines('Nguyễn Văn An,0912345678\nTrần Thị Bé,987654321\nÔng Lê Cảnh,0866111222\n')).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
      'Ông Lê Cảnh |  | 0866111222',
    ]);
  });

  test('cards of nine digits are no phones', async () => {
    const list = `
1 | Nguyễn Văn An | 335123456 | 0912345678
2 | Trần Thị Bé | 335123457 | 0987654321
3 | Lê Văn Cảnh | 335123458 | 0866111222`;
    expect(await lines(sheet(list))).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
      'Lê Văn Cảnh |  | 0866111222',
    ]);
  });

  test('headings in words that nobody foresaw', async () => {
    expect(
      await lines(
        sheet(`
DANH SÁCH
STT | Người đứng đầu | Số gọi được | Chỗ ở hiện nay
1 | Nguyễn Văn An | 0912345678 | Số 5
2 | Trần Thị Bé | 0987654321 | Số 6`),
      ),
    ).toEqual(['Nguyễn Văn An |  | 0912345678', 'Trần Thị Bé |  | 0987654321']);
  });

  test('a phone column whose heading says something else', async () => {
    expect(
      await lines(
        sheet(`
STT | Chủ hộ | Địa chỉ | Thông tin
1 | Nguyễn Văn An | Số 5 | 0912345678
2 | Trần Thị Bé | Số 6 | 0987654321`),
      ),
    ).toEqual(['Nguyễn Văn An |  | 0912345678', 'Trần Thị Bé |  | 0987654321']);
  });
});

describe('blocks of neighbourhoods', () => {
  test('headings between blocks, counted and merged', async () => {
    expect(
      await lines(
        sheet(`
STT | Họ và tên chủ hộ | SĐT
ẤP 3 (2 hộ) | |
1 | Nguyễn Văn An | 0912345678
2 | Trần Thị Bé | 0987654321
 | Cộng | 2
II | Ấp Bình An |
1 | Lê Văn Cảnh | 0866111222
Tổng cộng | 3 hộ |`),
      ),
    ).toEqual([
      'Nguyễn Văn An | ẤP 3 | 0912345678',
      'Trần Thị Bé | ẤP 3 | 0987654321',
      'Lê Văn Cảnh | Ấp Bình An | 0866111222',
    ]);
  });

  test('a sheet for each, the second without headings', async () => {
    const list = cells('STT | Chủ hộ | SĐT\n1 | Nguyễn Văn An | 0912345678');
    const more = cells('1 | Trần Thị Bé | 0987654321\n2 | Lê Văn Cảnh | 0866111222');
    expect(await lines(workbookOf({ 'Ấp 1': list, 'Ấp 2': more, Sheet3: [] }))).toEqual([
      'Nguyễn Văn An | Ấp 1 | 0912345678',
      'Trần Thị Bé | Ấp 2 | 0987654321',
      'Lê Văn Cảnh | Ấp 2 | 0866111222',
    ]);
  });
});

describe('households over several rows', () => {
  test('the head, his wife, a child, by their relation', async () => {
    expect(
      await lines(
        sheet(`
STT | Họ và tên | Quan hệ với chủ hộ | SĐT
1 | Nguyễn Văn An | Chủ hộ | 0912345678
2 | Lê Thị Hoa | Vợ | 0987654321
3 | Nguyễn Văn Bình | Con | 
4 | Trần Thị Bé | Chủ hộ | 0866111222`),
      ),
    ).toEqual(['Nguyễn Văn An |  | 0912345678 Chủ hộ, 0987654321 Vợ', 'Trần Thị Bé |  | 0866111222 Chủ hộ']);
  });

  test('the head repeated on the row of each member, with the address', async () => {
    expect(
      await lines(
        sheet(`
Chủ hộ | Thành viên | Quan hệ | SĐT | Địa chỉ
Nguyễn Văn An | Nguyễn Văn An | Chủ hộ | 0912345678 | Số 5
Nguyễn Văn An | Lê Thị Hoa | Vợ | 0987654321 | Số 5
Trần Thị Bé | Trần Thị Bé | Chủ hộ | 0866111222 | Số 6
Nguyễn Văn An | Nguyễn Văn Bình | Con | 0977000111 | Số 5`),
      ),
    ).toEqual([
      'Nguyễn Văn An |  | 0912345678 Chủ hộ, 0987654321 Vợ, 0977000111 Con',
      'Trần Thị Bé |  | 0866111222 Chủ hộ',
    ]);
  });

  test('two namesakes of one hamlet are two households', async () => {
    expect(
      await lines(
        sheet(`
STT | Chủ hộ | SĐT | Địa chỉ
1 | Nguyễn Văn Hùng | 0912345678 | Ấp 3
2 | Nguyễn Văn Hùng | 0987654321 | Ấp 3`),
      ),
    ).toEqual(['Nguyễn Văn Hùng | Ấp 3 | 0912345678', 'Nguyễn Văn Hùng | Ấp 3 | 0987654321']);
  });
});

describe('layouts that would give a phone to the wrong household', () => {
  test('two tables beside each other', async () => {
    const list = `
DANH SÁCH ẤP 3
STT | Họ tên chủ hộ | SĐT | STT | Họ tên chủ hộ | SĐT
1 | Nguyễn Văn An | 0912345678 | 3 | Lê Văn Cảnh | 0866111222
2 | Trần Thị Bé |  | 4 | Phạm Văn Dũng | 0977000111
Ấp 4 | | | | |
5 | Vũ Thị Em | 0987654321 | 6 | Võ Văn Phúc | `;
    expect((await lines(sheet(list))).sort()).toEqual([
      'Lê Văn Cảnh | ẤP 3 | 0866111222',
      'Nguyễn Văn An | ẤP 3 | 0912345678',
      'Phạm Văn Dũng | ẤP 3 | 0977000111',
      'Trần Thị Bé | ẤP 3 | ',
      'Võ Văn Phúc | Ấp 4 | ',
      'Vũ Thị Em | Ấp 4 | 0987654321',
    ]);
  });

  test('the phone of the hamlet’s head on every row', async () => {
    const list = `
STT | Chủ hộ | SĐT | SĐT trưởng ấp
1 | Nguyễn Văn An | 0912345678 | 0999888777
2 | Trần Thị Bé | 0987654321 | 0999888777`;
    expect(await lines(sheet(list))).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
    ]);
  });

  test('a nameless row with an address of its own', async () => {
    const list = `
Chủ hộ | SĐT | Địa chỉ
Nguyễn Văn An | 0912345678 | Số 5
 | 0987654321 | Số 6`;
    expect(await lines(sheet(list))).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      ' |  | 0987654321 ! no-head-name',
    ]);
  });

  test('a phone in the cell of the name', async () => {
    const list = `
STT | Chủ hộ | Địa chỉ
1 | Nguyễn Văn An (0912 345 678) | Số 5
2 | Trần Thị Bé - ĐT: 0987.654.321 | Số 6`;
    expect(await lines(sheet(list))).toEqual([
      'Nguyễn Văn An |  | 0912345678',
      'Trần Thị Bé |  | 0987654321',
    ]);
  });

  test('people under the number of their household, without a relation', async () => {
    const list = `
Mã hộ | Họ và tên | SĐT
H01 | Nguyễn Văn An | 0912345678
H01 | Lê Thị Hoa | 0987654321
H02 | Trần Thị Bé | 0866111222`;
    expect(await lines(sheet(list))).toEqual([
      'Nguyễn Văn An |  | 0912345678, 0987654321 Lê Thị Hoa',
      'Trần Thị Bé |  | 0866111222',
    ]);
  });
});

describe('phones as spreadsheets keep them', () => {
  const good: [string, string][] = [
    ['0912345678', '0912345678'],
    ['912345678', '0912345678'],
    ['912345678.0', '0912345678'],
    ['9.12345678E8', '0912345678'],
    ['9.12345678E+08', '0912345678'],
    ['84912345678', '0912345678'],
    ['+84 912 345 678', '0912345678'],
    ["'0912345678", '0912345678'],
    ['\u00a00912\u00a0345\u00a0678\u00a0', '0912345678'],
    ['0912\u200b345678', '0912345678'],
    ['０９１２３４５６７８', '0912345678'],
    ['O912345678', '0912345678'],
    ['09l2345678', '0912345678'],
    ['01692345678', '0392345678'],
    ['1692345678', '0392345678'],
    ['0912.345.678 (vợ)', '0912345678 vợ'],
    ['0912-345-678', '0912345678'],
    ['(0912) 345678', '0912345678'],
    ['0912,345,678', '0912345678'],
    ['0912345678/0987654321', '0912345678, 0987654321'],
    ['0912345678\n0987654321', '0912345678, 0987654321'],
    ['0912345678 - 0987654321', '0912345678, 0987654321'],
    ['ĐT: 0912345678', '0912345678'],
    ['zalo 0912345678', '0912345678 zalo'],
    ['0912345678;', '0912345678'],
    ['tel:0912345678', '0912345678'],
    ['0912345678 hoặc 0987654321', '0912345678, 0987654321'],
    ['84-912-345-678', '0912345678'],
    ['0084912345678', '0912345678'],
    ['0912 345 678 (con trai), 0987 654 321 (con dâu)', '0912345678 con trai, 0987654321 con dâu'],
  ];
  test.each(good)('%j is %s', async (cell, phones) => {
    expect(
      await lines(
        workbookOf({
          A: [
            ['Chủ hộ', 'SĐT'],
            ['Lê Văn A', cell],
          ],
        }),
      ),
    ).toEqual([`Lê Văn A |  | ${phones}`]);
  });

  const bad = [
    '9.12E+08',
    '9.1E8',
    '05/03/1980',
    '079080001234',
    '02438251234',
    '12345',
    '0912 34x xxx',
    '0123456789',
    '091234567',
    '09123456789',
    '0000000000',
    '#N/A',
    '19001234',
    '+1 202 555 0143',
    '0912345678.5',
    '912345678912345678',
    '0411234567',
    '1/1/1980',
    '12.345.678.901',
    '0912*****8',
  ];
  test.each(bad)('%j is no phone of anybody', async (cell) => {
    const { drafts } = await read(
      workbookOf({
        A: [
          ['Chủ hộ', 'SĐT'],
          ['Lê Văn A', cell],
        ],
      }),
    );
    expect(drafts[0]!.contacts).toEqual([]);
    expect(drafts[0]!.faults.length + drafts[0]!.warnings.length).toBeGreaterThan(0);
  });
});

describe('old formats and encodings', () => {
  const rows: Cell[][] = [
    ['DANH SÁCH HỘ DÂN'],
    [null, 'Ấp 3'],
    ['STT', 'Họ và tên chủ hộ', 'Số điện thoại', 'Ngày sinh'],
    [1, 'Nguyễn Văn Đức', 912345678, '05/03/1980'],
    [2, 'Trần Thị Bình', '0987.654.321', null],
    [3, 'Lê Văn Hùng', 1692345678, null],
  ];
  const expected = [
    'Nguyễn Văn Đức | Ấp 3 | 0912345678',
    'Trần Thị Bình | Ấp 3 | 0987654321',
    'Lê Văn Hùng | Ấp 3 | 0392345678',
  ];
  test('.xls of Excel 97 and .ods read as .xlsx does', async () => {
    expect(await lines(xlsOf({ A: rows }))).toEqual(expected);
    expect(await lines(odsOf({ A: rows }))).toEqual(expected);
  });

  test('a workbook typed in TCVN3, headings and all', async () => {
    expect(
      await lines(
        sheet(`
Danh s¸ch hé d©n
Stt | Hä vµ tªn chñ hé | Sè ®iÖn tho¹i | Th«n
1 | NguyÔn V¨n §øc | 0912345678 | §«ng
2 | TrÇn ThÞ B×nh | 0987654321 | T©y
3 | Vò Hoµng | 0866111222 | T©y`),
      ),
    ).toEqual([
      'Nguyễn Văn Đức | Thôn Đông | 0912345678',
      'Trần Thị Bình | Thôn Tây | 0987654321',
      'Vũ Hoàng | Thôn Tây | 0866111222',
    ]);
  });

  test('an .xls typed in VNI', async () => {
    const vni = [
      ['TT', 'Hoï vaø teân chuû hoä', 'Ñieän thoaïi', 'AÁp'],
      [1, 'Nguyeãn Vaên Ñöùc', '0912345678', '3'],
      [2, 'Leâ Thò Huyønh Hoa', 987654321, '3'],
    ];
    expect(await lines(xlsOf({ A: vni }))).toEqual([
      'Nguyễn Văn Đức | Ấp 3 | 0912345678',
      'Lê Thị Huỳnh Hoa | Ấp 3 | 0987654321',
    ]);
  });

  const csv =
    'STT;Họ và tên chủ hộ;Số điện thoại;Ấp\r\n1;Nguyễn Văn Đức;0912345678;Ấp 3\r\n2;"Trần Thị Bình";0987654321;Ấp 3\r\n';
  const both = ['Nguyễn Văn Đức | Ấp 3 | 0912345678', 'Trần Thị Bình | Ấp 3 | 0987654321'];
  /** windows-1258 has letters with their hooks, and tones as characters of their own. */
  const windows1258 = (text: string) =>
    iconv.encode(
      [...text.normalize('NFC')]
        .map((c) => {
          const tones =
            c
              .normalize('NFD')
              .match(/[\u0300\u0301\u0303\u0309\u0323]/g)
              ?.join('') ?? '';
          return (
            c
              .normalize('NFD')
              .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
              .normalize('NFC') + tones
          );
        })
        .join(''),
      'windows-1258',
    );
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${csv}`)],
    ['UTF-8, NFD', Buffer.from(csv.normalize('NFD'))],
    ['UTF-16 as Excel saves it', iconv.encode(csv.replaceAll(';', '\t'), 'utf16le', { addBOM: true })],
    ['UTF-16 big-endian', iconv.encode(csv, 'utf16-be', { addBOM: true })],
    ['windows-1258', windows1258(csv)],
    ['commas', Buffer.from(csv.replaceAll(';', ','))],
    ['tabs', Buffer.from(csv.replaceAll(';', '\t'))],
    [
      'TCVN3',
      Buffer.from(
        'STT;Hä vµ tªn chñ hé;Sè ®iÖn tho¹i;Êp\r\n1;NguyÔn V¨n §øc;0912345678;Êp 3\r\n2;TrÇn ThÞ B×nh;0987654321;Êp 3\r\n',
        'latin1',
      ),
    ],
    [
      'VNI',
      Buffer.from(
        'STT;Hoï vaø teân chuû hoä;Soá ñieän thoaïi;AÁp\r\n1;Nguyeãn Vaên Ñöùc;0912345678;AÁp 3\r\n2;Traàn Thò Bình;0987654321;AÁp 3\r\n',
        'latin1',
      ),
    ],
  ])('CSV: %s', async (_, bytes) => {
    // TCVN3 has no capital Ấ.
    expect((await lines(bytes)).map((line) => line.replace('ấp', 'Ấp'))).toEqual(both);
  });

  test('hidden rows and columns are read, and the review says so', async () => {
    const files = workbookFiles(
      [
        {
          name: 'A',
          rows: '<row r="1"><c t="str"><v>Chủ hộ</v></c><c t="str"><v>SĐT</v></c></row><row r="2" hidden="1"><c t="str"><v>Lê Văn A</v></c><c s="1"><v>12345678</v></c></row>',
        },
      ],
      {
        styles:
          '<numFmts><numFmt numFmtId="170" formatCode="&quot;09&quot;00000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>',
      },
    );
    const part = 'xl/worksheets/sheet1.xml';
    files[part] = files[part]!.replace(
      '<sheetData>',
      '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>',
    );
    const { drafts, sheets } = await read(zipOf(files));
    expect(drafts.map(inOneLine)).toEqual(['Lê Văn A |  | 0912345678']);
    expect(sheets[0]).toMatchObject({ hiddenRows: 1, hiddenColumns: ['B'] });
  });

  test('remarks and links in an .ods are not part of the cell', async () => {
    const list: Cell[][] = [
      ['Chủ hộ', 'SĐT'],
      [
        'Lê Văn A',
        '<table:table-cell office:value-type="string"><office:annotation><dc:date>2024</dc:date><text:p>gọi 0999999999</text:p></office:annotation><text:p><text:a>0912</text:a><text:s/>345<text:span>678</text:span></text:p></table:table-cell>',
      ],
    ];
    expect(await lines(odsOf({ A: list }))).toEqual(['Lê Văn A |  | 0912345678']);
  });
});
