import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from './platform/config/config.schema.js';
import { isDatabaseAway } from './platform/database/database-error.js';
import { migrate } from './platform/database/migrate.js';
import { whenBack } from './platform/database/when-back.js';
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

/** What a person is told when Postgres cannot be reached. */
export const DATABASE_AWAY =
  'Không kết nối được cơ sở dữ liệu; hãy xem lại DATABASE_URL và máy chủ PostgreSQL.';

/** There is no database to work on, or it cannot be reached; the message is for the person who typed it. */
export class NoDatabaseError extends Error {
  override readonly name = 'NoDatabaseError';
}

/**
 * Readies the data folder, the secret key and the database (its own Postgres when there is no `DATABASE_URL`), and applies migrations.
 * @param options.mayCreate as of `openDatabase`
 * @param options.patienceMs how long to wait for a Postgres that is away: after a power cut it may come up later than the app
 * @throws NoDatabaseError where it stays away
 */
export async function prepare(
  settings: Config,
  logger: Logger,
  { mayCreate = false, patienceMs = 0 }: { mayCreate?: boolean; patienceMs?: number } = {},
): Promise<Prepared> {
  const prepared = await openDatabase(settings, logger, { mayCreate });
  try {
    await whenBack(() => migrate(prepared.config.DATABASE_URL), waitsFor(patienceMs, logger));
    return prepared;
  } catch (error) {
    await prepared.release();
    // The system's own message is empty where a name has several addresses, as localhost has.
    if (isDatabaseAway(error)) throw new NoDatabaseError(DATABASE_AWAY, { cause: error });
    throw error;
  }
}

/** Says once that it waits. */
function waitsFor(patienceMs: number, logger: Logger): () => boolean {
  const until = Date.now() + patienceMs;
  let isSaid = false;
  return () => {
    if (Date.now() >= until) return false;
    if (!isSaid) logger.warn({ event: 'start.waiting-for-database', forSeconds: patienceMs / 1_000 });
    isSaid = true;
    return true;
  };
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
