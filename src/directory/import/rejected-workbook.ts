import type { Writable } from 'node:stream';
import { createXlsxWriter, type XlsxWriter } from '../../platform/sheets/xlsx-writer.js';
import type { RawRow } from './draft-household.js';
import type { SheetSummary } from './sheet-summary.js';

interface RejectedRow {
  sheet: string;
  raw: RawRow[];
  reason: string;
}

const REASON_WIDTH = 60;
const CELL_WIDTH = 22;

/**
 * Writes rejected rows sheet by sheet under the headings they had, with two columns more: where each stood, and why it
 * was rejected. Corrected, the file can be imported as it is: those two columns mean nothing to an import.
 */
export async function writeRejected(
  out: Writable,
  summaries: readonly Pick<SheetSummary, 'sheet' | 'headings'>[],
  rows: AsyncIterable<RejectedRow>,
): Promise<void> {
  const writer = createXlsxWriter(out);
  let sheet: string | null = null;
  let width = 0;
  for await (const row of rows) {
    if (row.sheet !== sheet) {
      sheet = row.sheet;
      const headings = summaries.find((summary) => summary.sheet === row.sheet)?.headings ?? [];
      width = Math.max(headings.length, 1);
      await openSheet(writer, sheet, headings, width);
    }
    for (const [i, { row: number, cells }] of row.raw.entries()) {
      // A row longer than its headings keeps all its cells only up to the two columns of ours.
      const shown = Array.from({ length: width }, (_, column) => cells[column] ?? '');
      await writer.row([...shown, number, i === 0 ? row.reason : '']);
    }
  }
  await writer.end();
}

async function openSheet(
  writer: XlsxWriter,
  sheet: string,
  headings: readonly string[],
  width: number,
): Promise<void> {
  const widths = [...Array.from({ length: width }, () => CELL_WIDTH), 10, REASON_WIDTH];
  await writer.addSheet(sheet || 'Bị từ chối', { widths, freezeRow: 1 });
  await writer.row([...Array.from({ length: width }, (_, i) => headings[i] ?? ''), 'Dòng gốc', 'Lý do'], {
    bold: true,
  });
}
