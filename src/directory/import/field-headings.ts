import type { Field } from './column-heading.js';

const HEADINGS: Readonly<Record<Field, string>> = {
  ordinal: 'STT',
  head: 'Họ và tên chủ hộ',
  person: 'Họ và tên',
  familyName: 'Họ đệm',
  givenName: 'Tên',
  contactName: 'Người liên hệ',
  relation: 'Quan hệ với chủ hộ',
  phone: 'Số điện thoại',
  zalo: 'Zalo',
  address: 'Địa chỉ',
  addressPart: 'Số nhà, đường',
  neighbourhood: 'Thôn/Ấp/Khu phố',
  commune: 'Xã/Phường',
  district: 'Quận/Huyện',
  group: 'Tổ',
  code: 'Mã hộ',
  note: 'Ghi chú',
};

/** A heading that an import reads as each field: for the columns of a list that has none of its own. */
export const FIELD_HEADINGS: Readonly<Record<string, string>> = HEADINGS;
