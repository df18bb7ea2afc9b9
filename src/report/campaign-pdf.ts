import { Injectable } from '@nestjs/common';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { createRequire } from 'node:module';
import { AccountRepository } from '../campaign/account.repository.js';
import type { Campaign } from '../campaign/campaign.entity.js';
import { OfficesService } from '../directory/office/offices.service.js';
import type { OfficeView } from '../directory/office/office.schema.js';
import type { Account } from '../domain/delivery-states.js';
import { doubtSentence } from '../domain/doubt.js';
import { reasonLabel } from '../domain/reason-labels.js';
import type { AreaScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import { DeliveriesReport } from './deliveries-report.repository.js';
import { STATE_LABELS } from './campaign-workbook.js';

/** The library with its fonts, loaded by the first report: a process which makes none does without. */
async function typesetter(): Promise<typeof import('pdfmake')> {
  const { default: pdfmake } = await import('pdfmake');
  // Roboto has every Vietnamese letter and comes with the library (Apache-2.0).
  const fonts = createRequire(import.meta.url)('pdfmake/fonts/Roboto.js') as Record<
    string,
    Record<string, string>
  >;
  const fontFiles = new Set(Object.values(fonts).flatMap((font) => Object.values(font)));
  pdfmake.setFonts(fonts);
  // Nothing but its own letters: what an official wrote names no file and no address.
  pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));
  pdfmake.setUrlAccessPolicy(() => false);
  return pdfmake;
}

/** The columns of the account; together they sum to the first. */
const COLUMNS: readonly [label: string, of: (account: Account) => number][] = [
  ['Tổng số hộ', (account) => account.audience],
  [STATE_LABELS.delivered, ({ delivered }) => delivered],
  [STATE_LABELS.accepted, ({ accepted }) => accepted],
  ['Không đến được', ({ undelivered, expired, rejected }) => undelivered + expired + rejected],
  [STATE_LABELS.skipped, ({ skipped }) => skipped],
  [STATE_LABELS.in_doubt, ({ inDoubt }) => inDoubt],
  ['Chưa gửi, đã hủy', ({ planned, sending, cancelled }) => planned + sending + cancelled],
];
/** Kinds of reasons that a report names; the rest stands in the workbook. */
const MOST_REASONS = 15;

