import { createWriteStream } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readSheet, type ReadSheetOptions } from '../../src/platform/sheets/read-sheet.js';
import { SheetError } from '../../src/platform/sheets/sheet-error.js';
import { ZipStream } from '../../src/platform/sheets/zip-stream.js';
import { oleFile, testFolder, workbookFiles, workbookOf, zipOf } from './files.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => (folder = await testFolder()));
afterAll(() => folder.remove());

async function refusal(content: string | Uint8Array | { path: string }, options?: ReadSheetOptions) {
  const path = typeof content === 'object' && 'path' in content ? content.path : await folder.file(content);
  try {
    for await (const row of readSheet(path, options)) expect(row.cells).not.toHaveLength(0);
  } catch (error) {
    if (error instanceof SheetError) return { code: error.code, sentence: error.message };
    throw error;
  }
  return null;
}

/** A zip whose one big file repeats a text, written without ever holding it. */
async function repeated(part: string, head: string, text: string, times: number): Promise<string> {
  const path = join(folder.path, `repeated-${part.replaceAll('/', '-')}-${times}`);
  const zip = new ZipStream(createWriteStream(path));
  const files = workbookFiles([{ name: 'A', rows: '<row><c t="s"><v>0</v></c></row>' }], {
    sharedStrings: '<si/>',
  });
  for (const [name, content] of Object.entries(files)) {
    if (name === part) continue;
    await zip.startFile(name);
    await zip.write(content);
  }
  await zip.startFile(part);
  await zip.write(head);
  for (let i = 0; i < times; i++) await zip.write(text);
  await zip.end();
  return path;
}

describe('a file that is no workbook and no text', () => {
  const zip = workbookOf({ A: [['a']] });
  const cases: [string, string | Uint8Array, string][] = [
    ['an empty file', '', 'empty-file'],
    ['an .xls with nothing behind its directory', oleFile(['Workbook']), 'damaged'],
    ['an old Word document named .xls', oleFile(['WordDocument']), 'word-document'],
    ['an installer named .xls', oleFile(['File']), 'not-a-sheet'],
    ['a workbook with a password', oleFile(['EncryptionInfo', 'EncryptedPackage']), 'password-protected'],
    ['a PDF', '%PDF-1.7 …', 'not-a-sheet'],
    ['random bytes', randomBytes(300_000), 'not-a-sheet'],
    ['a web page named .xls', '\ufeff\n<html><p>a</p></html>', 'web-page'],
    [
      'XML of Excel 2003 without a row',
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
      'empty-sheet',
    ],
    [
      'an OpenDocument in one piece of XML',
      '<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
      'xml-spreadsheet',
    ],
    ['a zip without a workbook', zipOf({ 'a.txt': 'a' }), 'no-workbook'],
    ['an empty zip', zipOf({}), 'no-workbook'],
    ['an .xlsx cut in half', zip.slice(0, zip.length / 2), 'truncated'],
    [
      'a workbook with a broken sheet',
      zipOf({ ...workbookFiles([{ name: 'A', rows: '<row><c>' }]) }),
      'damaged',
    ],
    [
      'a text document of LibreOffice',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }),
      'no-workbook',
    ],
    [
      'an .ods with a password',
      zipOf({
        'content.xml': '…',
        'META-INF/manifest.xml': '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>',
      }),
      'password-protected',
    ],
    ['an empty sheet', workbookOf({ A: [], B: [['', '']] }), 'empty-sheet'],
    ['a CSV of empty lines', '\n,,\n\n', 'empty-sheet'],
  ];
  test.each(cases)('%s is refused with a sentence', async (_, content, code) => {
    const refused = await refusal(content);
    expect(refused?.code).toBe(code);
    expect(refused?.sentence).toMatch(/\.$/);
  });

  test('bytes inside a zip that were changed are noticed', async () => {
    const bytes = Uint8Array.from(workbookOf({ A: Array.from({ length: 100 }, (_, i) => [`${i * 77}`]) }));
    const sheet = Buffer.from(bytes).indexOf('sheet1.xml') + 'sheet1.xml'.length;
    bytes.fill(0, sheet + 20, sheet + 60);
    expect((await refusal(bytes))?.code).toBe('damaged');
  });

  test('a workbook whose sheet is encrypted inside the zip says so', async () => {
    const bytes = Buffer.from(workbookOf({ A: [['a']] }));
    for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 1))
      bytes[at + 8]! |= 1;
    expect((await refusal(bytes))?.code).toBe('password-protected');
  });
});

