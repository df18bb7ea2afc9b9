/** What an official reads where a delivery has a reason code (`deliveries.reason`, `attempts.error_kind`). */
import type { SkipReason } from './audience.js';
import type { GatewayErrorKind } from './retry.js';

/** Why a household of the audience is sent nothing. */
export const SKIP_REASONS_VI: Readonly<Record<SkipReason, string>> = {
  'no-contact': 'Hộ chưa có số điện thoại nhận được tin',
  refused: 'Hộ đã từ chối nhận tin',
  duplicate: 'Số điện thoại đã nhận tin trong đợt này qua hộ khác',
};

/** Why a try failed. */
export const GATEWAY_ERRORS_VI: Readonly<Record<GatewayErrorKind, string>> = {
  unreachable: 'Không kết nối được tới nhà mạng',
  throttled: 'Nhà mạng yêu cầu gửi chậm lại',
  misconfigured: 'Tài khoản gửi tin cấu hình sai hoặc chưa được cấp quyền',
  'bad-recipient': 'Số điện thoại không nhận được tin',
  'opted-out': 'Người nhận đã chặn hoặc từ chối tại nhà mạng',
  'bad-content': 'Nhà mạng không chấp nhận nội dung tin',
  rejected: 'Nhà mạng từ chối tin',
  quota: 'Tài khoản gửi tin hết tiền hoặc hết hạn mức',
  night: 'Nhà mạng không gửi vào giờ này',
  unclear: 'Đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng',
};

/** Reasons that no operator's answer to a send gives: receipts, dead workers, limits. */
export const OTHER_REASONS_VI: Readonly<Record<string, string>> = {
  undelivered: 'Nhà mạng báo tin không đến được máy',
  expired: 'Nhà mạng thôi gửi vì quá lâu không đến được máy',
  repeat: 'Gửi lại với cùng mã tham chiếu để biết kết quả',
  'worker-died': 'Tiến trình gửi dừng đột ngột khi đang gửi',
  'frequency-cap': 'Hộ đã nhận đủ số tin cho phép trong ngày hoặc trong tuần',
  deadline: 'Hết hạn chờ báo nhận, chuyển sang cách gửi kế tiếp',
  'too-many-tries': 'Đã thử gửi quá nhiều lần',
  'never-left': 'Nhà mạng xác nhận chưa từng nhận được tin, gửi lại',
  'no-receipt': 'Hết thời hạn mà nhà mạng không báo kết quả',
  person: 'Kết quả do người phụ trách xác nhận',
  'send-again': 'Người phụ trách yêu cầu gửi lại',
  'too-late': 'Đã quá muộn để gửi tin xác nhận',
  'no-zalo-user': 'OA chưa biết người dùng Zalo của số điện thoại này',
  'zalo-window': 'Đã quá 7 ngày từ lần cuối người dân tương tác với OA',
  'template-value': 'Thông tin của hộ không vừa với tham số của mẫu tin',
  'reached-by-campaign': 'Hộ đã nhận tin trong đợt được loại trừ',
  'reached-recently': 'Hộ đã nhận tin trong những ngày gần đây',
  'excluded-group': 'Hộ thuộc nhóm được loại trừ',
  erased: 'Dữ liệu của hộ đã được xóa theo yêu cầu',
};

const LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...SKIP_REASONS_VI, ...GATEWAY_ERRORS_VI, ...OTHER_REASONS_VI }),
);

/** The Vietnamese label of a reason code, without a full stop; an unknown code is shown itself. */
export function reasonLabel(code: string): string {
  return LABELS.get(code) ?? `Lý do khác (${code})`;
}
