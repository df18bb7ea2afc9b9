const SHARDS = 16;
const FIRST_SIZE = 2 ** 6;

/**
 * From phones (+84…) to whole numbers below 2³², in flat arrays of 8 bytes a place, so that a million take 10 to 13 MB. It is cut
 * in 16, each grown by itself: while one table is copied into a larger one, both are there.
 */
export class PhoneMap {
  private readonly shards = Array.from({ length: SHARDS }, () => new Shard());

  get(phone: string): number | undefined {
    const key = keyOf(phone);
    const spread = spreadOf(key);
    return this.shards[spread % SHARDS]!.get(key, spread);
  }

  set(phone: string, value: number): void {
    const key = keyOf(phone);
    const spread = spreadOf(key);
    this.shards[spread % SHARDS]!.set(key, spread, value);
  }
}

/** A phone without its +84: never 0, and below 2³². */
const keyOf = (phone: string) => Number(phone.slice(3));

/** Numbers of one carrier differ in their last figures only: MurmurHash3's last step (public domain) spreads them. */
function spreadOf(key: number): number {
  let h = key;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** At most four fifths full, probed from place to place. */
class Shard {
  private count = 0;
  private size = FIRST_SIZE;
  /** 0 is a free place. */
  private keys = new Uint32Array(FIRST_SIZE);
  private values = new Uint32Array(FIRST_SIZE);

  get(key: number, spread: number): number | undefined {
    const at = this.place(key, spread);
    return this.keys[at] === 0 ? undefined : this.values[at];
  }

  set(key: number, spread: number, value: number): void {
    const at = this.place(key, spread);
    const isNew = this.keys[at] === 0;
    this.keys[at] = key;
    this.values[at] = value;
    if (isNew && ++this.count > this.size * 0.8) this.grow();
  }

  private place(key: number, spread: number): number {
    let at = Math.floor(spread / SHARDS) % this.size;
    while (this.keys[at] !== 0 && this.keys[at] !== key) at = at + 1 === this.size ? 0 : at + 1;
    return at;
  }

  private grow(): void {
    const { keys, values } = this;
    this.size = Math.ceil(this.size * 1.3);
    this.keys = new Uint32Array(this.size);
    this.values = new Uint32Array(this.size);
    keys.forEach((key, i) => {
      if (key === 0) return;
      const at = this.place(key, spreadOf(key));
      this.keys[at] = key;
      this.values[at] = values[i]!;
    });
  }
}
