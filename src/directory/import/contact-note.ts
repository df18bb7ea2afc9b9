import { cleanText } from '../../domain/vietnamese.js';
import { looksLikeName } from './row-kind.js';

const RELATION =
  /^(?:chủ hộ|chủ|vợ|chồng|con|bố|mẹ|cha|ba|má|tía|u|anh|chị|em|cháu|ông|bà|dâu|rể|chú|bác|cô|dì|cậu|mợ|thím|cụ|người nhà|hàng xóm)(?![\p{L}\p{M}])/iu;

/** What a note beside a number says of its owner: `(vợ)`, `Lan`, `con trai Minh`. */
export function readNote(note: string | undefined): { name: string | null; relation: string | null } {
  const text = cleanText(note ?? '').slice(0, 100);
  if (text === '') return { name: null, relation: null };
  if (RELATION.test(text) || !looksLikeName(`${text} ${text}`)) return { name: null, relation: text };
  return { name: text, relation: null };
}
