// Owns: finding the commune, and in it the neighbourhood, that a row of a province's list means.
// Emits: a decision per household, with the reason where its commune is not clear.
// Never: creates a commune: those come from the state's list, by hand.
import { addressUnits, unitKey, unitKind } from '../../domain/address.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { type OfficialUnit, officialUnits, type OfficialUnits } from '../official/official-units.js';
import { AreaIndex, type PlaceDecision, type Places, refuse, type TreeArea } from './area-index.js';
import type { DraftNeighbourhood, HouseholdDraft } from './draft-household.js';
import { readNeighbourhood } from './neighbourhood-name.js';

type Commune = { kind: 'found'; area: TreeArea } | Extract<PlaceDecision, { kind: 'refused' }>;

/** The kinds that a column called `Xã/Phường` leaves out. */
const KINDS = ['xã', 'phường', 'thị trấn', 'đặc khu'];
/** Communes that a sentence names. */
const NAMED = 4;

/** Places for an import into a province: its rows lie in many communes. */
export class CommuneIndex implements Places {
  private readonly units: OfficialUnits = officialUnits();
  private readonly communes: TreeArea[];
  private readonly byName = new Map<string, TreeArea[]>();
  private readonly byFormerName = new Map<string, TreeArea[]>();
  private readonly indexes = new Map<string, AreaIndex>();
  private readonly decided = new Map<string, Commune>();

  constructor(
    private readonly province: TreeArea,
    private readonly below: readonly TreeArea[],
  ) {
    this.communes = below.filter(({ level }) => level === 'commune');
    for (const commune of this.communes) {
      push(this.byName, unitKey(commune.name), commune);
      for (const key of new Set((commune.formerNames ?? []).map(unitKey)))
        push(this.byFormerName, key, commune);
    }
  }

  place(named: DraftNeighbourhood | null, said: Pick<HouseholdDraft, 'commune' | 'address'>): PlaceDecision {
    const commune = this.communeOf(said);
    if (commune.kind === 'refused') return commune;
    const index = this.indexOf(commune.area);
    if (named) return inCommune(index.place(named), commune.area);
    return { kind: 'known', areaId: placeInAddress(index, said.address) ?? commune.area.id };
  }

  private communeOf({ commune, address }: Pick<HouseholdDraft, 'commune' | 'address'>): Commune {
    const said = commune || whereOf(address);
    if (said === '')
      return refuse('no-commune', 'Không rõ xã, phường: dòng này không có cột xã và địa chỉ không nêu xã.');
    const known = this.decided.get(said);
    if (known) return known;
    const decision = this.decide(said);
    if (this.decided.size < 20_000) this.decided.set(said, decision);
    return decision;
  }

  private decide(said: string): Commune {
    const official = this.officialOf(said);
    const known = unique(official.flatMap((unit) => this.areasOf(unit)));
    if (known.length === 1 && official.length === 1) return { kind: 'found', area: known[0]! };
    if (official.length > 1)
      return ambiguous(
        said,
        official.map(({ name }) => name),
      );
    if (official.length === 1)
      return refuse(
        'commune-missing',
        `“${said}” nay thuộc ${official[0]!.name}, nhưng ${official[0]!.name} chưa có trong danh bạ. Hãy thêm xã từ danh mục rồi tải tệp lên lại.`,
      );
    const key = unitKey(addressUnits(said).commune ?? said.split(/\s*,\s*/)[0]!);
    const own = this.byName.get(key) ?? this.byFormerName.get(key) ?? [];
    if (own.length === 1) return { kind: 'found', area: own[0]! };
    if (own.length > 1)
      return ambiguous(
        said,
        own.map(({ name }) => name),
      );
    return refuse('unknown-commune', `Không tìm thấy xã, phường nào của ${this.province.name} là “${said}”.`);
  }

  /** Today's communes of this province that a text may mean by the state's list, in two levels or the old three. */
  private officialOf(said: string): OfficialUnit[] {
    const { code } = this.province;
    if (!code) return [];
    const hasKind = unitKind(said.split(/\s*,\s*/)[0]!) !== null || addressUnits(said).commune !== null;
    const texts = hasKind ? [said] : KINDS.map((kind) => `${kind} ${said}`);
    const units = texts
      .flatMap((text) => this.units.today(text).map(({ unit }) => unit))
      .filter(({ provinceCode }) => provinceCode === code);
    return unique(units);
  }

  private areasOf(unit: OfficialUnit): TreeArea[] {
    const coded = this.communes.filter(({ code }) => code === unit.code);
    if (coded.length > 0) return coded;
    const name = foldVietnamese(unit.name);
    return this.communes.filter((area) => !area.code && foldVietnamese(area.name) === name);
  }

  private indexOf(commune: TreeArea): AreaIndex {
    const known = this.indexes.get(commune.id);
    if (known) return known;
    const inside = this.below.filter(({ id, path }) => id !== commune.id && path.startsWith(commune.path));
    const index = new AreaIndex(commune, inside);
    this.indexes.set(commune.id, index);
    return index;
  }
}

/** `Số 5, Ấp 3, xã An Bình`: the hamlet, where the directory has it; an address makes no new one. */
function placeInAddress(index: AreaIndex, address: string | null): string | null {
  for (const part of (address ?? '').split(/[,;]|\s[-–]\s/)) {
    const name = readNeighbourhood(part.trim());
    const areaId = name === null ? null : index.find(name);
    if (areaId !== null) return areaId;
  }
  return null;
}

/** What an address says of its commune, with the units above it; '' where it names none. */
function whereOf(address: string | null): string {
  const { commune, district, province } = addressUnits(address ?? '');
  if (commune === null) return '';
  return [commune, district, province].filter((part) => part !== null).join(', ');
}

/** A new neighbourhood is its commune's: there is an Ấp 1 in each. */
function inCommune(place: PlaceDecision, commune: TreeArea): PlaceDecision {
  if (place.kind !== 'new') return place;
  return { ...place, key: `${commune.id} ${place.key}`, label: `${place.name} (${commune.name})` };
}

function ambiguous(said: string, names: readonly string[]): Commune {
  const few = names.slice(0, NAMED).join(', ');
  return refuse(
    'ambiguous-commune',
    `“${said}” có thể là ${few}${names.length > NAMED ? ' …' : ''}: hãy ghi tên xã, phường hiện nay.`,
  );
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
