import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { AFTER_RESTORE } from './after-restore.js';
import { Audit, type AuditDetails } from './identity/audit.js';
import { SYSTEM } from './identity/permissions.js';
import { newFile, readBackup, writeBackup } from './platform/backup/backup-file.js';
import { dump } from './platform/backup/dump.js';
import { BackupReader } from './platform/backup/load.js';
import type { Config } from './platform/config/config.schema.js';
import { ignoreLostConnection } from './platform/database/database-error.js';
import { migrate } from './platform/database/migrate.js';
import { openPool } from './platform/database/open-pool.js';
import { Sql } from './platform/database/sql.js';
import type { Logger } from './platform/logging/logger.js';
import { makeKey, readOrMakeKeys, writeKeys } from './platform/secrets/key-file.js';
import { SecretBox } from './platform/secrets/secret-box.js';
import { openDatabase } from './prepare.js';
import { reseal, type Resealed } from './sealed-columns.js';

/** Backup, restore and change of key cannot be done; the message is for the person who asked. */
export class KeepingError extends Error {
  override readonly name = 'KeepingError';
}

/** A backup that was made. */
export interface Backup {
  file: string;
  bytes: number;
  /** Older ones that were removed. */
  removed: number;
}

/** Backups that we named ourselves: their names sort by time. */
const OUR_NAME = /^loa-luat-\d{8}T\d{6}Z\.sql\.gz\.age$/;
/** What a backup leaves that was killed before it could tidy up. */
const LEFT_OVER = /^loa-luat-\d{8}T\d{6}Z\.sql\.gz\.age\.part$/;
/** No backup is under way for so long. */
const LEFT_OVER_MS = 24 * 3_600_000;

/**
 * Copies the whole database, as one moment had it, into an encrypted file. The app may run meanwhile.
 * @param options.to a file, or a folder that exists; default: `DATA_DIR/backups`
 * @param options.keep how many of the backups in that folder stay; default: all
 */
