import { startApp, type TestApp } from '../support/app.js';
import { odsOf, xlsOf } from './dirty-lists.js';
import { biffOf, blanks, names, numbers } from './biff.js';
import { workbookFiles, workbookOf, xml2003, xml2003Of, zipOf } from './files.js';
import { ImportStory } from './import-story.js';

let app: TestApp;
let story: ImportStory;
let areaId: string;
beforeAll(async () => {
  app = await startApp({ UPLOAD_MAX_MB: 32 });
  story = new ImportStory(app);
  areaId = await story.area('Xã An Bình');
});
afterAll(() => app?.close());

const list = [
  ['STT', 'Chủ hộ', 'SĐT', 'Địa chỉ'],
  ...Array.from({ length: 60 }, (_, i) => [
    `${i + 1}`,
    'Lê Văn An',
    `0912${String(i).padStart(6, '0')}`,
    `Số ${i}`,
  ]),
];
const formats: [string, Uint8Array][] = [
  ['xlsx', workbookOf({ A: list })],
  ['xls', xlsOf({ A: list })],
  ['ods', odsOf({ A: list })],
  ['csv', Buffer.from(list.map((row) => row.join(',')).join('\n'))],
  ['xml of 2003', Buffer.from(xml2003Of(list))],
];

/** The same numbers in every run (mulberry32, public domain). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Cut, overwritten, doubled or shuffled somewhere. */
function spoil(bytes: Uint8Array, next: () => number): Uint8Array {
  const at = Math.floor(next() * bytes.length);
  const length = 1 + Math.floor(next() * 200);
  const spoiled = Buffer.from(bytes);
  switch (Math.floor(next() * 4)) {
    case 0:
      return spoiled.subarray(0, at);
    case 1:
      for (let i = at; i < Math.min(at + length, bytes.length); i++) spoiled[i] = Math.floor(next() * 256);
      return spoiled;
    case 2:
      return Buffer.concat([spoiled.subarray(0, at), spoiled.subarray(Math.max(0, at - length))]);
    default:
      spoiled[at] = spoiled[at]! ^ (1 << Math.floor(next() * 8));
      return spoiled;
  }
}

/** Read with few or all households, or refused with a sentence; never an error of ours. */
async function hand(content: string | Uint8Array): Promise<{ status: string; code: string | null }> {
  const { status, body } = await story.upload(areaId, content);
  if (status !== 202) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    return { status: 'refused', code: body.code };
  }
  const read = await story.until(body.id, ['ready', 'failed']);
  if (read.status === 'failed') expect(read.error!.detail).toMatch(/\p{L}.*\.$/u);
  expect(read.error?.code).not.toBe('internal');
  return { status: read.status, code: read.error?.code ?? null };
}

describe('a file that was spoiled on its way', () => {
  test.each(formats)('.%s, in a dozen ways', async (_, bytes) => {
    const next = random(bytes.length);
    const ends = [];
    for (let i = 0; i < 12; i++) ends.push((await hand(spoil(bytes, next))).status);
    expect(ends.filter((end) => !['ready', 'failed', 'refused'].includes(end))).toEqual([]);
  });
});

