import { PhoneMap } from './phone-map.js';

/** Where a household stood in the file. */
export interface SeenRow {
  sheet: string;
  row: number;
}

/**
 * What earlier rows of a file were, by any text key or by a phone. Text keys are hash tables in flat arrays, 10 bytes a place, so
 * that a million households of two keys are 25 to 33 MB, a seventh of what a Map of numbers takes. There are 64 of them, each
 * grown by itself: while one table for all was copied into a larger one, both were there. With the choice of the table the hash
 * has 53 bits: of 500,000 households, one in 70,000 such files would take two different keys for one.
 */
export class SeenRows {
  private readonly tables = Array.from({ length: TABLES }, () => new Table());
  private readonly phones = new PhoneMap();
  private readonly places = new Places();

  /** The earlier row with this key. */
  find(key: string): SeenRow | null {
    const [low, high] = hash53(key);
    const table = this.tables[high % TABLES]!;
    const at = table.place(low, high >>> TABLE_BITS);
    return at < 0 ? null : this.places.rowAt(table.places[at]!);
  }

  /** The earlier row with this phone. */
  findPhone(phone: string): SeenRow | null {
    const place = this.phones.get(phone);
    return place === undefined ? null : this.places.rowAt(place);
  }

  /** Keeps the first row of a key. */
  add(keys: readonly string[], row: SeenRow): void {
    const place = this.places.of(row);
    for (const key of keys) {
      const [low, high] = hash53(key);
      this.tables[high % TABLES]!.add(low, high >>> TABLE_BITS, place);
    }
  }

  /** Keeps the first row of a phone. */
  addPhones(phones: readonly string[], row: SeenRow): void {
    const place = this.places.of(row);
    for (const phone of phones) if (this.phones.get(phone) === undefined) this.phones.set(phone, place);
  }
}

/** Rows of all sheets as one count: that of a sheet begins where the highest of those before it ended. */
class Places {
  private readonly sheets: { name: string; from: number }[] = [];
  private highest = 0;

  of({ sheet, row }: SeenRow): number {
    if (this.sheets.at(-1)?.name !== sheet) this.sheets.push({ name: sheet, from: this.highest + 1 });
    const place = this.sheets.at(-1)!.from + row;
    this.highest = Math.max(this.highest, place);
    return place;
  }

  rowAt(place: number): SeenRow {
    const { name, from } = this.sheets.findLast((sheet) => sheet.from <= place)!;
    return { sheet: name, row: place - from };
  }
}

const TABLE_BITS = 6;
const TABLES = 2 ** TABLE_BITS;
const FIRST_SIZE = 2 ** 6;

/** One table, at most four fifths full, probed from place to place. */
class Table {
  private count = 0;
  private size = FIRST_SIZE;
  /** 0 is a free place. */
  private lows = new Uint32Array(FIRST_SIZE);
  private highs = new Uint16Array(FIRST_SIZE);
  places = new Uint32Array(FIRST_SIZE);

  /** Where a hash stands; where it would stand, as `-1 - place`, if it is not there. */
  place(low: number, high: number): number {
    let at = low % this.size;
    while (this.lows[at] !== 0) {
      if (this.lows[at] === low && this.highs[at] === high) return at;
      at = at + 1 === this.size ? 0 : at + 1;
    }
    return -1 - at;
  }

  add(low: number, high: number, place: number): void {
    const at = this.place(low, high);
    if (at >= 0) return;
    this.set(-1 - at, low, high, place);
    if (++this.count > this.size * 0.8) this.grow();
  }

  private set(at: number, low: number, high: number, place: number): void {
    this.lows[at] = low;
    this.highs[at] = high;
    this.places[at] = place;
  }

  private grow(): void {
    const { size, lows, highs, places } = this;
    this.size = Math.ceil(size * 1.3);
    this.lows = new Uint32Array(this.size);
    this.highs = new Uint16Array(this.size);
    this.places = new Uint32Array(this.size);
    for (let i = 0; i < size; i++) {
      if (lows[i] === 0) continue;
      this.set(-1 - this.place(lows[i]!, highs[i]!), lows[i]!, highs[i]!, places[i]!);
    }
  }
}

/** cyrb53 (public domain, github.com/bryc/code) as its lower 32 and upper 21 bits, well spread, 10 ns for a short text. */
function hash53(text: string): [low: number, high: number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high >>> 0 || 1, 2097151 & low];
}
