import { fieldOfHeading } from './column-heading.js';
import { FIELD_HEADINGS } from './field-headings.js';
import { nameInColumn, neighbourhoodKey, readNeighbourhood } from './neighbourhood-name.js';

describe('headings', () => {
  test.each(Object.entries(FIELD_HEADINGS))(
    'of %s that we write ourselves are read as it: %s',
    (field, text) => {
      expect(fieldOfHeading(text)).toBe(field);
    },
  );

  test.each([
    [
      'head',
      [
        'Họ và tên chủ hộ',
        'HỌ TÊN CHỦ HỘ',
        'Tên chủ hộ',
        'Chủ hộ',
        'chu ho',
        'Họ và tên chủ hộ (ghi chữ in hoa)',
        'Đại diện hộ',
        'Tên hộ',
        'Họ tên người đại diện hộ',
        'Họ và tên CH',
        'Chủ hộ/Người đại diện',
        'Gia đình ông (bà)',
        'Họ tên phụ huynh',
        'Tên khách hàng',
        'Họ tên, SĐT',
      ],
    ],
    ['person', ['Họ và tên', 'Họ tên', 'ho ten', 'Họ tên hội viên', 'Họ và tên người nộp']],
    [
      'phone',
      [
        'SĐT',
        'Số ĐT',
        'Số điện thoại',
        'Điện thoại',
        'ĐT di động',
        'ĐTDĐ',
        'SĐT 2',
        'Số điện thoại liên hệ',
        'sdt chủ hộ',
        'DT',
        'Số di động',
        'SĐT phụ huynh',
        'ĐTLH',
        'Thông tin liên hệ',
      ],
    ],
    ['zalo', ['Zalo', 'Số Zalo', 'SĐT Zalo']],
    ['address', ['Địa chỉ', 'Địa chỉ thường trú', 'Nơi ở hiện nay', 'Chỗ ở hiện tại', 'dia chi']],
    [
      'neighbourhood',
      [
        'Thôn',
        'Ấp',
        'Khu phố',
        'Tổ dân phố',
        'Thôn/Ấp/Khu phố',
        'Thôn (bản, tổ dân phố)',
        'Thôn, xóm',
        'KP',
        'Tên thôn',
        'Khu dân cư',
        'Đội/Thôn',
        'Tổ DP',
      ],
    ],
    ['group', ['Tổ']],
    ['code', ['Mã hộ', 'Mã số hộ', 'Mã hộ gia đình', 'MÃ HỘ GĐ']],
    ['note', ['Ghi chú', 'ghi chu khac']],
    ['relation', ['Quan hệ với chủ hộ', 'Quan hệ', 'QH với chủ hộ']],
    ['ordinal', ['STT', 'TT', 'Số TT', 'Stt.']],
    [
      null,
      [
        'Năm sinh',
        'CCCD chủ hộ',
        'Ngày sinh chủ hộ',
        'Số nhân khẩu',
        'Mã hồ sơ',
        'Giới tính',
        'Nguyễn Văn A',
        'Chu Văn A',
        'Họ tên con',
        'Họ và tên học sinh',
        '0912345678',
        '',
        'Dân tộc',
      ],
    ],
  ])('%s is recognised', (field, headings) => {
    expect(headings.map((heading) => [heading, fieldOfHeading(heading)])).toEqual(
      headings.map((heading) => [heading, field]),
    );
  });
});

describe('names of neighbourhoods', () => {
  test('are one however they are written, but for accents', () => {
    for (const [a, b] of [
      ['KP 3', 'Khu phố 03'],
      ['TDP số 5', 'Tổ dân phố 5'],
      ['THÔN HÒA BÌNH', 'Thôn Hoà Bình'],
      ['KP3', 'khu phố số 3'],
    ] as const) {
      expect(neighbourhoodKey(a)).toBe(neighbourhoodKey(b));
    }
    for (const [a, b] of [
      ['Thôn Hạ', 'Thôn Hà'],
      ['Ấp 1', 'Ấp 11'],
      ['Ấp 3', 'Khóm 3'],
    ] as const) {
      expect(neighbourhoodKey(a)).not.toBe(neighbourhoodKey(b));
    }
  });

  test('are found in headings and sheet names, and persons and offices are not taken for them', () => {
    expect(
      [
        'Ấp 3',
        'II. THÔN ĐÔNG (45 hộ)',
        'Danh sách hộ dân khu phố 4',
        'Tổ 5: 30 hộ',
        'Bản Pá, xã Mường',
        'KP.2',
        'Thon Dong',
        'Xóm Đồi',
      ].map(readNeighbourhood),
    ).toEqual(['Ấp 3', 'THÔN ĐÔNG', 'khu phố 4', 'Tổ 5', 'Bản Pá', 'KP.2', 'Thon Dong', 'Xóm Đồi']);
    expect(
      [
        'Bàn Văn Tổ',
        'Ban Văn A',
        'Tô Hiến Thành',
        'Sheet1',
        'Khu vực bầu cử',
        'Tổ trưởng',
        'Trưởng thôn',
        'Thôn đội',
        'Thôn',
        'Lăng Thị B',
        'Apple',
      ].map(readNeighbourhood),
    ).toEqual(Array(11).fill(null));
  });

  test.each([
    ['Thôn Phú Quý 1', 'Thôn Phú Quý 1'],
    ['THÔN PHÚ QUÝ 3', 'THÔN PHÚ QUÝ 3'],
    ['Ấp Năm Căn', 'Ấp Năm Căn'],
    ['Thôn Đông quý 1', 'Thôn Đông'],
    ['THÔN ĐÔNG QUÝ I/2025', 'THÔN ĐÔNG'],
    ['Ấp 3 năm 2024', 'Ấp 3'],
    ['Ấp 3 năm học 2024-2025', 'Ấp 3'],
    ['Ấp 3 đợt 2', 'Ấp 3'],
    ['Ấp 3 tháng 5/2025', 'Ấp 3'],
    ['Ấp 3 tính đến ngày 1/5', 'Ấp 3'],
  ])('of places say no time: %s', (text, name) => {
    expect(readNeighbourhood(text)).toBe(name);
  });

  test('take their kind from the heading where the cell has none', () => {
    expect(nameInColumn('Đông', 'THÔN/XÓM')).toBe('Thôn Đông');
    expect(nameInColumn('3', 'Khu phố')).toBe('Khu phố 3');
    expect(nameInColumn('Ấp 3', 'Khu phố')).toBe('Ấp 3');
    expect(nameInColumn('Đông', 'Khu dân cư')).toBe('Khu dân cư Đông');
    expect(nameInColumn('Đông', 'Địa bàn')).toBe('Đông');
  });
});
