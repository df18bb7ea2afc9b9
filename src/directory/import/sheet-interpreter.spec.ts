import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { HouseholdDraft } from './draft-household.js';
import { SheetInterpreter } from './sheet-interpreter.js';

/** Reads a sheet given as lines of cells divided by `|`; the first line is row 1. */
function interpret(text: string, { sheet = 'Sheet1', more = {} as Record<number, Partial<SheetRow>> } = {}) {
  const interpreter = new SheetInterpreter(sheet, false, null);
  const drafts: HouseholdDraft[] = [];
  text
    .trim()
    .split('\n')
    .forEach((line, i) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.every((cell) => cell === '')) return;
      drafts.push(...interpreter.push({ sheet, isHiddenSheet: false, row: i + 1, cells, ...more[i + 1] }));
    });
  drafts.push(...interpreter.end());
  return { drafts, summary: interpreter.summary };
}

const short = ({ sheetRow, headName, neighbourhood, address, contacts, faults }: HouseholdDraft) => [
  sheetRow,
  headName,
  neighbourhood?.name ?? null,
  address,
  contacts.map((c) => c.phone.replace('+84', '0')).join(' '),
  faults.map((f) => f.code).join(' '),
];

describe('the sheet of an office', () => {
  test('titles, figures under the headings, hamlet headings, totals and signatures are no households', () => {
    const { drafts, summary } = interpret(`
UBND XÃ AN BÌNH | | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
DANH SÁCH HỘ GIA ĐÌNH NĂM 2025
||
STT | Họ và tên chủ hộ | Số điện thoại | Địa chỉ | Năm sinh | Ghi chú
(1) | (2) | (3) | (4) | (5) | (6)
I | THÔN ĐÔNG | | | |
1 | Nguyễn Văn An | 0912 345 678 | Số 5 | 1970 |
2 | Tống Thị Công | 0987654321 | Số 6 | |
 | Cộng: 2 hộ
II. Thôn Tây (1 hộ)
3 | Bàn Văn Tổ | 0866111222 | Số 7 | |
Tổng cộng: 3 hộ
 | | | An Bình, ngày 5 tháng 3 năm 2025
 | NGƯỜI LẬP BIỂU | | TRƯỞNG THÔN
 | (Ký, ghi rõ họ tên)
 | Lê Văn Ký | | Trần Văn Tên
`);
    expect(drafts.map(short)).toEqual([
      [7, 'Nguyễn Văn An', 'THÔN ĐÔNG', 'Số 5', '0912345678', ''],
      [8, 'Tống Thị Công', 'THÔN ĐÔNG', 'Số 6', '0987654321', ''],
      [11, 'Bàn Văn Tổ', 'Thôn Tây', 'Số 7', '0866111222', ''],
    ]);
    expect(summary).toMatchObject({
      headerRow: 4,
      households: 3,
      skipped: { title: 2, 'column-numbers': 1, heading: 2, total: 2, signature: 4 },
    });
  });

  test('a household spread over rows is one, its members with their relations', () => {
    const { drafts } = interpret(`
TT | Chủ hộ | Họ tên người liên hệ | Quan hệ | ĐT di động
1 | Lê Văn A | | chủ hộ | 0912345678
 | | Trần Thị B | vợ | 0987654321; 0866111222
 | | Lê Văn C | con |
2 | Phạm Văn D | | | 0977000111
`);
    expect(drafts).toHaveLength(2);
    expect(drafts[0]!.contacts).toEqual([
      { phone: '+84912345678', name: null, relation: 'chủ hộ' },
      { phone: '+84987654321', name: 'Trần Thị B', relation: 'vợ' },
      { phone: '+84866111222', name: 'Trần Thị B', relation: 'vợ' },
    ]);
    expect(drafts[0]!.raw.map(({ row }) => row)).toEqual([2, 3, 4]);
  });

  test('a list of people makes households by the relation to the head', () => {
    const { drafts } = interpret(`
STT | Họ và tên | Quan hệ với chủ hộ | SĐT
1 | Lê Văn A | Chủ hộ | 0912345678
 | Trần Thị B | Vợ | 0987654321
2 | Phạm Văn D | Chủ hộ | 0977000111
`);
    expect(drafts.map(short).map(([, head, , , phones]) => [head, phones])).toEqual([
      ['Lê Văn A', '0912345678 0987654321'],
      ['Phạm Văn D', '0977000111'],
    ]);
    expect(drafts[0]!.contacts[1]).toMatchObject({ name: 'Trần Thị B', relation: 'Vợ' });
  });

  test('a column of addresses and phones gives both', () => {
    const { drafts } = interpret(`
STT | Chủ hộ | Địa chỉ, số điện thoại
1 | Lê Văn A | Đội 8, ngõ 12 - ĐT 0912345678
2 | Lê Văn B | Số 123 Lê Lợi
3 | Lê Văn C | 0912345679
`);
    expect(drafts.map(short)).toEqual([
      [2, 'Lê Văn A', null, 'Đội 8, ngõ 12', '0912345678', ''],
      [3, 'Lê Văn B', null, 'Số 123 Lê Lợi', '', ''],
      [4, 'Lê Văn C', null, null, '0912345679', ''],
    ]);
  });

  test('the head may stand below his wife, and takes no number of the household before', () => {
    const { drafts } = interpret(`
Số hộ | Họ và tên | Quan hệ với chủ hộ | SĐT
1 | Lê Văn A | Chủ hộ | 0912345678
 | Trần Thị B | Vợ |
2 | Ngân Thị C | Vợ | 0912345679
 | Vi Văn D | Chủ hộ | 0912345680
`);
    expect(drafts.map(short).map(([, head, , , phones]) => [head, phones])).toEqual([
      ['Lê Văn A', '0912345678'],
      ['Vi Văn D', '0912345679 0912345680'],
    ]);
    expect(drafts[1]!.contacts[0]).toMatchObject({ name: 'Ngân Thị C', relation: 'Vợ' });
  });

  test('members are told by the cell of the name alone', () => {
    const { drafts } = interpret(`
STT | Họ tên các thành viên | Liên hệ
1 | Ngô Thế Hiển (chủ hộ) |
 | - Vợ: Nguyễn Thị Mão | 0912345678
 | - Con: Ngô Thế Hào | 0912345679
2 | Đỗ Khắc Viêm (chủ hộ) | 0912345680
`);
    expect(drafts.map(short).map(([, head, , , phones]) => [head, phones])).toEqual([
      ['Ngô Thế Hiển', '0912345678 0912345679'],
      ['Đỗ Khắc Viêm', '0912345680'],
    ]);
    expect(drafts[0]!.contacts[0]).toMatchObject({ name: 'Nguyễn Thị Mão', relation: 'Vợ' });
  });

  test('who chaired a meeting and who wrote it down are no households', () => {
    const { drafts } = interpret(`
TT | Gia đình ông (bà) | Ở xóm | SĐT
1 | Ông Vi Văn Pùa | Xóm Kẻ Gia | 0987 135 420
2 | Bà Phan Thị Tứ | Xóm Đồi | ko có
 | Thư ký | | Chủ trì
 | Lương Thị Oanh | | Nguyễn Cảnh Tuất (0912 047 386)
`);
    expect(drafts.map(short)).toEqual([
      [2, 'Ông Vi Văn Pùa', 'Xóm Kẻ Gia', null, '0987135420', ''],
      [3, 'Bà Phan Thị Tứ', 'Xóm Đồi', null, '', ''],
    ]);
  });

  test('a second table in another order, and a signature with a phone', () => {
    const { drafts } = interpret(`
DANH SÁCH HỘ NGHÈO ẤP 3
STT | Chủ hộ | Số ĐT | Ghi chú
1 | Lê Văn A | 0912345678 |
Stt | Điện thoại | Chủ hộ | Số khẩu
1 | 0912345679 | Lê Văn B | 4
 | Trưởng ban
 | 0912345680 | Hà Văn C |
`);
    expect(drafts.map(short).map(([, head, , , phones]) => [head, phones])).toEqual([
      ['Lê Văn A', '0912345678'],
      ['Lê Văn B', '0912345679'],
    ]);
  });

  test('a signature that is one cell with a phone', () => {
    const { drafts, summary } = interpret(`
STT | Chủ hộ | Số ĐT | Ghi chú
1 | Lê Văn A | 0912345678 |
2 | Lê Văn B | 0912345679 |
 | | Người lập: Lê Văn Đại, ĐT 0912 048 376 |
`);
    expect(drafts.map((draft) => draft.headName)).toEqual(['Lê Văn A', 'Lê Văn B']);
    expect(summary.skipped).toEqual({ signature: 1 });
  });

  test('a group within a hamlet is part of the address', () => {
    const { drafts } = interpret(
      `
STT | Chủ hộ | Tổ | Số nhà | SĐT
1 | Lê Văn A | 3 | 12/3 | 0912345678
2 | Lê Văn B | 4 | | 0912345679
`,
      { sheet: 'Ấp Phú Hòa' },
    );
    expect(drafts.map(short).map(([, head, place, address]) => [head, place, address])).toEqual([
      ['Lê Văn A', 'Ấp Phú Hòa', '12/3, Tổ 3'],
      ['Lê Văn B', 'Ấp Phú Hòa', 'Tổ 4'],
    ]);
  });

  test('counts of each hamlet with its head are no list of households', () => {
    const { drafts, summary } = interpret(`
STT | Ấp | Số hộ | Trưởng ấp | SĐT trưởng ấp
1 | Bình Hòa | 5 | Mai Văn Lượm | 0912345678
2 | Bình Thạnh | 5 | Cao Thị Nhiên | 0912345679
`);
    expect([drafts, summary.ignored]).toEqual([[], 'no-header']);
  });

  test('some good and some bad phones: it goes in with the good ones and a warning for each bad one', () => {
    const { drafts } = interpret(`
Chủ hộ | SĐT
Lê Văn A | 0912345678 / 024 3825 1234
Lê Văn B | 02438251234
Lê Văn C | không có
Lê Văn D |
 | 0912345679
`);
    expect(drafts[0]!.warnings.map(({ code }) => code)).toEqual(['phone-landline']);
    expect(drafts.map(short).map(([, head, , , phones, faults]) => [head, phones, faults])).toEqual([
      ['Lê Văn A', '0912345678', ''],
      ['Lê Văn B', '', 'no-usable-phone phone-landline'],
      ['Lê Văn C', '', ''],
      ['Lê Văn D', '0912345679', ''],
    ]);
    expect(drafts[2]!.warnings.map(({ code }) => code)).toEqual(['no-phone']);
  });

  test('a row with a number of its own but no name is rejected, not joined to the one above', () => {
    const { drafts } = interpret(`
STT | Chủ hộ | SĐT
1 | Lê Văn A | 0912345678
2 | | 0987654321
`);
    expect(drafts.map(short).map(([row, , , , , faults]) => [row, faults])).toEqual([
      [2, ''],
      [3, 'no-head-name'],
    ]);
  });

  test('headings without accents, in two rows, with the name in two columns', () => {
    const { drafts, summary } = interpret(`
STT | Ho dem | Ten | Dien thoai | | Noi o | Thon/Xom
 | | | Di dong | Zalo | |
1 | Nguyen Van | An | 912345678 | 0987654321 | So 5 | Dong
`);
    expect(summary.headerRow).toBe(2);
    expect(drafts.map(short)).toEqual([
      [3, 'Nguyen Van An', 'Thon Dong', 'So 5', '0912345678 0987654321', ''],
    ]);
  });

  test('a name that nobody knew is none', () => {
    const { drafts } = interpret(`
STT | Chủ hộ | SĐT
1 | Lê Văn A | 0912345678
2 | chưa rõ tên, nhà cạnh cầu | 0987654321
 | CHỦ TỊCH HỘI |
 | Nguyễn Thị Hà |
`);
    expect(drafts.map(short).map(([row, , , , , faults]) => [row, faults])).toEqual([
      [2, ''],
      [3, 'no-head-name'],
    ]);
  });

  test.each(['Họ và tên đệm chủ hộ | Tên', 'Họ lót | Tên chủ hộ', 'Họ, chữ đệm chủ hộ | Tên'])(
    'a name in two columns: %s',
    (names) => {
      const { drafts } = interpret(`
STT | ${names} | Điện thoại | Thôn
1 | Rơ Châm | H'Lan | 0912345678 | Kép
2 | Nguyễn Thị | Thắm | 0912345679 | Kép
`);
      expect(drafts.map(short).map(([, name]) => name)).toEqual(["Rơ Châm H'Lan", 'Nguyễn Thị Thắm']);
    },
  );

  test('house number, street and group make the address; the larger column is the neighbourhood', () => {
    const { drafts } = interpret(`
Tên chủ hộ | Số nhà | Đường | Tổ | Khu phố | Số ĐT
Lê Văn A | 12/3 | Trần Phú | 5 | 2 | 0912345678
Lê Văn B | 14 | Trần Phú | | | 0912345679
`);
    expect(drafts.map(short).map(([, , place, address]) => [place, address])).toEqual([
      ['Khu phố 2', '12/3 Trần Phú, Tổ 5'],
      ['Khu phố 2', '14 Trần Phú'],
    ]);
    expect(drafts[1]!.repairs.map(({ code }) => code)).toEqual(['place-from-above']);
  });

  test('the neighbourhood comes from the sheet name, or from the title, where no column says it', () => {
    const rows = 'Chủ hộ | SĐT\nLê Văn A | 0912345678';
    expect(interpret(rows, { sheet: 'Ấp 3' }).drafts[0]!.neighbourhood).toEqual({
      name: 'Ấp 3',
      from: 'sheet',
    });
    expect(interpret(rows, { sheet: 'DS chung' }).drafts[0]!.neighbourhood).toBeNull();
    expect(interpret(`DANH SÁCH HỘ DÂN KHU PHỐ 4\n${rows}`).drafts[0]!.neighbourhood).toEqual({
      name: 'KHU PHỐ 4',
      from: 'title',
    });
  });

  test('headings repeated on every printed page are no households, and columns may have moved', () => {
    const { drafts } = interpret(`
STT | Họ tên chủ hộ | SĐT
1 | Lê Văn A | 0912345678
STT | Họ tên chủ hộ | Địa chỉ | SĐT
2 | Hồ Văn B | Số 1 | 0987654321
`);
    expect(drafts.map(short).map(([, head, , address]) => [head, address])).toEqual([
      ['Lê Văn A', null],
      ['Hồ Văn B', 'Số 1'],
    ]);
  });

  test('formulas without a value and error values are named by their cell', () => {
    const { drafts } = interpret('Chủ hộ | SĐT\n | 0912345678\nLê Văn B | #N/A', {
      more: { 2: { formulas: [0] }, 3: { errors: [1] } },
    });
    expect(drafts.map(({ faults }) => faults.map(({ sentence }) => sentence))).toEqual([
      ['Ô A2 là công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại.'],
      ['Không có số điện thoại nào nhận được tin.', 'Ô B3 báo lỗi công thức (#N/A).'],
    ]);
  });

  test('a sheet without headings is left out with a word, or read like the sheet before it', () => {
    expect(interpret('a | b\n1 | 2').summary.ignored).toBe('no-header');
    const first = new SheetInterpreter('A', false, null);
    const row = (n: number, ...cells: string[]): SheetRow => ({
      sheet: 'B',
      isHiddenSheet: false,
      row: n,
      cells,
    });
    first.push(row(1, 'Chủ hộ', 'SĐT'));
    const second = new SheetInterpreter('B', false, first.foundHeader);
    second.push(row(1, 'Lê Văn A', '0912345678'));
    expect(second.end().map(({ headName }) => headName)).toEqual(['Lê Văn A']);
  });

  test('a head of hamlet who lives in the hamlet is a household, not a signature', () => {
    const { drafts } = interpret(`
STT | Chủ hộ | Địa chỉ | SĐT | Ghi chú
1 | Lê Văn A | Số 1 | | Trưởng thôn
2 | Lê Văn B | Số 2 | | Bí thư chi bộ
`);
    expect(drafts.map(({ headName }) => headName)).toEqual(['Lê Văn A', 'Lê Văn B']);
  });

  test('a code that Excel keeps as a number is the code', () => {
    const { drafts } = interpret('Mã hộ | Chủ hộ | SĐT\n7.9123456789E10 | Lê Văn A |\nh 001 | Lê Văn B |', {
      more: { 2: { numbers: [0] } },
    });
    expect(drafts.map(({ code }) => code)).toEqual(['79123456789', 'H001']);
  });
});
