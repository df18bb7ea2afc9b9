/** `samples/xa-an-binh.xlsx`: the households of a commune as its office keeps them, one sheet per neighbourhood. */
import type { Writable } from 'node:stream';
import { createXlsxWriter, type SheetCell } from '../../src/platform/sheets/xlsx-writer.js';
import { householdMaker, type SampleHousehold } from './households.js';
import { drawName } from './names.js';
import { seededRandom } from './random.js';

type Column = keyof SampleHousehold | 'number';

interface Neighbourhood {
  name: string;
  households: number;
  /** Every sheet has been kept by another person: headings, order and columns differ. */
  columns: readonly (readonly [heading: string, column: Column])[];
  isShouted?: boolean;
}

export const NEIGHBOURHOODS: readonly Neighbourhood[] = [
  {
    name: 'Ấp 1',
    households: 112,
    columns: [
      ['STT', 'number'],
      ['Mã hộ', 'code'],
      ['Họ và tên chủ hộ', 'headName'],
      ['Địa chỉ', 'address'],
      ['Số điện thoại', 'phone'],
      ['Ghi chú', 'note'],
    ],
  },
  {
    name: 'Ấp 2',
    households: 96,
    columns: [
      ['TT', 'number'],
      ['Họ tên chủ hộ', 'headName'],
      ['Địa chỉ', 'address'],
      ['Điện thoại', 'phone'],
      ['Ghi chú', 'note'],
    ],
  },
  {
    name: 'Ấp 3',
    households: 104,
    columns: [
      ['STT', 'number'],
      ['Chủ hộ', 'headName'],
      ['Điện thoại liên hệ', 'phone'],
      ['Địa chỉ thường trú', 'address'],
      ['Ghi chú', 'note'],
    ],
  },
  {
    name: 'Ấp 4',
    households: 88,
    columns: [
      ['STT', 'number'],
      ['Mã hộ', 'code'],
      ['Họ và tên chủ hộ', 'headName'],
      ['SĐT', 'phone'],
      ['Nơi ở hiện nay', 'address'],
    ],
  },
  {
    name: 'Ấp 5',
    households: 121,
    columns: [
      ['STT', 'number'],
      ['HỌ VÀ TÊN CHỦ HỘ', 'headName'],
      ['ĐỊA CHỈ', 'address'],
      ['SỐ ĐIỆN THOẠI', 'phone'],
      ['GHI CHÚ', 'note'],
    ],
    isShouted: true,
  },
  {
    name: 'Ấp Tân Hòa',
    households: 79,
    columns: [
      ['Số TT', 'number'],
      ['Mã hộ', 'code'],
      ['Họ và tên', 'headName'],
      ['Địa chỉ', 'address'],
      ['Số ĐT', 'phone'],
      ['Ghi chú', 'note'],
    ],
  },
];

const WIDTHS: Record<Column, number> = { number: 6, code: 11, headName: 26, address: 34, phone: 30, note: 26 };
/** In every sheet the household at this place stands twice. */
const REPEATED_AT = 40;

export async function writeCommuneWorkbook(out: Writable): Promise<void> {
  const random = seededRandom(20_261_109);
  const household = householdMaker(random);
  const workbook = createXlsxWriter(out);
  for (const [i, { name, households, columns, isShouted }] of NEIGHBOURHOODS.entries()) {
    await workbook.addSheet(name, { widths: columns.map(([, column]) => WIDTHS[column]) });
    for (const [cells, bold] of titleRows(name)) await workbook.row(cells, { bold });
    await workbook.row(
      columns.map(([heading]) => heading),
      { bold: true },
    );
    let number = 0;
    const write = (line: SampleHousehold) => {
      number++;
      return workbook.row(columns.map(([, column]) => (column === 'number' ? number : line[column])));
    };
    for (let index = 0; index < households; index++) {
      const line = household(`AB${i + 1}`, index);
      if (isShouted) line.headName = line.headName.toUpperCase();
      await write(line);
      if (index === REPEATED_AT) await write(line);
    }
    for (const [cells, bold] of signatureRows(number, drawName(random))) await workbook.row(cells, { bold });
  }
  await workbook.end();
}

type TitleRow = readonly [cells: SheetCell[], bold: boolean];

function titleRows(name: string): TitleRow[] {
  return [
    [['UBND XÃ AN BÌNH', null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'], true],
    [[name.toUpperCase(), null, null, 'Độc lập - Tự do - Hạnh phúc'], true],
    [[], false],
    [[null, null, `DANH SÁCH HỘ GIA ĐÌNH ${name.toUpperCase()} NĂM 2026`], true],
    [[null, null, '(Cập nhật đến ngày 01/10/2026)'], false],
    [[], false],
  ];
}

function signatureRows(count: number, head: string): TitleRow[] {
  return [
    [[], false],
    [[null, `Tổng cộng: ${count} hộ`], true],
    [[null, null, null, 'An Bình, ngày 01 tháng 10 năm 2026'], false],
    [[null, 'NGƯỜI LẬP', null, 'TRƯỞNG ẤP'], true],
    [[null, '(Ký, ghi rõ họ tên)', null, '(Ký, ghi rõ họ tên)'], false],
    [[], false],
    [[null, null, null, head], true],
  ];
}
