import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { PageQuery, pageOf } from '../platform/http/page.js';
import { ApiProblem } from '../platform/http/route.js';
import { AccountRepository } from './account.repository.js';
import { CampaignFlow } from './campaign-flow.service.js';
import {
  AccountByArea,
  ApproveBody,
  CampaignBody,
  type CampaignChange,
  type CampaignInput,
  CampaignListItem,
  CampaignParams,
  CampaignPatch,
  CampaignSchema,
  CampaignState,
  ConfirmBody,
  MessageSchema,
  ContentChanges,
  PreviewSchema,
  RejectBody,
} from './campaign.schema.js';
import { CampaignsService } from './campaigns.service.js';
import { ConfirmationService } from './confirmation.service.js';
import { MessagesService } from './messages.service.js';
import { PreviewService } from './preview.service.js';

interface IdParam {
  id: string;
}

/** Campaigns over HTTP, DESIGN §7. */
@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly flow: CampaignFlow,
    private readonly confirmation: ConfirmationService,
    private readonly previews: PreviewService,
    private readonly messages: MessagesService,
    private readonly accounts: AccountRepository,
  ) {}

  @Post()
  @Route('campaign:write', 'Write a campaign as a draft', CampaignState, 201)
  async create(@Caller() who: Principal, @Body({ schema: CampaignBody }) body: CampaignInput) {
    const { id, state } = await this.campaigns.create(who, body);
    return { id, state };
  }

  @Get()
  @Route('campaign:read', 'Campaigns, newest first', pageOf(CampaignListItem))
  list(@Caller() who: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.campaigns.list(who, query);
  }

  @Get(':id')
  @Route('campaign:read', 'One campaign with its account, rate and finish time', CampaignSchema)
  view(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.campaigns.view(who, id);
  }

  @Get(':id/areas')
  @Route('campaign:read', 'The account of a campaign by area', AccountByArea)
  async areas(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    await this.campaigns.one(who, id);
    return this.accounts.byArea(id, scopeOf(who, 'campaign:read'));
  }

  @Patch(':id')
  @Route('campaign:write', 'Change a draft', CampaignSchema)
  async change(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: IdParam,
    @Body({ schema: CampaignPatch }) body: CampaignChange,
  ) {
    await this.campaigns.change(who, id, body);
    return this.campaigns.view(who, id);
  }

  @Post(':id/preview')
  @Route('campaign:read', 'What would go to whom, in how many parts, at what price', PreviewSchema)
  preview(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.previews.of(who, id);
  }

  @Get(':id/messages')
  @Route(
    'campaign:read',
    'The messages of real households as they would leave, in the order of areas',
    pageOf(MessageSchema),
  )
  messagesOf(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: IdParam,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ) {
    return this.messages.page(who, id, query);
  }

  @Post(':id/submit')
  @Route('campaign:write', 'Hand a draft to an approver', CampaignState)
  submit(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.flow.submit(who, id);
  }

  @Post(':id/approve')
  @Route('campaign:approve', 'Release a campaign that another person wrote', CampaignState)
  @ApiProblem(409, 'It does not wait for that, costs too much, or is not the version that was looked at.')
  approve(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: IdParam,
    @Body({ schema: ApproveBody }) body: z.output<typeof ApproveBody>,
  ) {
    return this.flow.approve(who, id, body);
  }

  @Post(':id/reject')
  @Route('campaign:approve', 'Send a campaign back to its author with a word', CampaignState)
  @ApiProblem(409, 'It does not wait for that, or is not the version that was looked at.')
  reject(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: IdParam,
    @Body({ schema: RejectBody }) body: z.output<typeof RejectBody>,
  ) {
    return this.flow.reject(who, id, body);
  }

  @Post(':id/revise')
  @Route('campaign:write', 'Take back what was handed in or released, to change it', CampaignState)
  revise(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.flow.revise(who, id);
  }

  @Get(':id/changes')
  @Route('campaign:read', 'What changed since it was last released', ContentChanges)
  changes(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.campaigns.changes(who, id);
  }

  @Post(':id/confirm')
  @Route(
    'campaign:control',
    'Let a campaign start that missed its hours: now, or at another time',
    CampaignState,
  )
  @ApiProblem(409, 'It does not ask: its hours have not passed.')
  confirm(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: IdParam,
    @Body({ schema: ConfirmBody }) { startAt }: z.output<typeof ConfirmBody>,
  ) {
    return this.confirmation.confirm(who, id, startAt === undefined ? null : new Date(startAt));
  }

  @Post(':id/pause')
  @Route('campaign:control', 'Stop sending; what is on its way goes out', CampaignState)
  pause(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.flow.pause(who, id);
  }

  @Post(':id/resume')
  @Route('campaign:control', 'Go on sending', CampaignState)
  resume(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.flow.resume(who, id);
  }

  @Post(':id/cancel')
  @Route('campaign:control', 'Cancel what has not left yet', CampaignState)
  cancel(@Caller() who: Principal, @Param({ schema: CampaignParams }) { id }: IdParam) {
    return this.flow.cancel(who, id);
  }
}
