import { Module } from '@nestjs/common';
import { CampaignModule } from '../campaign/campaign.module.js';
import { CampaignWorkbook } from './campaign-workbook.js';
import { DeliveriesReport } from './deliveries-report.repository.js';
import { HomeController } from './home.controller.js';
import { HomeRepository } from './home.repository.js';
import { QueueBoard } from './queue-board.js';
import { ReportsController } from './reports.controller.js';
import { SendsController } from './sends.controller.js';
import { SendsRepository } from './sends.repository.js';

/** Owns what is read: lists, workbooks, a page of the queues. Emits files. Never writes to the ledger. */
@Module({
  imports: [CampaignModule],
  controllers: [HomeController, ReportsController, SendsController],
  providers: [CampaignWorkbook, DeliveriesReport, HomeRepository, QueueBoard, SendsRepository],
})
export class ReportModule {}
