const EMPTY = -1;

/**
 * References and their places, as bytes: a Map of strings took 75 MB for a million of them, this takes 36. Open
 * addressing at half load; a looked-up reference is written behind the last one, so that hashing and comparing are over
 * bytes and it stays there when it is new.
 */
export class ReferenceIndex {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  /** Where each reference ends in `bytes`; it begins where the one before ends. */
  private ends = new Uint32Array(1024);
  private table = new Int32Array(4096).fill(EMPTY);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The place of a reference, or undefined. */
  find(reference: string): number | undefined {
    const place = this.table[this.slotOf(this.begin(reference))]!;
    return place === EMPTY ? undefined : place;
  }

  /** The place of a new reference; the next number. */
  add(reference: string): number {
    const length = this.begin(reference);
    const place = this.count++;
    if (this.count > this.ends.length) this.ends = grown(this.ends);
    this.ends[place] = this.start(place) + length;
    this.table[this.slotOf(length, place)] = place;
    if (this.count * 2 > this.table.length) this.rehash();
    return place;
  }

  at(place: number): string {
    return this.bytes.toString('utf8', this.start(place), this.ends[place]);
  }

  clear(): void {
    this.count = 0;
    this.table = new Int32Array(4096).fill(EMPTY);
    this.ends = new Uint32Array(1024);
    this.bytes = Buffer.allocUnsafe(64 * 1024);
  }

  private start(place: number): number {
    return place === 0 ? 0 : this.ends[place - 1]!;
  }

  /** Writes a reference behind the last one and returns its length in bytes. */
  private begin(reference: string): number {
    const start = this.start(this.count);
    if (start + reference.length * 3 > this.bytes.length) {
      const wider = Buffer.allocUnsafe(Math.ceil(this.bytes.length * 1.5) + reference.length * 3);
      this.bytes.copy(wider, 0, 0, start);
      this.bytes = wider;
    }
    return this.bytes.write(reference, start, 'utf8');
  }

  /** The slot of the reference that stands behind the place `after`: its own, or the empty one where it belongs. */
  private slotOf(length: number, after = this.count): number {
    const start = this.start(after);
    const mask = this.table.length - 1;
    let slot = this.hash(start, start + length) & mask;
    for (;;) {
      const place = this.table[slot]!;
      if (place === EMPTY || this.isSame(place, start, length)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isSame(place: number, start: number, length: number): boolean {
    const from = this.start(place);
    if (this.ends[place]! - from !== length) return false;
    for (let index = 0; index < length; index++) {
      if (this.bytes[from + index] !== this.bytes[start + index]) return false;
    }
    return true;
  }

  /** FNV-1a. */
  private hash(from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let index = from; index < to; index++) hash = Math.imul(hash ^ this.bytes[index]!, 0x01000193);
    return hash ^ (hash >>> 15);
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2).fill(EMPTY);
    const mask = this.table.length - 1;
    for (let place = 0; place < this.count; place++) {
      let slot = this.hash(this.start(place), this.ends[place]!) & mask;
      while (this.table[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.table[slot] = place;
    }
  }
}

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}
