import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Sql } from '../database/sql.js';
import { Figures } from '../metrics/figures.js';
import { describeRoute } from './route.js';

const Health = z.object({ status: z.literal('ok') });

/** For whatever watches the process: alive, ready to serve, and its figures. No secrets, no numbers of people. */
@Controller()
export class HealthController {
  constructor(
    private readonly sql: Sql,
    private readonly figures: Figures,
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
  @describeRoute('public', 'Figures in Prometheus text format')
  metrics(): Promise<string> {
    return this.figures.scrape();
  }
}
