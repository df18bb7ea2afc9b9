import { cleanText } from '../../domain/vietnamese.js';
import { looksLikeName } from './row-kind.js';

/** A number as long as a phone, O for 0 in it too, or one from 0 on that is too short, at the end. */
const PHONES_BEHIND =
  /[\s([:;,./–—-]*(?:(?:s?đt|tel|zalo|điện thoại)[\s.:]*)?(?:\(?\+?(?:(?<![\p{L}\p{M}])[Oo](?=\d)|\d)(?:[\s.-]?\d|(?<=\d)[Oo](?![\p{L}\p{M}])|(?<=\d)[Oo](?=\d)){8,}.*|(?<!\d)0\d(?:[\s.-]?\d){5,6}\s*)$/isu;

export interface NameCell {
  name: string;
  /** What stands behind the name and holds a phone; empty where nothing does. */
  phones: string;
  /** The husband or wife who is named beside the head: `vợ Đỗ Thị Nở`. */
  partner?: string;
}

/**
 * `Nguyễn Văn An (0912 345 678)`: a phone in the cell of the name is a phone all the same; `3. Nguyễn Văn An` is numbered in the
 * cell; who stands behind `vợ` is not the head.
 */
export function nameAndPhones(cell: string): NameCell {
  // Cheap: asked of the name of every row.
  if (cell.length > 300 || !/[\d(:–-]|có|vợ|chồng/i.test(cell)) return { name: cell, phones: '' };
  const said = cell
    .replace(/^\s*\d{1,4}\s?[.)/-]\s*(?=\p{L})/u, '')
    .replace(/^[\s:–-]*chủ hộ\s*:\s*|[\s(,:–-]+(?:là )?chủ hộ\)?\s*$/iu, '')
    // `Bùi Thị Nẻo - chưa có điện thoại`
    .replace(
      /[\s,;:.(–-]+(?:chưa|không|ko|k)\s+(?:có|sử dụng|dùng|xài)(?![\p{L}\p{M}])[^)]{0,40}\)?\s*$/iu,
      '',
    );
  const at = PHONES_BEHIND.exec(said);
  if (!at || at.index === 0) return withoutPartner(said, '');
  // `An (con trai 0912 345 678)`: whose phone it is stands in the bracket, too.
  const open = said.lastIndexOf('(', at.index);
  const end = open > 0 && !said.slice(open, at.index).includes(')') ? open : at.index;
  return withoutPartner(said.slice(0, end).trimEnd(), said.slice(end));
}

const PARTNER = /(?<![\p{L}\p{M}])(?:vợ|chồng)(?![\p{L}\p{M}])/iu;

/** `Lâm Sanh (vợ Đỗ Thị Nở)` is Lâm Sanh; `Nguyễn Thị Hai (vợ ông Tám)`, `(vợ liệt sĩ)` say who she is and stay. */
function withoutPartner(name: string, phones: string): NameCell {
  const at = PARTNER.exec(name);
  if (!at || at.index === 0) return { name, phones };
  const before = name.slice(0, at.index);
  const after = name.slice(at.index + at[0].length);
  const isApart = /[([\n,;–-]\s*$/.test(before) || /^\s*:/.test(after);
  const isNamed =
    /^\s*(?:(?:là|tên)\s|:)?\s*(?!(?:ông|bà|anh|chị|chú|bác|liệt|cụ|cố)(?![\p{L}\p{M}]))\p{Lu}/u.test(after);
  const head = before.replace(/[\s([,;–-]+$/, '');
  if (!isApart || !isNamed || !/\p{L}{2}/u.test(head)) return { name, phones };
  return { name: head, phones, partner: cleanText(`${at[0]}${after}`).replace(/[)\]\s]+$/, '') };
}

/** A line of a list that has one column: a name, its number before it and its phone behind it at most. */
export function isNameLine(cell: string): boolean {
  const { name, phones } = nameAndPhones(cell);
  if (!looksLikeName(name)) return false;
  // `Ai thiếu thì nhắn em nhé` is no name: without a number of any kind its words begin as names do.
  return (
    phones !== '' ||
    /^\s*\d/.test(cell) ||
    /^(?:[^\p{Ll}\s]\S*(?:\s+|$))+$/u.test(name.normalize('NFC').trim())
  );
}

/** `8. Chú - 0968705634`, `4/ - 0968705634`: numbered as the others and with a phone, a line of the list whose name is missing. */
export function isNumberedPhone(cell: string): boolean {
  return /^\s*\d{1,4}\s?[.)/-]\s*(?:\p{L}|[–:-]\s*\(?\+?\d)/u.test(cell) && nameAndPhones(cell).phones !== '';
}

const MEMBER =
  /^\s*(?:[-–+*•]\s*(?:(\p{L}[\p{L}\p{M} ]{0,20}?)\s*[:.–-]\s*)?|(vợ|chồng|con(?: (?:trai|gai|gái|dâu|rể))?|bố|mẹ|cha|má|anh|chị|em|cháu|ông nội|bà nội)\s*:\s*)(\p{L}.*)$/iu;

/** `- Vợ: Lã Thị Bằng`, `+ Ngô Văn Ba`: a member of the household above, by the cell of the name alone. */
export function memberInCell(cell: string): { relation: string | null; name: string } | null {
  const found = cell.length > 200 ? null : MEMBER.exec(cell);
  return found && { relation: found[1] ?? found[2] ?? null, name: found[3]! };
}
