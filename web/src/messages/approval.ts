import type { Catalogue } from '../app/language.js';

/** Releasing a campaign, or sending it back. */
export const approvalTexts = {
  'approval.lead': [
    'Gửi duyệt lúc {time}. Đây đúng là những gì sẽ được gửi.',
    'Handed in at {time}. This is exactly what will go out.',
  ],
  'approval.draftLead': ['Đang được soạn, chưa gửi duyệt.', 'It is being written and not handed in yet.'],
  'approval.changed': ['Khác với lần gửi duyệt trước:', 'Changed since it was last handed in:'],
  'approval.unchanged': [
    'Không khác gì lần gửi duyệt trước.',
    'Nothing has changed since it was last handed in.',
  ],
  'approval.before': ['Trước', 'Before'],
  'approval.now': ['Nay', 'Now'],
  'approval.message': ['Tin nhắn', 'Message'],
  'approval.audience': ['Người nhận', 'Audience'],
  'approval.when': ['Thời gian', 'Time'],
  'approval.price': ['Chi phí', 'Price'],
  'approval.through': ['Gửi qua {gateway}', 'Through {gateway}'],
  'approval.longest': ['Tin dài nhất: {parts} phần tin', 'The longest message: {parts} {parts|part|parts}'],
  'approval.next': ['Nếu không tới được, gửi tiếp ({number}):', 'Where that fails, next ({number}):'],
  'approval.word': ['Vì sao được gửi khẩn', 'Why it may go out as urgent'],
  'approval.wordWhy': [
    'Tin khẩn vượt giới hạn số tin mỗi hộ, nên cần ghi lý do vào sổ.',
    'An urgent message passes the limit per household, so the reason is kept.',
  ],
  'approval.approveNow': [
    'Duyệt và gửi ngay: {deliveries} hộ, {cost}',
    'Approve and send now: {deliveries} households, {cost}',
  ],
  'approval.approveLater': [
    'Duyệt, gửi lúc {time}: {deliveries} hộ, {cost}',
    'Approve for {time}: {deliveries} households, {cost}',
  ],
  'approval.approved': ['Đã duyệt.', 'Approved.'],
  'approval.changedSince': [
    'Chưa có gì được quyết định: đợt này đã được sửa sau khi bạn mở. Dưới đây là nội dung mới; hãy đọc lại rồi quyết định.',
    'Nothing was decided: this campaign was changed after you opened it. Below is what it says now; read it again, then decide.',
  ],
  'approval.sendBack': ['Trả lại người soạn', 'Send back to the author'],
  'approval.reason': ['Cần sửa gì', 'What should change'],
  'approval.reasonHint': [
    'Người soạn đọc câu này ở đầu bản nháp.',
    'The author reads it at the head of the draft.',
  ],
  'approval.sendBackDo': ['Trả lại', 'Send back'],
  'approval.sentBack': ['Đã trả lại người soạn.', 'Sent back to the author.'],
  'approval.cancel': ['Thôi', 'Never mind'],
  'approval.own': [
    'Bạn là người soạn đợt này. Một người duyệt khác sẽ xem và cho gửi; chưa có tin nào rời đi.',
    'You wrote this campaign. Another person has to release it; no message has left yet.',
  ],
  'approval.waits': [
    'Đang chờ người duyệt. Chưa có tin nào rời đi.',
    'It waits for an approver. No message has left yet.',
  ],
} as const satisfies Catalogue;
