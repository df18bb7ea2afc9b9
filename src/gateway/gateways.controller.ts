import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { PageQuery } from '../platform/http/page.js';
import { ApiProblem } from '../platform/http/route.js';
import {
  type CreateGateway,
  CreateGatewayBody,
  type GatewayChange,
  GatewayHealthSchema,
  GatewayPage,
  GatewayParams,
  GatewayPatch,
  GatewaySchema,
} from './gateway.schema.js';
import { gatewayForms, GatewayKindList } from './gateway-form.js';
import { GatewaysService } from './gateways.service.js';

interface IdParam {
  id: string;
}

/** Operator accounts over HTTP, DESIGN §7. */
@ApiTags('Cổng gửi tin')
@Controller()
export class GatewaysController {
  constructor(private readonly gateways: GatewaysService) {}

  @Get('gateway-kinds')
  @Route('gateway:write', 'The kinds of operator accounts, and what each asks for', GatewayKindList)
  kinds() {
    return gatewayForms();
  }

  @Get('gateways')
  @Route('gateway:read', 'Operator accounts, oldest first', GatewayPage)
  list(@Caller() who: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.gateways.list(who, query);
  }

  @Post('gateways')
  @Route('gateway:write', 'Add an operator account', GatewaySchema, 201)
  @ApiProblem(409, 'The name is taken.')
  create(@Caller() who: Principal, @Body({ schema: CreateGatewayBody }) body: CreateGateway) {
    return this.gateways.create(who, body);
  }

  @Get('gateways/:id')
  @Route('gateway:read', 'One operator account', GatewaySchema)
  one(@Caller() who: Principal, @Param({ schema: GatewayParams }) { id }: IdParam) {
    return this.gateways.one(who, id);
  }

  @Patch('gateways/:id')
  @Route('gateway:write', 'Change an operator account, or let a held one send again', GatewaySchema)
  @ApiProblem(409, 'The name is taken, or the account has changed since.')
  change(
    @Caller() who: Principal,
    @Param({ schema: GatewayParams }) { id }: IdParam,
    @Body({ schema: GatewayPatch }) body: GatewayChange,
  ) {
    return this.gateways.change(who, id, body);
  }

  @Post('gateways/:id/check')
  @Route('gateway:write', 'Ask the operator whether the account works; sends no message', GatewayHealthSchema)
  check(@Caller() who: Principal, @Param({ schema: GatewayParams }) { id }: IdParam) {
    return this.gateways.check(who, id);
  }
}
