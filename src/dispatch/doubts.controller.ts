import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CampaignParams } from '../campaign/campaign.schema.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { DoubtsDecided, type DoubtVerdict, DoubtVerdictBody } from './doubts.schema.js';
import { DoubtsService } from './doubts.service.js';

/** A person's word on what nobody knows. */
@ApiTags('campaigns')
@Controller('campaigns')
export class DoubtsController {
  constructor(private readonly doubts: DoubtsService) {}

  @Post(':id/doubts')
  @Route('campaign:control', 'Settle deliveries in doubt, or send them again knowingly', DoubtsDecided)
  @ApiProblem(409, 'Sending again in a campaign that no longer sends.')
  async decide(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Body({ schema: DoubtVerdictBody }) body: DoubtVerdict,
  ) {
    return { changed: await this.doubts.decide(who, id, body) };
  }
}
