import { hasAccents } from '../../domain/household-key.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { AreaSpellings, isSpelling } from './area-spellings.js';
import type { DraftNeighbourhood, HouseholdDraft, Remark } from './draft-household.js';
import { bareKey, neighbourhoodKey, startsWithKind } from './neighbourhood-name.js';

/** An area of the subtree that an import goes into; the first one is its root. */
export interface KnownArea {
  id: string;
  name: string;
  level: string;
  /** Names that it, or an area merged into it, had before: lists keep them for years. */
  formerNames?: readonly string[];
}

/** The same with its place in the tree. */
export interface TreeArea extends KnownArea {
  code: string | null;
  /** `/1/5/12/`: ids from the root, this one included. */
  path: string;
}

export type PlaceDecision =
  | { kind: 'known'; areaId: string }
  /** To be created below `parentId` when the import is committed; `label` tells it from others of its name. */
  | { kind: 'new'; name: string; key: string; parentId: string; label?: string }
  | { kind: 'refused'; fault: Remark };

/** Finds the area of a household by the neighbourhood and the commune that its rows say. */
export interface Places {
  place(named: DraftNeighbourhood | null, said: Pick<HouseholdDraft, 'commune' | 'address'>): PlaceDecision;
}

/** A list names few places many times; a column that is none would fill the memory. */
const MOST_NAMES = 10_000;

/** Finds the area that a row means, among those below the area that the import goes into. */
export class AreaIndex implements Places {
  private readonly byKey = new Map<string, string[]>();
  private readonly byBareKey = new Map<string, string[]>();
  private readonly byFormerKey = new Map<string, string[]>();
  /** Of the areas there are, and of those that rows before have named. */
  private readonly spellings = new AreaSpellings<PlaceDecision>();
  private readonly formerSpellings = new AreaSpellings<PlaceDecision>();
  private readonly decided = new Map<string, PlaceDecision>();

  constructor(
    private readonly root: KnownArea,
    below: readonly KnownArea[],
  ) {
    for (const area of below) {
      const place: PlaceDecision = { kind: 'known', areaId: area.id };
      this.spellings.add(area.name, place);
      for (const name of area.formerNames ?? []) this.formerSpellings.add(name, place);
      push(this.byKey, neighbourhoodKey(area.name), area.id);
      push(this.byBareKey, bareKey(area.name), area.id);
      const formerKeys = new Set((area.formerNames ?? []).map(neighbourhoodKey));
      for (const key of formerKeys) push(this.byFormerKey, key, area.id);
    }
  }

  place(named: DraftNeighbourhood | null): PlaceDecision {
    if (!named) return { kind: 'known', areaId: this.root.id };
    const known = this.decided.get(named.name);
    if (known) return known;
    const decision = this.decide(named);
    if (this.decided.size < MOST_NAMES) this.decided.set(named.name, decision);
    return decision;
  }

  /** The area below the root that has this name; null where none has. */
  find(name: string): string | null {
    const found = this.place({ name, from: 'column' });
    return found.kind === 'known' && found.areaId !== this.root.id ? found.areaId : null;
  }

  private decide(named: DraftNeighbourhood): PlaceDecision {
    const key = neighbourhoodKey(named.name);
    const exact = this.byKey.get(key) ?? [];
    if (exact.length === 1) return { kind: 'known', areaId: exact[0]! };
    if (exact.length > 1)
      return refuse('ambiguous-neighbourhood', `Có nhiều nơi tên “${named.name}” trong địa bàn này.`);
    const former = this.byFormerKey.get(key) ?? [];
    if (former.length === 1) return { kind: 'known', areaId: former[0]! };
    const kind = startsWithKind(foldVietnamese(named.name));
    // "Đông" means "Thôn Đông" where that is the only Đông.
    const bare = kind ? [] : (this.byBareKey.get(bareKey(named.name)) ?? []);
    if (bare.length === 1) return { kind: 'known', areaId: bare[0]! };
    const spelt = former.length + bare.length > 0 ? null : this.spelt(named.name);
    if (spelt) return spelt;
    const ofRoot = [this.root.name, ...(this.root.formerNames ?? [])];
    if (ofRoot.some((name) => isSpelling(named.name, name))) return { kind: 'known', areaId: this.root.id };
    if (this.root.level === 'neighbourhood') return this.inNeighbourhood(named, kind?.means);
    const made: PlaceDecision = { kind: 'new', name: calm(named.name), key, parentId: this.root.id };
    if (this.decided.size < MOST_NAMES) this.spellings.add(named.name, made);
    return made;
  }

  /** What a name means that stands without accents, or whose place does; null where it is like none. */
  private spelt(name: string): PlaceDecision | null {
    const now = this.spellings.find(name);
    const found = now.size > 0 ? now : this.formerSpellings.find(name);
    if (found.size > 1) {
      const names = [...new Set(found.values())].map((each) => `“${each}”`).join(', ');
      return refuse('ambiguous-neighbourhood', `“${name}” có thể là ${names}: hãy ghi có dấu.`);
    }
    const [place] = found.keys();
    if (!place) return null;
    this.spellings.learn(name, place);
    if (place.kind === 'new' && !hasAccents(place.name)) place.name = calm(name);
    return place;
  }

  /** An import into one hamlet keeps its groups in it, and refuses the rows of another hamlet. */
  private inNeighbourhood(named: DraftNeighbourhood, kind: string | undefined): PlaceDecision {
    const isGroup = kind === 'to' || kind === undefined;
    if (isGroup) return { kind: 'known', areaId: this.root.id };
    return refuse('other-neighbourhood', `Dòng này thuộc “${named.name}”, không phải “${this.root.name}”.`);
  }
}

/** `THÔN ĐÔNG` → `Thôn Đông`; other spellings stay. */
function calm(name: string): string {
  if (name !== name.toLocaleUpperCase('vi') || !/\p{L}{2}/u.test(name)) return name;
  return name
    .toLocaleLowerCase('vi')
    .replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toLocaleUpperCase('vi'));
}

export function refuse(code: string, sentence: string): Extract<PlaceDecision, { kind: 'refused' }> {
  return { kind: 'refused', fault: { code, sentence } };
}

function push(map: Map<string, string[]>, key: string, id: string): void {
  const ids = map.get(key);
  if (ids) ids.push(id);
  else map.set(key, [id]);
}
