import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { notFound } from '../platform/http/domain-error.js';
import { Id } from '../platform/http/page.js';
import { Sql } from '../platform/database/sql.js';
import { ApiProblem } from '../platform/http/route.js';
import { Audit } from './audit.js';
import { PasswordBody, SessionList } from './auth.schema.js';
import { sessionTokenOf } from './authentication.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';
import { endSessionsOf, SessionsRepository } from './sessions.repository.js';
import { SignInService } from './sign-in.service.js';
import { hashToken } from './tokens.js';

const SessionParams = z.object({ sessionId: Id });

/** Where the caller is signed in. Whoever finds a screen open may look, and needs the password to end what they see. */
@ApiTags('Sign-in')
@Controller('auth/sessions')
export class OwnSessionsController {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly signIn: SignInService,
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

  @Post('end-others')
  @HttpCode(204)
  @Route('account:self', 'Sign out everywhere else', undefined, 204)
  @ApiProblem(422, 'The password is not right')
  async revokeOthers(
    @Caller() caller: Principal,
    @Body({ schema: PasswordBody }) { password }: z.output<typeof PasswordBody>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.signIn.confirmPassword(caller, password);
    await this.sql.transaction(async (tx) => {
      await endSessionsOf(tx, caller.id!, currentOf(request));
      await this.audit.record(tx, caller, 'session.others-revoked', { kind: 'user', id: caller.id });
    });
  }

  @Post(':sessionId/end')
  @HttpCode(204)
  @Route('account:self', 'Sign out there', undefined, 204)
  @ApiProblem(422, 'The password is not right')
  async revoke(
    @Caller() caller: Principal,
    @Param({ schema: SessionParams }) { sessionId }: z.output<typeof SessionParams>,
    @Body({ schema: PasswordBody }) { password }: z.output<typeof PasswordBody>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    // Another's session is not found, whatever the password.
    if (!(await this.list(caller, request)).items.some(({ id }) => id === sessionId)) throw unknownSession();
    await this.signIn.confirmPassword(caller, password);
    await this.sql.transaction(async (tx) => {
      const isEnded = await this.sessions.revoke(tx, caller.id!, sessionId);
      if (!isEnded) throw unknownSession();
      await this.audit.record(tx, caller, 'session.revoked', { kind: 'user', id: caller.id });
    });
  }
}

function unknownSession() {
  return notFound('phiên đăng nhập này');
}

function currentOf(request: FastifyRequest): Buffer | null {
  const token = sessionTokenOf(request);
  return token === null ? null : hashToken(token);
}
