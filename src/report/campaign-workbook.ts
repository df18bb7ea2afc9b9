import { Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { AccountRepository } from '../campaign/account.repository.js';
import type { Campaign } from '../campaign/campaign.entity.js';
import { doubtSentence } from '../domain/doubt.js';
import { type Account, DELIVERY_STATES, type DeliveryState } from '../domain/delivery-states.js';
import type { AreaScope } from '../identity/area-scope.js';
import { formatPhoneVi, maskPhone } from '../domain/phone.js';
import { reasonLabel } from '../domain/reason-labels.js';
import { OfficesService } from '../directory/office/offices.service.js';
import { Sql } from '../platform/database/sql.js';
import { createXlsxWriter, type SheetCell, type XlsxWriter } from '../platform/sheets/xlsx-writer.js';
import { DeliveriesReport, type LedgerScopes } from './deliveries-report.repository.js';

/** The states as an official reads them. */
export const STATE_LABELS: Record<DeliveryState, string> = {
  planned: 'Chờ gửi',
  sending: 'Đang gửi',
  accepted: 'Nhà mạng đã nhận',
  delivered: 'Đã đến máy',
  undelivered: 'Không đến máy',
  expired: 'Không có báo nhận',
  rejected: 'Bị từ chối',
  in_doubt: 'Chưa rõ',
  skipped: 'Không gửi',
  cancelled: 'Đã hủy',
};

const ACCOUNT_KEYS: Record<DeliveryState, keyof Account> = {
  planned: 'planned',
  sending: 'sending',
  accepted: 'accepted',
  delivered: 'delivered',
  undelivered: 'undelivered',
  expired: 'expired',
  rejected: 'rejected',
  in_doubt: 'inDoubt',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

const WHEN = new Intl.DateTimeFormat('vi-VN', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/** The report that goes into the file: the account by area, then every household. Streams; memory does not grow. */
@Injectable()
export class CampaignWorkbook {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly ledger: DeliveriesReport,
    private readonly offices: OfficesService,
    private readonly sql: Sql,
  ) {}

  /** Writes the workbook of one campaign, as far as the scope goes, into `out` and ends it. */
  async write(campaign: Campaign, scopes: LedgerScopes, out: Writable): Promise<void> {
    const workbook = createXlsxWriter(out);
    await this.writeAccount(workbook, campaign, scopes.rows);
    await this.writeHouseholds(workbook, campaign.id, scopes);
    await workbook.end();
  }

  private async writeAccount(workbook: XlsxWriter, campaign: Campaign, scope: AreaScope): Promise<void> {
    const [areas, accounts] = await Promise.all([
      this.accounts.byArea(campaign.id, scope),
      this.accounts.of([campaign.id], scope),
    ]);
    await workbook.addSheet('Tổng hợp', { widths: [32, 12, ...DELIVERY_STATES.map(() => 14)] });
    const office = await this.offices.of(this.sql, campaign.areaIds);
    if (office.above !== '') await workbook.row([office.above]);
    if (office.name !== '') await workbook.row([office.name], { bold: true });
    await workbook.row([]);
    await workbook.row([`Đợt tuyên truyền: ${campaign.title}`], { bold: true });
    await workbook.row([
      `Bắt đầu: ${when(campaign.startedAt)}`,
      null,
      `Gửi xong: ${when(campaign.completedAt)}`,
    ]);
    await workbook.row([`Lập lúc: ${when(new Date())}`]);
    await workbook.row([]);
    await workbook.row(['Địa bàn', 'Tổng số hộ', ...DELIVERY_STATES.map((state) => STATE_LABELS[state])], {
      bold: true,
    });
    for (const { areaName, account } of areas) await workbook.row([areaName, ...figures(account)]);
    await workbook.row(['Cộng', ...figures(accounts.get(campaign.id)!)], { bold: true });
    const doubts = doubtSentence(await this.ledger.doubts(campaign.id, scope));
    if (doubts !== null) {
      await workbook.row([]);
      await workbook.row([doubts]);
    }
  }

  private async writeHouseholds(
    workbook: XlsxWriter,
    campaignId: string,
    scopes: LedgerScopes,
  ): Promise<void> {
    await workbook.addSheet('Danh sách hộ', {
      widths: [6, 24, 12, 28, 34, 16, 18, 30, 8, 12, 18, 18],
      freezeRow: 1,
    });
    await workbook.row(
      [
        'STT',
        'Địa bàn',
        'Mã hộ',
        'Chủ hộ',
        'Địa chỉ',
        'Số điện thoại',
        'Kết quả',
        'Lý do',
        'Số tin',
        'Chi phí (đ)',
        'Gửi lúc',
        'Báo nhận lúc',
      ],
      { bold: true },
    );
    let number = 0;
    await this.ledger.forEachLine(campaignId, scopes, (line) =>
      workbook.row([
        ++number,
        line.area_name,
        line.household_code,
        line.head_name,
        line.address,
        line.phone && (line.shows_numbers ? formatPhoneVi(line.phone) : maskPhone(line.phone)),
        STATE_LABELS[line.state],
        line.reason && reasonLabel(line.reason),
        line.parts === null ? null : Number(line.parts),
        line.cost_vnd === null ? null : Number(line.cost_vnd),
        when(line.last_sent_at),
        when(line.last_settled_at),
      ]),
    );
  }
}

function figures(account: Account): SheetCell[] {
  return [account.audience, ...DELIVERY_STATES.map((state) => account[ACCOUNT_KEYS[state]])];
}

function when(at: Date | null): string {
  return at ? WHEN.format(at) : '';
}
