import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHARED_ROOT } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { findPostmaster } from './postmaster.js';
import { canEnter, type RunAs } from './run-as.js';

/** In DATA_DIR when the cluster had to be put elsewhere: one line, the folder where it lies. */
const POINTER_FILE = 'postgres.location';
const CLUSTER_FOLDER = 'postgres';
/** In a home elsewhere: the DATA_DIR that it serves. */
const SERVED_FILE = 'data-dir.txt';

/** Where root may put a cluster whose DATA_DIR the system user cannot enter. Never under /tmp: a restart empties that. */
const CLUSTER_ROOTS = [SHARED_ROOT, '/srv/loa-luat', '/opt/loa-luat'].map((root) => join(root, 'clusters'));

/** The folder that holds a cluster: DATA_DIR itself, or one that the system user can reach. */
export interface Home {
  folder: string;
  /** Postgres' own data directory, in it. */
  cluster: string;
  isElsewhere: boolean;
}

/**
 * The home of the cluster that serves this DATA_DIR, or undefined when none was made yet.
 * @throws EmbeddedPostgresError when DATA_DIR points to a cluster that is gone: a new one in its place would hide the loss
 */
export async function findHome(dataDir: string): Promise<Home | undefined> {
  const pointer = join(dataDir, POINTER_FILE);
  if (await exists(pointer)) {
    const home = homeIn((await readFile(pointer, 'utf8')).trim(), true);
    if (await exists(home.cluster)) return home;
    throw new EmbeddedPostgresError(
      `Không tìm thấy cơ sở dữ liệu ở ${home.folder}, nơi mà ${pointer} chỉ tới; hãy khôi phục thư mục đó hoặc đặt DATA_DIR khác.`,
    );
  }
  const home = homeIn(dataDir, false);
  return (await exists(home.cluster)) ? home : undefined;
}

/** A home for a new cluster that `runAs` can reach; nothing points to it until `settleHome`. */
export async function newHome(dataDir: string, runAs: RunAs): Promise<Home> {
  if (canEnter(dataDir, runAs)) return homeIn(dataDir, false);
  for (const root of CLUSTER_ROOTS) {
    try {
      await mkdir(root, { recursive: true, mode: 0o755 });
    } catch (error) {
      if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        continue;
      throw error;
    }
    if (!canEnter(root, runAs)) continue;
    await removeThrownAway(root);
    const folder = join(root, randomBytes(8).toString('hex'));
    await mkdir(folder, { mode: 0o711 });
    await writeFile(join(folder, SERVED_FILE), `${dataDir}\n`);
    return homeIn(folder, true);
  }
  throw new EmbeddedPostgresError(
    `Người dùng hệ thống chạy PostgreSQL không vào được ${dataDir}; hãy đặt DATA_DIR ở thư mục mà mọi người dùng đi qua được.`,
  );
}

/**
 * Removes homes of throw-away folders (under the system's folder for temporary files) that are gone: without the password in
 * DATA_DIR nobody opens them again. A DATA_DIR that is missing elsewhere may be a disk that is not mounted: its home stays.
 */
async function removeThrownAway(root: string): Promise<void> {
  const temporary = `${await realpath(tmpdir())}/`;
  for (const name of await readdir(root)) {
    const home = homeIn(join(root, name), true);
    const served = join(home.folder, SERVED_FILE);
    if (!(await exists(served))) continue;
    const dataDir = (await readFile(served, 'utf8')).trim();
    if (!dataDir.startsWith(temporary) || (await exists(dataDir)) || (await findPostmaster(home.cluster)))
      continue;
    await rm(home.folder, { recursive: true, force: true });
  }
}

/** Makes DATA_DIR point to a home elsewhere, now that its cluster is whole. */
export async function settleHome(dataDir: string, home: Home): Promise<void> {
  if (!home.isElsewhere) return;
  const pointer = join(dataDir, POINTER_FILE);
  await writeFile(`${pointer}.new`, `${home.folder}\n`);
  await rename(`${pointer}.new`, pointer);
}

/**
 * A cluster that the system user can reach: `home` itself, or, where the project was moved into a folder closed to that
 * user, a home elsewhere to which the cluster is moved.
 */
export async function reachableHome(dataDir: string, home: Home, runAs: RunAs): Promise<Home> {
  if (canEnter(home.folder, runAs)) return home;
  const next = await newHome(dataDir, runAs);
  const moved = spawnSync('cp', ['-a', '--', home.cluster, `${next.cluster}.new`], { encoding: 'utf8' });
  if (moved.status !== 0) {
    await rm(next.folder, { recursive: true, force: true });
    throw new Error(moved.error?.message ?? moved.stderr);
  }
  await rename(`${next.cluster}.new`, next.cluster);
  await settleHome(dataDir, next);
  await rm(home.cluster, { recursive: true });
  return next;
}

/** Deletes the cluster of this DATA_DIR and what points to it. Nothing may run on it. */
export async function deleteHome(dataDir: string, home: Home): Promise<void> {
  await rm(home.isElsewhere ? home.folder : home.cluster, { recursive: true, force: true });
  await rm(join(dataDir, POINTER_FILE), { force: true });
}

/** Owner of the cluster's folder. */
export async function clusterOwner(home: Home): Promise<{ uid: number; gid: number }> {
  return stat(home.cluster);
}

function homeIn(folder: string, isElsewhere: boolean): Home {
  return { folder, cluster: join(folder, CLUSTER_FOLDER), isElsewhere };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
