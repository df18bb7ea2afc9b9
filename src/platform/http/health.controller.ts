import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { Sql } from '../database/sql.js';
import { Figures } from '../metrics/figures.js';
import { DomainError } from './domain-error.js';
import { ApiProblem, describeRoute } from './route.js';

const Health = z.object({ status: z.literal('ok') });

/** For whatever watches the process: alive, ready to serve, and its figures. No secrets, no numbers of people. */
@Controller()
export class HealthController {
  constructor(
    private readonly sql: Sql,
    private readonly figures: Figures,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('healthz')
  @describeRoute('public', 'The process is alive', Health)
  alive() {
    return { status: 'ok' as const };
  }

  @Get('readyz')
  @describeRoute('public', 'The process can reach its database (503 while it cannot)', Health)
  async ready() {
    await this.sql.query('select 1');
    return { status: 'ok' as const };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @describeRoute('public', 'Figures in Prometheus text format; with `METRICS_TOKEN` only to who bears it')
  @ApiProblem(401, 'The token is missing or not right')
  async metrics(@Req() request: FastifyRequest): Promise<string> {
    const { METRICS_TOKEN: token } = this.config;
    if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`))
      throw new DomainError('unauthenticated', 'Số liệu này cần mã METRICS_TOKEN.', 401);
    return this.figures.scrape();
  }
}

/** Compares without telling by time how much of it was right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
