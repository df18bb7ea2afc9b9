import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { HouseholdParams, HouseholdSchema } from './household.schema.js';
import { HouseholdMergesService } from './household-merges.service.js';
import { HouseholdsService } from './households.service.js';

/** Households that were joined. */
@ApiTags('Directory')
@Controller('household-merges')
export class HouseholdMergesController {
  constructor(
    private readonly merges: HouseholdMergesService,
    private readonly households: HouseholdsService,
  ) {}

  @Post(':id/undo')
  @Route('household:write', 'Make two households again of the one that was kept', HouseholdSchema)
  @ApiProblem(
    409,
    'The household was changed since, a code is another household’s by now, or it was undone before',
  )
  async undo(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
  ) {
    return this.households.get(who, await this.merges.undo(who, id));
  }
}
