import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createCsvWriter } from './csv-writer.js';

async function csv(rows: (string | number | null)[][], delimiter?: ',' | ';'): Promise<string> {
  const out = new PassThrough();
  const read = buffer(out);
  const writer = createCsvWriter(out, { delimiter });
  for (const row of rows) await writer.row(row);
  await writer.end();
  // Not as text(): that swallows the mark at the start, which is the point here.
  return (await read).toString('utf8');
}

describe('writing CSV', () => {
  test('Excel sees UTF-8 by the mark at the start, and quotes are doubled', async () => {
    expect(
      await csv([
        ['Chủ hộ', 'Địa chỉ'],
        ['Đỗ "Tư"', 'Ấp 1, xã A\nphía sau'],
      ]),
    ).toBe('\ufeffChủ hộ,Địa chỉ\r\n"Đỗ ""Tư""","Ấp 1, xã A\nphía sau"\r\n');
  });

  test('the delimiter that was asked for is the one that needs quotes', async () => {
    expect(await csv([['a;b', 'c,d', null, 5]], ';')).toBe('\ufeff"a;b";c,d;;5\r\n');
  });

  test('a text that a spreadsheet would run is made harmless; phones and negative numbers stay', async () => {
    expect(await csv([['=1+1', '@SUM(A1)', '-x', '+84912345678', '-5', '\t=1']])).toBe(
      "\ufeff'=1+1,'@SUM(A1),'-x,+84912345678,-5,'\t=1\r\n",
    );
  });
});
