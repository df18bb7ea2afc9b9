import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../../platform/database/database-error.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { problemPage } from './household-pages.js';
import { PAGE_HEADERS } from './page-html.js';

const NOT_THERE = 'Không có trang này. Hãy mở lại liên kết đúng như trong tin nhắn.';
const AWAY = 'Máy chủ của xã đang bận. Hãy thử lại sau ít phút.';

/** Errors of the pages for households, as pages. */
@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { status, sentence } = this.describe(error, http.getRequest<FastifyRequest>());
    const reply = http.getResponse<FastifyReply>();
    const retryAfter = error instanceof DomainError ? error.extra?.retryAfterSeconds : undefined;
    if (typeof retryAfter === 'number') void reply.header('retry-after', retryAfter);
    void reply.status(status).headers(PAGE_HEADERS).send(problemPage(sentence));
  }

  private describe(error: unknown, request: FastifyRequest): { status: number; sentence: string } {
    if (error instanceof DomainError)
      return { status: error.status, sentence: error.status === 404 ? NOT_THERE : error.detail };
    if (isDatabaseAway(error)) return { status: 503, sentence: AWAY };
    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (status < 500) return { status, sentence: NOT_THERE };
    this.logger.error({ event: 'page.failed', route: request.routeOptions?.url, error });
    return { status: 500, sentence: AWAY };
  }
}
