import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import type { SheetRow } from '../../src/platform/sheets/sheet-row.js';
import { odsOf } from './dirty-lists.js';
import { testFolder, workbookFiles, workbookOf, xml2003, zipOf } from './files.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => (folder = await testFolder()));
afterAll(() => folder.remove());

async function rowsOf(bytes: Uint8Array): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(await folder.file(bytes))) rows.push(row);
  return rows;
}

const cellsOf = async (rows: string, parts: Parameters<typeof workbookFiles>[1] = {}) =>
  (await rowsOf(zipOf(workbookFiles([{ name: 'A', rows }], parts)))).map((row) => row.cells);

describe('reading a workbook', () => {
  test('sheets come in their order with their names, hidden ones marked, rows with the numbers that Excel shows', async () => {
    const rows = await rowsOf(
      zipOf(
        workbookFiles([
          {
            name: 'Thôn Đông &amp; Tây',
            rows: '<row r="3"><c r="B3" t="str"><v>a</v></c></row><row r="7"><c r="A7"><v>5</v></c></row>',
          },
          { name: 'DM', rows: '<row r="1"><c r="A1"><v>1</v></c></row>', state: 'veryHidden' },
          { name: 'Ấp 2', rows: '<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>' },
        ]),
      ),
    );
    expect(rows).toEqual([
      { sheet: 'Thôn Đông & Tây', isHiddenSheet: false, row: 3, cells: ['', 'a'] },
      { sheet: 'Thôn Đông & Tây', isHiddenSheet: false, row: 7, cells: ['5'], numbers: [0] },
      { sheet: 'DM', isHiddenSheet: true, row: 1, cells: ['1'], numbers: [0] },
      { sheet: 'Ấp 2', isHiddenSheet: false, row: 1, cells: ['1'], numbers: [0] },
      { sheet: 'Ấp 2', isHiddenSheet: false, row: 2, cells: ['', '2'], numbers: [1] },
    ]);
  });

  test('shared texts, rich text and inline texts are read; furigana and formatting are not', async () => {
    const sharedStrings =
      '<si><t>Nguyễn</t></si><si><r><rPr><b/></rPr><t>Văn </t></r><r><t>A</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t xml:space="preserve"> a_x000D_b &lt;</t></si>';
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>' +
      '<c r="D1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c><c r="E1" t="s"><v>99</v></c><c r="F1" t="str"><v>z</v></c></row>';
    expect(await cellsOf(rows, { sharedStrings })).toEqual([['Nguyễn', 'Văn A', ' a\rb <', 'xy', '', 'z']]);
  });

  test('a whole number is its figures, however a program wrote it; a text and a fraction stay as they stand', async () => {
    const rows =
      '<row r="1"><c r="A1"><v>9.12345678E8</v></c><c r="B1"><v>912345678</v></c><c r="C1"><v>84912345678.000000</v></c>' +
      '<c r="D1" t="n"><v>3.0</v></c><c r="E1"><v>3.5</v></c><c r="F1" t="str"><v>9.12345678E8</v></c></row>';
    expect(await cellsOf(rows)).toEqual([
      ['912345678', '912345678', '84912345678', '3', '3.5', '9.12345678E8'],
    ]);
  });

  test('so it is in .ods and in XML of 2003', async () => {
    const float = (value: string) =>
      `<table:table-cell office:value-type="float" office:value="${value}"><text:p>x</text:p></table:table-cell>`;
    const [ods] = await rowsOf(odsOf({ A: [[float('9.12345678E8'), float('3.0'), float('3.5'), '3.0']] }));
    expect(ods!.cells).toEqual(['912345678', '3', '3.5', '3.0']);
    const data = (type: string, value: string) => `<Cell><Data ss:Type="${type}">${value}</Data></Cell>`;
    const row = data('Number', '9.12345678E8') + data('Number', '3.0') + data('String', '3.0');
    const [xml] = await rowsOf(Buffer.from(xml2003(`<Row>${row}</Row>`)));
    expect(xml!.cells).toEqual(['912345678', '3', '3.0']);
  });

  test('dates are dates by their format, in the way Vietnamese offices write them', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd\\/mm\\/yyyy"/><numFmt numFmtId="165" formatCode="0000\\ 000\\ 000&quot;d&quot;"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="22"/></cellXfs>';
    const rows =
      '<row r="1"><c r="A1" s="1"><v>29285</v></c><c r="B1" s="2"><v>60</v></c><c r="C1" s="3"><v>912345678</v></c>' +
      '<c r="D1" s="4"><v>0.5</v></c><c r="E1" s="5"><v>45000.75</v></c><c r="F1" t="d"><v>1980-03-05T00:00:00</v></c><c r="G1" s="1"><v>1</v></c></row>';
    expect(await cellsOf(rows, { styles })).toEqual([
      ['05/03/1980', '28/02/1900', '912345678', '12:00', '15/03/2023 18:00', '05/03/1980', '01/01/1900'],
    ]);
    expect(
      await cellsOf('<row><c s="1"><v>27823</v></c></row>', {
        styles,
        workbookPr: '<workbookPr date1904="1"/>',
      }),
    ).toEqual([['05/03/1980']]);
  });

  test('a formula gives the value that the spreadsheet had computed, and says that it is one', async () => {
    const rows =
      '<row r="1"><c r="A1" t="str"><f>B1&amp;C1</f><v>0912345678</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="b"><v>1</v></c></row>';
    expect(await rowsOf(zipOf(workbookFiles([{ name: 'A', rows }])))).toEqual([
      {
        sheet: 'A',
        isHiddenSheet: false,
        row: 1,
        cells: ['0912345678', '', '#DIV/0!', 'TRUE'],
        formulas: [0, 1, 2],
        errors: [2],
      },
    ]);
  });

  test('a workbook with prefixed names, as some office programs write it, is the same workbook', async () => {
    const files = workbookFiles([{ name: 'A', rows: '' }]);
    files['xl/worksheets/sheet1.xml'] =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    expect((await rowsOf(zipOf(files))).map((row) => row.cells)).toEqual([['a']]);
  });

  test('leaving the loop early ends the reading', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => [`${i}`, 'Nguyễn Văn A']);
    const path = await folder.file(workbookOf({ A: many }));
    const seen: string[] = [];
    for await (const row of readSheet(path)) {
      seen.push(row.cells[0]!);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['0', '1', '2']);
  });
});
