import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../platform/http/route.js';
import {
  type ChangePassword,
  ChangePasswordBody,
  type Login,
  LoginAnswer,
  LoginBody,
  Me,
} from './auth.schema.js';
import {
  cookieName,
  cookieOptions,
  refuseForeignPage,
  SESSION_COOKIE,
  sessionTokenOf,
} from './authentication.js';
import { may, PERMISSIONS, type Permission, type Principal } from './permissions.js';
import { Caller, Route } from './route.js';
import { SignInService } from './sign-in.service.js';
import { UsersService } from './users.service.js';

/** Signing in and out, and the caller's own account. */
@ApiTags('Sign-in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly users: UsersService,
  ) {}

  @Post('login')
  @Route('public', 'Sign in with a password; answers with an http-only cookie', LoginAnswer)
  @ApiProblem(
    401,
    'Unknown, disabled or mistyped: the answer does not tell which. `otp-needed`: the second step is missing',
  )
  @ApiProblem(429, 'Too many wrong passwords for this account from this address; see Retry-After')
  async login(
    @Body({ schema: LoginBody }) body: Login,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    refuseForeignPage(request);
    const device = { address: request.ip, userAgent: request.headers['user-agent']?.slice(0, 300) ?? null };
    const { user, token } = await this.signIn.signIn(body, device, sessionTokenOf(request));
    void reply.setCookie(cookieName(request, SESSION_COOKIE), token, cookieOptions(request));
    return { user: await this.users.own(user.id) };
  }

  @Post('logout')
  @Route('account:self', 'End this session', undefined, 204)
  async logout(
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== null) await this.signIn.signOut(caller, token);
    void reply.clearCookie(cookieName(request, SESSION_COOKIE), cookieOptions(request));
  }

  @Get('me')
  @Route('account:self', 'Who I am and what I may do', Me)
  async me(@Caller() caller: Principal) {
    return {
      kind: caller.kind,
      user: caller.kind === 'user' ? await this.users.own(caller.id!) : null,
      name: caller.name,
      roles: [...new Set(caller.grants.map(({ role }) => role))],
      grants: caller.grants,
      mustFirst: caller.mustFirst ?? null,
      permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((each) => may(caller, each)),
    };
  }

  @Post('password')
  @Route(
    'account:self',
    'Change my password; ends my other sessions, this one takes a new token',
    undefined,
    204,
  )
  @ApiProblem(422, 'The current password is not right')
  async changePassword(
    @Caller() caller: Principal,
    @Body({ schema: ChangePasswordBody }) body: ChangePassword,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = await this.signIn.changePassword(caller, body, sessionTokenOf(request) ?? '');
    void reply.setCookie(cookieName(request, SESSION_COOKIE), token, cookieOptions(request));
  }
}
