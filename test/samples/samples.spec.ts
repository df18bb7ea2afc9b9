import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { NEIGHBOURHOODS, writeCommuneWorkbook } from '../../scripts/samples/commune-workbook.js';
import { householdMaker } from '../../scripts/samples/households.js';
import { LIST_HEADINGS, listRows, writeList, writeNeighbourhoodCsv } from '../../scripts/samples/household-list.js';
import { madeUpNumbers } from '../../scripts/samples/numbers.js';
import { seededRandom } from '../../scripts/samples/random.js';
import { normalisePhone, parsePhones } from '../../src/domain/phone.js';
import { smsVariants } from '../../src/domain/sms-parts.js';
import { parseTemplate, renderExample, renderTemplate } from '../../src/domain/template.js';
import { BehaviourTable } from '../../src/simulator/behaviours.js';

const FOLDER = join(__dirname, '../../samples');
const MESSAGES = readdirSync(join(FOLDER, 'messages'));

async function written(write: (out: Writable) => Promise<void>): Promise<Buffer> {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), write(out)]);
  return bytes;
}

describe('the sample files', () => {
  it('are what the generator writes today', async () => {
    const csv = await written(writeNeighbourhoodCsv);
    expect(readFileSync(join(FOLDER, 'ho-dan-ap-7.csv')).equals(csv)).toBe(true);
    // The bytes of a workbook depend on the version of zlib; its parts do not.
    const parts = (file: Buffer) =>
      Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]);
    expect(parts(readFileSync(join(FOLDER, 'xa-an-binh.xlsx')))).toEqual(
      parts(await written(writeCommuneWorkbook)),
    );
  });

  it('are small', () => {
    for (const file of ['xa-an-binh.xlsx', 'ho-dan-ap-7.csv']) {
      expect(statSync(join(FOLDER, file)).size).toBeLessThan(150_000);
    }
  });

  it('hold 600 households in six neighbourhoods with everything an office’s list has', () => {
    expect(NEIGHBOURHOODS).toHaveLength(6);
    expect(NEIGHBOURHOODS.reduce((sum, { households }) => sum + households, 0)).toBe(600);
    const household = householdMaker(seededRandom(1));
    const cells = Array.from({ length: 3000 }, (_, i) => parsePhones(household('AB1', i).phone));
    const seen = new Set(
      cells.flat().flatMap((finding) => (finding.kind === 'rejected' ? [finding.reason] : finding.repairs)),
    );
    for (const expected of [
      'restored-zero',
      'converted-2018',
      'letter-o',
      'landline',
      'empty',
      'no-number',
      'too-short',
      'too-long',
      'digits-lost',
      'hidden-digits',
      'abbreviated',
      'premium',
      'placeholder',
    ]) {
      expect(seen).toContain(expected);
    }
    const usable = cells.filter((found) => found.some(({ kind }) => kind === 'mobile')).length;
    expect(usable / cells.length).toBeGreaterThan(0.85);
    expect(usable / cells.length).toBeLessThan(0.95);
  });
});

describe('made-up numbers', () => {
  const numbers = (count: number, from = 0) => {
    const source = madeUpNumbers(seededRandom(3), from);
    return Array.from({ length: count }, () => source.next().value);
  };

  it('are mobiles, each once, and the same as before 2018', () => {
    const e164 = (cell: string) => {
      const found = normalisePhone(cell);
      return found.kind === 'mobile' ? found.e164 : found.reason;
    };
    const made = numbers(20_000);
    const e164s = made.map(({ national }) => e164(national));
    expect(e164s.filter((number) => !number.startsWith('+84'))).toEqual([]);
    expect(new Set(e164s).size).toBe(made.length);
    const different = made.filter(({ before2018 }, i) => before2018 && e164(before2018) !== e164s[i]);
    expect(different).toEqual([]);
  });

  it('never come twice in two lists, whatever their endings', () => {
    const stem = ({ national }: { national: string }) => national.slice(0, -2);
    const first = new Set(numbers(5_000).map(stem));
    expect(numbers(5_000, 5_000).filter((number) => first.has(stem(number)))).toEqual([]);
  });

  it('end so that the simulator delivers most, and leaves none in doubt or unanswered', () => {
    const table = new BehaviourTable();
    const counts = new Map<string, number>();
    for (const { national } of numbers(20_000)) {
      const { name } = table.of(national);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.get('delivered')! / 20_000).toBeGreaterThan(0.85);
    expect([...counts.keys()].toSorted()).toEqual([
      'bad-recipient',
      'delivered',
      'early',
      'expired',
      'opted-out',
      'out-of-order',
      'twice',
      'undelivered',
    ]);
  });
});

describe('a large list', () => {
  it('has as many rows as asked for, each with an address of its own in its neighbourhood', () => {
    const rows = [...listRows(1_000)];
    expect(rows).toHaveLength(1_000);
    expect(new Set(rows.map((row) => `${row[1]}|${row[4]}`)).size).toBe(1_000);
    expect(new Set(rows.map((row) => row[1])).size).toBe(4);
  });

  it('is written at the pace of its reader, and nothing of it stays behind', async () => {
    let listeners = 0;
    let bytes = 0;
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer, _, done) {
        bytes += chunk.length;
        listeners = Math.max(listeners, slow.listenerCount('close'), slow.listenerCount('error'));
        setImmediate(done);
      },
    });
    await writeList(slow, 20_000, 'csv');
    expect(bytes).toBeGreaterThan(1_500_000);
    expect(listeners).toBeLessThan(5);
  });

  it('is a workbook where that is asked for', async () => {
    const parts = unzipSync(await written((out) => writeList(out, 300, 'xlsx')));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
    expect(sheet.match(/<row /g)).toHaveLength(301);
    for (const heading of LIST_HEADINGS) expect(sheet).toContain(heading);
  });
});

describe('the sample messages', () => {
  const longest = {
    headName: 'Nguyễn Phạm Thị Hoàng Phương Uyên',
    areaName: 'Tổ dân phố Trung Hòa 12',
    communeName: 'Xã Nguyễn Bỉnh Khiêm',
  };

  it('are three', () => {
    expect(MESSAGES).toHaveLength(3);
  });

  it.each(MESSAGES)('%s is a template of at most four unaccented parts that tells how to refuse', (file) => {
    const source = readFileSync(join(FOLDER, 'messages', file), 'utf8').trim();
    expect(source).toBe(source.normalize('NFC'));
    expect(source).toMatch(/Từ chối: soạn TC$/);
    const template = parseTemplate(source);
    expect(template.ok).toBe(true);
    if (!template.ok) return;
    expect(template.segments.some((segment) => 'key' in segment)).toBe(true);
    for (const text of [renderExample(template.segments), renderTemplate(template.segments, longest)]) {
      const { unaccented } = smsVariants(text);
      expect(unaccented.encoding).toBe('gsm7');
      expect(unaccented.parts).toBeGreaterThanOrEqual(1);
      expect(unaccented.parts).toBeLessThanOrEqual(4);
    }
  });
});
