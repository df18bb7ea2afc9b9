import type { Catalogue } from '../app/language.js';

/** What sending may cost, and what it has cost. */
export const budgetTexts = {
  'budget.title': ['Ngân sách', 'Budgets'],
  'budget.lead': [
    'Tiền gửi tin theo địa bàn và thời gian; gần hết thì báo, hết thì đợt dừng lại hỏi.',
    'Money for sending by area and period; a campaign stops and asks where it ends.',
  ],
  'budget.figures': [
    'Đã dùng {spent} trên {amount} đ; các đợt đang gửi còn cần {committed} đ',
    '{spent} of {amount} đ spent; {committed} đ promised',
  ],
  'budget.period': ['{from} đến {until}', '{from} to {until}'],
  'budget.state.within': ['Trong mức', 'Within'],
  'budget.state.warning': ['Gần hết', 'Nearly spent'],
  'budget.state.exhausted': ['Đã hết', 'Exhausted'],
  'budget.state.lifted': ['Cho vượt', 'Lifted'],
  'budget.empty': ['Chưa đặt ngân sách', 'No budget yet'],
  'budget.emptyWhat': [
    'Không có ngân sách thì không đợt nào bị dừng vì tiền.',
    'Without a budget no campaign is stopped for its price.',
  ],
  'budget.add': ['Đặt ngân sách', 'Set a budget'],
  'budget.area': ['Địa bàn', 'Area'],
  'budget.choose': ['Hãy chọn', 'Choose'],
  'budget.from': ['Từ ngày', 'From'],
  'budget.until': ['Đến hết ngày', 'Until'],
  'budget.amount': ['Số tiền (đồng)', 'Amount (đồng)'],
  'budget.save': ['Lưu', 'Save'],
  'budget.cancel': ['Thôi', 'Cancel'],
  'budget.saved': ['Đã lưu ngân sách.', 'The budget is saved.'],
  'budget.lift': ['Cho vượt mức', 'Let it be passed'],
  'budget.reason': ['Lý do cho vượt', 'Reason'],
  'budget.unlift': ['Thôi cho vượt', 'Hold to it again'],
  'budget.liftedWhy': ['Cho vượt vì: {reason}', 'Lifted: {reason}'],
  'budget.change': ['Sửa ngân sách của {area}', 'Change the budget of {area}'],
} as const satisfies Catalogue;
