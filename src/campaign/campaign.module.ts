import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AudienceRepository } from '../directory/audience.repository.js';
import { ApprovalService } from './approval.service.js';
import { BudgetsController } from './budgets.controller.js';
import { AccountRepository } from './account.repository.js';
import { Campaign } from './campaign.entity.js';
import { CampaignProgress } from './campaign-progress.js';
import { CampaignFlow } from './campaign-flow.service.js';
import { CampaignEventsController } from './campaign-events.controller.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';
import { ConfirmationService } from './confirmation.service.js';
import { EditorsController } from './editors.controller.js';
import { HolidaysController } from './holidays.controller.js';
import { SettingsController } from './settings.controller.js';
import { MessagesService } from './messages.service.js';
import { UrgentReleases } from './urgent-releases.service.js';
import { UrgentReleasesController } from './urgent-releases.controller.js';
import { PreviewService } from './preview.service.js';

/**
 * Owns campaigns: message, audience, approval, schedule. Emits `advance-campaign`. Never sends, never writes a delivery.
 */
@Module({
  imports: [TypeOrmModule.forFeature([Campaign])],
  controllers: [
    BudgetsController,
    CampaignsController,
    CampaignEventsController,
    EditorsController,
    HolidaysController,
    SettingsController,
    UrgentReleasesController,
  ],
  providers: [
    AccountRepository,
    AudienceRepository,
    ApprovalService,
    UrgentReleases,
    CampaignFlow,
    CampaignProgress,
    CampaignsService,
    ConfirmationService,
    MessagesService,
    PreviewService,
  ],
  exports: [AccountRepository, CampaignsService],
})
export class CampaignModule {}
