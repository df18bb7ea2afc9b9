import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { AreaParams } from '../area.schema.js';
import { type Office, OfficeBody, OfficeSchema } from './office.schema.js';
import { OfficesService } from './offices.service.js';

/** What stands at the head and the foot of the reports of an area. */
@ApiTags('Directory')
@Controller('areas')
export class OfficesController {
  constructor(private readonly offices: OfficesService) {}

  @Get(':id/office')
  @Route('area:read', 'The office that speaks for an area: its own, or the nearest above', OfficeSchema)
  get(@Caller() who: Principal, @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>) {
    return this.offices.get(who, id);
  }

  @Put(':id/office')
  @Route('area:write', 'Set the office of an area', OfficeSchema)
  set(
    @Caller() who: Principal,
    @Param({ schema: AreaParams }) { id }: z.output<typeof AreaParams>,
    @Body({ schema: OfficeBody }) body: Office,
  ) {
    return this.offices.set(who, id, body, `${who.kind}:${who.userId ?? who.id ?? ''}`);
  }
}
