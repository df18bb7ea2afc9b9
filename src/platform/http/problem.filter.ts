import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway, sqlState } from '../database/database-error.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { DomainError, type FieldError } from './domain-error.js';

/** RFC 9457 problem details, with our stable `code` and, for bad input, the fields at fault. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: readonly FieldError[];
  /** Seconds until another try makes sense; also in the `Retry-After` header. */
  retryAfterSeconds?: number;
  [extra: string]: unknown;
}

const BY_STATUS: Record<number, [code: string, detail: string]> = {
  400: ['bad-request', 'Yêu cầu không đọc được.'],
  401: ['unauthenticated', 'Bạn chưa đăng nhập hoặc phiên đã hết hạn.'],
  403: ['forbidden', 'Bạn không có quyền làm việc này.'],
  404: ['not-found', 'Không tìm thấy.'],
  405: ['method-not-allowed', 'Địa chỉ này không nhận kiểu yêu cầu đó.'],
  406: ['not-acceptable', 'Không có dạng trả lời mà bạn yêu cầu.'],
  408: ['request-timeout', 'Gửi yêu cầu quá lâu, hãy thử lại.'],
  413: ['too-large', 'Dữ liệu gửi lên quá lớn.'],
  414: ['too-long', 'Địa chỉ yêu cầu quá dài.'],
  415: ['unsupported-media-type', 'Kiểu dữ liệu gửi lên không được hỗ trợ.'],
  429: ['too-many-requests', 'Bạn thao tác quá nhanh, hãy đợi một lát.'],
};

/** Seconds after which a client may try again while Postgres is away. */
const RETRY_AFTER_SECONDS = 5;

/** Every error of every route, as a problem. Nothing of an unexpected error reaches the client but its status. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.describe(error, http.getRequest<FastifyRequest>());
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const retryAfter =
      problem.retryAfterSeconds ?? (problem.status === 503 ? RETRY_AFTER_SECONDS : undefined);
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="loa-luat"');
    void reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  }

  private describe(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof DomainError) {
      return {
        ...error.extra,
        ...problemOf(error.status, error.code, error.detail),
        ...(error.errors && { errors: error.errors }),
      };
    }
    if (isDatabaseAway(error)) {
      return problemOf(
        503,
        'database-away',
        'Cơ sở dữ liệu tạm thời không kết nối được, hãy thử lại sau ít giây.',
      );
    }
    if (sqlState(error) === '22003') return byStatus(400);
    const status = error instanceof HttpException ? error.getStatus() : fastifyStatus(error);
    if (status >= 400 && status < 500) return byStatus(status);
    this.logger.error({
      event: 'http.failed',
      method: request.method,
      route: request.routeOptions?.url,
      error,
    });
    return problemOf(500, 'internal', 'Có lỗi trong hệ thống. Việc bạn vừa làm chưa được ghi nhận.');
  }
}

/** Status that Fastify or one of its plugins put on an error (body too large, bad JSON …); 500 for anything else. */
function fastifyStatus(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}

function byStatus(status: number): Problem {
  const [code, detail] = BY_STATUS[status] ?? BY_STATUS[400]!;
  return problemOf(status, code, detail);
}

function problemOf(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: code, status, code, detail };
}
