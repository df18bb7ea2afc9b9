/**
 * Whose the numbers under a heading are, where they are not the household's: of cards and meters, or of those who look after
 * households.
 */
import { foldVietnamese } from '../../domain/vietnamese.js';

/** Longer texts are titles or data, not headings. */
export const MAX_HEADING_CHARS = 80;

/** Cards, insurance, tax, contracts, meters: a phone that says the same as one of these is none. */
const OTHER_NUMBERS =
  /\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|chung minh|dinh danh|gttt|giay to|bhyt|bhxh|bao hiem|ma so thue|mst|ho chieu|so the|tai khoan|stk|so so|hop dong|so hd|cong to|dong ho|so seri|bien so|ma (?:kh|khach hang|hoc sinh|vung|the|so))\b/;

/** Whether a column holds numbers that are no phones, however they look. */
export function isOfOtherNumbers(heading: string): boolean {
  return heading.length <= MAX_HEADING_CHARS && OTHER_NUMBERS.test(foldVietnamese(heading));
}

const OFFICIAL =
  /\b(?:truong (?:thon|ap|ban|khu|xom|khom|khoi|to|nhom|tram|doi|cum|lang|buon)|to truong|nhom truong|can bo|phu trach|cong an|dieu tra vien|cong tac vien|nguoi (?:lap|thu|ghi|nhap|ra soat|quan ly|gioi thieu|duyet)|ra soat vien|tuyen truyen vien|bi thu|chu tich|chi hoi truong|chi hoi pho|hoi truong|giao vien|gvcn|hieu truong|nha truong|nhan vien|nv|ctv|dtv|cbpt|thu (?:ngan|quy)|ke toan|ubnd|uy ban|y te|bac si|y si|kiem lam|dan quan|chu nhiem|giam sat)\b/;

/** Whether a column is about those who look after households, whatever stands in it. */
export function isOfOfficials(heading: string): boolean {
  return heading.length <= MAX_HEADING_CHARS && OFFICIAL.test(foldVietnamese(heading));
}

/** Words of a heading for phones that name nobody, and words for somebody of the household. */
const NO_OWNER =
  /\b(?:so|dien thoai|s?dt|dtdd|dtlh|dd|di dong|dthoai|d thoai|phone|zalo|sms|lien (?:he|lac)|cua|\d+)\b/g;
const HOUSEHOLD = /\b(?:ho|dan|gia dinh|vo|chong|con|bo|me|cha|khach hang|ca nhan|phu huynh|nguoi than)\b/;

/** Right of one of these stands the phone of a household. */
const NAMES = /\b(?:chu ho|ho (?:va )?ten|khach hang|dai dien|hoi vien)\b/;

/**
 * Whether the phones under a heading are those of somebody who looks after households, as another heading says: `SĐT đảng viên`
 * beside `Đảng viên phụ trách`; a mere `SĐT` right of `Cán bộ phụ trách` where the household has a column for its own.
 * @param phones all columns of phones
 */
export function isPhoneOfOthers(
  headings: readonly string[],
  index: number,
  phones: readonly number[],
): boolean {
  const owner = foldVietnamese(headings[index] ?? '')
    .replace(/[^a-z\d]+/g, ' ')
    .replace(NO_OWNER, ' ')
    .replace(/ +/g, ' ')
    .trim();
  if (HOUSEHOLD.test(owner)) return false;
  if (owner === '') {
    const isOwn = (other: number) =>
      other !== index && (other < index || NAMES.test(foldVietnamese(headings[other - 1] ?? '')));
    return isOfOfficials(headings[index - 1] ?? '') && phones.some(isOwn);
  }
  return headings.some(
    (heading, i) => i !== index && isOfOfficials(heading) && foldVietnamese(heading).includes(owner),
  );
}
