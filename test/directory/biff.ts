import { CFB } from '@e965/xlsx';

/** Parts of an .xls that no program of an office would write: [MS-XLS] 2.4. */
export interface BiffParts {
  /** Records about the whole workbook. */
  globals?: Uint8Array[];
  /** Records of the only sheet. */
  rows?: Uint8Array[];
}

const [BOF, EOF, BOUND_SHEET, NAME, NUMBERS, BLANKS] = [0x809, 0x0a, 0x85, 0x18, 0xbd, 0xbe];
const COLUMNS = 256;

/** An .xls of one sheet, record by record. */
export function biffOf({ globals = [], rows = [] }: BiffParts): Uint8Array {
  const begin = Buffer.concat([start(0x05), ...globals]);
  const sheet = record(BOUND_SHEET, 9, (bytes) => {
    bytes.writeUInt8(1, 6);
    bytes.write('A', 8, 'latin1');
  });
  const end = record(EOF, 0);
  sheet.writeUInt32LE(begin.length + sheet.length + end.length, 4);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', Buffer.concat([begin, sheet, end, start(0x10), ...rows, end]));
  return CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

/** Rows of 256 small numbers each, six bytes a number. */
export const numbers = (count: number) =>
  Array.from({ length: count }, (_, row) =>
    record(NUMBERS, 6 + 6 * COLUMNS, (bytes) => {
      bytes.writeUInt16LE(row, 0);
      for (let i = 0; i < COLUMNS; i++) bytes.writeInt32LE(((row * COLUMNS + i) << 2) | 2, 6 + 6 * i);
      bytes.writeUInt16LE(COLUMNS - 1, 4 + 6 * COLUMNS);
    }),
  );

/** Rows of 256 cells each that have a format and nothing in them. */
export const blanks = (count: number) =>
  Array.from({ length: count }, (_, row) =>
    record(BLANKS, 6 + 2 * COLUMNS, (bytes) => {
      bytes.writeUInt16LE(row, 0);
      bytes.writeUInt16LE(COLUMNS - 1, 4 + 2 * COLUMNS);
    }),
  );

/** Defined names, each `A`. */
export const names = (count: number) =>
  Array.from({ length: count }, () =>
    record(NAME, 16, (bytes) => {
      bytes.writeUInt8(1, 3);
      bytes.write('A', 15, 'latin1');
    }),
  );

const start = (kind: number) =>
  record(BOF, 16, (bytes) => {
    bytes.writeUInt16LE(0x0600, 0);
    bytes.writeUInt16LE(kind, 2);
  });

/** A record: its number, the length of its body, its body. */
function record(number: number, length: number, fill?: (body: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(4 + length);
  bytes.writeUInt16LE(number, 0);
  bytes.writeUInt16LE(length, 2);
  fill?.(bytes.subarray(4));
  return bytes;
}
