import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './platform/config/config.schema.js';
import { migrate } from './platform/database/migrate.js';
import {
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from './platform/embedded-postgres/embedded-postgres.js';
import type { Logger } from './platform/logging/logger.js';
import { readOrMakeKeys } from './platform/secrets/key-file.js';

/** What has to be there before the app is made. */
export interface Prepared {
  /** With `DATABASE_URL` and `SECRET_KEY` filled in. */
  config: Config & { DATABASE_URL: string; SECRET_KEY: string };
  /** Releases what was started: the embedded Postgres. Call it last. */
  release(): Promise<void>;
}

/** Readies the data folder, the secret key and the database (its own Postgres when there is no `DATABASE_URL`), and applies migrations. */
export async function prepare(settings: Config, logger: Logger): Promise<Prepared> {
  const prepared = await openDatabase(settings, logger);
  try {
    await migrate(prepared.config.DATABASE_URL);
    return prepared;
  } catch (error) {
    await prepared.release();
    throw error;
  }
}

/**
 * The same without migrations.
 * @param options.beside uses the embedded server of an app that runs on the folder now, where there is one
 */
export async function openDatabase(
  settings: Config,
  logger: Logger,
  { beside = false }: { beside?: boolean } = {},
): Promise<Prepared> {
  const dataDir = path.resolve(settings.DATA_DIR);
  // Others may pass through (as root, Postgres runs as a system user), not list.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const config = { ...settings, DATA_DIR: dataDir, ...(await keysOf(settings, dataDir)) };
  const running = settings.DATABASE_URL ?? (beside ? await findEmbeddedPostgres(dataDir) : undefined);
  if (running !== undefined)
    return { config: { ...config, DATABASE_URL: running }, release: async () => undefined };
  const postgres = await startEmbeddedPostgres({
    dataDir,
    onLog: (line) => logger.debug({ event: 'postgres.log', line }),
  });
  return { config: { ...config, DATABASE_URL: postgres.url }, release: () => postgres.stop() };
}

async function keysOf(settings: Config, dataDir: string) {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS } = settings;
  if (SECRET_KEY) return { SECRET_KEY, SECRET_KEY_PREVIOUS };
  const { current, previous } = await readOrMakeKeys(dataDir);
  return { SECRET_KEY: current, SECRET_KEY_PREVIOUS: SECRET_KEY_PREVIOUS ?? previous };
}
