import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import {
  AdoptedSchema,
  type AdoptUnit,
  AdoptUnitBody,
  OfficialUnitQuery,
  OfficialUnitsSchema,
  TodayQuery,
} from './official-units.schema.js';
import { OfficialUnitsService } from './official-units.service.js';

/** The state's list of provinces and communes. */
@ApiTags('Directory')
@Controller()
export class OfficialUnitsController {
  constructor(private readonly units: OfficialUnitsService) {}

  @Get('official-units')
  @Route('area:read', 'Provinces and communes of the state’s list', OfficialUnitsSchema)
  list(@Caller() who: Principal, @Query({ schema: OfficialUnitQuery }) query: OfficialUnitQuery) {
    return this.units.list(who, query);
  }

  @Get('official-units/today')
  @Route(
    'area:read',
    'The communes that an address, of today or of before July 2025, lies in now',
    OfficialUnitsSchema,
  )
  today(@Caller() who: Principal, @Query({ schema: TodayQuery }) { address }: z.output<typeof TodayQuery>) {
    return this.units.today(who, address);
  }

  @Post('areas/official')
  @Route('area:write', 'Make areas of a province or a commune of the state’s list', AdoptedSchema, 201)
  adopt(@Caller() who: Principal, @Body({ schema: AdoptUnitBody }) body: AdoptUnit) {
    return this.units.adopt(who, body);
  }
}
