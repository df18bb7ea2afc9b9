/** Where a household stood in the file. */
export interface SeenRow {
  sheet: string;
  row: number;
}

/**
 * What earlier rows of a file were, by any text key, in 30 bytes a key: 500,000 households of three keys each are
 * 45 MB here and four times that as strings. The hash has 53 bits: of 500,000 households, one in 70,000 such files
 * would take two different keys for one.
 */
export class SeenRows {
  private readonly places = new Map<number, number>();
  private readonly sheets: string[] = [];

  /** The earlier row with this key. */
  find(key: string): SeenRow | null {
    const place = this.places.get(hash53(key));
    if (place === undefined) return null;
    return { sheet: this.sheets[Math.floor(place / ROWS_PER_SHEET)]!, row: place % ROWS_PER_SHEET };
  }

  add(keys: readonly string[], { sheet, row }: SeenRow): void {
    if (this.sheets.at(-1) !== sheet) this.sheets.push(sheet);
    const place = (this.sheets.length - 1) * ROWS_PER_SHEET + row;
    for (const key of keys) this.places.set(hash53(key), place);
  }
}

/** Above any row number of a CSV file or a workbook. */
const ROWS_PER_SHEET = 2 ** 31;

/** cyrb53 (public domain, github.com/bryc/code): 53 bits, well spread, 10 ns for a short text. */
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
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
