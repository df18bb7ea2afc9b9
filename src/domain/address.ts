/** Vietnamese addresses as people write them, in the two levels of today or the three of before July 2025. */
import { cleanText, foldVietnamese, unaccent } from './vietnamese.js';

/** What an address says of its administrative units; null where it says nothing. */
export interface AddressUnits {
  /** Xã, phường, thị trấn, đặc khu. */
  commune: string | null;
  /** Quận, huyện, thị xã, thành phố of a province: gone since July 2025, and still in every old list. */
  district: string | null;
  province: string | null;
}

type Kind = 'commune' | 'district' | 'province' | 'city';

/** How a unit's name begins, longest first, and its kind in full; `city` is a province's or a district's, which its place decides. */
const BEGINNINGS: [start: string, kind: Kind, full: string][] = [
  ['đặc khu', 'commune', 'dac khu'],
  ['thị trấn', 'commune', 'thi tran'],
  ['thị xã', 'district', 'thi xa'],
  ['thành phố', 'city', 'thanh pho'],
  ['phường', 'commune', 'phuong'],
  ['huyện', 'district', 'huyen'],
  ['quận', 'district', 'quan'],
  ['tỉnh', 'province', 'tinh'],
  ['xã', 'commune', 'xa'],
  ['tt.', 'commune', 'thi tran'],
  ['tx.', 'district', 'thi xa'],
  ['tp.', 'city', 'thanh pho'],
  ['tp', 'city', 'thanh pho'],
  ['x.', 'commune', 'xa'],
  ['p.', 'commune', 'phuong'],
  ['h.', 'district', 'huyen'],
  ['q.', 'district', 'quan'],
  ['t.', 'province', 'tinh'],
];

/** A kind that is joined to a number: P12, Q1. */
const NUMBERED = /^(p|q)\.?\s?0*(\d{1,2})$/i;

interface Unit {
  kind: Kind;
  full: string;
  /** The name after the kind. */
  rest: string;
}

/** Reads the kind of a name; null where it has none. Xà Bang and Tịnh Biên have none: a kind has its own accents, or no accents. */
function readUnit(name: string): Unit | null {
  const clean = cleanText(name);
  const numbered = NUMBERED.exec(clean);
  if (numbered) {
    const isWard = numbered[1]!.toLowerCase() === 'p';
    return { kind: isWard ? 'commune' : 'district', full: isWard ? 'phuong' : 'quan', rest: numbered[2]! };
  }
  for (const [start, kind, full] of BEGINNINGS) {
    const head = clean.slice(0, start.length).toLowerCase();
    if (head !== start && head !== unaccent(start)) continue;
    const rest = clean.slice(start.length);
    if (start.endsWith('.') ? rest.trim() !== '' : /^[\s.]+\S/.test(rest)) {
      return { kind, full, rest: rest.replace(/^[\s.]+/, '') };
    }
  }
  return null;
}

/**
 * The administrative units that an address names, as they are written there.
 * `Ấp 3, xã Tân Lập, H. Bắc Tân Uyên, tỉnh Bình Dương` → `xã Tân Lập`, `H. Bắc Tân Uyên`, `tỉnh Bình Dương`.
 * Parts without a kind are read from the end: province, and before it a commune, or a district and a commune.
 */
export function addressUnits(address: string): AddressUnits {
  const parts = cleanText(address)
    .split(/\s*[,;]\s*|\s+[-–]\s+/)
    .filter((part) => part !== '');
  const units: AddressUnits = { commune: null, district: null, province: null };
  const bare: string[] = [];
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    const kind = part.toLowerCase() === 'tphcm' ? 'city' : (readUnit(part)?.kind ?? null);
    if (kind === null) {
      // A bare name behind a named unit would be the street: only what stands after all of them is read.
      if (units.commune === null) bare.push(part);
      continue;
    }
    const slot = kind === 'city' ? (isLast(units, bare) ? 'province' : 'district') : kind;
    units[slot] ??= part;
  }
  return withBare(units, bare);
}

/** A city is the province where nothing larger stands after it. */
function isLast(units: AddressUnits, bare: readonly string[]): boolean {
  return units.province === null && bare.length === 0;
}

function withBare(units: AddressUnits, bare: readonly string[]): AddressUnits {
  const rest = [...bare];
  const province =
    units.province ?? (units.commune !== null || rest.length > 1 ? rest.shift() : null) ?? null;
  const district = units.district ?? (units.commune !== null ? rest.shift() : null) ?? null;
  return { commune: units.commune, district, province };
}

/** The kind of a unit, without accents and in full: `xa`, `phuong`, `quan` …; null where a name has none. */
export function unitKind(name: string): string | null {
  return readUnit(name)?.full ?? null;
}

/**
 * The key by which names of administrative units are one, without their kind: `Xã Ea H’Leo`, `xa Ea H'leo`; `Phường 01`,
 * `P.1`; `TP. Hồ Chí Minh`, `TPHCM`. Accents do not count, so `oà` and `òa` are alike.
 */
export function unitKey(name: string): string {
  const bare = foldVietnamese(readUnit(name)?.rest ?? name)
    .replace(/[^a-z\d]+/g, ' ')
    .replace(/(?<!\d)0+(?=\d)/g, '')
    .trim();
  return SHORT[bare.replaceAll(' ', '')] ?? bare;
}

/** Short names of cities that everybody writes. */
const SHORT: Record<string, string> = {
  hcm: 'ho chi minh',
  tphcm: 'ho chi minh',
  saigon: 'ho chi minh',
  hn: 'ha noi',
  brvt: 'ba ria vung tau',
  tthue: 'thua thien hue',
};
