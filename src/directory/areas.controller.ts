import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { scopeOf } from '../identity/area-scope.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import {
  AreaPage,
  AreaParams,
  AreaQuery,
  AreaSchema,
  type ChangeArea,
  ChangeAreaBody,
  type CreateArea,
  CreateAreaBody,
} from './area.schema.js';
import { AreaCountsRepository } from './area-counts.repository.js';
import { type AreaCounts, AreaCountsSchema } from './area-counts.schema.js';
import { AreasService } from './areas.service.js';

/** The tree of areas. */
@ApiTags('Directory')
@Controller('areas')
export class AreasController {
  constructor(
    private readonly areas: AreasService,
    private readonly counts: AreaCountsRepository,
  ) {}

  @Get()
  @Route('area:read', 'The areas you work in, oldest first, with their households', AreaPage)
  list(@Caller() who: Principal, @Query({ schema: AreaQuery }) query: AreaQuery) {
    return this.areas.list(who, query);
  }

  @Get('counts')
  @Route(
    'household:read',
    'The households of your areas, counted by how they can be reached',
    AreaCountsSchema,
  )
  async countHouseholds(@Caller() who: Principal): Promise<AreaCounts> {
    return { items: await this.counts.ofScope(scopeOf(who, 'household:read')) };
  }

  @Get(':id')
  @Route('area:read', 'One area', AreaSchema)
  get(@Caller() who: Principal, @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>) {
    return this.areas.get(who, id);
  }

  @Post()
  @Route('area:write', 'Create an area', AreaSchema, 201)
  @ApiProblem(409, 'The name is taken under this parent')
  create(@Caller() who: Principal, @Body({ schema: CreateAreaBody }) body: CreateArea) {
    return this.areas.create(who, body);
  }

  @Patch(':id')
  @Route('area:write', 'Rename or move an area with everything below it', AreaSchema)
  @ApiProblem(409, 'The name is taken under this parent')
  change(
    @Caller() who: Principal,
    @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>,
    @Body({ schema: ChangeAreaBody }) body: ChangeArea,
  ) {
    return this.areas.change(who, id, body);
  }
}
