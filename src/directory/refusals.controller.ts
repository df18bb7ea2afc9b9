import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import {
  type CreateRefusal,
  CreateRefusalBody,
  RefusalPage,
  RefusalParams,
  RefusalQuery,
  RefusalSchema,
} from './refusal.schema.js';
import { RefusalsService } from './refusals.service.js';

/** The register of numbers that do not want messages. */
@ApiTags('Directory')
@Controller('refusals')
export class RefusalsController {
  constructor(private readonly refusals: RefusalsService) {}

  @Get()
  @Route('household:read', 'Refusals, newest first', RefusalPage)
  list(@Caller() who: Principal, @Query({ schema: RefusalQuery }) query: RefusalQuery) {
    return this.refusals.list(who, query);
  }

  @Post()
  @Route('refusal:write', 'Enter a refusal; one that stands already is answered as it is', RefusalSchema, 201)
  enter(@Caller() who: Principal, @Body({ schema: CreateRefusalBody }) body: CreateRefusal) {
    return this.refusals.enter(who, body);
  }

  @Post(':id/lift')
  @Route('refusal:write', 'Lift a refusal: messages may go to the number again', RefusalSchema)
  lift(@Caller() who: Principal, @Param({ schema: RefusalParams }) { id }: z.output<typeof RefusalParams>) {
    return this.refusals.lift(who, id);
  }
}
