import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PassThrough } from 'node:stream';
import { subjectOf } from '../campaign/campaign-access.js';
import { CampaignParams } from '../campaign/campaign.schema.js';
import { CampaignsService } from '../campaign/campaigns.service.js';
import { doubtSentence } from '../domain/doubt.js';
import { reasonLabel } from '../domain/reason-labels.js';
import { scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import { NumbersRead } from '../identity/numbers-read.js';
import { may, type Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { pageOf } from '../platform/http/page.js';
import { Sql } from '../platform/database/sql.js';
import { CampaignPdf } from './campaign-pdf.js';
import { CampaignWorkbook } from './campaign-workbook.js';
import { DeliveriesReport, type LedgerScopes } from './deliveries-report.repository.js';
import { DeliveriesQuery, type DeliveriesFilter, DeliverySchema, DoubtsSchema } from './report.schema.js';

const PDF = 'application/pdf';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What became of a campaign, household by household. */
@ApiTags('reports')
@Controller('campaigns')
export class ReportsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly ledger: DeliveriesReport,
    private readonly workbook: CampaignWorkbook,
    private readonly pdf: CampaignPdf,
    private readonly audit: Audit,
    private readonly numbers: NumbersRead,
    private readonly sql: Sql,
  ) {}

  @Get(':id/deliveries')
  @Route('campaign:read', 'The ledger of a campaign, with every try', pageOf(DeliverySchema))
  async deliveries(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Query({ schema: DeliveriesQuery }) filter: DeliveriesFilter,
  ) {
    const campaign = await this.campaigns.one(who, id);
    const page = await this.ledger.page(id, scopesOf(who), filter);
    if (may(who, 'phone:read'))
      await this.numbers.note(
        who,
        'campaign.numbers-read',
        subjectOf(campaign),
        'households',
        page.items.length,
      );
    return page;
  }

  @Get(':id/doubts')
  @Route('campaign:read', 'How many deliveries are in doubt, and why', DoubtsSchema)
  async doubts(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: { id: string }) {
    await this.campaigns.one(who, id);
    const reasons = await this.ledger.doubts(id, scopeOf(who, 'campaign:read'));
    return {
      inDoubt: reasons.reduce((sum, { count }) => sum + count, 0),
      sentence: doubtSentence(reasons),
      reasons: reasons.map((each) => ({ ...each, label: reasonLabel(each.reason) })),
    };
  }

  @Get(':id/report.pdf')
  @ApiProduces(PDF)
  @Route(
    'campaign:read',
    'The account by area with the heading of the office, to be signed: of the areas you work in',
  )
  async pdfReport(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const campaign = await this.campaigns.one(who, id);
    const pdf = await this.pdf.make(campaign, scopeOf(who, 'campaign:read'), new Date());
    await this.audit.record(this.sql, who, 'campaign.exported', subjectOf(campaign));
    void reply.type(PDF).header('content-disposition', `attachment; filename="bao-cao-dot-${id}.pdf"`);
    return pdf;
  }

  @Get(':id/report.xlsx')
  @ApiProduces(XLSX)
  @Route('campaign:read', 'The account by area, and every household, as a workbook: of the areas you work in')
  async report(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const campaign = await this.campaigns.one(who, id);
    await this.audit.record(this.sql, who, 'campaign.exported', subjectOf(campaign));
    const body = new PassThrough();
    void reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename="bao-cao-dot-${id}.xlsx"`)
      .send(body);
    try {
      await this.workbook.write(campaign, scopesOf(who), body);
    } catch (error) {
      // The answer has begun: all that is left is to break it off, so that nobody takes half a report for a whole one.
      body.destroy(error as Error);
    }
  }
}

function scopesOf(who: Principal): LedgerScopes {
  return { rows: scopeOf(who, 'campaign:read'), numbers: scopeOf(who, 'phone:read') };
}
