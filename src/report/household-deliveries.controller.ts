import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inScope, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { notFound } from '../platform/http/domain-error.js';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';
import { z } from 'zod';
import { DeliveriesReport } from './deliveries-report.repository.js';
import { HouseholdDeliverySchema } from './report.schema.js';

const Params = z.object({ id: Id });

/** What one household was sent. */
@ApiTags('reports')
@Controller('households')
export class HouseholdDeliveriesController {
  constructor(
    private readonly ledger: DeliveriesReport,
    private readonly sql: Sql,
  ) {}

  @Get(':id/deliveries')
  @Route(
    'household:read',
    'Its deliveries in every campaign, newest first, with every try; those of households joined into it, too',
    pageOf(HouseholdDeliverySchema),
  )
  async deliveries(
    @Caller() who: Principal,
    @Param({ schema: Params }) { id }: z.output<typeof Params>,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ) {
    const rows = await this.sql.query(
      `select 1 from households h where h.id = $1 and h.deleted_at is null and ${inScope('h.area_id', '$2')}`,
      [id, scopeOf(who, 'household:read')],
    );
    if (rows.length === 0) throw notFound('hộ gia đình này');
    return this.ledger.ofHousehold(id, scopeOf(who, 'phone:read'), query);
  }
}