describe('a file made to do harm', () => {
  const sheet = (rows: string) => zipOf(workbookFiles([{ name: 'A', rows }]));
  const part = (name: string, text: string) =>
    zipOf({ ...workbookFiles([{ name: 'A', rows: '' }]), [name]: text });
  const SHEET = 'xl/worksheets/sheet1.xml';
  const header = '<row><c t="str"><v>Chủ hộ</v></c><c t="str"><v>SĐT</v></c></row>';
  const page = (rows: string) => `<html><table><tr><th>Chủ hộ</th><th>SĐT</th></tr>${rows}`;
  const cases: [string, () => string | Uint8Array, string | null][] = [
    [
      '16,384 columns',
      () => workbookOf({ A: [Array.from({ length: 16_384 }, (_, i) => `c${i}`)] }),
      'too-many-columns',
    ],
    [
      '16,384 columns of text',
      () => Array.from({ length: 16_384 }, (_, i) => `c${i}`).join(','),
      'too-many-columns',
    ],
    [
      'a cell of a megabyte',
      () =>
        workbookOf({
          A: [
            ['Chủ hộ', 'SĐT'],
            ['x'.repeat(1_048_576), '0912345678'],
          ],
        }),
      'cell-too-long',
    ],
    [
      'a megabyte in a line of text',
      () => `Chủ hộ,SĐT\n${'x'.repeat(1_000_000)},0912345678\n`,
      'cell-too-long',
    ],
    ['a cell of a megabyte in an .ods', () => odsOf({ A: [['x'.repeat(1_048_576)]] }), 'cell-too-long'],
    [
      '100,000 elements inside each other',
      () => part(SHEET, `<worksheet>${'<a>'.repeat(100_000)}`),
      'damaged',
    ],
    [
      '100,000 elements, closed',
      () => part(SHEET, `<worksheet>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</worksheet>`),
      'empty-sheet',
    ],
    [
      'a billion laughs',
      () =>
        part(
          SHEET,
          `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(99)}">]><worksheet>&b;</worksheet>`,
        ),
      'forbidden-xml',
    ],
    [
      'a row repeated a billion times in an .ods',
      () =>
        odsOf({
          A: [
            [
              '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="999999999"><table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>',
            ],
          ],
        }),
      'too-many-rows',
    ],
    [
      'a cell repeated a million times in an .ods',
      () =>
        odsOf({
          A: [
            [
              '<table:table-cell table:number-columns-repeated="1000000" office:value-type="string"><text:p>b</text:p></table:table-cell>',
            ],
          ],
        }),
      'too-many-columns',
    ],
    [
      'a page of 100,000 tables inside each other',
      () => page('<table><tr><td>\n'.repeat(100_000)),
      'damaged',
    ],
    [
      'a page with a cell over a million columns',
      () => page('<tr><td colspan=999999>a</td><td>0912345678</td></tr></table>'),
      'too-many-columns',
    ],
    ['a page of a million cells', () => page('<td>'.repeat(1_000_000)), 'too-many-rows'],
    [
      'a page with a cell of a megabyte',
      () => page(`<tr><td>${'x'.repeat(1_048_576)}</table>`),
      'cell-too-long',
    ],
    [
      'a page of open tags',
      () => page(`${'<tr><td>Lê Văn An<td>0912345678'.repeat(10_000)}${'<'.repeat(500_000)}`),
      'damaged',
    ],
    [
      'a page with a billion laughs',
      () =>
        `<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(999)}">]>${page('<tr><td>&b;</td></tr></table>')}`,
      'damaged',
    ],
    [
      'XML of 2003 with a billion laughs',
      () =>
        `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'ha'.repeat(99)}">]>${xml2003('&a;'.repeat(999))}`,
      'forbidden-xml',
    ],
    [
      'XML of 2003 with a cell in column 999,999,999',
      () => xml2003('<Row><Cell ss:Index="999999999"><Data ss:Type="String">a</Data></Cell></Row>'),
      'too-many-columns',
    ],
    [
      'XML of 2003 with a row 999,999,999',
      () => xml2003('<Row ss:Index="999999999"><Cell><Data ss:Type="String">a</Data></Cell></Row>'),
      'damaged',
    ],
    [
      'XML of 2003 with a cell of a megabyte',
      () => xml2003(`<Row><Cell><Data ss:Type="String">${'x'.repeat(1_048_576)}</Data></Cell></Row>`),
      'cell-too-long',
    ],
    [
      'XML of 2003 with 100,000 elements inside each other',
      () => xml2003('<Row><Cell>'.repeat(50_000)),
      'damaged',
    ],
    ['an .xls of five million small numbers', () => biffOf({ rows: numbers(20_000) }), 'too-much-memory'],
    ['an .xls of five million empty cells', () => biffOf({ rows: blanks(20_000) }), 'too-much-memory'],
    ['an .xls of a million names', () => biffOf({ globals: names(1_000_000) }), 'too-much-memory'],
    [
      'a row number beyond all numbers',
      () => sheet('<row r="1e309"><c t="str"><v>a</v></c></row>'),
      'damaged',
    ],
  ];
  test.each(cases)('%s', async (_, content, code) => {
    expect(await hand(content())).toEqual({ status: 'failed', code });
  });

  test('macros are not looked at, formulas are not computed, links are not followed', async () => {
    const files = workbookFiles([
      {
        name: 'A',
        rows: `${header}<row><c t="str"><f>HYPERLINK("http://127.0.0.1:1/x","Lê Văn A")</f><v>Lê Văn A</v></c><c><f>WEBSERVICE("http://127.0.0.1:1")</f><v>912345678</v></c></row><row><c t="str"><v>Lê Văn B</v></c><c><f>1/0</f></c></row>`,
      },
    ]);
    const macros = { ...files, 'xl/vbaProject.bin': Buffer.from('Auto_Open') };
    const read = await story.read(areaId, zipOf(macros), 'danh sach.xlsm');
    expect(read).toMatchObject({ status: 'ready', rows: { created: 1, rejected: 1 } });
    const [bad] = await story.rows(read.id, '&outcome=rejected');
    expect(bad!.reasonCodes).toEqual(['no-usable-phone', 'phone-formula-without-value']);
  });

  test('the scripts of a page are not run, its pictures not fetched, a row over a million rows is one', async () => {
    const file = page(
      '<tr><td rowspan=999999>Lê Văn C<script>throw new Error()</script></td><td><img src="http://127.0.0.1:1/x">0912345678</td></tr></table>',
    );
    const read = await story.read(areaId, file, 'danh sach.xls');
    expect(read).toMatchObject({ status: 'ready', rows: { created: 1, rejected: 0 } });
  });

  test('nothing of them is left: no household, no area, no row of a failed one, no file', async () => {
    const [left] = await app.sql.query<Record<string, string>>(
      `select (select count(*) from households) as households, (select count(*) from areas) as areas,
              (select count(*) from import_rows r join imports i on i.id = r.import_id where i.status = 'failed') as rows,
              (select count(*) from imports where status = 'failed' and file_path is not null) as files,
              (select count(*) from imports where status = 'ready') as ready`,
    );
    const { ready, ...nothing } = left!;
    expect(nothing).toEqual({ households: '0', areas: '1', rows: '0', files: '0' });
    expect((await story.leftFiles()).length).toBe(Number(ready));
  });
});
