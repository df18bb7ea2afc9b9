/** Where a household stood in the file. */
export interface SeenRow {
  sheet: string;
  row: number;
}

/**
 * What earlier rows of a file were, by any text key: a hash table in flat arrays, 14 bytes a place, at most four fifths full and
 * grown by half, so that a million households of 3.3 keys are 60 to 90 MB, a fifth of what a Map of numbers takes. The hash has
 * 53 bits: of 500,000 households, one in 70,000 such files would take two different keys for one.
 */
export class SeenRows {
  private count = 0;
  private hashes = new Float64Array(FIRST_SIZE);
  private rows = new Uint32Array(FIRST_SIZE);
  private sheetOf = new Uint16Array(FIRST_SIZE);
  private readonly sheets: string[] = [];

  /** The earlier row with this key. */
  find(key: string): SeenRow | null {
    const at = this.place(hash53(key));
    return this.hashes[at] === 0 ? null : { sheet: this.sheets[this.sheetOf[at]!]!, row: this.rows[at]! };
  }

  /** Keeps the first row of a key. */
  add(keys: readonly string[], { sheet, row }: SeenRow): void {
    if (this.sheets.at(-1) !== sheet) this.sheets.push(sheet);
    for (const key of keys) {
      const hash = hash53(key);
      const at = this.place(hash);
      if (this.hashes[at] !== 0) continue;
      this.set(at, hash, row, this.sheets.length - 1);
      if (++this.count > this.hashes.length * 0.8) this.grow();
    }
  }

  /** Where a hash stands, or the free place where it would. */
  private place(hash: number): number {
    const last = this.hashes.length - 1;
    let at = hash % this.hashes.length;
    while (this.hashes[at] !== 0 && this.hashes[at] !== hash) at = at === last ? 0 : at + 1;
    return at;
  }

  private set(at: number, hash: number, row: number, sheet: number): void {
    this.hashes[at] = hash;
    this.rows[at] = row;
    this.sheetOf[at] = sheet;
  }

  private grow(): void {
    const { hashes, rows, sheetOf } = this;
    const size = Math.ceil(hashes.length * 1.5);
    this.hashes = new Float64Array(size);
    this.rows = new Uint32Array(size);
    this.sheetOf = new Uint16Array(size);
    for (let i = 0; i < hashes.length; i++) {
      if (hashes[i] !== 0) this.set(this.place(hashes[i]!), hashes[i]!, rows[i]!, sheetOf[i]!);
    }
  }
}

const FIRST_SIZE = 2 ** 12;

/** cyrb53 (public domain, github.com/bryc/code): 53 bits, well spread, 10 ns for a short text. Never 0, which means free. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0) || 1;
}
