import { hasAccents } from '../../domain/household-key.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { bareKey, neighbourhoodKey, startsWithKind } from './neighbourhood-name.js';

/** A name that a place has, or that a list gives it. */
interface Spelling<Place> {
  place: Place;
  name: string;
  key: string;
}

/**
 * Places by their names without accents, for where the list or the directory has none: `THON DONG` is `Thôn Đông`. A place with
 * a bare name is one that a list writes with accents, but not two: `Thôn Hạ` and `Thôn Hà` are never both `Thon Ha`.
 */
export class AreaSpellings<Place> {
  private readonly byPlainKey = new Map<string, Spelling<Place>[]>();
  /** `DONG` means `Thôn Đông`: without the kind. */
  private readonly byPlainRest = new Map<string, Spelling<Place>[]>();

  add(name: string, place: Place): void {
    const spelling = { place, name, key: neighbourhoodKey(name) };
    push(this.byPlainKey, plainKey(name), spelling);
    push(this.byPlainRest, foldVietnamese(bareKey(name)), spelling);
  }

  /** The places, each with its name, that a name may mean where it or theirs is without accents. */
  find(name: string): Map<Place, string> {
    const alike = this.alike(name);
    const own = alike.filter(({ key }) => key === neighbourhoodKey(name));
    const bare = alike.filter((each) => isBare(name) || isBare(each.name));
    return new Map((own.length > 0 ? own : bare).map((each) => [each.place, each.name]));
  }

  /** The list has written the bare name of a place with accents: from now on that is its name. */
  learn(name: string, place: Place): void {
    if (isBare(name)) return;
    for (const each of this.alike(name))
      if (each.place === place && isBare(each.name)) [each.name, each.key] = [name, neighbourhoodKey(name)];
  }

  private alike(name: string): readonly Spelling<Place>[] {
    const hasKind = startsWithKind(foldVietnamese(name)) !== null;
    return (hasKind ? this.byPlainKey : this.byPlainRest).get(plainKey(name)) ?? [];
  }
}

/** Whether two names are one, or would be if the one without accents had them. */
export function isSpelling(name: string, other: string): boolean {
  if (neighbourhoodKey(name) === neighbourhoodKey(other)) return true;
  return plainKey(name) === plainKey(other) && (isBare(name) || isBare(other));
}

function plainKey(name: string): string {
  return foldVietnamese(neighbourhoodKey(name));
}

function isBare(name: string): boolean {
  return !hasAccents(name);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
