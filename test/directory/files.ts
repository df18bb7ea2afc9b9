import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A folder for one test file; `remove` it at the end. */
export async function testFolder() {
  const path = await mkdtemp(join(tmpdir(), 'loa-luat-files-'));
  let count = 0;
  return {
    path,
    /** Writes a file and gives its path. */
    file: async (content: string | Uint8Array, name = `file-${count++}`): Promise<string> => {
      const at = join(path, name);
      await writeFile(at, content);
      return at;
    },
    /** A file of that many zero bytes, which costs no disk. */
    sparse: async (bytes: number): Promise<string> => {
      const at = join(path, `file-${count++}`);
      const handle = await open(at, 'w');
      await handle.truncate(bytes);
      await handle.close();
      return at;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

export interface RawSheet {
  name: string;
  /** What stands between `<sheetData>` and `</sheetData>`. */
  rows: string;
  state?: 'hidden' | 'veryHidden';
}

/** The files of a workbook as Excel lays them out, from raw XML, so that a test can say anything. */
export function workbookFiles(
  sheets: RawSheet[],
  parts: { sharedStrings?: string; styles?: string; workbookPr?: string } = {},
): Record<string, string> {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relationships([
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>`,
    ]),
    'xl/workbook.xml': `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}">${parts.workbookPr ?? ''}<sheets>${sheets
      .map(({ name, state }, i) => {
        const hidden = state ? ` state="${state}"` : '';
        return `<sheet name="${name}" sheetId="${i + 1}"${hidden} r:id="rId${i + 1}"/>`;
      })
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      ),
      `<Relationship Id="rId90" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`,
      `<Relationship Id="rId91" Type="${OFFICE}/styles" Target="/xl/styles.xml"/>`,
    ]),
  };
  sheets.forEach(({ rows }, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `${XML}<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`;
  });
  if (parts.sharedStrings) files['xl/sharedStrings.xml'] = `${XML}<sst ${MAIN}>${parts.sharedStrings}</sst>`;
  if (parts.styles) files['xl/styles.xml'] = `${XML}<styleSheet ${MAIN}>${parts.styles}</styleSheet>`;
  return files;
}

/** A zip of texts. */
export function zipOf(files: Record<string, string | Uint8Array>): Uint8Array {
  const bytes = Object.entries(files).map(([name, file]) => [
    name,
    typeof file === 'string' ? strToU8(file) : file,
  ]);
  return zipSync(Object.fromEntries(bytes) as Record<string, Uint8Array>, { level: 1 });
}

/** A workbook of plain texts, one sheet per entry: `{ 'Ấp 1': [['Chủ hộ', 'SĐT'], …] }`. Row numbers count from 1. */
export function workbookOf(sheets: Record<string, string[][]>): Uint8Array {
  const raw = Object.entries(sheets).map(([name, rows]) => ({
    name,
    rows: rows.map((cells, i) => `<row r="${i + 1}">${cells.map(inlineCell).join('')}</row>`).join(''),
  }));
  return zipOf(workbookFiles(raw));
}

function inlineCell(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${escaped}</t></is></c>`;
}

/** An OLE container as Office writes it, with streams of these names in its directory ([MS-CFB] 2.2, 2.6.1). */
export function oleFile(streams: string[]): Buffer {
  const header = Buffer.alloc(512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  // Some sectors of data stand before the directory, as in a real file.
  header.writeUInt32LE(200, 48);
  const data = Buffer.alloc(512 * 200);
  const directory = Buffer.alloc(128 * Math.max(4, streams.length + 1));
  ['Root Entry', ...streams].forEach((name, i) => directory.write(name, i * 128, 'utf16le'));
  return Buffer.concat([header, data, directory]);
}

function relationships(each: string[]): string {
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

/** A sheet of XML Spreadsheet 2003. */
export function xml2003(rows: string): string {
  return `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>${rows}</Table></Worksheet></Workbook>`;
}

export function xml2003Of(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `<Cell><Data ss:Type="String">${text.replaceAll('&', '&amp;')}</Data></Cell>`;
  return xml2003(rows.map((row) => `<Row>${row.map(cell).join('')}</Row>`).join('\n'));
}
