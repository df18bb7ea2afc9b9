import { Module } from '@nestjs/common';
import { CampaignModule } from '../campaign/campaign.module.js';
import { CampaignPdf } from './campaign-pdf.js';
import { CampaignWorkbook } from './campaign-workbook.js';
import { CostsController } from './costs.controller.js';
import { CostsRepository } from './costs.repository.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { ForceActivityRepository } from './force-activity.repository.js';
import { ForceWorkbook } from './force-workbook.js';
import { ForceController } from './force.controller.js';
import { DeliveriesReport } from './deliveries-report.repository.js';
import { HomeController } from './home.controller.js';
import { HouseholdDeliveriesController } from './household-deliveries.controller.js';
import { HomeRepository } from './home.repository.js';
import { QueueBoard } from './queue-board.js';
import { ReportsController } from './reports.controller.js';
import { SendsController } from './sends.controller.js';
import { SendsRepository } from './sends.repository.js';

/** Owns what is read: lists, workbooks, a page of the queues. Emits files. Never writes to the ledger. */
@Module({
  imports: [CampaignModule, DirectoryModule],
  controllers: [
    CostsController,
    ForceController,
    HomeController,
    HouseholdDeliveriesController,
    ReportsController,
    SendsController,
  ],
  providers: [
    CampaignPdf,
    CampaignWorkbook,
    CostsRepository,
    DeliveriesReport,
    ForceActivityRepository,
    ForceWorkbook,
    HomeRepository,
    QueueBoard,
    SendsRepository,
  ],
})
export class ReportModule {}
