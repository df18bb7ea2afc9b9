import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Config } from './platform/config/config.schema.js';
import { migrate } from './platform/database/migrate.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.js';
import type { Logger } from './platform/logging/logger.js';

/** What has to be there before the app is made. */
export interface Prepared {
  config: Config;
  /** Releases what `prepare` started: the embedded Postgres. Call it last. */
  release(): Promise<void>;
}

/**
 * Readies the data folder, the secret key and the database (its own Postgres when there is no `DATABASE_URL`), and
 * applies migrations. Returns the configuration with `DATABASE_URL` and `SECRET_KEY` filled in.
 */
export async function prepare(settings: Config, logger: Logger): Promise<Prepared> {
  const dataDir = path.resolve(settings.DATA_DIR);
  // Others may pass through (as root, Postgres runs as a system user), not list.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const SECRET_KEY = settings.SECRET_KEY ?? (await secretKeyOf(dataDir));
  if (settings.DATABASE_URL) {
    await migrate(settings.DATABASE_URL);
    return { config: { ...settings, DATA_DIR: dataDir, SECRET_KEY }, release: async () => undefined };
  }
  const postgres = await startEmbeddedPostgres({
    dataDir,
    onLog: (line) => logger.debug({ event: 'postgres.log', line }),
  });
  try {
    await migrate(postgres.url);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    config: { ...settings, DATA_DIR: dataDir, SECRET_KEY, DATABASE_URL: postgres.url },
    release: () => postgres.stop(),
  };
}

/** The key in `secret.key`, made at the first start. It must be backed up: without it gateway secrets are lost. */
async function secretKeyOf(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'secret.key');
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
