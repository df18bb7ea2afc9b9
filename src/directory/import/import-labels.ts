/** What an official reads over a group of rows with one reason code. */
import { PHONE_REJECTIONS_VI, PHONE_REPAIRS_VI } from '../../domain/phone-messages.js';

const LABELS: Readonly<Record<string, string>> = {
  'no-head-name': 'Thiếu tên chủ hộ',
  'bad-head-name': 'Tên chủ hộ không có chữ nào',
  'too-long': 'Ô có nội dung quá dài',
  'no-usable-phone': 'Không có số điện thoại nào nhận được tin',
  'no-phone': 'Hộ không có số điện thoại',
  'too-many-phones': 'Quá nhiều số điện thoại trong một hộ',
  'bad-code': 'Mã hộ không dùng được',
  'error-value': 'Ô báo lỗi công thức',
  'formula-without-value': 'Công thức chưa có kết quả',
  'ambiguous-neighbourhood': 'Nhiều khu dân cư cùng tên',
  'no-commune': 'Không rõ xã, phường',
  'unknown-commune': 'Không có xã, phường này trong tỉnh',
  'ambiguous-commune': 'Có thể là nhiều xã, phường',
  'commune-missing': 'Xã, phường chưa có trong danh bạ',
  'left-area': 'Khu dân cư đã chuyển đi hoặc kết thúc sau khi đọc tệp',
  'other-neighbourhood': 'Dòng thuộc khu dân cư khác',
  'duplicate-in-file': 'Trùng với dòng khác trong tệp',
  'code-twice-in-file': 'Mã hộ dùng hai lần trong tệp',
  'left-out': 'Bỏ qua theo trả lời',
  'phone-dropped': 'Đã bỏ số trùng theo trả lời',
  'phone-of-a-card': 'Ô điện thoại là số giấy tờ',
  'phone-maybe-card': 'Số có thể là số chứng minh nhân dân, chưa lấy',
  'phone-borrowed': 'Số của người khác theo ghi chú, chưa lấy',
  'phone-in-words': 'Số trong ghi chú, địa chỉ có thể của người khác, chưa lấy',
  'phone-at-many': 'Số đứng ở nhiều hộ, có thể của cán bộ, chưa lấy',
  'phone-of-many': 'Một số điện thoại ở ba hộ trở lên',
  'phone-or-card': 'Số điện thoại mất số 0 hay số chứng minh nhân dân',
  'joined-cells': 'Đã ghép số điện thoại ghi ở hai ô',
  'swapped-cells': 'Địa chỉ và số điện thoại đổi chỗ',
  'shifted-row': 'Dòng bị lệch một cột',
  'place-from-above': 'Khu dân cư lấy theo dòng trên',
  'partner-in-name': 'Tên vợ hoặc chồng ghi cùng ô với chủ hộ',
  'joined-rows': 'Đã gộp các dòng của cùng một hộ',
  'legacy-charset': 'Đã chuyển chữ từ bảng mã cũ sang Unicode',
  'looks-like': 'Giống một hộ đã có trong danh bạ',
  'shared-phone': 'Một số điện thoại ở hai hộ',
};

/** Without a full stop; an unknown code is shown itself. */
export function importLabel(code: string): string {
  const phone = code.startsWith('phone-') ? code.slice('phone-'.length) : '';
  const sentence =
    LABELS[code] ??
    (PHONE_REPAIRS_VI as Record<string, string>)[code] ??
    (PHONE_REJECTIONS_VI as Record<string, string>)[phone];
  return (sentence ?? `Lý do khác (${code})`).replace(/\.$/, '');
}
