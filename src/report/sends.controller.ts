import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { SendsRepository } from './sends.repository.js';
import { type Sends, SendsQuery, SendsSchema } from './sends.schema.js';

/** Figures over several campaigns, for the charts. */
@ApiTags('reports')
@Controller('reports')
export class SendsController {
  constructor(private readonly sends: SendsRepository) {}

  @Get('sends')
  @Route('campaign:read', 'Messages by day and channel in your areas, with what they cost', SendsSchema)
  of(@Caller() who: Principal, @Query({ schema: SendsQuery }) { days }: SendsQuery): Promise<Sends> {
    return this.sends.of(scopeOf(who, 'campaign:read'), days);
  }
}
