import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApp } from './app.js';
import { createFirstAdmin } from './identity/first-admin.js';
import { UsersService } from './identity/users.service.js';
import { prepare } from './prepare.js';
import { ConfigError, readConfig } from './platform/config/config.js';
import type { Config } from './platform/config/config.schema.js';
import { createLogger } from './platform/logging/logger.js';

/** Whether a failed start says where in the code it failed, besides its sentence. */
let showsStack = false;

/**
 * How far the heap may grow over what was alive at the last full collection before the next one. V8's own choice doubles
 * it, so that a long campaign took 37 % more memory than a short one, none of it in use.
 */
const HEAP_GROWING_PERCENT = 40;

/** How long a start waits for Postgres, which may still be recovering from the same power cut. */
const DATABASE_PATIENCE_MS = 120_000;

/** Starts the api, the worker, or both (`ROLE`), and stops them in order on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const settings = readConfig();
  showsStack = settings.LOG_LEVEL === 'debug';
  const logger = createLogger(settings.LOG_LEVEL);
  const { config, release } = await prepare(settings, logger, {
    mayCreate: true,
    patienceMs: DATABASE_PATIENCE_MS,
  });
  try {
    const app = await createApp(config, logger);
    const stopped = onceStopped();
    if (config.ROLE !== 'worker')
      process.stdout.write((await createFirstAdmin(app.get(UsersService), config)) ?? '');
    const [listenPort, listenHost] = addressOf(config);
    await app.listen(listenPort, listenHost);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const host = config.HOST === '0.0.0.0' || config.HOST === '127.0.0.1' ? 'localhost' : config.HOST;
    if (config.ROLE === 'worker') process.stdout.write('Loa Luật: tiến trình gửi tin đã sẵn sàng.\n');
    else process.stdout.write(`Loa Luật đang chạy tại http://${host}:${port}\n`);
    collectWhatStartingLeft();
    logger.info({ event: 'app.started', role: config.ROLE, port });
    logger.info({ event: 'app.stopping', signal: await stopped });
    await app.close();
  } finally {
    await release();
  }
}

/**
 * Starting leaves garbage, which V8 would keep until the heap has grown by half: one full collection gives it back (9 to 17 MB
 * less at rest).
 */
function collectWhatStartingLeft(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** A worker answers health and metrics only, and to nobody outside unless it was given a port for that. */
function addressOf({ ROLE, HOST, PORT, WORKER_PORT }: Config): [port: number, host: string] {
  if (ROLE !== 'worker') return [PORT, HOST];
  return WORKER_PORT === 0 ? [0, '127.0.0.1'] : [WORKER_PORT, HOST];
}

/** Resolves with the signal that asks the process to stop; a second one ends it at once. */
function onceStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.once(signal, () => process.exit(1));
      });
    }
  });
}

main().catch((error: unknown) => {
  const sentence =
    error instanceof ConfigError || !(error instanceof Error)
      ? String((error as Error).message ?? error)
      : error.message;
  process.stderr.write(`${sentence}\n`);
  if (showsStack && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
