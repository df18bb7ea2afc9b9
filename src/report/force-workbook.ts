import { Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import type { PropagandistView } from '../directory/force/propagandist.schema.js';
import { type ForceScopes, PropagandistsRepository } from '../directory/force/propagandists.repository.js';
import { formatPhoneVi } from '../domain/phone.js';
import { createXlsxWriter, type XlsxWriter } from '../platform/sheets/xlsx-writer.js';
import { ForceActivityRepository } from './force-activity.repository.js';

const PEOPLE = [
  'STT',
  'Họ và tên',
  'Địa bàn',
  'Số điện thoại',
  'Tổ chức',
  'Địa bàn phụ trách',
  'Ngày công nhận',
  'Quyết định công nhận',
  'Bồi dưỡng, tập huấn',
  'Người thay',
  'Tình trạng',
  'Ghi chú',
];
const ACTIVITY = [
  'STT',
  'Họ và tên',
  'Địa bàn',
  'Số địa bàn phụ trách',
  'Số hộ phụ trách',
  'Đợt đã soạn',
  'Lượt hộ nhận được tin',
  'Tin trả lời đã giải đáp',
];
const PAGE = 500;

/** The force as a workbook: its people, what they did in a month, and where somebody is missing. */
@Injectable()
export class ForceWorkbook {
  constructor(
    private readonly propagandists: PropagandistsRepository,
    private readonly activity: ForceActivityRepository,
  ) {}

  /** Writes it as far as the scopes go into `out`, and ends it. Answers how many people stand in it. */
  async write(scopes: ForceScopes, month: string, out: Writable): Promise<number> {
    const workbook = createXlsxWriter(out);
    const people = await this.writePeople(workbook, scopes);
    await workbook.addSheet(`Hoạt động ${month}`, { widths: [6, 28, 24, 14, 14, 12, 16, 16], freezeRow: 1 });
    await workbook.row(ACTIVITY, { bold: true });
    for (const [i, row] of (await this.activity.ofMonth(scopes.rows, month)).entries()) {
      const figures = [row.areas, row.households, row.campaigns, row.reached, row.repliesAnswered];
      await workbook.row([i + 1, row.fullName, row.areaName, ...figures]);
    }
    await workbook.addSheet('Chưa có người phụ trách', { widths: [6, 30, 30, 12], freezeRow: 1 });
    await workbook.row(['STT', 'Khu dân cư', 'Thuộc', 'Số hộ'], { bold: true });
    for (const [i, row] of (await this.propagandists.uncovered(scopes.rows)).entries())
      await workbook.row([i + 1, row.areaName, row.parentName, row.households]);
    await workbook.end();
    return people;
  }

  private async writePeople(workbook: XlsxWriter, scopes: ForceScopes): Promise<number> {
    await workbook.addSheet('Lực lượng nòng cốt', {
      widths: [6, 28, 24, 16, 24, 34, 14, 22, 40, 34, 16, 30],
      freezeRow: 1,
    });
    await workbook.row(PEOPLE, { bold: true });
    let number = 0;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await this.propagandists.page(scopes, { limit: PAGE, cursor });
      for (const person of page.items) await workbook.row(cells(++number, person));
      cursor = page.nextCursor;
    }
    return number;
  }
}

function cells(number: number, person: PropagandistView): (string | number | null)[] {
  const trainings = person.trainings.map(({ heldOn, topic }) => `${day(heldOn)}: ${topic}`);
  const standIns = person.standIns.map(
    ({ standInName, startsOn, endsOn }) => `${standInName} (${day(startsOn)} – ${day(endsOn)})`,
  );
  return [
    number,
    person.fullName,
    person.areaName,
    person.phone && formatPhoneVi(person.phone),
    person.organisation,
    person.inCharge.map(({ areaName }) => areaName).join('; '),
    person.recognisedOn && day(person.recognisedOn),
    person.recognition,
    trainings.join('; '),
    standIns.join('; '),
    person.isActive ? 'Đang hoạt động' : 'Đã thôi',
    person.note,
  ];
}

/** `2026-10-05 → 05/10/2026` */
function day(iso: string): string {
  return iso.split('-').toReversed().join('/');
}
