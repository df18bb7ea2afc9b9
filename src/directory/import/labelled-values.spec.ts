import { labelledValues, nameLabels } from './labelled-values.js';

const shown = (cells: string[]) => labelledValues(cells).map(({ text, value }) => `${text}=${value}`);

test('a label has its value behind a colon, or in the cell to the right', () => {
  expect(shown(['Chủ hộ:', 'Tôn Thất Bình', 'Tổ dân phố:', '4'])).toEqual([
    'Chủ hộ=Tôn Thất Bình',
    'Tổ dân phố=4',
  ]);
  expect(shown(['Điện thoại: 0905 805 464 (con gái)', '', 'Mã điện kế: PP0300'])).toEqual([
    'Điện thoại=0905 805 464 (con gái)',
    'Mã điện kế=PP0300',
  ]);
  expect(shown(['SĐT', '0912345678', '0987654321'])).toEqual(['SĐT=0912345678, 0987654321']);
});

describe('a card begins', () => {
  test.each([
    [['Họ tên chủ hộ: Lê Công Bình'], 1],
    [['Hộ số 12: Lê Công Bình', 'SĐT: 0912345678'], 1],
    [['Chủ hộ', 'Hồ Đắc Khiêm', '', 'Chủ hộ', 'Phan Thị Nhàn'], 2],
  ])('%j', (cells, count) => expect(nameLabels(cells)).toHaveLength(count));
});

describe('no card begins', () => {
  test.each([
    [['STT', 'Chủ hộ', 'SĐT']],
    [['Họ tên', 'Lương hưu']],
    [['Hộ số: 12']],
    [['Họ tên chủ hộ:', 'SĐT:']],
    // The relation of a member, and the hamlet.
    [['1', 'Lồ Văn Tính', 'Chủ hộ', 'Bản Dền']],
    // A table that lies on its side.
    [['Họ tên:', 'Lê Văn An', 'Trần Thị Ba', 'Võ Văn Tư']],
    [['Họ tên cán bộ điều tra: Lê Văn An']],
  ])('%j', (cells) => expect(nameLabels(cells)).toEqual([]));
});
