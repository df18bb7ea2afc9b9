// Owns: writing CSV that Excel opens correctly with a double click: UTF-8 with BOM, CRLF, quotes doubled.
// Emits: bytes into the stream it was given, at the stream's own pace.
// Never: a cell that a spreadsheet would run as a formula (OWASP "CSV injection").
import type { Writable } from 'node:stream';
import { firstOf } from '../first-of.js';

export interface CsvWriter {
  /** Appends a row. Await it: that is the back-pressure. Rejects once the output is gone. */
  row(cells: (string | number | null)[]): Promise<void>;
  /** Finishes the output; resolves when it has taken everything. */
  end(): Promise<void>;
}

const FLUSH_AT_CHARS = 64 * 1024;
/** A text beginning with one of these is a formula to Excel, LibreOffice and Google Sheets. */
const FORMULA_START = /^[=+\-@\t\r\n]/;
/** …but a phone in international form, or a negative number, is only a number to them and stays as it is. */
const PLAIN_NUMBER = /^[+-]\d[\d .]*$/;

/** A CSV file written into `out`. A text that looks like a formula gets a leading apostrophe. */
export function createCsvWriter(
  out: Writable,
  { delimiter = ',' }: { delimiter?: ',' | ';' | '\t' } = {},
): CsvWriter {
  let buffer = '\ufeff';
  let failure: Error | null = null;
  out.on('error', (error) => (failure ??= error));
  out.on('close', () => (failure ??= out.writableFinished ? null : new Error('the reader went away')));

  const flush = async () => {
    if (failure) throw failure;
    const text = buffer;
    buffer = '';
    if (text !== '' && !out.write(text)) await firstOf(out, ['drain', 'close', 'error']);
    if (failure) throw failure;
  };

  return {
    async row(cells) {
      buffer += `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
      if (buffer.length >= FLUSH_AT_CHARS) await flush();
    },
    async end() {
      await flush();
      await new Promise<void>((resolve, reject) => {
        out.once('error', reject);
        out.once('close', () =>
          out.writableFinished ? resolve() : reject(new Error('the reader went away')),
        );
        out.end(resolve);
      });
    },
  };
}

function csvCell(cell: string | number | null, delimiter: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = FORMULA_START.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
  return /["\r\n]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
