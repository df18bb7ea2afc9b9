/** What an official reads about a phone that was refused or repaired. */
import type { PhoneRejection, Repair } from './phone-number.js';

/** One sentence for every reason, to stand beside the cell as it was written. */
export const PHONE_REJECTIONS_VI: Readonly<Record<PhoneRejection, string>> = {
  empty: 'Ô số điện thoại để trống.',
  'no-number': 'Ô không có số điện thoại.',
  'too-short': 'Thiếu chữ số: số di động có 10 chữ số, bắt đầu bằng 0.',
  'too-long': 'Thừa chữ số: số di động có 10 chữ số; đây có thể là số căn cước hoặc hai số viết liền.',
  invalid: 'Không phải số điện thoại di động của Việt Nam (không có đầu số này).',
  landline: 'Số máy bàn, không nhận được tin nhắn SMS.',
  'maybe-landline': 'Viết theo kiểu số máy bàn mã vùng cũ nhưng trùng đầu số di động; cần hỏi lại chủ hộ.',
  premium: 'Số tổng đài 1800/1900, không nhận được tin nhắn.',
  'short-code': 'Số khẩn cấp hoặc đầu số dịch vụ, không phải số của hộ gia đình.',
  m2m: 'Số SIM của thiết bị, không phải số của người dùng.',
  foreign: 'Số điện thoại nước ngoài, chưa hỗ trợ gửi tin.',
  abbreviated: 'Số viết tắt sau số trước; hãy ghi đủ 10 chữ số.',
  ambiguous: 'Không tách được chắc chắn các số trong ô; hãy ngăn cách bằng dấu chấm phẩy.',
  'digits-lost': 'Bảng tính đã làm mất chữ số (dạng 9.12E+08); hãy định dạng cột là Văn bản rồi nhập lại số.',
  'hidden-digits': 'Số có chữ số bị che hoặc còn dấu hỏi; hãy ghi đủ số.',
  placeholder: 'Số điền cho có (kiểu 0123456789), không phải số thật.',
  'given-up': 'Chính danh sách ghi là số sai, số cũ hoặc không dùng nữa.',
  several: 'Có nhiều hơn một số; chỉ được nhập một số ở đây.',
};

/** What was changed, for the preview of an import. */
export const PHONE_REPAIRS_VI: Readonly<Record<Repair, string>> = {
  'restored-zero': 'Đã thêm lại số 0 ở đầu.',
  'converted-2018': 'Đã đổi số 11 chữ số sang đầu số mới (năm 2018).',
  'trunk-zero': 'Đã bỏ số 0 thừa sau mã nước 84.',
  'letter-o': 'Đã đọc chữ O là số 0.',
  'letter-l': 'Đã đọc chữ l hoặc I là số 1.',
  'full-width': 'Đã đổi chữ số toàn khổ sang chữ số thường.',
  scientific: 'Đã khôi phục số từ dạng khoa học của bảng tính.',
  decimal: 'Đã bỏ phần thập phân .0 của bảng tính.',
  'split-joined': 'Đã tách hai số viết liền nhau.',
};
