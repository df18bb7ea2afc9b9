import { isVietnameseSyllable } from './vietnamese-syllable.js';

describe('a Vietnamese syllable', () => {
  test.each(
    'Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Phước Quốc Quỳnh Khuê Thuỷ Thúy Hoà Hòa NGHĨA Giang Gì Giêng Yến Ỷ ý Oanh Xoong Khuỷu Nguyệt hươu Tuấn Sửu quýt Huyền Trương Chiểu Út An ở'.split(
      ' ',
    ),
  )('%s is one', (word) => {
    expect(isVietnameseSyllable(word)).toBe(true);
    expect(isVietnameseSyllable(word.normalize('NFD'))).toBe(true);
  });

  test.each(
    'Nguyeãn NguyÔn V¨n Traàn Müller José Ñöùc Ðức Huøng aa brông Krông tiến- Môc cat hòá ph­êng Æ 5'.split(
      ' ',
    ),
  )('%s is none', (word) => {
    expect(isVietnameseSyllable(word)).toBe(false);
  });
});
