/** Plain lists with one heading row: `samples/ho-dan-ap-7.csv`, and large ones of any length. */
import type { Writable } from 'node:stream';
import { createCsvWriter } from '../../src/platform/sheets/csv-writer.js';
import { createXlsxWriter } from '../../src/platform/sheets/xlsx-writer.js';
import { householdMaker, type PhoneKinds } from './households.js';
import { seededRandom } from './random.js';

export const LIST_HEADINGS = ['STT', 'Khu dân cư', 'Mã hộ', 'Họ và tên chủ hộ', 'Địa chỉ', 'Số điện thoại', 'Ghi chú'];
/** Households of one neighbourhood in a large list. */
export const NEIGHBOURHOOD_SIZE = 250;

/** Of a large list: 98 of 100 households have a phone that can be used or none at all, and each of those 1.3. */
const KINDS: PhoneKinds = [
  ['one', 59],
  ['two', 33],
  ['abbreviated', 2],
  ['nothing', 3],
  ['landline', 1],
  ['unusable', 1],
  ['neighbour', 1],
];

type Cells = (string | number | null)[];

/** The rows of a large list, made one at a time. */
export function* listRows(households: number): Generator<Cells> {
  const household = householdMaker(seededRandom(7), 10_000, KINDS);
  for (let i = 0; i < households; i++) {
    const neighbourhood = 1 + Math.floor(i / NEIGHBOURHOOD_SIZE);
    const { code, headName, address, phone, note } = household(`K${neighbourhood}`, i % NEIGHBOURHOOD_SIZE);
    yield [i + 1, `Ấp ${neighbourhood}`, code, headName, address, phone, note];
  }
}

export async function writeNeighbourhoodCsv(out: Writable): Promise<void> {
  const household = householdMaker(seededRandom(777), 5_000);
  const csv = createCsvWriter(out);
  await csv.row(LIST_HEADINGS);
  for (let i = 0; i < 82; i++) {
    const { code, headName, address, phone, note } = household('AB7', i);
    await csv.row([i + 1, 'Ấp 7', code, headName, address, phone, note]);
  }
  await csv.end();
}

/** Writes a large list as the file's ending says; memory stays the same however long the list is. */
export async function writeList(out: Writable, households: number, format: 'csv' | 'xlsx'): Promise<void> {
  if (format === 'csv') {
    const csv = createCsvWriter(out);
    await csv.row(LIST_HEADINGS);
    for (const row of listRows(households)) await csv.row(row);
    await csv.end();
    return;
  }
  const workbook = createXlsxWriter(out);
  await workbook.addSheet('Danh sách', { freezeRow: 1 });
  await workbook.row(LIST_HEADINGS, { bold: true });
  for (const row of listRows(households)) await workbook.row(row);
  await workbook.end();
}
