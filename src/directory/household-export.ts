import { Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { formatPhoneVi } from '../domain/phone.js';
import type { AreaScope } from '../identity/area-scope.js';
import { createCsvWriter } from '../platform/sheets/csv-writer.js';
import { createXlsxWriter } from '../platform/sheets/xlsx-writer.js';
import type { HouseholdView } from './household.schema.js';
import type { HouseholdFilter } from './household-search.js';
import { HouseholdsRepository } from './households.repository.js';

/** The kinds of file that a list can be taken out as. */
export type ExportKind = 'xlsx' | 'csv';

/** Headings that an import knows again: the file can be mended in Excel and brought back. */
const HEADINGS = [
  'STT',
  'Khu dân cư',
  'Mã hộ',
  'Họ và tên chủ hộ',
  'Địa chỉ',
  'Số điện thoại',
  'Ghi chú',
  'Không nhận tin qua',
];
const CHANNEL_NAMES = { sms: 'SMS', zalo: 'Zalo' } as const;

/** The list of households as a file. Streams through a cursor: memory does not grow with the list. */
@Injectable()
export class HouseholdExport {
  constructor(private readonly households: HouseholdsRepository) {}

  /**
   * Writes the households that a filter finds in the scope into `out`, and ends it.
   * Texts that a spreadsheet would take for formulas are plain texts in both kinds.
   */
  async write(kind: ExportKind, scope: AreaScope, filter: HouseholdFilter, out: Writable): Promise<void> {
    const row = kind === 'xlsx' ? await this.xlsxRows(out) : this.csvRows(out);
    await row.write(HEADINGS, true);
    let number = 0;
    await this.households.forEach({ rows: scope, numbers: scope }, filter, async (household) => {
      await row.write(cells(++number, household), false);
    });
    await row.end();
  }

  private async xlsxRows(out: Writable) {
    const workbook = createXlsxWriter(out);
    await workbook.addSheet('Danh sách hộ', { widths: [6, 24, 12, 28, 34, 34, 24, 18], freezeRow: 1 });
    return {
      write: (row: (string | number | null)[], bold: boolean) => workbook.row(row, { bold }),
      end: () => workbook.end(),
    };
  }

  private csvRows(out: Writable) {
    const csv = createCsvWriter(out);
    return { write: (row: (string | number | null)[]) => csv.row(row), end: () => csv.end() };
  }
}

function cells(number: number, household: HouseholdView): (string | number | null)[] {
  const refused = new Set(household.contacts.flatMap(({ refused: channels }) => channels));
  return [
    number,
    household.areaName,
    household.code,
    household.headName,
    household.address,
    household.contacts.map(phoneCell).join('; '),
    household.note,
    [...refused].map((channel) => CHANNEL_NAMES[channel]).join(', '),
  ];
}

/** `0912 345 678 (vợ)`: an import reads the note back as the relation. */
function phoneCell({ phone, name, relation }: HouseholdView['contacts'][number]): string {
  const note = relation ?? name;
  return note ? `${formatPhoneVi(phone)} (${note})` : formatPhoneVi(phone);
}
