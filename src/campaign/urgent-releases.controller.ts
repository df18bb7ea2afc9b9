import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { CampaignFlow } from './campaign-flow.service.js';
import { CampaignParams, CampaignState } from './campaign.schema.js';
import {
  MaybeUrgentRelease,
  ReleaseBody,
  type Review,
  ReviewBody,
  UrgentReleaseSchema,
} from './urgent-release.schema.js';
import { UrgentReleases } from './urgent-releases.service.js';

/** What cannot wait for an approver: a flood, a fire. */
@ApiTags('campaigns')
@Controller('campaigns')
export class UrgentReleasesController {
  constructor(
    private readonly flow: CampaignFlow,
    private readonly releases: UrgentReleases,
  ) {}

  @Post(':id/release')
  @Route(
    'campaign:write',
    'Let an urgent campaign out now; two approvers look at it afterwards',
    CampaignState,
  )
  @ApiProblem(409, 'It is not urgent, has changed since, or an earlier one waits for its approvers too long')
  release(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: z.output<typeof CampaignParams>,
    @Body({ schema: ReleaseBody }) body: z.output<typeof ReleaseBody>,
  ) {
    return this.flow.release(who, id, body);
  }

  @Get(':id/release')
  @Route('campaign:read', 'How an urgent campaign that left without an approver stands', MaybeUrgentRelease)
  async one(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: z.output<typeof CampaignParams>,
  ) {
    return { release: await this.releases.find(who, id) };
  }

  @Post(':id/reviews')
  @Route('campaign:approve', 'Say afterwards whether an urgent campaign was right', UrgentReleaseSchema)
  @ApiProblem(409, 'Said before, or released anew since')
  review(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: z.output<typeof CampaignParams>,
    @Body({ schema: ReviewBody }) body: Review,
  ) {
    return this.releases.review(who, id, body);
  }
}
