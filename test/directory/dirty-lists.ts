import { utils, write, type WorkSheet } from '@e965/xlsx';
import { DraftWindow } from '../../src/directory/import/draft-window.js';
import type { HouseholdDraft } from '../../src/directory/import/draft-household.js';
import { WorkbookInterpreter } from '../../src/directory/import/workbook-interpreter.js';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { zipOf } from './files.js';

export type Cell = string | number | null;

/** A file read as an import reads it, without a database: what each household became. */
export async function readList(path: string) {
  const interpreter = new WorkbookInterpreter();
  const window = new DraftWindow();
  const drafts: HouseholdDraft[] = [];
  const take = (found: HouseholdDraft[]) => found.forEach((draft) => drafts.push(...window.add(draft)));
  for await (const row of readSheet(path)) take(interpreter.push(row));
  take(interpreter.end());
  drafts.push(...window.end());
  return { drafts, sheets: interpreter.summaries };
}

/** `Nguyễn Văn An | Ấp 3 | 0912345678 vợ, 0987654321`, and for one that is kept out its reasons after a `!`. */
export function inOneLine({ headName, neighbourhood, contacts, faults }: HouseholdDraft): string {
  const phones = contacts.map(({ phone, relation, name }) =>
    [phone.replace('+84', '0'), relation ?? name].filter(Boolean).join(' '),
  );
  const place = neighbourhood?.name ?? '';
  const line = [headName, place, phones.join(', ')].join(' | ');
  return faults.length > 0 ? `${line} ! ${faults.map(({ code }) => code).join(' ')}` : line;
}

/** A workbook of Excel 97 (BIFF8). */
export function xlsOf(sheets: Record<string, Cell[][] | WorkSheet>): Uint8Array {
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(workbook, Array.isArray(rows) ? utils.aoa_to_sheet(rows) : rows, name);
  return write(workbook, { type: 'buffer', bookType: 'biff8' }) as Uint8Array;
}

/** A spreadsheet of LibreOffice, with the million empty rows and columns that it repeats at the end. */
export function odsOf(sheets: Record<string, Cell[][]>, settings = ''): Uint8Array {
  const tables = Object.entries(sheets).map(
    ([name, rows]) =>
      `<table:table table:name="${escape(name)}"><table:table-column table:number-columns-repeated="16384"/>${rows
        .map(
          (cells) =>
            `<table:table-row>${cells.map(odsCell).join('')}<table:table-cell table:number-columns-repeated="16378"/></table:table-row>`,
        )
        .join(
          '',
        )}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`,
  );
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${ODS_NAMES}>${settings}<office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body></office:document-content>`,
  });
}

const ODS_NAMES = ['office', 'table', 'text', 'style', 'dc']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');

function odsCell(cell: Cell): string {
  if (cell === null) return '<table:table-cell/>';
  if (typeof cell === 'number') {
    const shown = Number.isInteger(cell) && cell < 1e9 ? cell : cell.toExponential(2);
    return `<table:table-cell office:value-type="float" office:value="${cell}"><text:p>${shown}</text:p></table:table-cell>`;
  }
  if (cell.startsWith('<')) return cell;
  const lines = cell.split('\n').map((line) => `<text:p>${escape(line)}</text:p>`);
  return `<table:table-cell office:value-type="string">${lines.join('')}</table:table-cell>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