const number = (value: number) => value.toLocaleString('vi-VN');
const WHEN = new Intl.DateTimeFormat('vi-VN', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/** The report that is signed and filed: the office's heading, the account by area, and why somebody was not reached. */
@Injectable()
export class CampaignPdf {
  constructor(
    private readonly sql: Sql,
    private readonly accounts: AccountRepository,
    private readonly ledger: DeliveriesReport,
    private readonly offices: OfficesService,
  ) {}

  /** The report of one campaign, as far as the scope goes. */
  async make(campaign: Campaign, scope: AreaScope, now: Date): Promise<Buffer> {
    const [office, areas, accounts, reasons, doubts] = await Promise.all([
      this.offices.of(this.sql, campaign.areaIds),
      this.accounts.byArea(campaign.id, scope),
      this.accounts.of([campaign.id], scope),
      this.ledger.reasons(campaign.id, scope, MOST_REASONS),
      this.ledger.doubts(campaign.id, scope),
    ]);
    const whole = accounts.get(campaign.id)!;
    const definition: TDocumentDefinitions = {
      pageSize: 'A4',
      pageMargins: [56, 48, 42, 48],
      defaultStyle: { font: 'Roboto', fontSize: 11, lineHeight: 1.15 },
      info: { title: `Báo cáo: ${campaign.title}`, author: office.name },
      footer: (page, pages) => ({
        text: `${page}/${pages}`,
        alignment: 'center',
        fontSize: 9,
        margin: [0, 12, 0, 0],
      }),
      content: [
        heading(office, now),
        {
          text: 'BÁO CÁO',
          style: 'title',
          bold: true,
          fontSize: 14,
          alignment: 'center',
          margin: [0, 22, 0, 0],
        },
        {
          text: `Kết quả tuyên truyền: ${campaign.title}`,
          bold: true,
          alignment: 'center',
          margin: [0, 2, 0, 14],
        },
        summary(campaign, whole),
        table(areas, whole),
        ...why(reasons),
        ...(doubtSentence(doubts) === null ? [] : [paragraph(doubtSentence(doubts)!)]),
        { text: 'Nội dung đã gửi', bold: true, margin: [0, 12, 0, 4] },
        ...campaign.steps.flatMap((step) => (step.text ? [paragraph(step.text)] : [])),
        signature(office),
      ],
    };
    return (await typesetter()).createPdf(definition).getBuffer();
  }
}

function heading({ above, name, place }: OfficeView, now: Date): Content {
  const [day, month, year] = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
    .format(now)
    .split('/');
  return {
    columns: [
      {
        width: '44%',
        alignment: 'center',
        stack: [above, { text: name, bold: true }, { text: 'Số: ……/BC', margin: [0, 8, 0, 0] }],
      },
      {
        width: '56%',
        alignment: 'center',
        stack: [
          { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true },
          { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, decoration: 'underline' },
          {
            text: `${place === '' ? '………' : place}, ngày ${day} tháng ${month} năm ${year}`,
            italics: true,
            margin: [0, 8, 0, 0],
          },
        ],
      },
    ],
  };
}

function summary(campaign: Campaign, { audience, delivered }: Account): Content {
  const share = audience === 0 ? 0 : delivered / audience;
  const percent = share.toLocaleString('vi-VN', { style: 'percent', maximumFractionDigits: 1 });
  const time = (at: Date | null) => (at ? WHEN.format(at) : '………');
  return paragraph(
    `Bắt đầu gửi: ${time(campaign.startedAt)}. Gửi xong: ${time(campaign.completedAt)}. ` +
      `Tin đã đến máy ${number(delivered)} trên ${number(audience)} hộ (${percent}).`,
  );
}

function table(areas: readonly { areaName: string; account: Account }[], whole: Account): Content {
  const row = (name: string, account: Account, bold = false) => [
    { text: name, bold },
    ...COLUMNS.map(([, of]) => ({ text: number(of(account)), alignment: 'right' as const, bold })),
  ];
  return {
    fontSize: 9,
    margin: [0, 8, 0, 4],
    table: {
      headerRows: 1,
      widths: ['*', ...COLUMNS.map(() => 'auto')],
      body: [
        ['Địa bàn', ...COLUMNS.map(([label]) => label)].map((text) => ({
          text,
          bold: true,
          alignment: 'center' as const,
        })),
        ...areas.map(({ areaName, account }) => row(areaName, account)),
        row('Cộng', whole, true),
      ],
    },
  };
}

function why(reasons: readonly { reason: string; count: number }[]): Content[] {
  if (reasons.length === 0) return [];
  return [
    { text: 'Vì sao chưa tới', bold: true, margin: [0, 12, 0, 4] },
    { ul: reasons.map(({ reason, count }) => `${reasonLabel(reason)}: ${number(count)} hộ`) },
  ];
}

function signature({ signerTitle }: OfficeView): Content {
  return {
    unbreakable: true,
    margin: [0, 24, 0, 0],
    columns: [
      { width: '50%', text: 'Nơi nhận: như trên; lưu.', fontSize: 9, italics: true },
      {
        width: '50%',
        alignment: 'center',
        stack: [
          { text: signerTitle === '' ? 'NGƯỜI LẬP BÁO CÁO' : signerTitle, bold: true },
          { text: '(ký, ghi rõ họ tên)', italics: true, fontSize: 9 },
        ],
      },
    ],
  };
}

function paragraph(text: string): Content {
  return { text, margin: [0, 0, 0, 6] };
}
