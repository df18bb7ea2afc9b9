import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { ZipStream } from '../../src/platform/sheets/zip-stream.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp } from '../support/app.js';
import { oleFile, testFolder, workbookFiles, workbookOf } from './files.js';
import { ImportStory } from './import-story.js';

let app: TestApp;
let story: ImportStory;
let areaId: string;
let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
  app = await startApp({ UPLOAD_MAX_MB: 8 });
  story = new ImportStory(app);
  areaId = await story.area('Xã An Bình');
});
afterAll(async () => {
  await app?.close();
  await folder?.remove();
});

/** Nothing of a refused file stays: no row, no household, no area, no file. */
async function expectNothingLeft(): Promise<void> {
  const [left] = await app.sql.query<{ rows: string; households: string; areas: string; paths: string }>(
    `select (select count(*) from import_rows) as rows, (select count(*) from households) as households,
            (select count(*) from areas) as areas, (select count(*) from imports where file_path is not null) as paths`,
  );
  expect(left).toEqual({ rows: '0', households: '0', areas: '1', paths: '0' });
  // The file goes right after its import has failed.
  await eventually(async () => expect(await story.leftFiles()).toEqual([]));
}

async function bomb(): Promise<Uint8Array> {
  const path = join(folder.path, 'bomb.xlsx');
  const zip = new ZipStream(createWriteStream(path));
  for (const [name, content] of Object.entries(workbookFiles([{ name: 'A', rows: '' }]))) {
    if (name.includes('sheet1')) continue;
    await zip.startFile(name);
    await zip.write(content);
  }
  await zip.startFile('xl/worksheets/sheet1.xml');
  await zip.write('<worksheet><sheetData>');
  for (let i = 0; i < 400; i++) await zip.write('<row></row>'.repeat(10_000));
  await zip.end();
  return readFile(path);
}

describe('a file that cannot be imported', () => {
  const list = workbookOf({ A: Array.from({ length: 3000 }, (_, i) => [`${i}`, `Lê Văn ${i}`]) });
  const cases: [string, () => string | Uint8Array | Promise<Uint8Array>, string, RegExp][] = [
    ['an .xls that is cut off', () => oleFile(['Workbook']), 'damaged', /hỏng/],
    [
      'a workbook with a password',
      () => oleFile(['EncryptionInfo', 'EncryptedPackage']),
      'password-protected',
      /mật khẩu/,
    ],
    ['a zip bomb', bomb, 'zip-bomb', /phình/],
    ['an empty sheet', () => workbookOf({ A: [] }), 'empty-sheet', /không có dòng dữ liệu/],
    ['an empty file', () => '', 'empty-file', /trống/],
    ['random bytes', () => randomBytes(5_000_000), 'not-a-sheet', /không phải bảng tính/],
    ['a workbook cut short', () => list.slice(0, -100), 'truncated', /cụt/],
    ['a list without headings', () => 'a,b\n1,2\n', 'no-header', /dòng tiêu đề/],
    ['headings without a list', () => 'Chủ hộ,SĐT\n', 'no-households', /Không tìm thấy hộ nào/],
    [
      'a list that breaks off late',
      () => `Chủ hộ,SĐT\n${'Lê Văn A,0912345678\n'.repeat(5000)}"x`,
      'quote-not-closed',
      /dòng 5002/,
    ],
  ];
  test.each(cases)('%s gets a sentence and leaves nothing behind', async (_, content, code, sentence) => {
    const read = await story.read(areaId, await content());
    expect(read).toMatchObject({
      status: 'failed',
      error: { code, detail: expect.stringMatching(sentence) },
      mapping: null,
    });
    expect(read.rows.total).toBe(0);
    await expectNothingLeft();
  });

  test('a file over the limit is refused while it arrives', async () => {
    const answer = await story.upload(areaId, Buffer.alloc(8.5 * 1024 * 1024, 'x,'));
    expect([answer.status, answer.body.code]).toEqual([413, 'too-large']);
    expect(answer.body.detail).toContain('8 MB');
    await expectNothingLeft();
  });

  test('a gigabyte is refused before it is received', async () => {
    const { cookie } = await app.login('admin');
    const status = await new Promise<number>((resolve, reject) => {
      const upload = request(
        `${app.url}/api/v1/imports`,
        {
          method: 'POST',
          headers: {
            cookie,
            'content-type': 'multipart/form-data; boundary=x',
            'content-length': 1_000_000_000,
          },
        },
        (response) => {
          resolve(response.statusCode!);
          upload.destroy();
        },
      );
      upload.on('error', reject);
      upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n');
    });
    expect(status).toBe(413);
    await expectNothingLeft();
  });

  test('a gigabyte without a stated length is cut off at the limit, and the process stays small', async () => {
    const { cookie } = await app.login('admin');
    const before = process.memoryUsage().rss;
    const block = randomBytes(1024 * 1024);
    let sent = 0;
    const status = await new Promise<number>((resolve, reject) => {
      let isAnswered = false;
      const upload = request(
        `${app.url}/api/v1/imports`,
        { method: 'POST', headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' } },
        (response) => {
          isAnswered = true;
          resolve(response.statusCode!);
          upload.destroy();
        },
      );
      // The server may close the line once it has answered.
      upload.on('error', (error) => (isAnswered ? undefined : reject(error)));
      upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n');
      const more = () => {
        while (!isAnswered && sent < 1_000) {
          sent++;
          if (!upload.write(block)) return void upload.once('drain', more);
        }
      };
      more();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    await expectNothingLeft();
  });

  test('an upload that breaks off leaves no file', async () => {
    const { cookie } = await app.login('admin');
    await new Promise<void>((resolve) => {
      const upload = request(`${app.url}/api/v1/imports`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'multipart/form-data; boundary=x', 'content-length': 100_000 },
      });
      upload.on('error', () => resolve());
      upload.write(
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nChủ hộ,SĐT\r\n',
        () => setImmediate(() => upload.destroy(new Error('gone'))),
      );
    });
    await eventually(expectNothingLeft);
  });
});
