/**
 * Names of neighbourhoods (thôn, ấp, khu phố, tổ …) as they stand in columns, headings and sheet names.
 */
import { cleanText, foldVietnamese, toneKey } from '../../domain/vietnamese.js';

/** Kinds, folded, longest first; the abbreviation and the word mean the same. */
const KINDS: [folded: string, means: string][] = [
  ['to dan pho', 'to dan pho'],
  ['khu dan cu', 'khu dan cu'],
  ['cum dan cu', 'cum dan cu'],
  ['khoi pho', 'khoi pho'],
  ['khu pho', 'khu pho'],
  ['khu vuc', 'khu vuc'],
  ['tieu khu', 'tieu khu'],
  ['thon', 'thon'],
  ['khom', 'khom'],
  ['buon', 'buon'],
  ['phum', 'phum'],
  ['plei', 'plei'],
  ['lang', 'lang'],
  ['khoi', 'khoi'],
  ['tdp', 'to dan pho'],
  ['kdc', 'khu dan cu'],
  ['xom', 'xom'],
  ['bon', 'bon'],
  ['ban', 'ban'],
  ['soc', 'soc'],
  ['khu', 'khu'],
  ['cum', 'cum'],
  ['doi', 'doi'],
  ['kp', 'khu pho'],
  ['ap', 'ap'],
  ['to', 'to'],
];

/** Without accents these are surnames or syllables of names, too (Bàn, Lăng, Tô, Khu): they need their accents. */
const NEED_ACCENTS = new Set(['ban', 'lang', 'to', 'khu', 'soc', 'bon', 'cum', 'khoi', 'ap', 'doi']);
/** No surname is Ap: `Ap Phu Tho` in a list without accents is a hamlet. */
const AP_WITHOUT_ACCENTS = /^A[Pp](?: [A-Z][A-Za-z]*){1,4}$/;
const ACCENTED = /^(?:bản|làng|tổ|khu|sóc|bon|bôn|cụm|khối|ấp|đội)(?![\p{L}\p{M}])/iu;

/** `Khu vực nông thôn` is the countryside, `làng nghề` a trade; `Làng Nghè` is a hamlet. */
const NO_HAMLET = /^(?:khu vực (?:nông thôn|thành thị|đô thị)|làng nghề)(?![\p{L}\p{M}])/iu;

/** The kind at the start of a folded text and what follows it; null where it starts with none. */
export function startsWithKind(folded: string): { kind: string; means: string; rest: string } | null {
  for (const [kind, means] of KINDS) {
    if (!folded.startsWith(kind)) continue;
    const after = folded.slice(kind.length);
    // "kp3" and "tdp5" are written in one; "thonglam" is another word.
    if (after !== '' && !/^[\s.:\d-]/.test(after)) continue;
    return { kind, means, rest: after.replace(/^[\s.:-]+/, '') };
  }
  return null;
}

/**
 * The key by which names of neighbourhoods are one: `KP 3`, `Khu phố 03`, `khu phố số 3` are; `Thôn Hạ` and `Thôn Hà`
 * are not.
 */
export function neighbourhoodKey(name: string): string {
  const found = startsWithKind(foldVietnamese(name));
  if (!found) return bareKey(name);
  return `${found.means} ${bareKey(withoutKind(name))}`;
}

/** The key without the kind: a column `Thôn` may say only `Đông`. */
export function bareKey(name: string): string {
  return toneKey(withoutKind(name).replace(/^(?:số|so)\s+(?=\d)/iu, ''))
    .replace(/[^\p{L}\p{M}\d]+/gu, ' ')
    .replace(/(?<!\d)0+(?=\d)/g, '')
    .trim();
}

/**
 * The neighbourhood that a heading row or a sheet name names: `II. THÔN ĐÔNG (45 hộ)` → `THÔN ĐÔNG`. Null for a text
 * that names none; a person called Bàn Văn Tổ is none.
 */
