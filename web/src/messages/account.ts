import type { Catalogue } from '../app/language.js';

/** The states of a household in a campaign: the parts of the account. */
export const accountTexts = {
  'account.label': ['{audience} hộ: {parts}', '{audience} {audience|household|households}: {parts}'],
  'account.part': ['{name} {count}', '{name} {count}'],
  'part.delivered': ['Đã đến máy', 'Delivered'],
  'part.accepted': ['Nhà mạng đã nhận', 'Operator took it'],
  'part.sending': ['Đang gửi', 'Sending'],
  'part.planned': ['Chờ gửi', 'Waiting'],
  'part.undelivered': ['Không đến máy', 'Not delivered'],
  'part.expired': ['Không có báo nhận', 'No receipt'],
  'part.rejected': ['Bị từ chối', 'Rejected'],
  'part.inDoubt': ['Chưa rõ', 'In doubt'],
  'part.skipped': ['Không gửi', 'Left out'],
  'part.cancelled': ['Đã hủy', 'Cancelled'],
} as const satisfies Catalogue;
