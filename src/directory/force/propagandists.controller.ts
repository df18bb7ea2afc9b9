import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { ApiProblem } from '../../platform/http/route.js';
import {
  type ChangePropagandist,
  ChangePropagandistBody,
  type CreatePropagandist,
  CreatePropagandistBody,
  PropagandistPage,
  PropagandistParams,
  PropagandistQuery,
  PropagandistSchema,
  UncoveredAreas,
} from './propagandist.schema.js';
import { PropagandistsService } from './propagandists.service.js';

/** The force of a commune: its propagandists as people, with their areas, stand-ins and training. */
@ApiTags('Force')
@Controller('propagandists')
export class PropagandistsController {
  constructor(private readonly propagandists: PropagandistsService) {}

  @Get()
  @Route('force:read', 'Propagandists, in the order in which they were entered', PropagandistPage)
  list(@Caller() who: Principal, @Query({ schema: PropagandistQuery }) query: PropagandistQuery) {
    return this.propagandists.list(who, query);
  }

  @Get('uncovered-areas')
  @Route('force:read', 'Neighbourhoods of which nobody is in charge today', UncoveredAreas)
  async uncovered(@Caller() who: Principal) {
    return { items: await this.propagandists.uncovered(who) };
  }

  @Get(':id')
  @Route('force:read', 'One propagandist', PropagandistSchema)
  get(
    @Caller() who: Principal,
    @Param({ schema: PropagandistParams }) { id }: z.output<typeof PropagandistParams>,
  ) {
    return this.propagandists.get(who, id);
  }

  @Post()
  @Route('force:write', 'Enter a propagandist', PropagandistSchema, 201)
  @ApiProblem(409, 'The account belongs to another propagandist')
  create(@Caller() who: Principal, @Body({ schema: CreatePropagandistBody }) body: CreatePropagandist) {
    return this.propagandists.create(who, body);
  }

  @Patch(':id')
  @Route('force:write', 'Change a propagandist; lists are given whole', PropagandistSchema)
  @ApiProblem(409, 'Changed by somebody else since, or the account belongs to another')
  change(
    @Caller() who: Principal,
    @Param({ schema: PropagandistParams }) { id }: z.output<typeof PropagandistParams>,
    @Body({ schema: ChangePropagandistBody }) body: ChangePropagandist,
  ) {
    return this.propagandists.change(who, id, body);
  }

  @Delete(':id')
  @Route(
    'force:write',
    'Remove somebody who was entered by mistake; whoever stops working gets an `endedOn`',
    undefined,
    204,
  )
  async remove(
    @Caller() who: Principal,
    @Param({ schema: PropagandistParams }) { id }: z.output<typeof PropagandistParams>,
  ): Promise<void> {
    await this.propagandists.remove(who, id);
  }
}
