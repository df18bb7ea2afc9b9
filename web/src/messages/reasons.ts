import type { Catalogue } from '../app/language.js';

/** Why a household was not reached, and what an official can do about it. The codes are those of docs/glossary.md. */
export const reasonTexts = {
  'reason.no-contact': ['Hộ chưa có số điện thoại nhận được tin', 'The household has no usable phone'],
  'reason.refused': ['Hộ đã từ chối nhận tin', 'The household refused messages'],
  'reason.duplicate': [
    'Số điện thoại đã nhận tin trong đợt này qua hộ khác',
    'The phone gets this campaign through another household',
  ],
  'reason.unreachable': ['Không kết nối được tới nhà mạng', 'The operator could not be reached'],
  'reason.throttled': ['Nhà mạng yêu cầu gửi chậm lại', 'The operator asked to go slower'],
  'reason.misconfigured': [
    'Tài khoản gửi tin cấu hình sai hoặc chưa được cấp quyền',
    'The gateway is misconfigured or lacks a right',
  ],
  'reason.bad-recipient': ['Số điện thoại không nhận được tin', 'The number cannot receive messages'],
  'reason.opted-out': [
    'Người nhận đã chặn hoặc từ chối tại nhà mạng',
    'The recipient blocked messages at the operator',
  ],
  'reason.bad-content': ['Nhà mạng không chấp nhận nội dung tin', 'The operator does not accept the text'],
  'reason.rejected': ['Nhà mạng từ chối tin', 'The operator rejected the message'],
  'reason.quota': ['Tài khoản gửi tin hết tiền hoặc hết hạn mức', 'The gateway is out of money or quota'],
  'reason.night': ['Nhà mạng không gửi vào giờ này', 'The operator does not send at this hour'],
  'reason.unclear': [
    'Đã gửi yêu cầu nhưng không nhận được trả lời rõ ràng',
    'The request left and no clear answer came',
  ],
  'reason.undelivered': ['Nhà mạng báo tin không đến được máy', 'The operator says that it did not arrive'],
  'reason.expired': [
    'Nhà mạng thôi gửi vì quá lâu không đến được máy',
    'The operator gave up after too long',
  ],
  'reason.repeat': [
    'Gửi lại với cùng mã tham chiếu để biết kết quả',
    'Sent again under the same reference to learn the result',
  ],
  'reason.worker-died': [
    'Tiến trình gửi dừng đột ngột khi đang gửi',
    'The sender stopped in the middle of it',
  ],
  'reason.frequency-cap': [
    'Hộ đã nhận đủ số tin cho phép trong ngày hoặc trong tuần',
    'The household has had its messages for the day or week',
  ],
  'reason.deadline': [
    'Hết hạn chờ báo nhận, chuyển sang cách gửi kế tiếp',
    'No receipt in time; the next step is tried',
  ],
  'reason.too-many-tries': ['Đã thử gửi quá nhiều lần', 'Tried too many times'],
  'reason.never-left': [
    'Nhà mạng xác nhận chưa từng nhận được tin, gửi lại',
    'The operator never had it; it is sent again',
  ],
  'reason.no-receipt': ['Hết thời hạn mà nhà mạng không báo kết quả', 'No result from the operator in time'],
  'reason.person': ['Kết quả do người phụ trách xác nhận', 'Settled by a person'],
  'reason.send-again': ['Người phụ trách yêu cầu gửi lại', 'Sent again by a person'],
  'reason.no-zalo-user': [
    'OA chưa biết người dùng Zalo của số điện thoại này',
    'The OA does not know the Zalo user of this number',
  ],
  'reason.zalo-window': [
    'Đã quá 7 ngày từ lần cuối người dân tương tác với OA',
    'More than 7 days since they last wrote to the OA',
  ],
  'reason.template-value': [
    'Thông tin của hộ không vừa với tham số của mẫu tin',
    'The household does not fit a field of the template',
  ],
  'reason.erased': ['Dữ liệu của hộ đã được xóa theo yêu cầu', 'The household was erased at its request'],
  'again.no-contact': ['Các hộ này nay đã có số điện thoại.', 'These households have a phone now.'],
  'again.bad-recipient': ['Các hộ này nay có số khác.', 'These households have another number now.'],
  'again.frequency-cap': ['Các hộ này nay lại được nhận tin.', 'These households may be written to again.'],
  'again.expired': [
    'Máy có thể đã bật lại. Gửi lại tính tiền một lần nữa.',
    'The phone may be on again. It costs once more.',
  ],
  'again.undelivered': [
    'Máy có thể đã bật lại. Gửi lại tính tiền một lần nữa.',
    'The phone may be on again. It costs once more.',
  ],
  'again.bad-content': [
    'Chỉ nên gửi lại khi nhà mạng đã duyệt mẫu tin.',
    'Only once the operator has registered the text.',
  ],
  'todo.no-contact': [
    'Xin số điện thoại của hộ rồi cập nhật danh sách.',
    'Ask for a phone number and update the list.',
  ],
  'todo.refused': [
    'Tôn trọng ý hộ; nếu cần, báo trực tiếp.',
    'Respect it; tell them in person where it matters.',
  ],
  'todo.bad-recipient': ['Hỏi lại số điện thoại của hộ.', 'Ask the household for its number again.'],
  'todo.opted-out': [
    'Số này đã vào sổ từ chối; báo hộ bằng cách khác.',
    'It is in the register of refusals; use another way.',
  ],
  'todo.bad-content': ['Sửa nội dung rồi gửi đợt khác.', 'Change the text and send another campaign.'],
  'todo.quota': [
    'Nạp tiền hoặc xin thêm hạn mức, tin sẽ tự gửi tiếp.',
    'Top up; the rest goes out by itself.',
  ],
  'todo.misconfigured': ['Nhờ quản trị kiểm tra cổng gửi tin.', 'Ask an administrator to check the gateway.'],
  'todo.undelivered': [
    'Máy có thể tắt lâu ngày hoặc số đã đổi: hỏi lại hộ.',
    'The phone may be off or the number changed: ask.',
  ],
  'todo.expired': [
    'Máy có thể tắt lâu ngày hoặc số đã đổi: hỏi lại hộ.',
    'The phone may be off or the number changed: ask.',
  ],
  'todo.no-receipt': [
    'Có thể hộ đã nhận; hỏi lại nếu tin quan trọng.',
    'They may have it; ask where it matters.',
  ],
  'todo.duplicate': [
    'Hộ cùng số điện thoại đã nhận; hỏi số riêng nếu cần.',
    'Reached through the other household; ask for a number of its own.',
  ],
} as const satisfies Catalogue;
