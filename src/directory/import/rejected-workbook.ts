import type { Writable } from 'node:stream';
import { createXlsxWriter, type XlsxWriter } from '../../platform/sheets/xlsx-writer.js';
import { columnIndex } from '../../platform/sheets/sheet-text.js';
import type { RawRow } from './draft-household.js';
import { FIELD_HEADINGS } from './field-headings.js';
import type { SheetSummary } from './sheet-summary.js';

interface RejectedSheet extends Pick<SheetSummary, 'sheet' | 'headings' | 'isOfLines'> {
  columns: readonly { column: string; field: string }[];
}

interface RejectedRow {
  sheet: string;
  raw: RawRow[];
  reason: string;
}

const REASON_WIDTH = 60;
const CELL_WIDTH = 22;

/**
 * Writes rejected rows sheet by sheet with all their cells, under the headings they had; a column without one is named by
 * what it was read as. Two columns more say where each row stood, and why it was rejected. Corrected, the file can be
 * imported as it is: those two columns mean nothing to an import.
 * @param widths the most cells that a rejected row of each sheet has
 */
export async function writeRejected(
  out: Writable,
  summaries: readonly RejectedSheet[],
  widths: ReadonlyMap<string, number>,
  rows: AsyncIterable<RejectedRow>,
): Promise<void> {
  const writer = createXlsxWriter(out);
  let sheet: string | null = null;
  let headings: string[] = [];
  for await (const row of rows) {
    if (row.sheet !== sheet) {
      sheet = row.sheet;
      headings = headingsOf(
        summaries.find((summary) => summary.sheet === row.sheet),
        widths.get(row.sheet) ?? 0,
      );
      await openSheet(writer, sheet, headings);
    }
    for (const [i, { row: number, cells }] of row.raw.entries()) {
      const shown = headings.map((_, column) => cells[column] ?? '');
      await writer.row([...shown, number, i === 0 ? row.reason : '']);
    }
  }
  await writer.end();
}

/** Over lines of text: an import looks for a phone in what stands under the first, and one heading alone is none to it. */
const LINE_HEADINGS = ['Họ tên, SĐT', 'Ghi chú'];

/** One for each column that has a heading, was read as something, or holds a cell of these rows; at least one. */
function headingsOf(summary: RejectedSheet | undefined, cells: number): string[] {
  const own = summary?.headings ?? [];
  const named = new Map<number, string | undefined>(
    summary?.isOfLines
      ? LINE_HEADINGS.entries()
      : summary?.columns.map(({ column, field }) => [columnIndex(column), FIELD_HEADINGS[field]]),
  );
  const width = Math.max(1, own.length, cells, ...[...named.keys()].map((index) => index + 1));
  return Array.from({ length: width }, (_, i) => (own[i]?.trim() ? own[i] : (named.get(i) ?? '')));
}

async function openSheet(writer: XlsxWriter, sheet: string, headings: readonly string[]): Promise<void> {
  const widths = [...headings.map(() => CELL_WIDTH), 10, REASON_WIDTH];
  await writer.addSheet(sheet || 'Bị từ chối', { widths, freezeRow: 1 });
  await writer.row([...headings, 'Dòng gốc', 'Lý do'], { bold: true });
}
