// Owns the Postgres server that the app starts for itself under DATA_DIR, and the folder it lives in.
// Emits a connection URL, and log lines of the server.
// Never knows what is in the database, and never changes a folder that is not its own.
import { mkdir, realpath } from 'node:fs/promises';
import pg from 'pg';
import { runnableBinaries } from './binaries.js';
import {
  checkCluster,
  checkOwner,
  createCluster,
  DATABASE,
  makePassword,
  resetPassword,
  storedPassword,
  storePassword,
  USER,
} from './cluster.js';
import { type DataLock, lockFolder, lockHolder } from './data-lock.js';
import { EmbeddedPostgresError, explainTrouble } from './embedded-postgres.error.js';
import { clusterOwner, deleteHome, findHome, type Home, newHome, reachableHome, settleHome } from './home.js';
import { findPostmaster, stopOrphan } from './postmaster.js';
import { chooseRunAs } from './run-as.js';
import { Server } from './server.js';

export interface EmbeddedPostgres {
  /** postgres:// URL with the password, good until `stop()`, also after a crash of the server in between. */
  url: string;
  /** Fast shutdown; resolves when the server is gone and DATA_DIR is free. Call it last. */
  stop(): Promise<void>;
}

/**
 * Starts this app's own Postgres 18 on the cluster of `dataDir`, made at the first start. Works for an ordinary user and for
 * root (then Postgres runs as a system user, and lies in /var/lib/loa-luat where that user cannot enter `dataDir`).
 * @param options.onLog gets the server's log lines, and ours about it
 * @throws EmbeddedPostgresError with one Vietnamese sentence and Postgres' last lines
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  onLog?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const onLog = options.onLog ?? (() => undefined);
  const locks: DataLock[] = [];
  const release = async () => {
    for (const lock of locks.splice(0).reverse()) await lock.release();
  };
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o711 });
    const dataDir = await realpath(options.dataDir);
    locks.push(await lockFolder(dataDir));
    const { url, server } = await startOn(dataDir, onLog, locks);
    let stopped: Promise<void> | undefined;
    return { url, stop: () => (stopped ??= server.stop().then(release)) };
  } catch (error) {
    await release();
    throw explainTrouble(error, options.dataDir);
  }
}

/**
 * Whether a database was made for this DATA_DIR. Writes nothing.
 * @throws EmbeddedPostgresError when DATA_DIR points to one that is gone
 */
export async function hasEmbeddedPostgres(dataDir: string): Promise<boolean> {
  try {
    return (await findHome(await realpath(dataDir))) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw explainTrouble(error, dataDir);
  }
}

/**
 * The URL of the server that another process of the app runs on this DATA_DIR now, or undefined: for commands beside a
 * running app.
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  try {
    const folder = await realpath(dataDir);
    const home = await findHome(folder);
    if (!home || (await lockHolder(folder)) === undefined) return undefined;
    const postmaster = await findPostmaster(home.cluster);
    if (!postmaster?.isReady) return undefined;
    const password = await storedPassword(folder);
    return password === undefined ? undefined : urlOf(postmaster.port, password);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainTrouble(error, dataDir);
  }
}

/**
 * Deletes the database of a throw-away DATA_DIR, wherever it lies, and stops a server that a killed app left on it.
 * @throws EmbeddedPostgresError when a live process uses it
 */
export async function deleteEmbeddedPostgres(dataDir: string): Promise<void> {
  try {
    const folder = await realpath(dataDir);
    const lock = await lockFolder(folder);
    try {
      const home = await findHome(folder);
      if (!home) return;
      await stopOrphan(home.cluster, () => undefined);
      await deleteHome(folder, home);
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw explainTrouble(error, dataDir);
  }
}

async function startOn(dataDir: string, onLog: (line: string) => void, locks: DataLock[]) {
  const found = await findHome(dataDir);
  const runAs = chooseRunAs(found && (await clusterOwner(found)));
  const known = await storedPassword(dataDir);
  const password = known ?? makePassword();
  let home: Home;
  if (found) {
    // Two data folders may point to one cluster (a copied folder): the cluster's own lock tells.
    if (found.isElsewhere) locks.push(await lockFolder(found.folder));
    await checkOwner(found, runAs);
    await stopOrphan(found.cluster, onLog);
    home = await reachableHome(dataDir, found, runAs);
    await checkCluster(home);
  } else {
    home = await newHome(dataDir, runAs);
    if (home.isElsewhere) locks.push(await lockFolder(home.folder));
  }
  const native = await runnableBinaries(runAs, dataDir);
  if (!found) {
    await createCluster(native, home, runAs, password);
    await settleHome(dataDir, home);
  } else if (known === undefined) {
    await resetPassword(native, home, runAs, password);
  }
  if (known === undefined) await storePassword(dataDir, password);
  if (home.isElsewhere) onLog(`the database lies in ${home.folder}: its system user cannot enter ${dataDir}`);

  const server = new Server(native, home.cluster, runAs, onLog);
  const url = urlOf(await server.start(), password);
  try {
    await checkConnection(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url, server };
}

async function checkConnection(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (error) {
    // Also what a cluster laid in by hand, without our user and database, says.
    throw new EmbeddedPostgresError(
      'PostgreSQL đi kèm đã chạy nhưng không nhận mật khẩu trong thư mục dữ liệu; nếu mật khẩu bị thay, hãy xoá tệp postgres.password rồi chạy lại để đặt mật khẩu mới.',
      [(error as Error).message],
    );
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}
