import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type CreateDelegation,
  CreateDelegationBody,
  DelegationList,
  DelegationParams,
  DelegationSchema,
  SubstituteList,
} from './delegation.schema.js';
import { DelegationsService } from './delegations.service.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';

/** Rights to release, lent for an absence. */
@ApiTags('Users')
@Controller('delegations')
export class DelegationsController {
  constructor(private readonly delegations: DelegationsService) {}

  @Get()
  @Route('account:self', 'What I have lent and what was lent to me, newest first', DelegationList)
  async list(@Caller() who: Principal) {
    return { items: await this.delegations.list(who) };
  }

  @Get('substitutes')
  @Route('approval:lend', 'To whom I can lend: people who work where I release', SubstituteList)
  async substitutes(@Caller() who: Principal) {
    return { items: await this.delegations.substitutes(who) };
  }

  @Post()
  @Route(
    'approval:lend',
    'Lend my right to release, with its limits, to somebody for a time',
    DelegationSchema,
    201,
  )
  create(@Caller() who: Principal, @Body({ schema: CreateDelegationBody }) body: CreateDelegation) {
    return this.delegations.lend(who, body);
  }

  @Delete(':id')
  @Route('approval:lend', 'Take back what I have lent', undefined, 204)
  async end(
    @Caller() who: Principal,
    @Param({ schema: DelegationParams }) { id }: z.output<typeof DelegationParams>,
  ): Promise<void> {
    await this.delegations.end(who, id);
  }
}
