import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PageQuery } from '../platform/http/page.js';
import {
  ApiKeyPage,
  ApiKeyParams,
  type CreateApiKey,
  CreateApiKeyBody,
  CreatedApiKey,
} from './api-key.schema.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';

/** Keys for machines, for administrators. */
@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Route('user:write', 'API keys, oldest first', ApiKeyPage)
  list(@Caller() caller: Principal, @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>) {
    return this.keys.list(caller, query);
  }

  @Post()
  @Route('user:write', 'Make an API key; it is shown this once', CreatedApiKey, 201)
  create(@Caller() caller: Principal, @Body({ schema: CreateApiKeyBody }) body: CreateApiKey) {
    return this.keys.create(caller, body);
  }

  @Delete(':id')
  @Route('user:write', 'Revoke an API key', undefined, 204)
  async revoke(
    @Caller() caller: Principal,
    @Param({ schema: ApiKeyParams }) { id }: z.output<typeof ApiKeyParams>,
  ): Promise<void> {
    await this.keys.revoke(caller, id);
  }
}
