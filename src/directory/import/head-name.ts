import { cleanText } from '../../domain/vietnamese.js';
import type { Remark } from './draft-household.js';

/** `F1`, `A17`: a code, nobody's name. */
const CODE = /^[A-Z]{1,2}[-.]?\d{1,4}$/;
/** `Sạp trống`, `Phòng trọ số 4`: a place where nobody is named. */
const PLACE =
  /^(?:(?:sạp|nhà|phòng|ki ?-?ốt|lô|đất|căn hộ|căn|quầy|gian)(?:\s\S+)?\s(?:(?:bỏ )?trống|bỏ hoang|vắng chủ|không người ở)|phòng(?:\strọ)?(?:\ssố)?\s?\d+)$/iu;

/** `(nhà vắng)`: a remark where the name belongs. */
const IN_BRACKETS = /^\(\s?\p{Ll}[^)]{0,100}\)$/u;

/** `chưa rõ tên, nhà cạnh cầu`: somebody whose name nobody knew. */
const UNKNOWN = /^(?:(?:chưa|không|ko) (?:rõ|biết|nhớ|ghi|có) (?:họ )?tên|quên tên)(?![\p{L}\p{M}])/iu;

/** Why a clean text names no head of a household; null for a name. */
export function faultOfName(name: string): Remark | null {
  if (name === '') return { code: 'no-head-name', sentence: 'Thiếu tên chủ hộ.' };
  if (/^(?:ông|bà|ông bà|anh|chị|cô|chú|bác|cụ|dì|em)[\s.:-]*$/iu.test(name))
    return { code: 'no-head-name', sentence: `Chỉ có cách xưng hô “${name}”, thiếu tên chủ hộ.` };
  if (!/\p{L}/u.test(name)) return { code: 'bad-head-name', sentence: 'Tên chủ hộ không có chữ nào.' };
  if (UNKNOWN.test(name)) return { code: 'no-head-name', sentence: `“${shown(name)}”: thiếu tên chủ hộ.` };
  const isNone = CODE.test(name) || PLACE.test(name.replace(/^\(|\)$/g, '')) || IN_BRACKETS.test(name);
  if (!isNone) return null;
  return { code: 'bad-head-name', sentence: `“${shown(name)}” không phải tên người, thiếu tên chủ hộ.` };
}

/** The beginning of a text, to be quoted. */
export function shown(text: string): string {
  const clean = cleanText(text);
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}
