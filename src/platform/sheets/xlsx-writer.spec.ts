import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import { createXlsxWriter } from './xlsx-writer.js';

class Sink extends Writable {
  readonly chunks: Buffer[] = [];
  constructor(private readonly delayMs = 0) {
    super({ highWaterMark: 16 * 1024 });
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    if (this.delayMs) setTimeout(done, this.delayMs).unref();
    else done();
  }
  files(): Record<string, string> {
    const files = unzipSync(new Uint8Array(Buffer.concat(this.chunks)));
    return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
  }
}

describe('writing a workbook', () => {
  test('a phone number stays text with its zero, a count stays a number', async () => {
    const out = new Sink();
    const writer = createXlsxWriter(out);
    await writer.addSheet('Danh sách', { widths: [30, 12], freezeRow: 1 });
    await writer.row(['Chủ hộ', 'SĐT', 'Số tin'], { bold: true });
    await writer.row(['Nguyễn Văn A & con <1>', '0912345678', 3]);
    await writer.row([null, '', Number.NaN]);
    await writer.end();
    const files = out.files();
    const sheet = files['xl/worksheets/sheet1.xml']!;
    expect(sheet).toContain(
      '<c r="B2" s="2" t="inlineStr"><is><t xml:space="preserve">0912345678</t></is></c><c r="C2"><v>3</v></c>',
    );
    expect(sheet).toContain('Nguyễn Văn A &amp; con &lt;1&gt;');
    expect(sheet).toContain('<row r="3"></row>');
    expect(sheet).toContain('ySplit="1"');
    expect(files['xl/workbook.xml']).toContain('<sheet name="Danh sách" sheetId="1" r:id="rId1"/>');
  });

  test('a name that looks like a formula is a text, and illegal characters are gone', async () => {
    const out = new Sink();
    const writer = createXlsxWriter(out);
    await writer.addSheet('A');
    await writer.row(['=HYPERLINK("http://x")', 'a\u0000b\u0008c\ud800d\uffff', '_x0041_']);
    await writer.end();
    const sheet = out.files()['xl/worksheets/sheet1.xml']!;
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('>=HYPERLINK(&quot;http://x&quot;)<');
    expect(sheet).toContain('>abcd<');
    expect(sheet).toContain('>_x005F_x0041_<');
  });

  test('sheet names are made legal and unique', async () => {
    const out = new Sink();
    const writer = createXlsxWriter(out);
    for (const name of ['Thôn 1/2', 'thôn 1 2', 'x'.repeat(40), 'X'.repeat(40), ''])
      await writer.addSheet(name);
    await writer.end();
    const names = [...out.files()['xl/workbook.xml']!.matchAll(/<sheet name="([^"]*)"/g)].map((m) => m[1]);
    expect(names).toEqual([
      'Thôn 1 2',
      'thôn 1 2 (2)',
      'x'.repeat(31),
      `${'X'.repeat(27)} (2)`,
      'Trang tính',
    ]);
  });

  test('a workbook without a sheet still opens: it gets an empty one', async () => {
    const out = new Sink();
    await createXlsxWriter(out).end();
    expect(out.files()['xl/worksheets/sheet1.xml']).toContain('<sheetData></sheetData>');
  });

  test('a slow reader slows the writer instead of filling the memory', async () => {
    const out = new Sink(2);
    const writer = createXlsxWriter(out);
    await writer.addSheet('A');
    let most = 0;
    for (let i = 0; i < 30_000; i++) {
      await writer.row([`${Math.random()}`, `${Math.random()}`, `${Math.random()}`]);
      most = Math.max(most, out.writableLength);
    }
    await writer.end();
    expect(most).toBeLessThan(512 * 1024);
    expect(out.files()['xl/worksheets/sheet1.xml']!.match(/<row /g)).toHaveLength(30_000);
  });

  test('when the reader goes away the writer rejects instead of waiting for ever', async () => {
    const out = new Sink(60_000);
    const writer = createXlsxWriter(out);
    await writer.addSheet('A');
    void pause(50).then(() => out.destroy());
    const write = async () => {
      for (let i = 0; i < 1_000_000; i++) await writer.row([`${Math.random()}`, `${Math.random()}`]);
    };
    await expect(write()).rejects.toThrow('the reader went away');
  });
});
