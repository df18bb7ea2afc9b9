// Owns: reading CSV as Vietnamese offices save it: any of four encodings, three delimiters, quotes, `sep=` lines.
// Emits: batches of rows with the number that a spreadsheet shows when it opens the same file.
// Never: holds more than one chunk and one record; what is no text is refused before it is parsed.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { detectDelimiter } from './csv-dialect.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import type { SheetBatch, SheetRow } from './sheet-row.js';
import { columnName, wellFormed } from './sheet-text.js';
import { detectEncoding, type TextShape } from './text-encoding.js';

const BATCH_ROWS = 500;

/** All rows of a CSV file. Throws `SheetError` for a file that is refused whole. */
export async function* readCsv(path: string, limits: SheetLimits): AsyncGenerator<SheetBatch> {
  const shape = await detectEncoding(path, limits);
  const { size } = await stat(path);
  const dialect = await detectDelimiter(decoded(path, shape));
  const parser = parse({
    delimiter: dialect.delimiter,
    from_line: 1,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.lineBytes,
  });
  const source = Readable.from(decoded(path, shape), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);

  let number = 0;
  let count = 0;
  let rows: SheetRow[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number++;
      if (number <= dialect.skipRecords) continue;
      const row = toRow(record, number - dialect.skipRecords, shape, limits);
      if (!row) continue;
      if (++count > limits.rows) throw new SheetError('too-many-rows');
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield { rows, share: Math.min(1, parser.info.bytes / Math.max(1, size)) };
      rows = [];
    }
  } catch (error) {
    // The parser is ahead of this loop: it knows how many records came before the one at fault.
    throw asSheetError(error, parser.info.records + 1 - dialect.skipRecords);
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (rows.length > 0) yield { rows, share: 1 };
  if (count === 0) throw new SheetError('empty-sheet');
}

const asIs = (text: string) => text;
/** windows-1258 writes tones as characters of their own, and UTF-16 may hold halves of characters. */
const REPAIR: Record<TextShape['encoding'], (text: string) => string> = {
  utf8: asIs,
  utf16le: wellFormed,
  utf16be: wellFormed,
  'windows-1252': asIs,
  'windows-1258': (text) => text.normalize('NFC'),
};

function toRow(record: string[], row: number, { encoding }: TextShape, limits: SheetLimits): SheetRow | null {
  const cells = record.map(REPAIR[encoding]);
  let width = cells.length;
  while (width > 0 && cells[width - 1] === '') width--;
  if (!cells.some((text) => text.trim() !== '')) return null;
  if (width > limits.columns) {
    const place = `Dòng ${row} có ${width} cột, nhiều hơn ${limits.columns} cột được phép.`;
    throw new SheetError('too-many-columns', place);
  }
  const long = cells.findIndex((text) => text.length > limits.cellChars);
  if (long >= 0) throw new SheetError('cell-too-long', `Ô ${columnName(long)}${row} có nội dung quá dài.`);
  return { sheet: '', isHiddenSheet: false, row, cells: cells.slice(0, width) };
}

async function* decoded(path: string, { encoding, markBytes }: TextShape): AsyncGenerator<string> {
  const bytes = createReadStream(path, { start: markBytes, highWaterMark: 128 * 1024 });
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const text = decoder.write(chunk);
    // UTF-16 is only checked here: in the other encodings a NUL was refused before.
    if (encoding.startsWith('utf16') && text.includes('\0')) throw new SheetError('not-a-sheet');
    yield text;
  }
  yield decoder.end() ?? '';
}

function asSheetError(error: unknown, row: number): SheetError {
  if (error instanceof SheetError) return error;
  if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new SheetError('quote-not-closed', `Dấu ngoặc kép mở ở dòng ${row} không được đóng.`, {
      cause: error,
    });
  }
  if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE') {
    const why = `Dòng ${row} dài quá mức, có thể vì một dấu ngoặc kép mở mà không đóng.`;
    return new SheetError('quote-not-closed', why, { cause: error });
  }
  return new SheetError('damaged', undefined, { cause: error });
}
