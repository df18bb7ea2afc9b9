import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PassThrough } from 'node:stream';
import { forceScopesOf } from '../directory/force/propagandists.service.js';
import { scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { ForceActivityRepository } from './force-activity.repository.js';
import { ForceWorkbook } from './force-workbook.js';
import { type ForceActivity, ForceActivitySchema, ForceQuery } from './force.schema.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What the force has to do, and does. */
@ApiTags('Force')
@Controller('force')
export class ForceController {
  constructor(
    private readonly activity: ForceActivityRepository,
    private readonly workbook: ForceWorkbook,
    private readonly audit: Audit,
    private readonly sql: Sql,
  ) {}

  @Get('activity')
  @Route('force:read', 'Workload and activity of each propagandist in a month', ForceActivitySchema)
  async ofMonth(
    @Caller() who: Principal,
    @Query({ schema: ForceQuery }) { month = monthOf(new Date()) }: ForceQuery,
  ): Promise<ForceActivity> {
    return { month, items: await this.activity.ofMonth(scopeOf(who, 'force:read'), month) };
  }

  @Get('export.xlsx')
  @ApiProduces(XLSX)
  @Route('force:read', 'The force as a workbook: people, activity in a month, areas without anyone in charge')
  async export(
    @Caller() who: Principal,
    @Query({ schema: ForceQuery }) { month = monthOf(new Date()) }: ForceQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.audit.record(this.sql, who, 'force.exported', { kind: 'force', id: null }, { month });
    const body = new PassThrough();
    void reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename="luc-luong-tuyen-truyen-${month}.xlsx"`)
      .send(body);
    try {
      await this.workbook.write(forceScopesOf(who), month, body);
    } catch (error) {
      // The answer has begun: all that is left is to break it off.
      body.destroy(error as Error);
    }
  }
}

/** `2026-10`, in Vietnam's calendar. */
function monthOf(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 7);
}
