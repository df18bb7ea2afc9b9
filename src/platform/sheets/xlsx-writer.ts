// Owns: writing .xlsx workbooks row by row, with the memory of one chunk however many rows there are.
// Emits: bytes into the stream it was given, at the stream's own pace.
// Never: formulas. Every text is an inline string, so `=cmd|…` in a household's name stays a text.
import type { Writable } from 'node:stream';
import { cellText, columnName, xmlText } from './sheet-text.js';
import { ZipStream } from './zip-stream.js';

export type SheetCell = string | number | null;

export interface SheetOptions {
  /** Column widths in characters, from column A. */
  widths?: number[];
  /** How many rows from the top stay in view; they are repeated where a sheet overflows into the next. */
  freezeRow?: number;
}

export interface XlsxWriter {
  /** Starts the next sheet. Names are made legal (31 characters, no `[]:*?/\`) and unique. */
  addSheet(name: string, options?: SheetOptions): Promise<void>;
  /** Appends a row to the current sheet. Await it: that is the back-pressure. Rejects once the output is gone. */
  row(cells: SheetCell[], options?: { bold?: boolean }): Promise<void>;
  /** Finishes workbook and output; resolves when the output has taken everything. */
  end(): Promise<void>;
}

/** Excel's limit. What goes beyond continues on a sheet `name (2)`. */
export const MAX_SHEET_ROWS = 1_048_576;

const FLUSH_AT_CHARS = 64 * 1024;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

// The default type of .xml is "worksheet": so this part can go first, before the number of sheets is known.
const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${SHEET_TYPE}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/></Types>`;
const ROOT_RELS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
// Styles 0 plain, 1 bold, 2 text (digits keep their zeros when the cell is edited), 3 bold text.
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * A workbook written straight into `out` (a response, a file). Phone numbers given as strings stay text with
 * their zeros. Numbers that are not finite become empty cells.
 */
export function createXlsxWriter(out: Writable): XlsxWriter {
  return new StreamingXlsxWriter(new ZipStream(out));
}

class StreamingXlsxWriter implements XlsxWriter {
  private readonly names: string[] = [];
  private options: SheetOptions = {};
  private wantedName = '';
  private frozenRows: string[] = [];
  private rowNumber = 0;
  private buffer = '';
  private started = false;

  constructor(private readonly zip: ZipStream) {}

  async addSheet(name: string, options: SheetOptions = {}): Promise<void> {
    this.wantedName = name;
    this.options = options;
    this.frozenRows = [];
    await this.openSheet();
  }

  async row(cells: SheetCell[], { bold = false } = {}): Promise<void> {
    if (this.names.length === 0) throw new Error('a row needs a sheet: call addSheet first');
    if (this.rowNumber >= MAX_SHEET_ROWS) await this.continueOnNextSheet();
    const inner = rowInner(cells, bold);
    if (this.rowNumber < (this.options.freezeRow ?? 0)) this.frozenRows.push(inner);
    this.append(inner);
    if (this.buffer.length >= FLUSH_AT_CHARS) await this.flush();
  }

  async end(): Promise<void> {
    if (this.names.length === 0) await this.addSheet('Trang tính 1');
    await this.closeSheet();
    const sheets = this.names.map(
      (name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
    );
    const rels = this.names.map(
      (_, i) =>
        `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    );
    rels.push(`<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/>`);
    await this.file('xl/styles.xml', STYLES);
    await this.file(
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${rels.join('')}</Relationships>`,
    );
    await this.file(
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
    );
    await this.zip.end();
  }

  private append(inner: string): void {
    this.rowNumber++;
    this.buffer += `<row r="${this.rowNumber}">${inner.replaceAll('\u0001', String(this.rowNumber))}</row>`;
  }

  private async openSheet(): Promise<void> {
    if (!this.started) {
      this.started = true;
      await this.file('[Content_Types].xml', CONTENT_TYPES);
      await this.file('_rels/.rels', ROOT_RELS);
    } else if (this.names.length > 0) {
      await this.closeSheet();
    }
    this.names.push(legalSheetName(this.wantedName, this.names));
    this.rowNumber = 0;
    await this.zip.startFile(`xl/worksheets/sheet${this.names.length}.xml`);
    this.buffer = sheetHead(this.options);
  }

  private async continueOnNextSheet(): Promise<void> {
    await this.openSheet();
    for (const inner of this.frozenRows) this.append(inner);
  }

  private async closeSheet(): Promise<void> {
    // Phones are text on purpose: without this Excel marks every one of them with a green corner.
    this.buffer += `</sheetData><ignoredErrors><ignoredError sqref="A1:XFD${MAX_SHEET_ROWS}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
    await this.flush();
  }

  private async flush(): Promise<void> {
    const text = this.buffer;
    this.buffer = '';
    await this.zip.write(text);
  }

  private async file(name: string, text: string): Promise<void> {
    await this.zip.startFile(name);
    await this.zip.write(text);
  }
}

function sheetHead({ widths = [], freezeRow = 0 }: SheetOptions): string {
  const pane = freezeRow
    ? `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${freezeRow}" topLeftCell="A${freezeRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    : '';
  const cols = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return `${XML}<worksheet xmlns="${MAIN}">${pane}${cols.length ? `<cols>${cols.join('')}</cols>` : ''}<sheetData>`;
}

/** The cells of a row; \u0001 stands for the row number (XML cannot hold that character, so no cell can). */
function rowInner(cells: SheetCell[], bold: boolean): string {
  let xml = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === null || cell === undefined || cell === '') continue;
    const at = `r="${columnName(i)}\u0001"`;
    if (typeof cell === 'number') {
      if (Number.isFinite(cell)) xml += `<c ${at}${bold ? ' s="1"' : ''}><v>${cell}</v></c>`;
      continue;
    }
    const style = (/^[+\d][\d .\-/]*$/.test(cell) ? 2 : 0) + (bold ? 1 : 0);
    xml += `<c ${at}${style ? ` s="${style}"` : ''} t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`;
  }
  return xml;
}

function legalSheetName(wanted: string, taken: string[]): string {
  const clean = xmlLegalName(wanted) || 'Trang tính';
  const used = new Set(taken.map((name) => name.toLowerCase()));
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` (${n})`;
    const name = clean.slice(0, 31 - suffix.length).trimEnd() + suffix;
    if (!used.has(name.toLowerCase())) return name;
  }
}

function xmlLegalName(wanted: string): string {
  const name = wanted
    .normalize('NFC')
    .replace(/[[\]:*?/\\\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/^[\s']+|[\s']+$/g, '');
  return name.toLowerCase() === 'history' ? `${name} 1` : name;
}
