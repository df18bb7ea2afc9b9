/** A script that is no backup of ours, or that ends early. */
export class BackupFormatError extends Error {
  override readonly name = 'BackupFormatError';
}

/** What a script says, in order. */
export type ScriptPart =
  | { kind: 'line'; text: string }
  /** The data of the COPY that the line before began; it must be read to its end before the next part is asked for. */
  | { kind: 'rows'; data: AsyncIterable<Buffer> };

const END = Buffer.from('\\.\n');
const LONGEST_LINE = 1_000_000;

/** Takes a script of lines and COPY blocks apart again. No data line of COPY's text format is `\.`: it escapes backslashes. */
export class ScriptReader {
  private rest: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async *parts(): AsyncGenerator<ScriptPart> {
    for (;;) {
      const line = await this.line();
      if (line === undefined) return;
      yield { kind: 'line', text: line };
      if (line.startsWith('COPY ')) yield { kind: 'rows', data: this.rows() };
    }
  }

  private async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.rest.indexOf(0x0a);
      if (end >= 0)
        return this.take(end + 1)
          .toString('utf8')
          .trimEnd();
      if (this.rest.length > LONGEST_LINE) throw new BackupFormatError('a line of a script has no end');
      if (!(await this.more())) {
        if (this.rest.length > 0) throw new BackupFormatError('the script ends in the middle of a line');
        return undefined;
      }
    }
  }

  /** Whole lines up to the one that ends the block. */
  private async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.endOfRows();
      if (end >= 0) {
        const rows = this.take(end);
        this.take(END.length);
        if (rows.length > 0) yield rows;
        return;
      }
      const whole = this.rest.lastIndexOf(0x0a) + 1;
      // The last line may be the end's first bytes.
      if (whole > 0) yield this.take(whole);
      if (!(await this.more())) throw new BackupFormatError('the script ends in the middle of a table');
    }
  }

  private endOfRows(): number {
    if (this.rest.subarray(0, END.length).equals(END)) return 0;
    const found = this.rest.indexOf('\n\\.\n');
    return found < 0 ? -1 : found + 1;
  }

  private take(length: number): Buffer {
    const taken = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return taken;
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done) return false;
    this.rest = this.rest.length === 0 ? value : Buffer.concat([this.rest, value]);
    return true;
  }
}
