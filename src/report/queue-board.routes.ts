import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  ControllerHandlerReturnType,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page's own scripts and answers, and nothing from elsewhere. Its elements carry style attributes. */
const POLICY = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'base-uri': ["'self'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/**
 * What bull-board says of its routes, put on Fastify. Its own adapter serves those that change a queue as well, sends the
 * text of unexpected errors, and decorates Fastify a second time where the app serves other files; this one serves what
 * reads.
 */
export class QueueBoardRoutes implements IServerAdapter {
  private queues: BullBoardQueues = new Map();
  private config: UIConfig = {};
  private views = '';
  private files = '';
  private entry: AppViewRoute | undefined;
  private readonly reading: AppControllerRoute[] = [];

  /** @param path where all of it stands, with a slash at its end */
  constructor(private readonly path: string) {}

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }

  setStaticPath(_route: string, path: string): this {
    this.files = path;
    return this;
  }

  setEntryRoute(route: AppViewRoute): this {
    this.entry = route;
    return this;
  }

  /** Errors are the app's to answer. */
  setErrorHandler(): this {
    return this;
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    this.reading.push(...routes.filter(({ method }) => [method].flat().every((each) => each === 'get')));
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.config = config;
    return this;
  }

  /** Puts the routes on a scope of Fastify that has the path as its prefix, and guards it already. */
  async register(scope: FastifyInstance): Promise<void> {
    const page = await this.page();
    await scope.register(fastifyStatic, { root: this.files, prefix: '/static/', decorateReply: false });
    for (const url of [this.entry!.route].flat()) {
      scope.get(url, { helmet: { contentSecurityPolicy: POLICY } }, (_request, reply) =>
        reply.type('text/html; charset=utf-8').send(page),
      );
    }
    for (const { route, handler } of this.reading) {
      for (const url of [route].flat()) {
        scope.get(url, async (request, reply) => answer(reply, await handler(this.requestOf(request))));
      }
    }
  }

  /** The page, from bull-board's template of six values; without the fonts that it would have from another site. */
  private async page(): Promise<string> {
    const { name, params } = this.entry!.handler({ basePath: this.path, uiConfig: this.config });
    const template = await readFile(join(this.views, name), 'utf8');
    return template
      .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
      .replace(/<%[=-]\s*(\w+)\s*%>/g, (_, key: string) => String(params[key as keyof typeof params] ?? ''));
  }

  private requestOf({ params, query, headers }: FastifyRequest) {
    return {
      queues: this.queues,
      uiConfig: this.config,
      params: params as Record<string, string>,
      query: query as Record<string, string>,
      body: {},
      headers: headers as Record<string, string | undefined>,
    };
  }
}

function answer(
  reply: FastifyReply,
  { status = 200, body }: ControllerHandlerReturnType<unknown>,
): FastifyReply {
  return reply.code(status).send(body);
}
