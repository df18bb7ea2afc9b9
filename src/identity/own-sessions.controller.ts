import { Controller, Delete, Get, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { notFound } from '../platform/http/domain-error.js';
import { Id } from '../platform/http/page.js';
import { Sql } from '../platform/database/sql.js';
import { Audit } from './audit.js';
import { SessionList } from './auth.schema.js';
import { sessionTokenOf } from './authentication.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';
import { endSessionsOf, SessionsRepository } from './sessions.repository.js';
import { hashToken } from './tokens.js';

const SessionParams = z.object({ sessionId: Id });

/** Where the caller is signed in. */
@ApiTags('Sign-in')
@Controller('auth/sessions')
export class OwnSessionsController {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Route('account:self', 'Where I am signed in, the latest use first', SessionList)
  async list(@Caller() caller: Principal, @Req() request: FastifyRequest) {
    if (caller.kind !== 'user') return { items: [] };
    const items = await this.sessions.list(caller.id!, currentOf(request));
    return {
      items: items.map((each) => ({
        ...each,
        createdAt: each.createdAt.toISOString(),
        lastSeenAt: each.lastSeenAt.toISOString(),
      })),
    };
  }

  @Delete(':sessionId')
  @Route('account:self', 'Sign out there', undefined, 204)
  async revoke(
    @Caller() caller: Principal,
    @Param({ schema: SessionParams }) { sessionId }: z.output<typeof SessionParams>,
  ): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const isEnded = caller.kind === 'user' && (await this.sessions.revoke(tx, caller.id!, sessionId));
      if (!isEnded) throw notFound('phiên đăng nhập này');
      await this.audit.record(tx, caller, 'session.revoked', { kind: 'user', id: caller.id });
    });
  }

  @Delete()
  @Route('account:self', 'Sign out everywhere else', undefined, 204)
  async revokeOthers(@Caller() caller: Principal, @Req() request: FastifyRequest): Promise<void> {
    if (caller.kind !== 'user') return;
    await this.sql.transaction(async (tx) => {
      await endSessionsOf(tx, caller.id!, currentOf(request));
      await this.audit.record(tx, caller, 'session.others-revoked', { kind: 'user', id: caller.id });
    });
  }
}

function currentOf(request: FastifyRequest): Buffer | null {
  const token = sessionTokenOf(request);
  return token === null ? null : hashToken(token);
}
