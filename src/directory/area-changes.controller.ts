import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import {
  AreaChangeParams,
  AreaChangeSchema,
  AreaHistorySchema,
  type MergeAreas,
  MergeAreasBody,
  type SplitArea,
  SplitAreaBody,
} from './area-change.schema.js';
import { AreaChangeUndoService } from './area-change-undo.service.js';
import { AreaChangesService } from './area-changes.service.js';
import { AreaParams } from './area.schema.js';

/** What becomes of areas when they are reformed. */
@ApiTags('Directory')
@Controller()
export class AreaChangesController {
  constructor(
    private readonly changes: AreaChangesService,
    private readonly undoing: AreaChangeUndoService,
  ) {}

  @Get('areas/:id/history')
  @Route('area:read', 'What became of an area, newest first, and its other names', AreaHistorySchema)
  history(@Caller() who: Principal, @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>) {
    return this.changes.history(who, id);
  }

  @Post('areas/:id/merge')
  @Route('area:write', 'Take other areas into this one, with all their households', AreaChangeSchema)
  @ApiProblem(409, 'A campaign waits for one of them, or two households have one code')
  merge(
    @Caller() who: Principal,
    @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>,
    @Body({ schema: MergeAreasBody }) body: MergeAreas,
  ) {
    return this.changes.merge(who, id, body);
  }

  @Post('areas/:id/split')
  @Route('area:write', 'Make new areas out of parts of this one', AreaChangeSchema)
  @ApiProblem(409, 'A campaign waits for it, or the name is taken')
  split(
    @Caller() who: Principal,
    @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>,
    @Body({ schema: SplitAreaBody }) body: SplitArea,
  ) {
    return this.changes.split(who, id, body);
  }

  @Post('area-changes/:changeId/undo')
  @Route('area:write', 'Take a merge or a split back', AreaChangeSchema)
  @ApiProblem(409, 'What came since would be lost, or a household code is another household’s by now')
  undo(
    @Caller() who: Principal,
    @Param({ schema: AreaChangeParams }) { changeId }: z.output<typeof AreaChangeParams>,
  ) {
    return this.undoing.undo(who, changeId);
  }
}
