import { isOfOfficials, isPhoneOfOthers } from './heading-owner.js';

const isOthers = (headings: string[], index: number, phones: number[]) =>
  isPhoneOfOthers(headings, index, phones);

describe('whose the phones under a heading are', () => {
  test.each([
    'Nhân viên thu',
    'ĐT NV thu',
    'Cán bộ phụ trách',
    'Tổ trưởng',
    'SĐT GVCN',
    'UBND xã',
    'Hiệu trưởng',
  ])('%s looks after households', (heading) => expect(isOfOfficials(heading)).toBe(true));

  test.each(['Chủ hộ', 'SĐT', 'Khách hàng', 'Vợ (chồng)', 'Hội viên', 'Thôn, bản', 'Người thân'])(
    '%s does not',
    (heading) => expect(isOfOfficials(heading)).toBe(false),
  );

  test('the phones that another heading gives to an official are no household’s', () => {
    expect(isOthers(['Chủ hộ', 'Số ĐT hộ', 'Đảng viên phụ trách', 'SĐT đảng viên'], 3, [1, 3])).toBe(true);
    expect(isOthers(['Chủ hộ', 'Số ĐT hộ', 'Cán bộ phụ trách hộ', 'SĐT'], 1, [1, 3])).toBe(false);
    expect(isOthers(['Chủ hộ', 'SĐT', 'Cán bộ phụ trách', 'SĐT'], 3, [1, 3])).toBe(true);
    expect(isOthers(['Cán bộ phụ trách', 'SĐT', 'Chủ hộ', 'SĐT'], 1, [1, 3])).toBe(true);
    expect(isOthers(['Chủ hộ', 'Tổ trưởng', 'SĐT'], 2, [2])).toBe(false);
    expect(isOthers(['Chủ hộ', 'Tổ trưởng', 'SĐT', 'Zalo'], 2, [2, 3])).toBe(false);
    expect(isOthers(['Họ tên đảng viên', 'SĐT đảng viên'], 1, [1])).toBe(false);
  });
});
