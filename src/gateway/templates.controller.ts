import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import { GatewayParams } from './gateway.schema.js';
import { GatewaysService } from './gateways.service.js';
import { TemplateListSchema } from './templates.schema.js';
import { TemplatesService } from './templates.service.js';

interface IdParam {
  id: string;
}

/** The templates that an operator has approved for an account. */
@ApiTags('Cổng gửi tin')
@Controller('gateways/:id/templates')
export class TemplatesController {
  constructor(
    private readonly gateways: GatewaysService,
    private readonly templates: TemplatesService,
  ) {}

  @Get()
  @Route('gateway:read', 'Templates of an account, as they were at the last sync', TemplateListSchema)
  async list(@Caller() who: Principal, @Param({ schema: GatewayParams }) { id }: IdParam) {
    await this.gateways.require(who, id);
    return this.templates.list(id);
  }

  @Post('sync')
  @Route('gateway:write', 'Read the templates from the operator, now', TemplateListSchema)
  @ApiProblem(409, 'The account sends no templates.')
  @ApiProblem(503, 'The operator did not answer, or said no.')
  async sync(@Caller() who: Principal, @Param({ schema: GatewayParams }) { id }: IdParam) {
    await this.gateways.require(who, id, 'write');
    return this.templates.sync(who, id);
  }
}
