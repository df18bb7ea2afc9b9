import { type PhoneFinding, parsePhones } from '../../domain/phone.js';

export type Mobile = Extract<PhoneFinding, { kind: 'mobile' }>;

/** Words that say whose number it is, or that it is no phone: what stands beside such a number is left for a person. */
const NOT_OF_HOUSEHOLD =
  /(?<![\p{L}\p{M}])(?:hàng xóm|hang xom|trưởng|truong (?:thon|ap|ban|khu|to)|tổ phó|cán bộ|can bo|công an|cong an|y tế|y sĩ|bác sĩ|chủ cũ|chủ mới|người mua|người thuê|thuê|chủ trọ|chủ nhà|cũ|hỏng|sai|nhầm|không phải|ko phải|mst|mã số|stk|tk|tài khoản|tai khoan|cccd|cmnd|cmt|căn cước|can cuoc|bhyt|bhxh|hđ|hợp đồng|sổ|thẻ|công tơ|đồng hồ|seri|biển số)(?![\p{L}\p{M}])/iu;
/** What changed the digits makes a number in words a guess: there it may be anything. */
const GUESSED = new Set(['restored-zero', 'decimal', 'scientific', 'split-joined', 'letter-l']);

/** Where a number is called a phone, another thing begins. */
const LABELLED = /[,;\n]\s*(?=(?:s?đt|sdt|điện thoại|zalo)(?![\p{L}\p{M}]))/iu;

const OFFICIAL =
  '(?:trưởng (?:thôn|ấp|bản|khu|xóm|khóm|khối|làng|buôn|sóc)|tổ trưởng|hàng xóm|láng giềng|cán bộ|công an)(?![\\p{L}\\p{M}])';
const OF_ANOTHER = new RegExp(`(?<![\\p{L}\\p{M}])${OFFICIAL}`, 'iu');
const BORROWED = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:nhờ|mượn|số|sđt|đt|máy)(?:\\s(?:của|qua|nhờ|cho|ông|bà|anh|chị|bác|chú|cô|điện|thoại|máy|số|nhà)){0,3}\\s${OFFICIAL}`,
  'iu',
);

/** Whether words beside a number say that it is a neighbour's or an official's: `gọi trưởng làng 0912 345 678`. */
export function isOfAnother(text: string): boolean {
  return OF_ANOTHER.test(text);
}

/** `số trưởng thôn`, `nhờ máy hàng xóm` in the note of a row: its number is not the household's. */
export function saysBorrowed(note: string): boolean {
  return BORROWED.test(note) && note.replace(/\D/g, '').length < 9;
}

/**
 * The phones that stand in a note or an address: `đi làm xa, con gái 0912 345 678`. `doubtful` are whole numbers that may
 * be another's.
 */
export function phonesInWords(text: string): { sure: Mobile[]; doubtful: Mobile[] } {
  const found: { sure: Mobile[]; doubtful: Mobile[] } = { sure: [], doubtful: [] };
  if (!/\d/.test(text) || text.replace(/\D/g, '').length < 10) return found;
  // `CCCD 033383937661, ĐT 0991519147`: what is said of one number is not said of the next.
  for (const part of text.split(LABELLED)) {
    const isDoubtful = NOT_OF_HOUSEHOLD.test(part);
    for (const finding of parsePhones(part)) {
      if (finding.kind !== 'mobile' || finding.repairs.some((repair) => GUESSED.has(repair))) continue;
      (isDoubtful ? found.doubtful : found.sure).push(finding);
    }
  }
  return found;
}
