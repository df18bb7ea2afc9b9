import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';
import { unescapeCellText } from './sheet-text.js';
import { readXml } from './xml-stream.js';

/** Holds at least one text of the longest legal cell (32,767 characters, 3 bytes each). */
const BLOCK_BYTES = 1024 * 1024;

/**
 * A workbook's table of distinct texts, packed as UTF-8 in blocks of 1 MB with a start and a length each:
 * 500,000 names and addresses cost 30 MB here, several times that as JavaScript strings.
 */
export class SharedStrings {
  private readonly blocks: Buffer[] = [];
  private starts = new Uint32Array(1024);
  private lengths = new Uint32Array(1024);
  private count = 0;
  private end = 0;

  constructor(private readonly limits: SheetLimits) {}

  /** Appends the next text. Throws `SheetError` cell-too-long, too-many-texts. */
  add(text: string): void {
    if (text.length > this.limits.cellChars) throw new SheetError('cell-too-long');
    const bytes = Buffer.byteLength(text, 'utf8');
    if (bytes > BLOCK_BYTES) throw new SheetError('cell-too-long');
    if ((this.end % BLOCK_BYTES) + bytes > BLOCK_BYTES)
      this.end = Math.ceil(this.end / BLOCK_BYTES) * BLOCK_BYTES;
    const block = Math.floor(this.end / BLOCK_BYTES);
    this.blocks[block] ??= Buffer.allocUnsafe(BLOCK_BYTES);
    this.blocks[block].write(text, this.end % BLOCK_BYTES, 'utf8');
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = this.end;
    this.lengths[this.count++] = bytes;
    this.end += bytes;
    // The bookkeeping counts too: a table of a billion empty texts is no better than one of long ones.
    if (this.end + this.count * 8 > this.limits.sharedStringBytes) throw new SheetError('too-many-texts');
  }

  /** The text at an index, or undefined where the file points outside its own table. */
  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    const start = this.starts[index]!;
    const length = this.lengths[index]!;
    if (length === 0) return '';
    const at = start % BLOCK_BYTES;
    return this.blocks[Math.floor(start / BLOCK_BYTES)]!.toString('utf8', at, at + length);
  }

  private grow(): void {
    const wider = (narrow: Uint32Array) => {
      const copy = new Uint32Array(narrow.length * 2);
      copy.set(narrow);
      return copy;
    };
    this.starts = wider(this.starts);
    this.lengths = wider(this.lengths);
  }
}

/** Reads `sharedStrings.xml`: plain and rich text; the furigana of East Asian texts (`rPh`) is left out. */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  limits: SheetLimits,
): Promise<SharedStrings> {
  const strings = new SharedStrings(limits);
  let text = '';
  let isText = false;
  let phonetic = 0;
  await readXml(chunks, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') isText = phonetic === 0;
      else if (name === 'rPh') phonetic++;
    },
    text(part) {
      if (isText) text += part;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') strings.add(unescapeCellText(text));
    },
  });
  return strings;
}
