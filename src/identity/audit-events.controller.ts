import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audit } from './audit.js';
import { AuditPage, type AuditQuery, AuditQuerySchema } from './audit.schema.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';

/** The audit trail, for administrators. */
@ApiTags('Audit trail')
@Controller('audit-events')
export class AuditEventsController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Route('audit:read', 'Who did what, newest first', AuditPage)
  list(@Caller() who: Principal, @Query({ schema: AuditQuerySchema }) query: AuditQuery) {
    return this.audit.list(who, query);
  }
}
