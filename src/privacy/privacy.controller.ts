import { Body, Controller, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PassThrough } from 'node:stream';
import type { z } from 'zod';
import { nameOf } from '../campaign/campaign-access.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { ApiProblem } from '../platform/http/route.js';
import { ConsentsService } from './consents.service.js';
import { DataRequestsService } from './data-requests.service.js';
import { DossierService } from './dossier.service.js';
import { ErasureService } from './erasure.service.js';
import {
  CloseBody,
  type Closing,
  ConsentBody,
  ConsentSchema,
  DataRequestBody,
  DataRequestPage,
  DataRequestQuery,
  DataRequestSchema,
  ErasedSchema,
  ExtendBody,
  type Extension,
  type NewConsent,
  type NewDataRequest,
  PrivacyParams,
  RetentionSettings,
  RetentionView,
} from './privacy.schema.js';
import { readRetention, writeRetention } from './retention.js';

type Params = z.output<typeof PrivacyParams>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What the law on personal data asks: grounds, requests, everything on one household, erasure, periods of keeping. */
@ApiTags('privacy')
@Controller()
export class PrivacyController {
  constructor(
    private readonly consents: ConsentsService,
    private readonly requests: DataRequestsService,
    private readonly dossiers: DossierService,
    private readonly erasure: ErasureService,
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Post('consents')
  @Route(
    'refusal:write',
    'Record on what ground a number is written to, with its evidence',
    ConsentSchema,
    201,
  )
  consent(@Caller() who: Principal, @Body({ schema: ConsentBody }) body: NewConsent) {
    return this.consents.record(who, body);
  }

  @Post('consents/:id/withdraw')
  @Route('refusal:write', 'Withdraw a consent: the number refuses every channel from now on', ConsentSchema)
  withdraw(@Caller() who: Principal, @Param({ schema: PrivacyParams }) { id }: Params) {
    return this.consents.withdraw(who, id);
  }

  @Get('data-requests')
  @Route('household:write', 'What persons asked about their data, the most urgent first', DataRequestPage)
  list(@Caller() who: Principal, @Query({ schema: DataRequestQuery }) query: DataRequestQuery) {
    return this.requests.list(who, query);
  }

  @Get('data-requests/:id')
  @Route('household:write', 'One request', DataRequestSchema)
  one(@Caller() who: Principal, @Param({ schema: PrivacyParams }) { id }: Params) {
    return this.requests.get(who, id);
  }

  @Post('data-requests')
  @Route('household:write', 'Enter a request; its deadlines follow from the law', DataRequestSchema, 201)
  enter(@Caller() who: Principal, @Body({ schema: DataRequestBody }) body: NewDataRequest) {
    return this.requests.create(who, body);
  }

  @Post('data-requests/:id/acknowledge')
  @Route('household:write', 'The person was told that it was received', DataRequestSchema)
  @ApiProblem(409, 'It is closed')
  acknowledge(@Caller() who: Principal, @Param({ schema: PrivacyParams }) { id }: Params) {
    return this.requests.acknowledge(who, id);
  }

  @Post('data-requests/:id/extend')
  @Route('household:write', 'Put its deadline off, once', DataRequestSchema)
  @ApiProblem(409, 'It is closed, or was put off before')
  extend(
    @Caller() who: Principal,
    @Param({ schema: PrivacyParams }) { id }: Params,
    @Body({ schema: ExtendBody }) body: Extension,
  ) {
    return this.requests.extend(who, id, body);
  }

  @Post('data-requests/:id/close')
  @Route('household:write', 'It was done, or refused with a reason', DataRequestSchema)
  @ApiProblem(409, 'It is closed')
  close(
    @Caller() who: Principal,
    @Param({ schema: PrivacyParams }) { id }: Params,
    @Body({ schema: CloseBody }) body: Closing,
  ) {
    return this.requests.close(who, id, body);
  }

  @Get('households/:id/dossier.json')
  @ApiProduces('application/json')
  @Route('phone:read', 'Everything that is held on one household; recorded in the trail')
  async dossier(
    @Caller() who: Principal,
    @Param({ schema: PrivacyParams }) { id }: Params,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parts = await this.dossiers.read(who, id, 'json');
    const body = Object.fromEntries(parts.map(({ name, rows }) => [name, rows]));
    await reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="ho-${id}.json"`)
      .send(JSON.stringify(body, null, 2));
  }

  @Get('households/:id/dossier.xlsx')
  @ApiProduces(XLSX)
  @Route('phone:read', 'The same as a workbook')
  async dossierWorkbook(
    @Caller() who: Principal,
    @Param({ schema: PrivacyParams }) { id }: Params,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parts = await this.dossiers.read(who, id, 'xlsx');
    const body = new PassThrough();
    void reply
      .type(XLSX)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="ho-${id}.xlsx"`)
      .send(body);
    try {
      await this.dossiers.write(parts, body);
    } catch (error) {
      // The answer has begun: all that is left is to break it off.
      body.destroy(error as Error);
    }
  }

  @Post('households/:id/erase')
  @Route(
    'household:write',
    'Erase names, numbers and texts for good, from old deliveries too; accounts and refusals stay',
    ErasedSchema,
  )
  @ApiProblem(409, 'A message to it is under way')
  erase(@Caller() who: Principal, @Param({ schema: PrivacyParams }) { id }: Params) {
    return this.erasure.erase(who, id);
  }

  @Get('settings/retention')
  @Route('household:read', 'How long personal data is kept, and what the last night cleared', RetentionView)
  async retention(): Promise<z.output<typeof RetentionView>> {
    const [run] = await this.sql.query<{
      night: string;
      finished_at: Date | null;
      cleared: Record<string, number> | null;
    }>('select night::text, finished_at, cleared from retention_runs order by id desc limit 1');
    return {
      ...(await readRetention(this.sql)),
      lastRun: run
        ? { night: run.night, finishedAt: run.finished_at?.toISOString() ?? null, cleared: run.cleared }
        : null,
    };
  }

  @Put('settings/retention')
  @Route('settings:write', 'Set how long personal data is kept', RetentionSettings)
  async setRetention(
    @Caller() who: Principal,
    @Body({ schema: RetentionSettings }) settings: RetentionSettings,
  ): Promise<RetentionSettings> {
    await this.sql.transaction(async (tx) => {
      const before = await readRetention(tx);
      await writeRetention(tx, settings, nameOf(who));
      const details = { before, after: settings };
      await this.audit.record(tx, who, 'settings.retention-set', { kind: 'settings', id: null }, details);
    });
    return settings;
  }
}
