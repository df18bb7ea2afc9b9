import { PhoneMap } from './phone-map.js';

/**
 * Which phones of a file stand at three different households or more: two may share one, a third has a collector's, an
 * official's or a shop's. Most stand at one: those are a number and a hash of the name in flat arrays; only a phone at a second
 * name has an entry of its own.
 */
export class PhoneOwners {
  /** The first name of each phone. */
  private readonly names = new PhoneMap();
  /** The second name of a phone. */
  private readonly seconds = new Map<string, number>();
  /** Phones at a third name. */
  private readonly many = new Set<string>();
  /** Names that are said to be an official's. */
  private readonly claims = new Map<string, Set<number>>();

  /** @param headName in one form: a name that comes twice is a household that the file lists twice */
  add(phone: string, headName: string, isClaim = false): void {
    const name = hash(headName);
    if (isClaim) push(this.claims, phone, name);
    const first = this.names.get(phone);
    if (first === undefined) {
      this.names.set(phone, name);
    } else if (first !== name) {
      const second = this.seconds.get(phone);
      if (second === undefined) this.seconds.set(phone, name);
      else if (second !== name) this.many.add(phone);
    }
  }

  /** Whether a phone stands at so many households that it is taken for none of them. */
  isOfMany(phone: string): boolean {
    return this.many.size > 0 && this.many.has(phone);
  }

  /** Whether a single one of its households is an official's. */
  hasOneClaim(phone: string): boolean {
    return this.claims.get(phone)?.size === 1;
  }
}

function push(map: Map<string, Set<number>>, phone: string, name: number): void {
  const names = map.get(phone);
  if (names) names.add(name);
  else map.set(phone, new Set([name]));
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
