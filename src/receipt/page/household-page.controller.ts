import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { readLinkCode } from '../../domain/household-link.js';
import { HouseholdLinks } from '../../campaign/household-links.js';
import { Route } from '../../identity/route.js';
import { isSameOrigin } from '../../identity/same-origin.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { HouseholdPageService } from './household-page.service.js';
import { CodeParams, NumberForm, PageQuery, type Question, QuestionForm } from './household-page.schema.js';
import { askPage, fullTextPage, specimenPage } from './household-pages.js';
import { PAGE_HEADERS } from './page-html.js';
import { PageLimits } from './page-limits.js';
import { PageFilter } from './page.filter.js';

interface CodeParam {
  code: string;
}

/** Plain pages that households open from a message. Opening one, however often and by whatever program, changes nothing. */
@ApiTags('households')
@ApiProduces('text/html')
@UseFilters(PageFilter)
@Controller()
export class HouseholdPageController {
  constructor(
    private readonly households: HouseholdPageService,
    private readonly links: HouseholdLinks,
    private readonly limits: PageLimits,
  ) {}

  @Get('l/:code')
  @Route('public', 'The full text behind the link in a message')
  async fullText(
    @Param({ schema: CodeParams }) { code }: CodeParam,
    @Query({ schema: PageQuery }) { co }: z.output<typeof PageQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const known = await this.known(code, request);
    const found = await this.households.open(known);
    void reply.headers(PAGE_HEADERS);
    return found === 'specimen' ? specimenPage() : fullTextPage(found, { isLarge: co === 'lon' });
  }

  @Post('l/:code/refuse')
  @Route('public', 'Refuse messages: the form of that page', undefined, 303)
  async refuse(
    @Param({ schema: CodeParams }) { code }: CodeParam,
    @Body({ schema: NumberForm }) { so, dau }: NumberForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const known = await this.known(code, request);
    await this.households.refuse(known, so, dau);
    backTo(reply, known);
  }

  @Post('l/:code/return')
  @Route('public', 'Receive messages again: the form of that page', undefined, 303)
  async comeBack(
    @Param({ schema: CodeParams }) { code }: CodeParam,
    @Body({ schema: NumberForm }) { so, dau }: NumberForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const known = await this.known(code, request);
    await this.households.comeBack(known, so, dau);
    backTo(reply, known);
  }

  @Get('xac-minh')
  @Route('public', 'Asks whether a message is from the commune')
  ask(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return askPage({ text: '', sender: '' }, null);
  }

  @Post('xac-minh')
  @Route('public', 'Says whether a message is from the commune, and not who got it')
  async judge(
    @Body({ schema: QuestionForm }) form: QuestionForm,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.limits.question(request.ip);
    const question: Question = { text: form.tin, sender: form.nguoi };
    const isEmpty = question.text === '' && question.sender === '';
    const verdict = isEmpty ? null : await this.households.judge(question);
    void reply.headers(PAGE_HEADERS);
    return askPage(question, verdict);
  }

  /** The code in its own spelling; a 404 where it was never made, which no look into the database finds out. */
  private async known(typed: string, request: FastifyRequest): Promise<string> {
    if (!isSameOrigin(request))
      throw new DomainError('foreign-page', 'Hãy mở liên kết trong tin nhắn rồi bấm nút ở trang đó.', 403);
    const code = readLinkCode(typed);
    if (code === null || (await this.links.deliveryOf(code)) === null) {
      await this.limits.guess(request.ip);
      throw notFound('trang này');
    }
    await this.limits.page(code);
    return code;
  }
}

/** Back to the page by GET, so that loading it again sends nothing again. */
function backTo(reply: FastifyReply, code: string): void {
  void reply.header('cache-control', 'no-store').header('location', `/l/${code}`);
}
