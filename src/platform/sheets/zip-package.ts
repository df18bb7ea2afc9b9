import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { SheetError } from './sheet-error.js';
import type { SheetLimits } from './sheet-limits.js';

/**
 * The files inside a workbook, read one at a time under limits. Sizes that the zip declares are not believed:
 * what comes out is counted.
 */
export class ZipPackage {
  private inflatedTotal = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: Map<string, Entry>,
    private readonly limits: SheetLimits,
  ) {}

  /** Opens the zip and reads its directory. Throws `SheetError`: truncated, damaged, password-protected, zip-bomb. */
  static async open(path: string, limits: SheetLimits): Promise<ZipPackage> {
    const zip = await openPromise(path, {
      autoClose: false,
      lazyEntries: true,
      strictFileNames: false,
    }).catch((error: Error) => {
      if (/end of central directory/i.test(error.message))
        throw new SheetError('truncated', undefined, { cause: error });
      throw asDamaged(error);
    });
    try {
      if (zip.entryCount > limits.zipEntries) throw new SheetError('zip-bomb');
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw new SheetError('password-protected');
        entries.set(key(entry.fileName), entry);
        if (entries.size > limits.zipEntries) throw new SheetError('zip-bomb');
      }
      return new ZipPackage(zip, entries, limits);
    } catch (error) {
      zip.close();
      throw asDamaged(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(key(name));
  }

  /** The unpacked size that the zip declares: good for showing progress, not for trusting. */
  declaredBytes(name: string): number {
    return this.entries.get(key(name))?.uncompressedSize ?? 0;
  }

  /** The bytes of one file. Throws `SheetError` zip-bomb or damaged while they flow. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(key(name));
    if (!entry) throw new SheetError('damaged');
    let stream: Readable | null = null;
    let bytes = 0;
    try {
      stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.inflatedTotal += chunk.length;
        this.refuseBomb(entry, bytes);
        yield chunk;
      }
    } catch (error) {
      throw asDamaged(error);
    } finally {
      stream?.destroy();
    }
  }

  close(): void {
    this.zip.close();
  }

  private refuseBomb(entry: Entry, bytes: number): void {
    const { entryBytes, inflatedBytes, ratio, ratioFromBytes } = this.limits;
    const swollen = bytes > ratioFromBytes && bytes > ratio * Math.max(1, entry.compressedSize);
    if (bytes > entryBytes || this.inflatedTotal > inflatedBytes || swollen) throw new SheetError('zip-bomb');
  }
}

function asDamaged(error: unknown): SheetError {
  return error instanceof SheetError ? error : new SheetError('damaged', undefined, { cause: error });
}

function key(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}
