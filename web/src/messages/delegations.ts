import type { Catalogue } from '../app/language.js';

/** Lending the right to release. */
export const delegationTexts = {
  'delegation.title': ['Ủy quyền duyệt', 'Delegation'],
  'delegation.lead': [
    'Khi bạn vắng, người khác duyệt thay; hết hạn thì tự thôi.',
    'While you are away somebody else releases; it ends by itself.',
  ],
  'delegation.none': ['Chưa ủy quyền lần nào.', 'Nothing was lent yet.'],
  'delegation.line': ['{from} → {to}', '{from} → {to}'],
  'delegation.period': ['{from} đến {until}', '{from} to {until}'],
  'delegation.to': ['Người duyệt thay', 'Who releases meanwhile'],
  'delegation.choose': ['Chọn một người', 'Choose a person'],
  'delegation.from': ['Từ ngày', 'From'],
  'delegation.until': ['Đến hết ngày', 'Until'],
  'delegation.lend': ['Ủy quyền', 'Lend'],
  'delegation.end': ['Thu lại', 'Take back'],
  'delegation.done': ['Đã ủy quyền.', 'Lent.'],
  'delegation.ended': ['Đã thu lại.', 'Taken back.'],
} as const satisfies Catalogue;
