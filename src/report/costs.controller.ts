import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CampaignParams } from '../campaign/campaign.schema.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { CostsRepository } from './costs.repository.js';
import { type CampaignCosts, CampaignCostsSchema } from './costs.schema.js';

/** What one campaign has cost. */
@ApiTags('campaigns')
@Controller('campaigns')
export class CostsController {
  constructor(private readonly costs: CostsRepository) {}

  @Get(':id/costs')
  @Route('campaign:read', 'What a campaign has cost, by step and account, in your areas', CampaignCostsSchema)
  of(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
  ): Promise<CampaignCosts> {
    return this.costs.of(who, id);
  }
}
