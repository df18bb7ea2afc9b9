import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { HouseholdParams } from '../../directory/household.schema.js';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { PageQuery } from '../../platform/http/page.js';
import { ApiProblem } from '../../platform/http/route.js';
import {
  type AnswerReply,
  AnswerReplyBody,
  AssigneeList,
  AssignReplyBody,
  OutboxMessageSchema,
  ReplyPage,
  ReplyParams,
  ReplyQuery,
  ReplySchema,
  ThreadPage,
} from './reply.schema.js';
import { RepliesService } from './replies.service.js';

interface IdParam {
  id: string;
}

/** What households say, and what is done about it. */
@ApiTags('replies')
@Controller()
export class RepliesController {
  constructor(private readonly replies: RepliesService) {}

  @Get('replies')
  @Route('reply:read', 'Replies of households, newest first', ReplyPage)
  list(@Caller() who: Principal, @Query({ schema: ReplyQuery }) query: ReplyQuery) {
    return this.replies.list(who, query);
  }

  @Get('replies/:id')
  @Route('reply:read', 'One reply', ReplySchema)
  one(@Caller() who: Principal, @Param({ schema: ReplyParams }) { id }: IdParam) {
    return this.replies.one(who, id);
  }

  @Get('households/:id/thread')
  @Route('reply:read', 'All that was said between the commune and a household, newest first', ThreadPage)
  thread(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: IdParam,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ) {
    return this.replies.thread(who, id, query);
  }

  @Get('replies/:id/assignees')
  @Route('reply:write', 'Who may be given a reply: people who deal with replies of its area', AssigneeList)
  async assignees(@Caller() who: Principal, @Param({ schema: ReplyParams }) { id }: IdParam) {
    return { items: await this.replies.assignees(who, id) };
  }

  @Post('replies/:id/assign')
  @Route('reply:write', 'Give a reply to somebody to deal with', ReplySchema)
  assign(
    @Caller() who: Principal,
    @Param({ schema: ReplyParams }) { id }: IdParam,
    @Body({ schema: AssignReplyBody }) { userId }: z.output<typeof AssignReplyBody>,
  ) {
    return this.replies.assign(who, id, userId);
  }

  @Post('replies/:id/answer')
  @Route(
    'reply:write',
    'Answer a reply: one message, ahead of what waits; the same text again is the same message',
    OutboxMessageSchema,
    202,
  )
  @ApiProblem(409, 'The number has refused since, or is no mobile number')
  answer(
    @Caller() who: Principal,
    @Param({ schema: ReplyParams }) { id }: IdParam,
    @Body({ schema: AnswerReplyBody }) body: AnswerReply,
  ) {
    return this.replies.answer(who, id, body);
  }

  @Post('replies/:id/close')
  @Route('reply:write', 'Close a reply: nothing more is to be done about it', ReplySchema)
  close(@Caller() who: Principal, @Param({ schema: ReplyParams }) { id }: IdParam) {
    return this.replies.close(who, id);
  }

  @Post('replies/:id/reopen')
  @Route('reply:write', 'Open a reply again', ReplySchema)
  reopen(@Caller() who: Principal, @Param({ schema: ReplyParams }) { id }: IdParam) {
    return this.replies.reopen(who, id);
  }
}
