import iconv from 'iconv-lite';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { testFolder } from './files.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => (folder = await testFolder()));
afterAll(() => folder.remove());

async function read(content: string | Uint8Array): Promise<[row: number, ...cells: string[]][]> {
  const rows: [number, ...string[]][] = [];
  for await (const { row, cells } of readSheet(await folder.file(content))) rows.push([row, ...cells]);
  return rows;
}

describe('reading CSV', () => {
  const text = 'STT;Họ và tên chủ hộ;Địa chỉ\r\n1;Nguyễn Thị Ửng;Số 5, ngõ 2, phố Huế\r\n2;Đỗ Ích;\r\n';
  const expected = [
    [1, 'STT', 'Họ và tên chủ hộ', 'Địa chỉ'],
    [2, '1', 'Nguyễn Thị Ửng', 'Số 5, ngõ 2, phố Huế'],
    [3, '2', 'Đỗ Ích'],
  ];

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little-endian with a mark', iconv.encode(text, 'utf16le', { addBOM: true })],
    ['UTF-16 little-endian without a mark', iconv.encode(text, 'utf16le', { addBOM: false })],
    ['UTF-16 big-endian with a mark', iconv.encode(text, 'utf16be', { addBOM: true })],
  ])('%s is recognised', async (_, bytes) => {
    expect(await read(bytes)).toEqual(expected);
  });

  test('windows-1258, which writes tones apart, comes out in whole letters', async () => {
    // As Windows keeps it: base letter with its hat or horn, then the tone.
    const bytes = iconv.encode('Họ,Nguyễn'.replace('ọ', 'o\u0323').replace('ễ', 'ê\u0303'), 'windows-1258');
    expect(await read(bytes)).toEqual([[1, 'Họ', 'Nguyễn']]);
  });

  test.each([
    ['comma', 'a,b\n"1;2;3",x\n'],
    ['semicolon', 'a;b\n"1,2,3";x\n'],
    ['tab', 'a\tb\n"1,2,3"\tx\n'],
    ['bar', 'a|b\n"1,2,3"|x\n'],
  ])('the delimiter %s is found', async (_, csv) => {
    expect((await read(csv))[0]).toEqual([1, 'a', 'b']);
  });

  test('commas inside addresses do not outvote the real delimiter', async () => {
    const lines = [
      'DANH SÁCH HỘ, NĂM 2025',
      'Họ tên;SĐT;Địa chỉ',
      ...Array.from({ length: 20 }, (_, i) => `A;09;Số ${i}, ngõ 2, xã B, huyện C`),
    ];
    expect((await read(lines.join('\n')))[1]).toEqual([2, 'Họ tên', 'SĐT', 'Địa chỉ']);
  });

  test('rows have the numbers that a spreadsheet shows: empty lines count, a cell of two lines is one row', async () => {
    expect(await read('a,b\r\n\r\n"1\r\n2",x\r\n,\r\n3,y\r\n')).toEqual([
      [1, 'a', 'b'],
      [3, '1\r\n2', 'x'],
      [5, '3', 'y'],
    ]);
  });

  test('the line sep= of Excel is obeyed and is no row', async () => {
    expect(await read('sep=;\r\na;b,c\r\n')).toEqual([[1, 'a', 'b,c']]);
  });

  test('quotes inside a name do not break the row', async () => {
    expect(await read('Nguyễn "Tư" A,5\n"Trần ""Ba"" B",6\n')).toEqual([
      [1, 'Nguyễn "Tư" A', '5'],
      [2, 'Trần "Ba" B', '6'],
    ]);
  });

  test('a file without any delimiter is one column', async () => {
    expect(await read('0912345678\n0987654321')).toEqual([
      [1, '0912345678'],
      [2, '0987654321'],
    ]);
  });
});

test('tables of a web page under the name of a workbook are read as the texts that they show', async () => {
  const page =
    '<html><meta charset="utf-8"><table><tr><th>STT</th><th>Chủ hộ</th><th>SĐT</th></tr>' +
    '<tr><td>1</td><td>Hoàng Thị Sl&#7843;ng</td><td>0912345678<br>0987654321</td></tr></table></html>';
  expect(await read(page)).toEqual([
    [1, 'STT', 'Chủ hộ', 'SĐT'],
    [2, '1', 'Hoàng Thị Slảng', '0912345678\n0987654321'],
  ]);
});
