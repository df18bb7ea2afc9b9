import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CampaignParams } from '../campaign/campaign.schema.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { Retried, RetryBody, type RetryInput, RetryOffer } from './retries.schema.js';
import { RetriesService } from './retries.service.js';

/** Trying again what ended for a reason that has passed. */
@ApiTags('campaigns')
@Controller('campaigns')
export class RetriesController {
  constructor(private readonly retries: RetriesService) {}

  @Get(':id/retry')
  @Route('campaign:control', 'How many households may be tried again, by reason', RetryOffer)
  offer(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: { id: string }) {
    return this.retries.offer(who, id);
  }

  @Post(':id/retry')
  @Route(
    'campaign:control',
    'Try again what ended for a reason that has passed; never what may have arrived',
    Retried,
  )
  @ApiProblem(409, 'The campaign sends no more, or it would pass its price limit or a budget.')
  async retry(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Body({ schema: RetryBody }) body: RetryInput,
  ) {
    return { households: await this.retries.retry(who, id, body) };
  }
}
