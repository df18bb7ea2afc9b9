import type { Random } from './random.js';

const FAMILY: readonly (readonly [string, number])[] = [
  ['Nguyễn', 38],
  ['Trần', 12],
  ['Lê', 9],
  ['Phạm', 7],
  ['Huỳnh', 6],
  ['Phan', 4],
  ['Võ', 5],
  ['Đặng', 3],
  ['Bùi', 2],
  ['Đỗ', 2],
  ['Hồ', 2],
  ['Ngô', 1.5],
  ['Dương', 1.5],
  ['Lý', 1],
  ['Đinh', 1],
  ['Trương', 1.5],
  ['Cao', 1],
  ['Mai', 0.7],
  ['Lâm', 0.7],
  ['Thái', 0.5],
  ['Tô', 0.4],
  ['Châu', 0.4],
];
const MIDDLE_MALE = 'Văn Văn Văn Hữu Đức Minh Thành Quốc Hoàng Thanh Công Ngọc Tấn Phước Trung'.split(' ');
const GIVEN_MALE = (
  'An Bình Cường Dũng Dung Đạt Đức Giang Hải Hậu Hiền Hiếu Hòa Hoà Hùng Hưng Khánh Khoa Kiệt Lâm Lộc Long Lực Minh ' +
  'Nam Nghĩa Nhân Phát Phong Phú Phúc Quang Quý Sang Sơn Tài Tâm Tân Thắng Thành Thịnh Thuận Tiến Tín Toàn Trí Trung ' +
  'Tuấn Tùng Vinh Bé Út Đẹp Nghiệp Xuân'
).split(' ');
const MIDDLE_FEMALE = ['Thị', 'Thị', 'Thị', 'Thị Ngọc', 'Thị Kim', 'Thị Thu', 'Ngọc', 'Thị Mỹ', 'Thị Bích', 'Kim', 'Thị Hồng'];
const GIVEN_FEMALE = (
  'Ánh Anh Bé Chi Cúc Diệu Dung Điệp Hà Hạnh Hằng Hiền Hoa Hòa Hồng Huệ Hương Lan Liên Linh Loan Lý Mai Mận Mỹ Nga ' +
  'Ngân Nguyệt Nhung Nở Oanh Phượng Phương Quyên Sương Tâm Thảo Thoa Thu Thủy Thuý Tiên Trâm Trang Trinh Tuyết Tư Út ' +
  'Vân Xuân Yến'
).split(' ');

/** A made-up name; about one head of household in three is a woman. */
export function drawName(random: Random): string {
  const family = random.weighted(FAMILY);
  return random.next() < 0.35
    ? `${family} ${random.pick(MIDDLE_FEMALE)} ${random.pick(GIVEN_FEMALE)}`
    : `${family} ${random.pick(MIDDLE_MALE)} ${random.pick(GIVEN_MALE)}`;
}
