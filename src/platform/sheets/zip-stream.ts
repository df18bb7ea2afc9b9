import type { Writable } from 'node:stream';
import { createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';
import { firstOf } from '../first-of.js';

/** One file inside the zip, deflated by Node's own zlib on its thread pool (fflate's runs on the event loop). */
class DeflatedEntry extends ZipPassThrough {
  readonly deflate: DeflateRaw = createDeflateRaw({ level: 4 });

  constructor(filename: string) {
    super(filename);
    this.compression = 8;
  }

  protected override process(chunk: Uint8Array, final: boolean): void {
    if (final) this.deflate.end();
    else this.deflate.write(chunk);
  }

  /** Connects the deflated bytes to the zip; `ondata` exists only once the entry is added. */
  flow(): void {
    this.deflate.on('data', (bytes: Buffer) => this.ondata(null, new Uint8Array(bytes), false));
    // fflate types its errors as its own FlateError; it only hands them on.
    this.deflate.on('error', (error) => this.ondata(error as never, new Uint8Array(0), true));
  }
}

/**
 * A zip written front to back into a stream, one file after the other, with the memory of one chunk.
 * Sizes are 32-bit: a file or zip over 4 GiB is refused by a thrown `RangeError`.
 */
export class ZipStream {
  private readonly zip: Zip;
  private entry: DeflatedEntry | null = null;
  private failure: Error | null = null;
  private written = 0;

  constructor(private readonly out: Writable) {
    this.zip = new Zip((error, bytes) => {
      if (error) this.fail(error);
      else this.emit(bytes);
    });
    out.on('error', (error) => this.fail(error));
    out.on('close', () => {
      if (!out.writableFinished) this.fail(new Error('the reader went away'));
    });
  }

  /** Starts the next file; the one before is finished first. */
  async startFile(name: string): Promise<void> {
    await this.finishFile();
    this.entry = new DeflatedEntry(name);
    this.zip.add(this.entry);
    this.entry.flow();
  }

  /** Appends to the current file; resolves when there is room for more. Rejects once the output is gone. */
  async write(text: string): Promise<void> {
    if (!this.entry) throw new Error('no file was started');
    if (this.failure) throw this.failure;
    if (text !== '') this.entry.push(Buffer.from(text, 'utf8'));
    if (this.entry.size > 0xfffffff0) throw new RangeError('a file inside a zip is limited to 4 GiB here');
    if (this.entry.deflate.writableNeedDrain) await this.settled('drain');
    await this.room();
  }

  /** Finishes the zip and the output; resolves when the output has taken everything. */
  async end(): Promise<void> {
    await this.finishFile();
    this.zip.end();
    await this.room();
    await new Promise<void>((resolve, reject) => {
      this.out.once('error', reject);
      this.out.once('close', () =>
        this.out.writableFinished ? resolve() : reject(new Error('the reader went away')),
      );
      this.out.end(resolve);
    });
  }

  private async finishFile(): Promise<void> {
    if (!this.entry) return;
    if (this.failure) throw this.failure;
    const ended = this.settled('end');
    this.entry.push(new Uint8Array(0), true);
    await ended;
    this.entry.ondata(null, new Uint8Array(0), true);
    this.entry = null;
    await this.room();
  }

  /** Waits for the deflater; it is destroyed when the output goes away, which says `close` and nothing else. */
  private async settled(event: 'drain' | 'end'): Promise<void> {
    const { deflate } = this.entry!;
    await firstOf(deflate, [event, 'close']);
    if (this.failure) throw this.failure;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.entry?.deflate.destroy();
  }

  private emit(bytes: Uint8Array): void {
    this.written += bytes.length;
    if (this.written > 0xfffffff0) this.fail(new RangeError('a zip is limited to 4 GiB here'));
    if (!this.failure) this.out.write(bytes);
  }

  private async room(): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.out.writableNeedDrain) return;
    await firstOf(this.out, ['drain', 'close', 'error']);
    if (this.failure) throw this.failure;
  }
}
