import { Controller, Headers, type MessageEvent, Param, Req, Res, Sse } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EMPTY, type Observable, takeUntil } from 'rxjs';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { StandingAccess } from '../identity/standing-access.js';
import { ApiProblem } from '../platform/http/route.js';
import { CampaignParams, ProgressSchema } from './campaign.schema.js';
import { CampaignProgress } from './campaign-progress.js';

/** Campaigns as they move. */
@ApiTags('campaigns')
@Controller('campaigns')
export class CampaignEventsController {
  constructor(
    private readonly progress: CampaignProgress,
    private readonly access: StandingAccess,
  ) {}

  @Sse(':id/events')
  @Route(
    'campaign:read',
    'The progress of a campaign as server-sent events: `progress` whenever it changes, `end` when it is over',
    ProgressSchema,
  )
  @ApiProduces('text/event-stream')
  @ApiProblem(503, 'Too many watch.')
  async events(
    @Caller() who: Principal,
    @Param({ schema: CampaignParams }) { id }: { id: string },
    @Req() request: FastifyRequest,
    @Headers('last-event-id') lastId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Observable<MessageEvent>> {
    const events = await this.progress.stream(who, id, lastId);
    if (events) return events.pipe(takeUntil(this.access.ended(request, who)));
    // The one answer after which an EventSource does not come back.
    void reply.code(204);
    return EMPTY;
  }
}
