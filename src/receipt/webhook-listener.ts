import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Gateway } from '../gateway/gateway.js';
import { WebhookRefused, WebhookUnreadable } from '../gateway/gateway-error.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { sameText } from '../gateway/same-text.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { DirectRoutes, readBody } from '../platform/http/direct-routes.js';
import { DomainError } from '../platform/http/domain-error.js';
import { documentRawRoute } from '../platform/http/raw-routes.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { EventRouter } from './event-router.js';

type Account = { gateway: Gateway; webhookToken: string } | undefined;

/** An account and its token; the part behind them is our reference, for operators that are told an address for each message. */
const ADDRESS = /^\/webhooks\/([1-9]\d{0,17})\/([\w-]{1,200})(?:\/[^/?]{1,200})?(?:\?|$)/;
const BODY_LIMIT = 1024 * 1024;
/** For how long an account is taken as it was read: a changed token or key holds a second later. */
const FRESH_MS = 1_000;
/** Accounts remembered; a scanner that tries numbers makes it forget, not grow. */
const MAX_REMEMBERED = 1_000;
const RETRY_AFTER_SECONDS = 5;
const OK = { 'content-type': 'text/plain; charset=utf-8', 'content-length': 2 };

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
 * `/webhooks/:gatewayId/:token` (and `/:reference` behind it), straight on Node's server: any content type an operator uses,
 * or none, the body as it came (signatures are over bytes). Answers 200 only after what was said is durable; 404 for a wrong
 * token, 401 for a bad signature, 400 for what says nothing, and 503 while it cannot be stored: operators then come again.
 */
@Injectable()
export class WebhookListener implements OnModuleInit {
  private readonly accounts = new Map<string, { readAt: number; account: Promise<Account> }>();

  constructor(
    private readonly direct: DirectRoutes,
    private readonly gateways: GatewayPool,
    private readonly router: EventRouter,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.direct.add({
      paths: ['/webhooks/:gatewayId/:token', '/webhooks/:gatewayId/:token/:reference'],
      methods: ['GET', 'POST'],
      pattern: ADDRESS,
      answer: (request, response, [, gatewayId, token]) => {
        this.receive(request, gatewayId!, token!).then(
          (isStored) => (isStored ? response.writeHead(200, OK).end('OK') : response.writeHead(404).end()),
          (error: unknown) => this.fail(error, gatewayId!, response),
        );
      },
    });
  }

  /** Resolves once what was said is durable; with false where no account has such a token. */
  private async receive(request: IncomingMessage, gatewayId: string, token: string): Promise<boolean> {
    const account = await this.account(gatewayId);
    if (!account || !sameText(token, account.webhookToken)) return false;
    const url = request.url!;
    const mark = url.indexOf('?');
    const events = account.gateway.parseWebhook({
      method: request.method!,
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? '' : url.slice(mark + 1),
      headers: request.headers,
      body: await readBody(request, BODY_LIMIT),
    });
    await this.router.route(gatewayId, account.gateway.kind, events);
    return true;
  }

  private fail(error: unknown, gatewayId: string, response: ServerResponse): void {
    const status = this.statusOf(error);
    this.metrics.receipts.inc({ outcome: status === 503 || status === 500 ? 'not-stored' : 'refused' });
    if (status === 500) this.logger.error({ event: 'webhook.failed', gatewayId, error });
    else this.logger.warn({ event: 'webhook.refused', gatewayId, status });
    if (status === 503) response.setHeader('retry-after', RETRY_AFTER_SECONDS);
    // Whoever sends too much may not be done with it.
    if (status === 413) response.setHeader('connection', 'close');
    response.writeHead(status).end();
  }

  private statusOf(error: unknown): number {
    if (error instanceof WebhookRefused) return 401;
    if (error instanceof WebhookUnreadable) return 400;
    if (isDatabaseAway(error)) return 503;
    return error instanceof DomainError ? error.status : 500;
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
