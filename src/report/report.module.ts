import { Module } from '@nestjs/common';
import { CampaignModule } from '../campaign/campaign.module.js';
import { CampaignWorkbook } from './campaign-workbook.js';
import { DeliveriesReport } from './deliveries-report.repository.js';
import { HomeController } from './home.controller.js';
import { HomeRepository } from './home.repository.js';
import { ReportsController } from './reports.controller.js';

/** Owns what is read afterwards: lists and workbooks. Emits files. Never writes to the ledger. */
@Module({
  imports: [CampaignModule],
  controllers: [HomeController, ReportsController],
  providers: [CampaignWorkbook, DeliveriesReport, HomeRepository],
})
export class ReportModule {}