describe('a hostile file', () => {
  const sheet = 'xl/worksheets/sheet1.xml';

  test('a zip bomb is refused after a few megabytes of it', async () => {
    const path = await repeated(sheet, '<worksheet><sheetData>', '<row></row>'.repeat(10_000), 300);
    expect((await refusal({ path }))?.code).toBe('zip-bomb');
  });

  test('a bomb of shared texts is refused before it fills the memory', async () => {
    const text = Array.from(
      { length: 2_000 },
      (_, i) => `<si><t>${randomBytes(20).toString('hex')}${i}</t></si>`,
    ).join('');
    const path = await repeated('xl/sharedStrings.xml', '<sst>', text, 40);
    expect((await refusal({ path }, { limits: { sharedStringBytes: 2_000_000 } }))?.code).toBe(
      'too-many-texts',
    );
  });

  test('an entity bomb is refused at its DOCTYPE', async () => {
    const files = workbookFiles([{ name: 'A', rows: '' }]);
    files[sheet] =
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]><worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>';
    expect((await refusal(zipOf(files)))?.code).toBe('forbidden-xml');
  });

  test.each([
    ['tag', '<worksheet a="', 'x'.repeat(50_000)],
    ['text', '<worksheet>', 'y'.repeat(50_000)],
    ['comment', '<worksheet><!-- ', '<a> '.repeat(12_000)],
    ['CDATA', '<worksheet><sheetData><row><c><v><![CDATA[', '<a> '.repeat(12_000)],
  ])('an endless %s is refused before it fills the memory', async (kind, head, text) => {
    const path = await repeated(sheet, head, text, kind.length + 1_000);
    const before = process.memoryUsage().rss;
    expect((await refusal({ path }, { limits: { ratio: 1e9 } }))?.code).toBe('damaged');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('what slips past every count ends with the memory of its thread, not of the process', async () => {
    const refused = await refusal(workbookOf({ A: [['a']] }), { limits: { memoryMb: 2 } });
    expect(refused?.code).toBe('too-much-memory');
  });

  test('too many rows, columns, sheets and too long a cell are refused with the place', async () => {
    const rows = Array.from({ length: 11 }, () => ['a']);
    expect((await refusal(workbookOf({ A: rows }), { limits: { rows: 10 } }))?.code).toBe('too-many-rows');
    expect((await refusal('a\n'.repeat(11), { limits: { rows: 10 } }))?.code).toBe('too-many-rows');
    expect((await refusal(workbookOf({ A: rows, B: rows, C: rows }), { limits: { sheets: 2 } }))?.code).toBe(
      'too-many-sheets',
    );
    const far = zipOf(workbookFiles([{ name: 'Ấp 1', rows: '<row r="2"><c r="XFD2"><v>1</v></c></row>' }]));
    expect(await refusal(far)).toEqual({
      code: 'too-many-columns',
      sentence: 'Ô XFD2 của trang “Ấp 1” nằm ngoài 256 cột được phép; hãy xoá ô đó.',
    });
    expect((await refusal(`a\n${'b,'.repeat(300)}b`))?.sentence).toContain('Dòng 2 có 301 cột');
    expect(await refusal(`a\nb,${'x'.repeat(40_000)}`)).toEqual({
      code: 'cell-too-long',
      sentence: 'Ô B2 có nội dung quá dài.',
    });
  });

  test('a file that takes too long is given up', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [`${i}`, 'Nguyễn Văn A']);
    expect((await refusal(workbookOf({ A: many }), { limits: { readMs: 1 } }))?.code).toBe('too-slow');
  });

  test('a reader that is told to stop stops with that reason', async () => {
    const path = await folder.file(workbookOf({ A: [['a']] }));
    await expect(
      refusal({ path }, { signal: AbortSignal.abort(new Error('shutting down')) }),
    ).rejects.toThrow('shutting down');
  });
});

describe('a gigabyte of rubbish', () => {
  const GB = 1_000_000_000;
  const roomy = { limits: { fileBytes: 2 * GB } };

  test('is refused by its size as shipped', async () => {
    expect((await refusal({ path: await folder.sparse(GB) }))?.sentence).toContain('giới hạn 64 MB');
  });

  test('is refused from its first bytes where the limit is higher: zeros', async () => {
    const before = process.memoryUsage().rss;
    expect((await refusal({ path: await folder.sparse(GB) }, roomy))?.code).toBe('not-a-sheet');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('an endless line is refused after a megabyte of it, in any encoding', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a'.repeat(3_000_000), 'utf16le')]);
    expect((await refusal('a'.repeat(3_000_000)))?.code).toBe('not-a-sheet');
    expect((await refusal(wide))?.code).toBe('quote-not-closed');
  });

  test('a quote that swallows the rest of a file is named by its row', async () => {
    expect((await refusal('a,b\n1,2\n3,"4\n5,6\n'))?.sentence).toBe(
      'Dấu ngoặc kép mở ở dòng 3 không được đóng.',
    );
    expect((await refusal(`a,b\n1,"2\n${'3,4\n'.repeat(500_000)}`))?.sentence).toContain(
      'Dòng 2 dài quá mức',
    );
  });
});
