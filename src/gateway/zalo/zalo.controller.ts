import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { ApiProblem } from '../../platform/http/route.js';
import { GatewaysService } from '../gateways.service.js';
import { ZaloConsentService } from './zalo-consent.service.js';
import {
  ZaloConsentSchema,
  ZaloParams,
  ZaloStateSchema,
  type ZaloTokens,
  ZaloTokensBody,
} from './zalo.schema.js';

interface IdParam {
  id: string;
}

/** The permission of an OA, as its administrator gives and sees it. */
@ApiTags('Cổng gửi tin')
@Controller('gateways/:id/zalo')
export class ZaloController {
  constructor(
    private readonly gateways: GatewaysService,
    private readonly consents: ZaloConsentService,
  ) {}

  @Get()
  @Route('gateway:write', 'Whether an OA lets us speak for it, and until when', ZaloStateSchema)
  @ApiProblem(409, 'The account is not one of Zalo.')
  async state(@Caller() who: Principal, @Param({ schema: ZaloParams }) { id }: IdParam) {
    await this.gateways.require(who, id, 'write');
    return this.consents.state(id);
  }

  @Get('consent')
  @Route('gateway:write', 'Begin a consent: where an administrator of the OA gives it', ZaloConsentSchema)
  @ApiProblem(409, 'The account is not one of Zalo.')
  async consent(@Caller() who: Principal, @Param({ schema: ZaloParams }) { id }: IdParam) {
    await this.gateways.require(who, id, 'write');
    return this.consents.begin(who, id);
  }

  @Put('tokens')
  @Route('gateway:write', 'Tokens by hand, from the API Explorer; write-only', ZaloStateSchema)
  @ApiProblem(409, 'The account is not one of Zalo.')
  async paste(
    @Caller() who: Principal,
    @Param({ schema: ZaloParams }) { id }: IdParam,
    @Body({ schema: ZaloTokensBody }) body: ZaloTokens,
  ) {
    await this.gateways.require(who, id, 'write');
    return this.consents.paste(who, id, body);
  }
}