export function readNeighbourhood(text: string): string | null {
  const name = cleanText(text)
    .replace(/^[*•●▪■►➢+–-]+\s*/, '')
    .replace(/^(?:(?:[IVXLC]+|\d{1,2}|[A-Za-z])\s*[.):/-]\s*)+/, '')
    .replace(/^(?:danh sách|ds|danh sach)\s+(?:(?:các|cac|số|so|hộ|ho|dân|dan|gia đình|gia dinh)\s+)*/i, '')
    .replace(/^(?:của|cua|tại|tai|thuộc|thuoc)\s+/i, '')
    // What follows the name: a count of households, the commune that it lies in.
    // (A cleaned text has single spaces: `\s?` finds as much as `\s*`, in a time that does not grow with its cube.)
    .replace(/\s?[:(–-]?\s?(?:tổng\s?(?:số)?\s?:?\s?)?\d+\s?(?:hộ|ho)(?![\p{L}\p{M}]).*$/iu, '')
    .replace(
      /\s(?:n[ăa]m (?:h[ọo]c )?\d{4}|quý (?:[1-4]|I{1,3}|IV)\s?[/,-]?\s?(?:năm )?\d{4}|(?:đợt|tháng) [\dIVX]|(?:tính đến|đến ngày|gửi|phục vụ|đăng ký|tham gia)\s).*$/iu,
      '',
    )
    // `Thôn Phú Quý 1` is a name, `Thôn Phú quý 1` says when.
    .replace(/\squý\s(?:[1-4]|I{1,3}|IV)(?![\p{L}\d]).*$/u, '')
    // `Tổ 27 phường Hoà An`, `AP 3 XA AN BINH`; Xa lộ is a road.
    .replace(/(?<=\d)\s(?:xã|phường|thị trấn|xa(?! l[oộ](?![\p{L}\p{M}]))|phuong|thi tran)\s.*$/iu, '')
    .replace(/\s*[,–-]\s*(?:(?:xã|phường|thị trấn|đặc khu|xa|phuong)(?![\p{L}\p{M}])|(?:x|p|tt)\.).*$/iu, '')
    // `Thôn 2 (Răng Dí)` has two names; `(xã Hoa Thành cũ)`, `(Tổ 1 - Tổ 5)`, `(Trưởng thôn: …)` say something else.
    .replace(/\s?\((?:\p{Ll}|[^)]*[\d:])[^)]{0,80}\)?$/u, '')
    .replace(
      /\s[–-]\s?(?:danh sách|ds|sổ|bảng|biểu|tổ trưởng|trưởng|tổ phó|liên hệ|sđt|đt|ông|bà|cập nhật|năm)(?![\p{L}\p{M}]).*$/iu,
      '',
    )
    // `Tổ 5, ấp 3`, `Tổ vay vốn số 7 - Thôn Đông`: the group is no hamlet; `Ấp: 3` is Ấp 3.
    .replace(
      /^tổ\s(?!dân phố)[^,–-]{1,30}[,–-]\s?(?=(?:thôn|ấp|khu phố|kp|khóm|xóm|bản|khối|tổ dân phố|tdp)\s?\S)/iu,
      '',
    )
    .replace(/\s?[,–-]\s?tổ\s(?:số\s)?\d+$/iu, '')
    .replace(/^([\p{L}\p{M}]{2,5}(?: [\p{L}\p{M}]{2,4}){0,2})\s?:\s?(?=\S)/u, '$1 ')
    .replace(/[\s:;.,-]+$/, '');
  if (name.length > 60) return null;
  const found = startsWithKind(foldVietnamese(name));
  if (!found || found.rest === '') return null;
  // `AP 4` in a list without accents is a hamlet: nobody's name has a figure. `BAN 2024` is an edition.
  if (
    NEED_ACCENTS.has(found.kind) &&
    !ACCENTED.test(name) &&
    !/^\d{1,3}(?!\d)/.test(found.rest) &&
    !AP_WITHOUT_ACCENTS.test(name)
  )
    return null;
  // "Tổ trưởng", "Khu vực bầu cử", "Trưởng thôn" name an office or a use; Trường Thọ is a name.
  const isNamed = /^\S+\strường\s(?!học)/iu.test(name);
  if (NO_HAMLET.test(name)) return null;
  // `Thôn đội` is a militia's; `Xóm Đồi` is a hamlet.
  if (/^doi\b/.test(found.rest) && /(?<![\p{L}\p{M}])(?:đội|doi)(?![\p{L}\p{M}])/iu.test(name)) return null;
  if (
    !isNamed &&
    /^(?:truong|pho truong|truong ban|quan ly|bau cu|vuc|cong tac|chuc|vay von|hop tac)\b/.test(found.rest)
  )
    return null;
  return name;
}