export async function backUp(
  settings: Config,
  logger: Logger,
  { to, keep }: { to?: string | undefined; keep?: number | undefined } = {},
): Promise<Backup> {
  const { config, release } = await openDatabase(settings, logger, { beside: true });
  try {
    const file = await fileFor(to ?? path.join(config.DATA_DIR, 'backups'), to === undefined);
    const draft = `${file}.part`;
    await rm(draft, { force: true });
    const handle = await newFile(draft);
    try {
      const bytes = await withClient(config.DATABASE_URL, (client) =>
        writeBackup(handle, dump(client), config.SECRET_KEY),
      );
      await rename(draft, file);
      await recordAction(config.DATABASE_URL, 'backup.made', { bytes });
      return { file, bytes, removed: keep === undefined ? 0 : await removeOlder(path.dirname(file), keep) };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  } finally {
    await release();
  }
}

async function fileFor(to: string, isOurs: boolean): Promise<string> {
  if (isOurs) await mkdir(to, { recursive: true, mode: 0o700 });
  const isFolder = await stat(to).then(
    (found) => found.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (!isFolder) return path.resolve(to);
  const now = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return path.resolve(to, `loa-luat-${now}Z.sql.gz.age`);
}

async function removeOlder(folder: string, keep: number): Promise<number> {
  const names = await readdir(folder);
  for (const name of names.filter((each) => LEFT_OVER.test(each))) {
    const file = path.join(folder, name);
    if (Date.now() - (await stat(file)).mtimeMs > LEFT_OVER_MS) await rm(file, { force: true });
  }
  const ours = names.filter((name) => OUR_NAME.test(name)).toSorted();
  const old = ours.slice(0, Math.max(0, ours.length - keep));
  for (const name of old) await rm(path.join(folder, name));
  return old.length;
}

/** What a backup holds. */
export interface Restored {
  madeAt: Date;
  rows: Record<string, number>;
  /** Campaigns that wait for a person now, since nobody knows what they sent after the backup. */
  heldCampaigns: number;
  resealed: Resealed;
}

/** Reads a backup to its end: it opens, and is whole. */
export async function checkBackup(
  file: string,
  keys: readonly string[],
): Promise<Omit<Restored, 'resealed' | 'heldCampaigns'>> {
  const reader = new BackupReader(readBackup(file, keys));
  const { madeAt } = await reader.header();
  return { madeAt: new Date(madeAt), rows: await reader.load(null) };
}

/**
 * Puts a backup into an empty database, in one transaction, and brings it up to this version. Campaigns that were on their
 * way are held, since they may have sent since (after-restore.ts).
 * A backup that was made under another key opens with that one in `SECRET_KEY_PREVIOUS`; its secrets are sealed anew.
 */
export async function restore(settings: Config, logger: Logger, file: string): Promise<Restored> {
  const { config, release } = await openDatabase(settings, logger, { mayCreate: true });
  try {
    const keys = [config.SECRET_KEY, config.SECRET_KEY_PREVIOUS].filter((each) => each !== undefined);
    // All of it before anything is touched.
    await checkBackup(file, keys);
    const reader = new BackupReader(readBackup(file, keys));
    const header = await reader.header();
    await checkIsEmpty(config.DATABASE_URL, header.migration);
    await migrate(config.DATABASE_URL, header.migration);
    const done = await withClient(config.DATABASE_URL, async (client) => {
      await client.query('begin');
      const rows = await reader.load(client);
      let heldCampaigns = 0;
      for (const statement of AFTER_RESTORE) {
        const { rowCount } = await client.query(statement.sql);
        if (statement.holdsCampaigns) heldCampaigns += rowCount ?? 0;
      }
      await client.query('commit');
      return { rows, heldCampaigns };
    });
    await migrate(config.DATABASE_URL);
    const box = new SecretBox(config);
    const resealed = await withSql(config.DATABASE_URL, (sql) => sql.transaction((tx) => reseal(tx, box)));
    await recordAction(config.DATABASE_URL, 'backup.restored', {
      madeAt: header.madeAt,
      heldCampaigns: done.heldCampaigns,
    });
    return { madeAt: new Date(header.madeAt), ...done, resealed };
  } finally {
    await release();
  }
}

async function checkIsEmpty(url: string, migration: string): Promise<void> {
  await withClient(url, async (client) => {
    const {
      rows: [found],
    } = await client.query<{ isOurs: boolean }>(
      `select to_regclass('public.migrations') is not null as "isOurs"`,
    );
    if (!found?.isOurs) return;
    const {
      rows: [state],
    } = await client.query<{ last: string; isUsed: boolean }>(
      `select (select name from migrations order by id desc limit 1) as last,
              exists (select 1 from users) or exists (select 1 from areas) or exists (select 1 from campaigns) as "isUsed"`,
    );
    if (state!.isUsed || state!.last !== migration)
      throw new KeepingError(
        'Cơ sở dữ liệu này đã được dùng. Hãy khôi phục vào nơi trống: một DATA_DIR mới (giữ lại tệp secret.key), hoặc một cơ sở dữ liệu mới tạo.',
      );
  });
}

/** A change of key that is done. */
export interface Rotated extends Resealed {
  /** The key until now, for backups made under it; undefined where it stands in a variable of the operator's. */
  oldKey: string | undefined;
}

/**
 * Seals all secrets under a new key. With the key in `secret.key` it makes one; with `SECRET_KEY` the operator has set the new
 * one there and the old one in `SECRET_KEY_PREVIOUS`. Ended halfway, it goes on when it is run again.
 */
export async function rotateKey(settings: Config, logger: Logger): Promise<Rotated> {
  const { config, release } = await openDatabase(settings, logger);
  try {
    await migrate(config.DATABASE_URL);
    const isFile = settings.SECRET_KEY === undefined;
    if (!isFile && settings.SECRET_KEY_PREVIOUS === undefined)
      throw new KeepingError(
        'Khoá đang đặt bằng biến SECRET_KEY: hãy đặt khoá cũ vào SECRET_KEY_PREVIOUS, khoá mới (openssl rand -hex 32) vào SECRET_KEY, khởi động lại mọi tiến trình, rồi chạy lại lệnh này.',
      );
    if (isFile) await checkIsAlone(config.DATABASE_URL);
    const keys = isFile ? await newKeys(config.DATA_DIR) : undefined;
    const box = new SecretBox(
      keys
        ? {
            SECRET_KEY: keys.current,
            SECRET_KEY_PREVIOUS: [keys.previous, settings.SECRET_KEY_PREVIOUS].filter(
              (key) => key !== undefined,
            ),
          }
        : config,
    );
    const resealed = await withSql(config.DATABASE_URL, (sql) => sql.transaction((tx) => reseal(tx, box)));
    if (keys) await writeKeys(config.DATA_DIR, { current: keys.current, previous: undefined });
    await recordAction(config.DATABASE_URL, 'secret-key.rotated', { renewed: resealed.renewed });
    return { ...resealed, oldKey: keys?.previous };
  } finally {
    await release();
  }
}

/** The new key and the old one, both in the file before anything is sealed under the new one. */
async function newKeys(dataDir: string) {
  const found = await readOrMakeKeys(dataDir);
  if (found.previous !== undefined) return found;
  const keys = { current: makeKey(), previous: found.current };
  await writeKeys(dataDir, keys);
  return keys;
}

/** A process that runs meanwhile would go on with the old key. */
async function checkIsAlone(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const {
      rows: [others],
    } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name like 'loa-luat %'`,
    );
    if (others!.count > 0)
      throw new KeepingError(
        'Chương trình đang chạy trên cơ sở dữ liệu này; hãy dừng mọi tiến trình rồi chạy lại lệnh.',
      );
  });
}

async function recordAction(url: string, action: string, details: AuditDetails): Promise<void> {
  await withSql(url, (sql) =>
    sql.transaction((tx) => new Audit(sql).record(tx, SYSTEM, action, undefined, details)),
  );
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', ignoreLostConnection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function withSql<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const pool = openPool({ connectionString: url, max: 1 });
  try {
    return await work(new Sql(pool));
  } finally {
    await pool.end();
  }
}
