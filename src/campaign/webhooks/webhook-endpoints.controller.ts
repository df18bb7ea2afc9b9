import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { ApiProblem } from '../../platform/http/route.js';
import {
  type ChangeWebhookEndpoint,
  ChangeWebhookEndpointBody,
  CreatedWebhookEndpoint,
  type CreateWebhookEndpoint,
  CreateWebhookEndpointBody,
  Retried,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookDeliverySchema,
  WebhookEndpointList,
  WebhookEndpointParams,
  WebhookEndpointSchema,
} from './webhook.schema.js';
import { WebhookEndpoints } from './webhook-endpoints.service.js';

type IdParam = z.output<typeof WebhookEndpointParams>;

/** Other programs that are told when a campaign has finished or a household has replied. */
@ApiTags('Webhooks')
@Controller('webhook-endpoints')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpoints) {}

  @Get()
  @Route('webhook:write', 'Whom the installation tells what happened', WebhookEndpointList)
  list(@Caller() who: Principal) {
    return this.endpoints.list(who);
  }

  @Post()
  @Route('webhook:write', 'Tell a program; its secret is shown this once', CreatedWebhookEndpoint, 201)
  create(@Caller() who: Principal, @Body({ schema: CreateWebhookEndpointBody }) body: CreateWebhookEndpoint) {
    return this.endpoints.create(who, body);
  }

  @Patch(':id')
  @Route('webhook:write', 'Change it, or switch it off', WebhookEndpointSchema)
  change(
    @Caller() who: Principal,
    @Param({ schema: WebhookEndpointParams }) { id }: IdParam,
    @Body({ schema: ChangeWebhookEndpointBody }) body: ChangeWebhookEndpoint,
  ) {
    return this.endpoints.change(who, id, body);
  }

  @Delete(':id')
  @Route('webhook:write', 'Tell it nothing any more; its log goes too', undefined, 204)
  async remove(
    @Caller() who: Principal,
    @Param({ schema: WebhookEndpointParams }) { id }: IdParam,
  ): Promise<void> {
    await this.endpoints.remove(who, id);
  }

  @Post(':id/renew-secret')
  @HttpCode(200)
  @Route(
    'webhook:write',
    'A new secret, shown this once; the old one signs nothing more',
    CreatedWebhookEndpoint,
  )
  renew(@Caller() who: Principal, @Param({ schema: WebhookEndpointParams }) { id }: IdParam) {
    return this.endpoints.rotate(who, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Route('webhook:write', 'Send a test now, and answer what came of it', WebhookDeliverySchema)
  @ApiProblem(409, 'It is switched off')
  test(@Caller() who: Principal, @Param({ schema: WebhookEndpointParams }) { id }: IdParam) {
    return this.endpoints.test(who, id);
  }

  @Get(':id/deliveries')
  @Route('webhook:write', 'What it was told, newest first', WebhookDeliveryPage)
  deliveries(
    @Caller() who: Principal,
    @Param({ schema: WebhookEndpointParams }) { id }: IdParam,
    @Query({ schema: WebhookDeliveryQuery }) query: z.output<typeof WebhookDeliveryQuery>,
  ) {
    return this.endpoints.deliveries(who, id, query);
  }

  @Post(':id/retry-failed')
  @HttpCode(200)
  @Route('webhook:write', 'Tell anew what it did not take', Retried)
  retry(@Caller() who: Principal, @Param({ schema: WebhookEndpointParams }) { id }: IdParam) {
    return this.endpoints.retryFailed(who, id);
  }
}