const IN_ADDRESS =
  /(?:^|[,;]\s*|\s[-–]\s|[\d)][a-z]?\s)((?:thôn|ấp|bản|buôn|làng|xóm|khóm|khối phố|khối|khu phố|khu dân cư|tiểu khu|tổ dân phố|kp|tdp|thon|xom|khom|khu pho|to dan pho|ap(?=\s?\d))\.?\s?[^,;–-]{1,30}?)(?=\s*(?:[,;–-]|$))/iu;
/** Lists name few places many times. */
const placesInAddresses = new Map<string, string | null>();

/** The hamlet that an address names: `12, Ấp Phú Thạnh 2, xã …`. Longer texts than a name (`thôn 3 gần chợ huyện cũ`) are none. */
export function placeInAddress(address: string): string | null {
  const part = address.length > 200 ? undefined : IN_ADDRESS.exec(address)?.[1];
  if (part === undefined) return null;
  const known = placesInAddresses.get(part);
  if (known !== undefined) return known;
  const name = readNeighbourhood(part);
  const rest = name === null ? '' : (startsWithKind(foldVietnamese(name))?.rest ?? '');
  const found = rest.split(' ').length > 4 ? null : name;
  if (placesInAddresses.size < 10_000) placesInAddresses.set(part, found);
  return found;
}

/** Whether a place is a group (`Tổ 5`), which a larger neighbourhood holds many of. */
export function isGroup(name: string): boolean {
  return startsWithKind(foldVietnamese(name))?.means === 'to';
}

/** No area of a title has so many groups of its own. */
const MOST_GROUPS = 30;

/**
 * Whether a group lies within a place, `Tổ 5` within a hamlet. A `Tổ 41` below `… khu vực An Hải` is counted through the whole
 * ward, and a neighbourhood by itself: such a title says loosely where the list is from.
 */
export function isGroupWithin(group: string, place: { name: string; from: string } | null): boolean {
  const found = startsWithKind(foldVietnamese(group));
  if (found?.means !== 'to' || place === null || isGroup(place.name)) return false;
  const isLoose = place.from === 'title' && startsWithKind(foldVietnamese(place.name))?.means === 'khu vuc';
  return !(isLoose && Number(/^\d{1,4}/.exec(found.rest)?.[0] ?? 0) > MOST_GROUPS);
}

/** The kinds of places that a heading for addresses names in brackets, `Nơi ở hiện tại (thôn/bản)`; null where it names none. */
export function placesInHeading(heading: string): string | null {
  const inside = /\(([^()]{1,40})\)/.exec(heading)?.[1];
  if (inside === undefined) return null;
  const kinds = foldVietnamese(inside).split(/[^a-z ]+/);
  return kinds.every((kind) => startsWithKind(kind.trim())?.rest === '') ? inside : null;
}

/** Words that the name of a sheet begins with when it names no place. */
const NO_PLACE =
  /^(?:sheet|trang|bang|danh|tong|ds|data|thong|mau|bieu|huong|ghi|co quan|van phong|lien he|hoi (?:vien|phu|nong|cuu|dong)|doan (?:vien|the)|phu nu|cuu|thanh nien|thieu nien|nong dan|nguoi|tre|khuyet|chinh sach|doi tuong|gia dinh|quy|thu (?:quy|tien|chi)|chi (?:hoi|bo|tiet|tra|doan)|ho (?:ngheo|dan|can|gia)|luy|bao (?:cao|hiem)|can (?:bo|ngheo)|bia|phu luc|nhap|copy|ban sao|table|form|truong (?:thon|ap|ban|khu|xom|lop)|giao vien|bi thu|tram|to|dien thoai|so|cu|moi|nam \d|thang|cong (?:an|tac|no|viec)|dan quan|y te|lich|phan cong|ket qua|zalo|loc|(?:da|chua) (?:nop|thu|nhan|xong))(?![a-z])/;

