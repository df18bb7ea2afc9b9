import { isDateFormat } from './cell-value.js';
import { type DigitFormat, digitFormat } from './number-format.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import { attribute, readXml } from './xml-stream.js';
import type { ZipPackage } from './zip-package.js';

export interface WorkbookSheet {
  name: string;
  isHidden: boolean;
  /** Name of the sheet's file inside the zip. */
  part: string;
}

export interface WorkbookParts {
  sheets: WorkbookSheet[];
  is1904: boolean;
  sharedStrings: string | null;
  styles: string | null;
}

interface Relationship {
  id: string;
  kind: string;
  target: string;
}

/** Finds what a workbook consists of. Throws `SheetError` no-workbook, word-document, binary-workbook. */
export async function readWorkbookParts(zip: ZipPackage, limits: SheetLimits): Promise<WorkbookParts> {
  const main = await findWorkbook(zip);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relsPart = `${folder}_rels/${main.slice(folder.length)}.rels`;
  const relationships = zip.has(relsPart) ? await readRelationships(zip, relsPart, folder) : [];
  const sheets: WorkbookSheet[] = [];
  let is1904 = false;
  await readXml(zip.read(main), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      // `id` without a prefix does not occur; `sheetId` is another attribute.
      const relationship = relationships.find(({ id }) => id === attribute(attributes, 'id'));
      if (relationship?.kind !== 'worksheet' || !zip.has(relationship.target)) return;
      if (sheets.length >= limits.sheets) throw new SheetError('too-many-sheets');
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', isHidden, part: relationship.target });
    },
  });
  const partOf = (kind: string) =>
    relationships.find((r) => r.kind === kind && zip.has(r.target))?.target ?? null;
  return { sheets, is1904, sharedStrings: partOf('sharedStrings'), styles: partOf('styles') };
}

/** What a cell's style says about its number. */
export interface CellStyle {
  isDate: boolean;
  digits: DigitFormat | null;
}

/** The cell styles of the workbook, by their index. */
export async function readCellStyles(chunks: AsyncIterable<Buffer>): Promise<CellStyle[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellFormats = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      // Excel allows 65,490 cell formats.
      else if (name === 'xf' && inCellFormats && formats.length < 65_536)
        formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return formats.map((id) => ({
    isDate: isDateFormat(id, codes.get(id)),
    digits: digitFormat(codes.get(id)),
  }));
}

async function findWorkbook(zip: ZipPackage): Promise<string> {
  const root = zip.has('_rels/.rels') ? await readRelationships(zip, '_rels/.rels', '') : [];
  const main = root.find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (main.endsWith('.bin')) throw new SheetError('binary-workbook');
  if (main.startsWith('word/')) throw new SheetError('word-document');
  if (zip.has(main)) return main;
  throw new SheetError('no-workbook');
}

async function readRelationships(zip: ZipPackage, part: string, folder: string): Promise<Relationship[]> {
  const relationships: Relationship[] = [];
  await readXml(zip.read(part), {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      // The transitional and the strict form of the standard differ in the address before the last word only.
      const kind = (attributes['Type'] ?? '').split('/').at(-1) ?? '';
      relationships.push({
        id: attributes['Id'] ?? '',
        kind,
        target: resolve(folder, attributes['Target'] ?? ''),
      });
      if (relationships.length > 10_000) throw new SheetError('damaged');
    },
  });
  return relationships;
}

function resolve(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
