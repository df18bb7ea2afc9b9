import type { Catalogue } from '../app/language.js';

/** The first page of each role. */
export const homeTexts = {
  'home.title': ['Chào {name}', 'Hello {name}'],
  'home.waiting': ['Việc chờ bạn', 'Waiting for you'],
  'home.nothing': ['Không có việc gì chờ bạn.', 'Nothing waits for you.'],
  'home.running': ['Đang thực hiện', 'Under way'],
  'home.recent': ['Đợt gần đây', 'Recent campaigns'],
  'home.all': ['Xem tất cả', 'See all'],
  'home.month': ['Tháng này', 'This month'],
  'home.month.campaigns': ['Đợt đã gửi', 'Campaigns'],
  'home.month.sent': ['Hộ đã gửi tới', 'Households written to'],
  'home.month.delivered': ['Đã đến máy', 'Delivered'],
  'home.coverage': ['Tới máy theo địa bàn, 30 ngày qua', 'Delivered by area, last 30 days'],
  'home.figures': ['Xem biểu đồ và chi phí', 'Charts and costs'],
  'home.coverage.line': ['{name}: {delivered} trên {audience} lượt hộ', '{name}: {delivered} of {audience}'],
  'home.coverage.none': ['Chưa gửi đợt nào trong 30 ngày qua.', 'No campaign was sent in the last 30 days.'],
  'waiting.approve': ['Duyệt đợt “{name}”', 'Approve “{name}”'],
  'waiting.review-release': ['Xem lại đợt phát khẩn “{name}”', 'Review the urgent “{name}”'],
  'waiting.budget': [
    'Ngân sách của {name} đã chi từ 80 % trở lên',
    'The budget of {name} is spent to 80 % or more',
  ],
  'waiting.sent-back': ['Sửa lại đợt “{name}”', 'Revise “{name}”'],
  'waiting.missed-hour': [
    'Đợt “{name}” đã lỡ giờ hẹn: gửi ngay hay hủy?',
    '“{name}” missed its hour: send or cancel?',
  ],
  'waiting.reply': ['Trả lời {name}', 'Answer {name}'],
  'waiting.in-doubt': [
    '{count} hộ chưa rõ đã nhận hay chưa trong đợt “{name}”',
    '{count} {count|household|households} in doubt in “{name}”',
  ],
  'waiting.gateway-held': ['Cổng “{name}” đang tạm giữ', 'The gateway “{name}” is held'],
  'waiting.rejected-rows': [
    '{count} dòng của “{name}” bị trả lại, chờ sửa',
    '{count} {count|row|rows} of “{name}” rejected, to be mended',
  ],
  'waiting.import-ready': [
    'Danh sách “{name}” đã đọc xong, chờ xác nhận; {count} dòng bị trả lại',
    'The list “{name}” is read and waits; {count} {count|row|rows} rejected',
  ],
} as const satisfies Catalogue;
