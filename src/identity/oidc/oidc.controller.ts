import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { ApiProblem } from '../../platform/http/route.js';
import { LoginAnswer, OtpBody, PasswordBody } from '../auth.schema.js';
import {
  Authentication,
  cookieName,
  cookieOptions,
  deviceOf,
  refuseForeignPage,
  SESSION_COOKIE,
  sessionTokenOf,
} from '../authentication.js';
import type { Principal } from '../permissions.js';
import { Caller, Route } from '../route.js';
import { SignInService } from '../sign-in.service.js';
import { newToken } from '../tokens.js';
import { UsersService } from '../users.service.js';
import { IdentityProvider, notOn, type Purpose } from './identity-provider.js';
import {
  type OidcCallback,
  OidcCallbackQuery,
  OidcLink,
  OidcLinkStatus,
  SignInMethods,
} from './oidc.schema.js';
import { OidcService } from './oidc.service.js';

const START = '/api/v1/auth/oidc/start';
const CALLBACK = '/api/v1/auth/oidc/callback';
/** What the browser keeps while it is at the provider, and then while the second step is missing. */
const BROWSER_COOKIE = 'loaluat_oidc';
const SECOND_STEP_COOKIE = 'loaluat_oidc_step';
const MINUTES = 10;
/** The screen on which one's account is linked. */
const LINK_PAGE = '/account/security';

/** Signing in through an identity provider. */
@ApiTags('Sign-in')
@Controller('auth')
export class OidcController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly oidc: OidcService,
    private readonly signIn: SignInService,
    private readonly users: UsersService,
    private readonly authentication: Authentication,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('methods')
  @Route('public', 'How one signs in here', SignInMethods)
  methods(): z.output<typeof SignInMethods> {
    return { oidc: this.provider.isOn ? { label: this.config.OIDC_LABEL, startUrl: START } : null };
  }

  @Get('oidc/start')
  @Route('public', 'Go to the identity provider', undefined, 302)
  async start(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.redirectOr('/', reply, () => this.begin(request, reply, 'sign-in'));
  }

  @Get('oidc/callback')
  @Route('public', 'Where the identity provider sends the browser back to', undefined, 302)
  async callback(
    @Query({ schema: OidcCallbackQuery }) query: OidcCallback,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.clearCookie(cookieName(request, BROWSER_COOKIE), cookieOptions(request));
    const page = this.purposeOf(query, request) === 'link' ? LINK_PAGE : '/';
    await this.redirectOr(page, reply, () => this.comeBack(query, request, reply));
  }

  @Post('oidc/finish')
  @Route(
    'public',
    'The second step after the identity provider; answers with an http-only cookie',
    LoginAnswer,
  )
  @ApiProblem(401, 'It began too long ago, or in another browser')
  @ApiProblem(422, 'The code is not right')
  async finish(
    @Body({ schema: OtpBody }) { otp }: z.output<typeof OtpBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    refuseForeignPage(request);
    const token = request.cookies[cookieName(request, SECOND_STEP_COOKIE)] ?? '';
    const done = await this.oidc.finish(token, otp, deviceOf(request), sessionTokenOf(request));
    void reply.clearCookie(cookieName(request, SECOND_STEP_COOKIE), cookieOptions(request));
    void reply.setCookie(cookieName(request, SESSION_COOKIE), done.session, cookieOptions(request));
    return { user: await this.users.own(done.user.id) };
  }

  @Get('oidc/link')
  @Route('account:self', 'Whether my account is linked to the identity provider', OidcLinkStatus)
  async status(@Caller() who: Principal) {
    return { linkedAt: (await this.oidc.linkedAt(who))?.toISOString() ?? null };
  }

  @Post('oidc/link')
  @Route('account:self', 'Link my account: answers where to send the browser', OidcLink)
  @ApiProblem(422, 'The password is not right')
  async link(
    @Caller() who: Principal,
    @Body({ schema: PasswordBody }) { password }: z.output<typeof PasswordBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.signIn.confirmPassword(who, password);
    return { url: await this.begin(request, reply, 'link') };
  }

  @Post('oidc/unlink')
  @Route('account:self', 'My account is linked no more', undefined, 204)
  @ApiProblem(422, 'The password is not right')
  async unlink(
    @Caller() who: Principal,
    @Body({ schema: PasswordBody }) { password }: z.output<typeof PasswordBody>,
  ): Promise<void> {
    await this.signIn.confirmPassword(who, password);
    await this.oidc.unlink(who);
  }

  private async begin(request: FastifyRequest, reply: FastifyReply, purpose: Purpose): Promise<string> {
    if (!this.provider.isOn) throw notOn();
    const token = newToken();
    const url = await this.provider.startUrl(token, purpose, this.redirectUri(request));
    void reply.setCookie(cookieName(request, BROWSER_COOKIE), token, this.cookie(request));
    return url;
  }

  /** A person stands at a browser here: a page of the app tells them what went wrong, not a problem document. */
  private async redirectOr(page: string, reply: FastifyReply, where: () => Promise<string>): Promise<void> {
    let url: string;
    try {
      url = await where();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      url = `${page}?oidc=${error.code}`;
    }
    await reply.redirect(url, 302);
  }

  /** What this browser went to the provider for; null where the answer is not for it. */
  private purposeOf({ state = '' }: OidcCallback, request: FastifyRequest): Purpose | null {
    const browser = request.cookies[cookieName(request, BROWSER_COOKIE)] ?? '';
    return browser === '' ? null : this.provider.purposeOf(browser, state);
  }

  /** Where the browser goes from here. Throws a 401 for an answer that this browser did not ask for. */
  private async comeBack(query: OidcCallback, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    if (!this.provider.isOn) throw notOn();
    const browser = request.cookies[cookieName(request, BROWSER_COOKIE)] ?? '';
    const purpose = this.purposeOf(query, request);
    if (!purpose)
      throw new DomainError('oidc-refused', 'Lần đăng nhập này không bắt đầu từ trình duyệt này.', 401);
    const callback = new URL(this.redirectUri(request));
    callback.search = new URL(request.url, callback).search;
    const identity = await this.provider.identityOf(callback, browser, purpose);
    if (purpose === 'link') {
      const who = await this.authentication.principalOf(request);
      if (who?.kind !== 'user') throw new DomainError('oidc-refused', 'Phiên đăng nhập đã hết hạn.', 401);
      await this.oidc.link(who, identity);
      return `${LINK_PAGE}?oidc=linked`;
    }
    const done = await this.oidc.signInAs(identity, deviceOf(request), sessionTokenOf(request));
    if ('secondStep' in done) {
      const name = cookieName(request, SECOND_STEP_COOKIE);
      void reply.setCookie(name, done.secondStep, this.cookie(request));
      return '/?oidc=otp-needed';
    }
    void reply.setCookie(cookieName(request, SESSION_COOKIE), done.session, cookieOptions(request));
    return '/';
  }

  /** The provider compares it with what was registered there, letter by letter. */
  private redirectUri(request: FastifyRequest): string {
    const base = this.config.PUBLIC_URL ?? `${request.protocol}://${request.host}`;
    return new URL(CALLBACK, base).href;
  }

  /** SameSite=Lax: the way back from the provider is a foreign page's link. */
  private cookie(request: FastifyRequest) {
    return { ...cookieOptions(request), maxAge: MINUTES * 60 };
  }
}
