import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { PageQuery } from '../../platform/http/page.js';
import { ApiProblem } from '../../platform/http/route.js';
import { CannedAnswersService } from './canned-answers.service.js';
import {
  type CannedAnswer,
  CannedAnswerBody,
  type CannedAnswerChange,
  CannedAnswerPage,
  CannedAnswerPatch,
  CannedAnswerSchema,
  ReplyParams,
} from './reply.schema.js';

interface IdParam {
  id: string;
}

/** Answers that are written once, with the article that they rest on. */
@ApiTags('replies')
@Controller('canned-answers')
export class CannedAnswersController {
  constructor(private readonly answers: CannedAnswersService) {}

  @Get()
  @Route(
    'reply:read',
    'Canned answers of one’s areas, of those around them and of everybody, oldest first',
    CannedAnswerPage,
  )
  list(@Caller() who: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.answers.list(who, query);
  }

  @Post()
  @Route('reply:write', 'Write a canned answer', CannedAnswerSchema, 201)
  @ApiProblem(409, 'The title is taken')
  create(@Caller() who: Principal, @Body({ schema: CannedAnswerBody }) body: CannedAnswer) {
    return this.answers.create(who, body);
  }

  @Patch(':id')
  @Route('reply:write', 'Change a canned answer', CannedAnswerSchema)
  @ApiProblem(409, 'The title is taken')
  change(
    @Caller() who: Principal,
    @Param({ schema: ReplyParams }) { id }: IdParam,
    @Body({ schema: CannedAnswerPatch }) body: CannedAnswerChange,
  ) {
    return this.answers.change(who, id, body);
  }

  @Delete(':id')
  @Route('reply:write', 'Remove a canned answer; what was sent stays as it is', undefined, 204)
  remove(@Caller() who: Principal, @Param({ schema: ReplyParams }) { id }: IdParam) {
    return this.answers.remove(who, id);
  }
}
