/**
 * The neighbourhood that the title of a list names.
 */
import { hasAccents } from '../../domain/household-key.js';
import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import { placeInBareTitle } from './bare-title.js';
import { readNeighbourhood, startsWithKind } from './neighbourhood-name.js';

/** Titles say what the list is before they say whose: `DANH SÁCH LIÊN LẠC TỔ DÂN PHỐ 12`, `Thống kê hộ nghèo ấp 3 năm 2024`. */
const TITLE_PLACE =
  /^(?:danh sách|ds|danh bạ|thống kê|tổng hợp|bảng|biểu|sổ|đơn vị|địa bàn|ban công tác|ban điều hành|ban nhân dân|ban quản lý|ban cán sự|chi hội|chi bộ|chi đoàn|hội|đoàn|trạm|trường|hợp tác xã|htx|câu lạc bộ|ubnd|uỷ ban|ủy ban|ubmttq|mặt trận)[\s:](?:.*?\s)?((?:(?<!nông )thôn|ấp|bản|buôn|làng(?! nghề(?![\p{L}\p{M}]))|xóm|khóm|phum|sóc|khối phố|(?<!học sinh |giáo viên )khối|khu phố|khu dân cư|khu vực(?! (?:nông thôn|thành thị|đô thị)(?![\p{L}\p{M}]))|tiểu khu|tổ dân phố|tổ|kp|tdp)\s+\S.*)$/iu;

/** `Tổ dân phố 1, 2, 3, 4`, `Thôn 1 và 2`: the list is of several. */
export const SEVERAL = /\d[a-z]?\s?(?:[,;&+–-]|và|đến|va|den)\s?\d{1,3}(?!\d)/iu;

/** `Danh sách các thôn trên địa bàn`: of none in particular. */
const OF_MANY =
  /(?<![\p{L}\p{M}])(?:các|những|mọi) (?:thôn|ấp|bản|buôn|làng|xóm|khóm|phum|sóc|khối|khu|tiểu khu|tổ)(?![\p{L}\p{M}])/iu;

/** `Ấp 3, ấp 4`, `Thôn Đông và thôn Tây`. `Thôn 2, tổ 5` is one place. */
const BETWEEN = /\s?[,;&+–]\s?|\s-\s|\s(?:và|đến)\s/iu;

/** The neighbourhood that a title of a list names; null where it names none, or several. */
export function placeInTitle(text: string): string | null {
  if (text.length > 200) return null;
  const title = cleanText(text);
  if (OF_MANY.test(title)) return null;
  const name = hasAccents(title) ? (readNeighbourhood(title) ?? placeWithinTitle(title)) : bare(title);
  // `Khu vực An Hải - Đăng ký nhắn tin`: what follows is no part of the name.
  return name === null || areSeveral(name) ? null : name.replace(/\s[–-]\s.*$/, '');
}

function areSeveral(name: string): boolean {
  if (SEVERAL.test(name)) return true;
  const kinds = name.split(BETWEEN).flatMap((part) => startsWithKind(foldVietnamese(part))?.kind ?? []);
  return new Set(kinds).size < kinds.length;
}

function bare(title: string): string | null {
  const name = placeInBareTitle(title);
  return name === undefined ? placeBehind(title) : name;
}

function placeWithinTitle(title: string): string | null {
  const found = TITLE_PLACE.exec(title);
  return found ? readNeighbourhood(found[1]!) : placeBehind(title);
}

/** `Xã An Bình - Thôn Đông` */
function placeBehind(title: string): string | null {
  const parts = title.split(/\s?[,;–]\s?|\s-\s/);
  for (const part of parts.slice(1)) {
    const name = readNeighbourhood(part);
    if (name && !/^tổ\s(?:số\s)?\d/iu.test(name)) return name;
  }
  return null;
}
