import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Gateway } from '../gateway/gateway.js';
import { WebhookRefused, WebhookUnreadable } from '../gateway/gateway-error.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { sameText } from '../gateway/same-text.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { documentRawRoute } from '../platform/http/raw-routes.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { EventRouter } from './event-router.js';

type Account = { gateway: Gateway; webhookToken: string } | undefined;
type Call = FastifyRequest<{ Params: { gatewayId: string; token: string } }>;

const BODY_LIMIT = 1024 * 1024;
/** For how long an account is taken as it was read: a changed token or key holds a second later. */
const FRESH_MS = 1_000;
/** Accounts remembered; a scanner that tries numbers makes it forget, not grow. */
const MAX_REMEMBERED = 1_000;
const RETRY_AFTER_SECONDS = 5;

const DOCUMENTED = {
  methods: ['get', 'post'],
  tag: 'webhooks',
  summary: "An operator's receipts and replies, in the operator's own form",
  answers: {
    200: 'Stored durably',
    400: 'It says nothing that can be read',
    401: 'The signature is not right',
    404: 'No such gateway, or not its token',
    503: 'It could not be stored; come again',
  },
} as const;
documentRawRoute({
  ...DOCUMENTED,
  path: '/webhooks/{gatewayId}/{token}',
  operationId: 'Webhooks_receive',
});
documentRawRoute({
  ...DOCUMENTED,
  path: '/webhooks/{gatewayId}/{token}/{reference}',
  operationId: 'Webhooks_receiveOne',
});

/**
 * `/webhooks/:gatewayId/:token` (and `/:reference` behind it), straight on Fastify: any method an operator uses and any content type, the body as it
 * came (signatures are over bytes). Answers 200 only after what was said is durable; 404 for a wrong token, 401 for a bad
 * signature, 400 for what says nothing, and 503 while it cannot be stored: operators then come again.
 */
@Injectable()
export class WebhookListener implements OnModuleInit {
  private readonly accounts = new Map<string, { readAt: number; account: Promise<Account> }>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly gateways: GatewayPool,
    private readonly router: EventRouter,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // A scope of its own: its body parsers do not touch the API's, nor the API's guards it.
    void fastify.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      // Fastify refuses a missing or malformed content type; operators send both, and adapters look at the body itself.
      scope.addHook('onRequest', (request, _reply, done) => {
        request.headers['content-type'] = 'application/octet-stream';
        done();
      });
      scope.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
      // The second for operators that are told an address for each message: its last part is our reference.
      for (const url of ['/webhooks/:gatewayId/:token', '/webhooks/:gatewayId/:token/:reference']) {
        scope.route({
          method: ['GET', 'POST'],
          url,
          bodyLimit: BODY_LIMIT,
          exposeHeadRoute: false,
          // Headers for browsers; an operator is none, and they cost a tenth of a call.
          helmet: false,
          handler: (request, reply) => this.receive(request as Call, reply),
        });
      }
    });
  }

  private async receive(request: Call, reply: FastifyReply): Promise<FastifyReply> {
    const { gatewayId, token } = request.params;
    const account = /^[1-9]\d{0,17}$/.test(gatewayId) ? await this.account(gatewayId) : undefined;
    if (!account || !sameText(token, account.webhookToken)) return reply.code(404).send();
    const url = request.raw.url ?? '';
    const mark = url.indexOf('?');
    const events = account.gateway.parseWebhook({
      method: request.method,
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? '' : url.slice(mark + 1),
      headers: request.headers,
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    });
    await this.router.route(gatewayId, account.gateway.kind, events);
    return reply.code(200).type('text/plain').send('OK');
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { gatewayId } = request.params as { gatewayId?: string };
    const status = this.statusOf(error);
    this.metrics.receipts.inc({ outcome: status === 503 || status === 500 ? 'not-stored' : 'refused' });
    if (status === 500) this.logger.error({ event: 'webhook.failed', gatewayId, error });
    else this.logger.warn({ event: 'webhook.refused', gatewayId, status });
    if (status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return reply.code(status).send();
  }

  private statusOf(error: unknown): number {
    if (error instanceof WebhookRefused) return 401;
    if (error instanceof WebhookUnreadable) return 400;
    if (isDatabaseAway(error)) return 503;
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
  }

  private account(gatewayId: string): Promise<Account> {
    const now = performance.now();
    const known = this.accounts.get(gatewayId);
    if (known && now - known.readAt < FRESH_MS) return known.account;
    if (this.accounts.size >= MAX_REMEMBERED) this.accounts.clear();
    const account = this.gateways.listener(gatewayId);
    this.accounts.set(gatewayId, { readAt: now, account });
    account.catch(() => this.accounts.delete(gatewayId)); // the caller sees the error; the next call asks again
    return account;
  }
}
