import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './platform/config/config.schema.js';
import { migrate } from './platform/database/migrate.js';
import {
  findEmbeddedPostgres,
  hasEmbeddedPostgres,
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

/** There is no database where a command was told to work; the message is for the person who typed it. */
export class NoDatabaseError extends Error {
  override readonly name = 'NoDatabaseError';
}

/**
 * Readies the data folder, the secret key and the database (its own Postgres when there is no `DATABASE_URL`), and applies migrations.
 * @param options.mayCreate as of `openDatabase`
 */
export async function prepare(
  settings: Config,
  logger: Logger,
  { mayCreate = false }: { mayCreate?: boolean } = {},
): Promise<Prepared> {
  const prepared = await openDatabase(settings, logger, { mayCreate });
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
 * @param options.mayCreate makes an embedded database where there is none. For what begins an installation only: typed in the
 * wrong folder, any other command would work on a new and empty one, and a backup of that looks like a backup.
 * @throws NoDatabaseError where there is none and none may be made; nothing was written then
 */
export async function openDatabase(
  settings: Config,
  logger: Logger,
  { beside = false, mayCreate = false }: { beside?: boolean; mayCreate?: boolean } = {},
): Promise<Prepared> {
  const dataDir = path.resolve(settings.DATA_DIR);
  if (settings.DATABASE_URL === undefined && !mayCreate && !(await hasEmbeddedPostgres(dataDir)))
    throw new NoDatabaseError(
      `Không có cơ sở dữ liệu để làm việc: DATABASE_URL chưa được đặt, và trong ${dataDir} (DATA_DIR) chưa có cơ sở dữ liệu nào. ` +
        'Hãy chạy lệnh ở nơi chương trình đang được cài, với cùng tệp .env; nếu chạy bằng Docker Compose: docker compose exec api node dist/src/cli.js <lệnh>. ' +
        'Nếu đây là máy mới, hãy khởi động chương trình một lần (npm start) hoặc khôi phục một bản sao lưu (restore) trước.',
    );
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
