/**
 * What a row of a list is, when it is no household: totals, the figures under the headings, the signatures at the end.
 */
import { cleanText, unaccent } from '../../domain/vietnamese.js';

/** Tống and Công are surnames, Cộng is none: only the accented word, or the whole unaccented phrase, is a total. */
const TOTAL =
  /^(?:tổng(?:\s+(?:cộng|số|hộ|toàn))?(?![\p{L}\p{M}])|cộng(?![\p{L}\p{M}])|trang\s+(?:trước|sau|số|\d)|(?:mang|chuyển)\s+sang(?![\p{L}\p{M}])|(?:lũy|luỹ)\s+kế|tong (?:cong|so)\b|tong[\s:.]*$|total\b)/iu;

const SIGNATURE = [
  /(?<![\p{L}\p{M}])ngày\s*[\d.…_]*\s*tháng\s*[\d.…_]*\s*năm/iu,
  /^ngay\s*[\d.…]+\s*thang/i,
  /\(\s*ký|ký\s*(?:,|và)?\s*(?:ghi\s+rõ|đóng\s+dấu|tên)|\(ky/iu,
  /^(?:người|nguoi)\s+(?:lập|lap|tổng hợp|kiểm tra|ghi|điều tra|rà soát|cung cấp|thống kê|báo cáo|duyệt|viết|giao|nhận)(?![\p{L}\p{M}])/iu,
  /^(?:xác nhận|xac nhan)\s+(?:của|cua)(?![\p{L}\p{M}])/iu,
  /^(?:t\.?\s?m\.?|k\.?\s?t\.?|t\.?\s?l\.?|t\.?\s?u\.?q\.?)[\s.]+(?:ubnd|ủy ban|uỷ ban|chủ tịch|ban|trưởng|đảng|tổ|thôn|ấp|khu|khối|xóm|khóm|hội|chi|mttq|mặt trận)(?![\p{L}\p{M}])/iu,
  /^(?:trưởng|phó trưởng|phó)\s+(?:thôn|ấp|bản|khu|tổ|ban|làng|xóm|khóm|công an)(?![\p{L}\p{M}])/iu,
  /^(?:(?:khối|thôn|ấp|bản|xóm|khu|buôn|làng|phân khu) trưởng|tổ trưởng|tổ phó|cán bộ|điều tra viên|công an viên|hiệu trưởng|giám đốc|chi hội trưởng|bí thư|chữ ký)(?![\p{L}\p{M}])/iu,
  /^(?:truong)\s+(?:thon|ap|khu|to|xom|khom)\b/i,
  /^(?:chủ tịch|phó chủ tịch|bí thư|chu tich|bi thu|thủ trưởng|kế toán|cán bộ)(?:\s+(?:ubnd|xã|phường|chi bộ|đơn vị|hội|mttq|mặt trận|htx|hợp tác xã|xa|phuong|hoi).*)?$/iu,
  /^(?:thư k[ýí]|chủ (?:trì|tọa|toạ))(?: (?:cuộc họp|buổi họp|hội nghị))?$/iu,
];

/** `Tổng cộng: 120 hộ`. */
export function isTotal(cells: readonly string[]): boolean {
  const first = cells.map((cell) => cleanText(cell)).find((cell) => cell !== '' && !/^\d+$/.test(cell));
  return first !== undefined && TOTAL.test(first);
}

/** Households by what they get, over those of the kind: `II | HỘ CẬN NGHÈO`. */
const CATEGORY =
  /^(?:các )?(?:hộ|đối tượng|diện|gia đình) (?:gia đình )?(?:(?:mới )?thoát nghèo|nghèo|cận nghèo|chính sách|(?:người )?có công|khó khăn|neo đơn|bảo trợ|trung bình|khá|làm nông)(?![\p{L}\p{M}])[^\d]{0,40}(?:\(?\d{1,4} hộ\)?)?$/iu;

/** A row that only names a kind of households, with a number of its own at most. */
export function isCategory(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
  const words = filled.filter((cell) => !/^(?:[IVXLC]+|[A-Za-z]|\d{1,4})[.)]?$/.test(cell));
  return words.length === 1 && CATEGORY.test(words[0]!);
}

/** `nt`, `-nt-`, `như trên`, `//`, `"`: the same as in the row above. */
export function isDitto(cell: string): boolean {
  const text = cell.trim();
  return (
    text.length <= 12 &&
    /^[-–—.\s]*(?:n\.?t\.?|như\s*trên|nhu\s*tren|\/\/|"|''|“|”|〃)[-–—.\s]*$/iu.test(text)
  );
}

/** `(1) | (2) | (3)`, or `A | B | 1 | 2`, under the headings. */
export function isColumnNumbers(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
  return (
    filled.length >= 2 &&
    filled.every((cell) => /^(?:\(?\d{1,2}\)?|[A-Z]|\([A-Za-z]\)|\d{1,2}=.+)$/.test(cell))
  );
}

/** A line of the block at the end of an office's list: place and date, offices, "(Ký, ghi rõ họ tên)". */
export function isSignature(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
  return filled.length <= 4 && filled.some((cell) => SIGNATURE.some((pattern) => pattern.test(cell)));
}

/** Whether a text holds as many figures as a phone without its 0. */
export function hasPhoneFigures(text: string): boolean {
  return /(?:\d[ .-]?){9}/.test(text);
}

/** Two to eight words of letters: what a person is called, with a title or a note in brackets at most. */
export function looksLikeName(text: string): boolean {
  const name = cleanText(text)
    .replace(/\([^)]*\)/g, '')
    .trim();
  return /^[\p{L}\p{M}'’.]+(?:[ -][\p{L}\p{M}'’.]+){1,7}$/u.test(name) && unaccent(name).length <= 60;
}

/** `Nhập chữ in hoa có dấu | Nhập 10 chữ số | Chọn từ danh mục`: what a form says of its columns. */
export function isInstruction(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
  const told = filled.filter((cell) =>
    /^(?:nhập|điền|ghi rõ|ghi theo|chọn|bắt buộc|không bắt buộc|tự động|định dạng)(?![\p{L}\p{M}])/iu.test(
      cell,
    ),
  );
  return told.length >= 2 && told.length >= filled.length / 2;
}

/** The example of a form, which says so where the others have their number. */
export function isExample(ordinal: string): boolean {
  return /^(?:vd|ví dụ|vi du|mẫu|example)[\s.:]*\d*$/iu.test(cleanText(ordinal));
}

/** A column `Chủ hộ` beside `Họ và tên` may only mark who is the head. */
export function isMark(cell: string): boolean {
  return /^\s*(?:x|v|✓|✔|√|☑|\*|1|có)\s*$/iu.test(cell);
}
