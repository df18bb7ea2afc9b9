import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { documentRawRoute } from '../../platform/http/raw-routes.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { type ConsentOutcome, ZaloConsentService } from './zalo-consent.service.js';

documentRawRoute({
  path: '/zalo/callback',
  methods: ['get'],
  operationId: 'Zalo_callback',
  tag: 'webhooks',
  summary: 'Where Zalo sends the administrator of an OA back to, after the consent',
  answers: {
    200: 'The consent is kept; a page that says so',
    400: 'It is not kept; a page that says why',
    503: 'Zalo could not be asked; a page that says so',
  },
});

const MAX_CHARS = 2_048;

/** `/zalo/callback`: a plain page without a script, seen by whoever has just consented. */
@Injectable()
export class ZaloCallbackListener implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly consents: ZaloConsentService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.route<{ Querystring: Record<string, unknown> }>({
      method: 'GET',
      url: '/zalo/callback',
      handler: async (request, reply) => {
        const { state, code, oa_id: oaId, error } = request.query;
        const outcome = await this.consents
          .finish({ state: text(state), code: text(code), oaId: text(oaId), error: text(error) })
          .catch((failure: unknown): ConsentOutcome => {
            this.logger.error({ event: 'zalo.callback-failed', error: failure });
            return { outcome: 'unreachable' };
          });
        return reply
          .code(statusOf(outcome))
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .type('text/html; charset=utf-8')
          .send(pageOf(outcome));
      },
    });
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CHARS ? value : undefined;
}

function statusOf({ outcome }: ConsentOutcome): number {
  if (outcome === 'given') return 200;
  return outcome === 'unreachable' ? 503 : 400;
}

function pageOf(result: ConsentOutcome): string {
  const [title, words] = sentencesOf(result);
  return `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<h1>${title}</h1>
<p>${words}</p>
</html>
`;
}

function sentencesOf(result: ConsentOutcome): [title: string, words: string] {
  if (result.outcome === 'given') {
    const name = escaped(result.gatewayName);
    return ['Đã kết nối Zalo', `Cổng “${name}” đã được phép gửi tin thay OA. Bạn có thể đóng trang này.`];
  }
  const code = result.code === undefined ? '' : ` (mã của Zalo: ${escaped(result.code.slice(0, 64))})`;
  const again = 'Hãy quay lại trang cổng gửi tin và bấm Kết nối Zalo một lần nữa.';
  switch (result.outcome) {
    case 'stale':
      return ['Liên kết không còn dùng được', `Liên kết đã dùng rồi hoặc đã quá 30 phút. ${again}`];
    case 'declined':
      return ['Chưa kết nối Zalo', `Zalo báo chưa được đồng ý${code}. ${again}`];
    case 'another-oa':
      return [
        'Chưa kết nối Zalo',
        `Bạn vừa đồng ý cho một OA khác với OA của cổng này. ${again} Nhớ chọn đúng OA.`,
      ];
    case 'refused':
      return [
        'Chưa kết nối Zalo',
        `Zalo không chấp nhận${code}. Hãy kiểm tra App ID, khóa bí mật của ứng dụng và địa chỉ callback. ${again}`,
      ];
    case 'unreachable':
      return ['Chưa kết nối Zalo', `Chưa hỏi được Zalo${code}. ${again}`];
  }
}

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
