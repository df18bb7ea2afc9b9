import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppOptions } from './app.modules.js';
import { SESSION_COOKIE } from './identity/authentication.js';
import type { Config } from './platform/config/config.schema.js';
import { compressAnswers } from './platform/http/compression.js';
import { DirectRoutes } from './platform/http/direct-routes.js';
import { serveOpenApi } from './platform/http/openapi.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { validationPipe } from './platform/http/validation.pipe.js';
import { findWebApp, serveWebApp } from './platform/http/web-app.js';
import { type Logger, NestLogger } from './platform/logging/logger.js';

/** Paths outside `/api/v1`. */
const OUTSIDE = ['healthz', 'readyz', 'metrics', 'webhooks/*path', 'l/*path', 'xac-minh'];

/**
 * Makes the app for one configuration (`DATABASE_URL` must be set and migrated): used by `main`, by tests and by the
 * generator of the OpenAPI document. The caller listens and closes.
 */
export async function createApp(
  config: Config,
  logger: Logger,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const direct = new DirectRoutes();
  const adapter = new FastifyAdapter({
    serverFactory: direct.makeServer,
    // One hop: what stands further left in X-Forwarded-For is the client's own word.
    trustProxy: config.TRUST_PROXY && ((_address: string, hop: number) => hop === 0),
    bodyLimit: 1024 * 1024,
    // 64 MB of spreadsheet over 2 Mbit/s.
    requestTimeout: 300_000,
    // A slow upload may take its time; a silent one may not.
    connectionTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
    // Keep-alive connections must not hold up a shutdown.
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.for(config, logger, direct, options),
    adapter,
    {
      logger: new NestLogger(logger),
      abortOnError: false,
      bodyParser: true,
      ...(options.preview && { preview: true }),
    },
  );
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null, 'base-uri': ["'none'"] } },
  });
  // What the API answers is somebody's: no browser and no proxy keeps it, but where a route says so itself.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply) => {
      if (request.url.startsWith('/api/v1/') && !reply.hasHeader('cache-control'))
        void reply.header('cache-control', 'no-store');
    });
  await compressAnswers(app);
  await app.register(fastifyMultipart, {
    limits: {
      fileSize: config.UPLOAD_MAX_MB * 1024 * 1024,
      files: 1,
      fields: 10,
      fieldSize: 10_000,
      parts: 12,
    },
  });
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE.map((path) => ({ path, method: RequestMethod.ALL })) });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  if (config.ROLE !== 'worker') {
    serveOpenApi(app, SESSION_COOKIE);
    const web = options.preview ? null : findWebApp();
    if (web) await serveWebApp(app, web);
    else if (!options.preview) logger.warn({ event: 'web.not-built' });
  }
  return app;
}
