import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PassThrough } from 'node:stream';
import type { z } from 'zod';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { ApiProblem } from '../platform/http/route.js';
import type { ExportKind } from './household-export.js';
import {
  type ChangeHousehold,
  ChangeHouseholdBody,
  type CreateHousehold,
  CreateHouseholdBody,
  HouseholdExportQuery,
  HouseholdCountSchema,
  HouseholdFilterQuery,
  type HouseholdListQuery,
  HouseholdHistorySchema,
  HouseholdPage,
  type Merge,
  MergeBody,
  MergedSchema,
  RemoveHouseholdQuery,
  HouseholdParams,
  HouseholdQuery,
  HouseholdSchema,
} from './household.schema.js';
import { HouseholdMergesService } from './household-merges.service.js';
import { HouseholdsService } from './households.service.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Households with their contacts. */
@ApiTags('Directory')
@Controller('households')
export class HouseholdsController {
  constructor(
    private readonly households: HouseholdsService,
    private readonly merges: HouseholdMergesService,
  ) {}

  @Get()
  @Route('household:read', 'Households of an area, or found by name, phone, address or code', HouseholdPage)
  list(@Caller() who: Principal, @Query({ schema: HouseholdQuery }) query: HouseholdListQuery) {
    return this.households.list(who, query);
  }

  @Get('count')
  @Route('household:read', 'How many households such a list has', HouseholdCountSchema)
  count(@Caller() who: Principal, @Query({ schema: HouseholdFilterQuery }) query: HouseholdFilterQuery) {
    return this.households.count(who, query);
  }

  @Get('export.xlsx')
  @ApiProduces(XLSX)
  @Route('phone:read', 'The households with their numbers as a workbook, which an import reads back')
  exportWorkbook(
    @Caller() who: Principal,
    @Query({ schema: HouseholdExportQuery }) query: HouseholdExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.export(who, 'xlsx', XLSX, query, reply);
  }

  @Get('export.csv')
  @ApiProduces('text/csv')
  @Route('phone:read', 'The same as CSV')
  exportCsv(
    @Caller() who: Principal,
    @Query({ schema: HouseholdExportQuery }) query: HouseholdExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.export(who, 'csv', 'text/csv; charset=utf-8', query, reply);
  }

  private export(
    who: Principal,
    kind: ExportKind,
    type: string,
    query: HouseholdExportQuery,
    reply: FastifyReply,
  ): Promise<void> {
    const body = new PassThrough();
    void reply
      .type(type)
      .header('content-disposition', `attachment; filename="danh-sach-ho.${kind}"`)
      .send(body);
    return this.households.export(who, kind, query, body);
  }

  @Get(':id')
  @Route('household:read', 'One household', HouseholdSchema)
  get(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
  ) {
    return this.households.get(who, id);
  }

  @Get(':id/history')
  @Route('household:read', 'Its refusals, consents, changes, merges and groups', HouseholdHistorySchema)
  history(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
  ) {
    return this.households.history(who, id);
  }

  @Post(':id/merge')
  @Route('household:write', 'Join another household into this one; it can be undone', MergedSchema)
  @ApiProblem(409, 'One of them was changed by somebody else since')
  async merge(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
    @Body({ schema: MergeBody }) body: Merge,
  ) {
    const mergeId = await this.merges.merge(who, id, body);
    return { mergeId, household: await this.households.get(who, id) };
  }

  @Post()
  @Route('household:write', 'Create a household', HouseholdSchema, 201)
  @ApiProblem(409, 'The code is taken in this area, or the household is there already')
  create(@Caller() who: Principal, @Body({ schema: CreateHouseholdBody }) body: CreateHousehold) {
    return this.households.create(who, body);
  }

  @Patch(':id')
  @Route('household:write', 'Change a household; contacts are given as a whole list', HouseholdSchema)
  @ApiProblem(409, 'Changed by somebody else since, or the code is taken')
  change(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
    @Body({ schema: ChangeHouseholdBody }) body: ChangeHousehold,
  ) {
    return this.households.change(who, id, body);
  }

  @Delete(':id')
  @Route(
    'household:write',
    'Remove a household; the ledger of past campaigns keeps naming it',
    undefined,
    204,
  )
  @ApiProblem(409, 'Changed by somebody else since')
  remove(
    @Caller() who: Principal,
    @Param({ schema: HouseholdParams }) { id }: z.output<typeof HouseholdParams>,
    @Query({ schema: RemoveHouseholdQuery }) { version }: z.output<typeof RemoveHouseholdQuery>,
  ) {
    return this.households.remove(who, id, version);
  }
}
