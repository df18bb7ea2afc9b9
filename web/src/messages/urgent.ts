import type { Catalogue } from '../app/language.js';

/** Letting an urgent campaign out before an approver has seen it, and looking at it afterwards. */
export const urgentTexts = {
  'urgent.title': ['Không chờ được người duyệt?', 'No time for an approver?'],
  'urgent.hint': [
    'Đợt khẩn được phát trước rồi mới xem lại. Việc này được ghi vào sổ cùng lý do của bạn.',
    'An urgent campaign may leave first and be looked at afterwards. That is kept together with your reason.',
  ],
  'urgent.open': ['Phát khẩn', 'Release urgently'],
  'urgent.whatNow': [
    'Tin được gửi ngay: {deliveries} hộ, {cost}. Hai người duyệt xem lại trong {hours} giờ; quá hạn mà chưa đủ hai người thì đợt khẩn sau của bạn phải chờ duyệt.',
    'It is sent now: {deliveries} {deliveries|household|households}, {cost}. Two approvers look at it within {hours} hours; without both of them your next urgent one waits for an approver.',
  ],
  'urgent.whatLater': [
    'Tin được gửi lúc {time}: {deliveries} hộ, {cost}. Hai người duyệt xem lại trong {hours} giờ; quá hạn mà chưa đủ hai người thì đợt khẩn sau của bạn phải chờ duyệt.',
    'It is sent at {time}: {deliveries} {deliveries|household|households}, {cost}. Two approvers look at it within {hours} hours; without both of them your next urgent one waits for an approver.',
  ],
  'urgent.word': ['Vì sao không chờ được', 'Why it cannot wait'],
  'urgent.wordHint': ['Hai người duyệt đọc câu này khi xem lại.', 'The two approvers read this afterwards.'],
  'urgent.now': ['Phát khẩn ngay', 'Release it now'],
  'urgent.later': ['Phát khẩn lúc {time}', 'Release it for {time}'],
  'urgent.cancel': ['Thôi', 'Never mind'],
  'urgent.released': [
    'Đã phát khẩn. Hai người duyệt sẽ xem lại.',
    'Released. Two approvers will look at it.',
  ],
  'looked.title': ['Phát khẩn, xem lại sau', 'Released urgently, looked at afterwards'],
  'looked.who': [
    '{name} cho phát lúc {time}, không chờ duyệt.',
    '{name} released it at {time}, without an approver.',
  ],
  'looked.why': ['Lý do: {word}', 'Why: {word}'],
  'looked.count': [
    '{count} trên {needed} người duyệt đã xem lại.',
    '{count} of {needed} approvers have looked at it.',
  ],
  'looked.overdue': [
    'Đã quá {hours} giờ: đợt khẩn sau của người phát phải chờ duyệt.',
    'More than {hours} hours have passed: the next urgent one of whoever released it waits for an approver.',
  ],
  'looked.agreed': ['{name} đồng ý', '{name} agrees'],
  'looked.objected': ['{name} không đồng ý', '{name} does not agree'],
  'looked.agree': ['Đồng ý', 'Agree'],
  'looked.object': ['Không đồng ý', 'Do not agree'],
  'looked.reason': ['Vì sao không đồng ý', 'Why you do not agree'],
  'looked.objectDo': ['Gửi ý kiến', 'Say so'],
  'looked.cancel': ['Thôi', 'Never mind'],
  'looked.done': ['Đã ghi ý kiến của bạn.', 'Your word is kept.'],
} as const satisfies Catalogue;
