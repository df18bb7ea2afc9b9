const FIRST_SIZE = 2 ** 10;

/**
 * Which phones of a file stand at three different households or more: two may share one, a third has a collector's, an
 * official's or a shop's. Most stand at one: those are a number and a hash of the name in flat arrays, 8 bytes a place, so that
 * a million are 17 MB; only a phone at a second name has an entry of its own.
 */
export class PhoneOwners {
  private count = 0;
  private size = FIRST_SIZE;
  /** Phones without their 0; 0 is a free place. */
  private phones = new Uint32Array(FIRST_SIZE);
  private names = new Uint32Array(FIRST_SIZE);
  /** The second name of a phone. */
  private readonly seconds = new Map<number, number>();
  /** Phones at a third name. */
  private readonly many = new Set<number>();
  /** Names that are said to be an official's. */
  private readonly claims = new Map<number, Set<number>>();

  /** @param headName in one form: a name that comes twice is a household that the file lists twice */
  add(phone: string, headName: string, isClaim = false): void {
    const name = hash(headName);
    const number = Number(phone.slice(3));
    if (isClaim) push(this.claims, number, name);
    const at = this.place(number);
    if (this.phones[at] === 0) {
      this.phones[at] = number;
      this.names[at] = name;
      if (++this.count > this.size * 0.75) this.grow();
    } else if (this.names[at] !== name) {
      const second = this.seconds.get(number);
      if (second === undefined) this.seconds.set(number, name);
      else if (second !== name) this.many.add(number);
    }
  }

  /** Whether a phone stands at so many households that it is taken for none of them. */
  isOfMany(phone: string): boolean {
    return this.many.size > 0 && this.many.has(Number(phone.slice(3)));
  }

  /** Whether a single one of its households is an official's. */
  hasOneClaim(phone: string): boolean {
    return this.claims.get(Number(phone.slice(3)))?.size === 1;
  }

  private place(number: number): number {
    // Numbers of one carrier differ in their last figures only: they are spread first.
    let at = (Math.imul(number, 2654435761) >>> 0) % this.size;
    while (this.phones[at] !== 0 && this.phones[at] !== number) at = at + 1 === this.size ? 0 : at + 1;
    return at;
  }

  private grow(): void {
    const { phones, names } = this;
    this.size *= 2;
    this.phones = new Uint32Array(this.size);
    this.names = new Uint32Array(this.size);
    phones.forEach((number, i) => {
      if (number === 0) return;
      const at = this.place(number);
      this.phones[at] = number;
      this.names[at] = names[i]!;
    });
  }
}

function push(map: Map<number, Set<number>>, number: number, name: number): void {
  const names = map.get(number);
  if (names) names.add(name);
  else map.set(number, new Set([name]));
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
