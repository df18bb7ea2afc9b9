import { open, stat } from 'node:fs/promises';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\u0005\u0006', 'latin1');
const OTHERS = [
  '%PDF',
  'Rar!',
  '7z\u00bc\u00af',
  '\u0089PNG',
  '\u00ff\u00d8\u00ff',
  'GIF8',
  '\u001f\u008b',
  'MZ',
];
const HEAD_BYTES = 64 * 1024;

/** `zip` holds an .xlsx or an .ods; `xls` is the format of Excel 5 to 2003, `html` and `xml` what programs save under its name. */
export type FileKind = 'zip' | 'xls' | 'html' | 'xml' | 'csv';

/**
 * Tells by a file's content, never by its name, whether it is a workbook or text.
 * Throws `SheetError` for everything that is known to be something else, with what to do about it.
 */
export async function detectFileKind(path: string, limits: SheetLimits): Promise<FileKind> {
  const { size } = await stat(path);
  if (size === 0) throw new SheetError('empty-file');
  if (size > limits.fileBytes) throw tooLarge(limits.fileBytes);
  const head = await readAt(path, 0);
  if (head.subarray(0, 8).equals(OLE)) {
    await refuseOtherContainer(path, head);
    if (size > limits.legacyBytes) throw tooLarge(limits.legacyBytes);
    return 'xls';
  }
  if (head.subarray(0, 4).equals(ZIP)) return 'zip';
  if (head.subarray(0, 4).equals(EMPTY_ZIP)) throw new SheetError('no-workbook');
  const start = head.toString('latin1', 0, 1024);
  if (OTHERS.some((magic) => start.startsWith(magic))) throw new SheetError('not-a-sheet');
  if (isXml2003(start)) return 'xml';
  const isPage = isMarkup(start);
  if (!isPage) return 'csv';
  if (!/<table[\s>]/i.test(head.toString('latin1').replaceAll('\0', ''))) throw new SheetError('web-page');
  if (size > limits.pageBytes) throw tooLarge(limits.pageBytes);
  return 'html';
}

/** The refusal of a file over the limit; the upload uses it too, before the file is complete. */
export function tooLarge(limitBytes: number): SheetError {
  const limitMb = Math.floor(limitBytes / 1024 / 1024);
  return new SheetError(
    'too-large',
    `Tệp quá lớn (giới hạn ${limitMb} MB). Hãy tách thành nhiều tệp nhỏ hơn.`,
  );
}

/** A file's first letters, whatever marks and zeros its encoding puts between them. */
function lettersOf(start: string): string {
  return start
    .replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe)/, '')
    .replaceAll('\0', '')
    .trimStart();
}

/** XML Spreadsheet 2003: Excel opens it, so offices hand it on. */
function isXml2003(start: string): boolean {
  const text = lettersOf(start);
  return (
    /^<(?:\?xml|workbook)\b/i.test(text) &&
    /progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/i.test(text)
  );
}

/** Old web programs save an HTML table under the name `.xls`; other XML of spreadsheets is refused. */
function isMarkup(start: string): boolean {
  const text = lettersOf(start);
  if (/^<\?xml/i.test(text))
    throw new SheetError(/excel|spreadsheet/i.test(text) ? 'xml-spreadsheet' : 'not-a-sheet');
  if (text.startsWith('{\\rtf')) throw new SheetError('word-document');
  return /^<(!doctype|html|head|meta|style|table|body)\b/i.test(text);
}

/**
 * A workbook of Excel 97 is an OLE container with a stream `Workbook` (`Book` in Excel 5); one of today with a password has a
 * stream `EncryptedPackage` ([MS-OFFCRYPTO] 2.3.4.4), a Word document `WordDocument`. The directory that names the
 * streams begins at the sector that the header says.
 */
async function refuseOtherContainer(path: string, head: Buffer): Promise<void> {
  if (head.length < 512) throw new SheetError('truncated');
  const sectorBytes = 1 << Math.min(16, head.readUInt16LE(30));
  const directory = await readAt(path, (head.readUInt32LE(48) + 1) * sectorBytes);
  const has = (stream: string) => {
    const name = Buffer.from(`${stream}\0`, 'utf16le');
    return directory.includes(name) || head.includes(name);
  };
  if (has('EncryptedPackage')) throw new SheetError('password-protected');
  if (has('Workbook') || has('Book') || has('WORKBOOK') || has('BOOK')) return;
  throw new SheetError(has('WordDocument') ? 'word-document' : 'not-a-sheet');
}

async function readAt(path: string, position: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
