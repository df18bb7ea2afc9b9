/**
 * `npm run samples`: writes the sample files of `samples/` anew. `-- --households N [--out FILE.csv|FILE.xlsx]` writes
 * one large list instead. The same files come out on every machine.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCommuneWorkbook } from './samples/commune-workbook.js';
import { writeList, writeNeighbourhoodCsv } from './samples/household-list.js';
import { MAX_NUMBERS } from './samples/numbers.js';

const FOLDER = fileURLToPath(new URL('../../samples/', import.meta.url));
/** A household takes two numbers at most. */
const MAX_HOUSEHOLDS = Math.floor(MAX_NUMBERS / 2) - 5_000;

async function write(
  file: string,
  fill: (out: ReturnType<typeof createWriteStream>) => Promise<void>,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const startedAt = performance.now();
  await fill(createWriteStream(file));
  const { size } = await stat(file);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${path.relative(process.cwd(), file)}  ${(size / 1024).toFixed(0)} kB, ${seconds} s`);
}

function householdsOf(text: string): number {
  const households = Number(text);
  if (!Number.isInteger(households) || households < 1 || households > MAX_HOUSEHOLDS) {
    throw new Error(`--households phải là số nguyên từ 1 đến ${MAX_HOUSEHOLDS}`);
  }
  return households;
}

const { values } = parseArgs({ options: { households: { type: 'string' }, out: { type: 'string' } } });
if (values.households === undefined) {
  await write(path.join(FOLDER, 'xa-an-binh.xlsx'), writeCommuneWorkbook);
  await write(path.join(FOLDER, 'ho-dan-ap-7.csv'), writeNeighbourhoodCsv);
} else {
  const households = householdsOf(values.households);
  const file = path.resolve(values.out ?? path.join(FOLDER, 'large', `${households}-ho.csv`));
  const format = path.extname(file).toLowerCase() === '.xlsx' ? 'xlsx' : 'csv';
  await write(file, (out) => writeList(out, households, format));
}
