import fastifyCompress from '@fastify/compress';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Below this an answer fits into one packet whatever is done to it. */
const LEAST_BYTES = 1024;

/**
 * Sends what the API reads out compressed, as JSON: a list of areas over 3G is there in a third of the time. Answers to
 * writes stay as they are, for among them are those that show a secret once (docs/security.md, V12); so do streams of
 * events, which must not be held back, and files, which are compressed already.
 */
export async function compressAnswers(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', (route) => {
    const methods = [route.method].flat();
    if (!route.url.startsWith('/api/v1/') || methods.some((method) => method !== 'GET'))
      route.compress = false;
  });
  await app.register(fastifyCompress, {
    threshold: LEAST_BYTES,
    customTypes: /^application\/json\b/,
    encodings: ['br', 'gzip'],
    // Nobody sends us compressed bodies, and one could be a bomb.
    globalDecompression: false,
  });
}
