import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { identifyProcess } from './process-identity.js';

const LOCK_FILE = 'app.lock';

/** Holds a data folder for this process, until released or the process is gone. */
export interface DataLock {
  release(): Promise<void>;
}

/** The number of the live process that holds the folder, or undefined. */
export async function lockHolder(folder: string): Promise<number | undefined> {
  return liveHolder(await readLock(join(folder, LOCK_FILE)));
}

/**
 * Takes a data folder for this process. A lock whose process is gone (also when its number belongs to another by now)
 * is taken over.
 * @throws EmbeddedPostgresError when a live process holds it.
 */
export async function lockFolder(folder: string): Promise<DataLock> {
  const path = join(folder, LOCK_FILE);
  const mine = `${process.pid}\n${identifyProcess(process.pid)!.startMark}\n${randomBytes(6).toString('hex')}\n`;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  // A hard link appears whole or not at all: nobody ever reads half a lock.
  await writeFile(draft, mine, { mode: 0o644, flag: 'wx' });
  try {
    while (!(await linked(draft, path))) {
      const found = await readLock(path);
      const holder = liveHolder(found);
      if (holder !== undefined) throw inUse(folder, holder);
      if (found !== undefined) await removeStaleLock(path, found, folder);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      if ((await readLock(path)) === mine) await rm(path, { force: true });
    },
  };
}

function inUse(folder: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`Thư mục dữ liệu ${folder} đang được tiến trình ${pid} sử dụng.`);
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the stale lock aside and looks again: between reading and moving, another may have taken it over already. */
async function removeStaleLock(path: string, stale: string, folder: string): Promise<void> {
  const aside = `${path}.stale.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readLock(aside);
  const holder = moved === stale ? undefined : liveHolder(moved);
  if (holder !== undefined) {
    await linked(aside, path);
    await rm(aside, { force: true });
    throw inUse(folder, holder);
  }
  await rm(aside, { force: true });
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function liveHolder(lock: string | undefined): number | undefined {
  if (lock === undefined) return undefined;
  const [pid, startMark] = lock.split('\n');
  const found = identifyProcess(Number(pid));
  return found && found.startMark === startMark ? found.pid : undefined;
}