/**
 * The place that a sheet is named after without its kind, where the sheets before it are named after places: `Nhuận Đông`
 * behind `Thôn Cậy`. Every word has a capital.
 */
export function placeOfSheet(sheet: string, kind: string): string | null {
  const name = cleanText(sheet);
  const isName =
    /^(?:\p{Lu}[\p{L}\p{M}'’]{0,12}|\d{1,2})(?: (?:\p{Lu}[\p{L}\p{M}'’]{0,12}|\d{1,2})){0,3}$/u.test(name);
  return isName && /\p{L}{2}/u.test(name) && !NO_PLACE.test(foldVietnamese(name)) ? `${kind} ${name}` : null;
}

/** `Thôn` of a sheet that is named `Thôn Cậy`, or `Cậy` with `… thôn Cậy` in its title; null where its name is no place's. */
export function kindOfSheet(sheet: string, title: string | null): string | null {
  const isOfTitle = title !== null && foldVietnamese(title).endsWith(` ${foldVietnamese(sheet)}`);
  const place = isOfTitle ? title : readNeighbourhood(sheet);
  const kind = place === null ? undefined : startsWithKind(foldVietnamese(place))?.kind;
  if (place === null || kind === undefined || isGroup(place)) return null;
  const words = cleanText(place).split(' ').slice(0, kind.split(' ').length).join(' ');
  return /\d/.test(words) ? null : words;
}

/**
 * The commune that a heading row, a title or a sheet name names: `UBND XÃ AN BÌNH`, `Danh sách hộ phường 5` → the unit with its
 * kind. The kind needs its accents: Xa and Phương are names of people.
 */
export function readCommune(text: string): string | null {
  const name = cleanText(text)
    .replace(/^(?:(?:[IVXLC]+|\d{1,2}|[A-Za-z])\s*[.):/-]\s*)+/, '')
    .replace(/^(?:danh sách|ds)\s+(?:(?:các|số|hộ|dân|gia đình)\s+)*/iu, '')
    .replace(/^(?:của|tại|thuộc)\s+/iu, '')
    .replace(/^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+/iu, '')
    .replace(/\s?[:(–-]?\s?(?:tổng\s?(?:số)?\s?:?\s?)?\d+\s?hộ(?![\p{L}\p{M}]).*$/iu, '')
    .replace(/[\s:;.,-]+$/, '');
  const found = /^(xã|phường|thị trấn|đặc khu)\s*:?\s+(\S.*)$/iu.exec(name);
  if (!found || name.length > 100) return null;
  return `${found[1]} ${found[2]}`;
}

/**
 * The name of the neighbourhood that a cell of a neighbourhood column means. `heading` lends its kind where the cell has
 * none: `Đông` under `Thôn/Xóm` is `Thôn Đông`.
 */
export function nameInColumn(cell: string, heading: string): string {
  const name = cleanText(cell)
    // Contacts of Google: `Thôn Hòa Lộc ::: * myContacts`.
    .replace(/ ::: .*$/, '')
    .replace(/[\s:;.,-]+$/, '');
  if (name === '' || startsWithKind(foldVietnamese(name))) return name;
  const words = cleanText(heading).split(/\s*[/,(;-]\s*|\s+hoặc\s+/)[0] ?? '';
  const kind = words.replace(/^(?:tên|ten)\s+/i, '').replace(/\s+(?:số|so)$/iu, '');
  if (startsWithKind(foldVietnamese(kind))?.rest !== '') return name;
  return `${kind.charAt(0).toLocaleUpperCase('vi')}${kind.slice(1).toLocaleLowerCase('vi')} ${name}`;
}

function withoutKind(name: string): string {
  const clean = cleanText(name);
  const found = startsWithKind(foldVietnamese(clean));
  if (!found) return clean;
  const words = found.kind.split(' ').length;
  const rest = clean
    .split(' ')
    .slice(words - 1)
    .join(' ');
  // The kind's last word may be joined to a number: "KP3".
  return rest.replace(/^\p{L}[\p{L}\p{M}]*[\s.:-]*/u, '');
}
