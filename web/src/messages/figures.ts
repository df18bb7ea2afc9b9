import type { Catalogue } from '../app/language.js';

/** Pictures of what was sent and what was reached. */
export const figuresTexts = {
  'figures.title': ['Số liệu tuyên truyền', 'Figures'],
  'figures.lead': ['Trong các địa bàn bạn phụ trách.', 'In the areas that you work in.'],
  'figures.days': ['{count} ngày qua', 'Last {count} days'],
  'figures.time': ['Khoảng thời gian', 'Time'],
  'figures.coverage': ['Tới máy theo địa bàn, 30 ngày qua', 'Delivered by area, last 30 days'],
  'figures.ofAudience': ['{delivered}/{audience} ({percent})', '{delivered}/{audience} ({percent})'],
  'figures.sends': ['Tin gửi mỗi ngày', 'Messages by day'],
  'figures.sendsTotal': [
    '{total} tin đã gửi, {delivered} tin đã đến máy. Ngày nhiều nhất: {day}, {most} tin.',
    '{total} sent, {delivered} delivered. The most on {day}: {most}.',
  ],
  'figures.noSends': ['Chưa gửi tin nào trong thời gian này.', 'Nothing was sent in this time.'],
  'figures.sms': ['SMS', 'SMS'],
  'figures.zalo': ['Zalo', 'Zalo'],
  'figures.cost': ['Chi phí cho một hộ nhận được tin', 'Cost per household reached'],
  'figures.costLine': [
    '{channel}: {cost} mỗi hộ ({households} hộ, {parts} phần tin, tổng {total})',
    '{channel}: {cost} per household ({households} households, {parts} parts, {total} in all)',
  ],
  'figures.costNone': [
    '{channel}: chưa tới được hộ nào (tổng {total})',
    '{channel}: no household reached ({total} in all)',
  ],
  'figures.table': ['Xem bằng bảng số', 'Show as a table'],
  'figures.day': ['Ngày', 'Day'],
  'figures.delivered': ['Đến máy', 'Delivered'],
} as const satisfies Catalogue;
