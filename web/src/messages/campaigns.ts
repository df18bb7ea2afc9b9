import type { Catalogue } from '../app/language.js';

/** The list of campaigns, and the words for their states. */
export const campaignTexts = {
  'state.draft': ['bản nháp', 'draft'],
  'state.submitted': ['chờ duyệt', 'waiting for approval'],
  'state.approved': ['đã duyệt', 'approved'],
  'state.scheduled': ['đã hẹn giờ', 'scheduled'],
  'state.running': ['đang gửi', 'sending'],
  'state.paused': ['tạm dừng', 'paused'],
  'state.completed': ['đã gửi xong', 'sent'],
  'state.cancelled': ['đã hủy', 'cancelled'],
  'list.title': ['Đợt tuyên truyền', 'Campaigns'],
  'list.lead': [
    'Mỗi đợt là một tin nhắn gửi tới từng hộ trên địa bàn đã chọn.',
    'A campaign is one message to every household of the chosen areas.',
  ],
  'list.new': ['Soạn đợt mới', 'New campaign'],
  'list.empty': ['Chưa có đợt tuyên truyền nào', 'No campaign yet'],
  'list.emptyWhat': [
    'Soạn một tin, chọn địa bàn, xem trước giá rồi gửi duyệt. Chưa có gì được gửi cho tới khi người khác duyệt.',
    'Write a message, choose areas, see the price and hand it in. Nothing leaves until another person approves it.',
  ],
  'list.more': ['Xem thêm', 'Show more'],
  'list.households': ['{count} hộ', '{count} {count|household|households}'],
  'list.delivered': ['đã đến máy {percent}', '{percent} delivered'],
  'list.startsAt': ['bắt đầu {time}', 'starts {time}'],
  'list.sentBack': ['Bị trả lại: {reason}', 'Sent back: {reason}'],
  'list.asks': ['đã lỡ giờ hẹn, chờ xác nhận', 'missed its hour, waits for confirmation'],
} as const satisfies Catalogue;
