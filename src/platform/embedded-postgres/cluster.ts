import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NativeDir } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import type { Home } from './home.js';
import { POSTGRES_ENVIRONMENT, type RunAs, userName } from './run-as.js';

/** Superuser of the cluster, and the database that the app lives in. */
export const USER = 'loa_luat';
export const DATABASE = 'loa_luat';

/** Major version of the programs in the `embedded-postgres` package that this project pins. */
const MAJOR_VERSION = '18';
const PASSWORD_FILE = 'postgres.password';

/** The password kept in DATA_DIR, or undefined before the first start (or when the file was lost). */
export async function storedPassword(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, PASSWORD_FILE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keeps the password that the cluster knows, readable by the app's user alone. */
export async function storePassword(dataDir: string, password: string): Promise<void> {
  await writeFile(join(dataDir, PASSWORD_FILE), `${password}\n`, { mode: 0o600 });
}

/** 192 random bits, safe in a URL and in an SQL literal. */
export function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Makes the cluster of a home: UTF-8, compared by code point (builtin C.UTF-8), whatever the machine's locale.
 * Built beside its place and renamed when whole: a half-made one is never taken for a cluster.
 */
export async function createCluster(
  native: NativeDir,
  home: Home,
  runAs: RunAs,
  password: string,
): Promise<void> {
  const draft = `${home.cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (runAs) await chown(draft, runAs.uid, runAs.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // No password on a command line, nor in a file that the system user would have to read: it is set below, over a pipe.
  const access = ['--auth-local=reject', '--auth-host=scram-sha-256', `--username=${USER}`];
  try {
    await run(
      join(native, 'bin', 'initdb'),
      [`--pgdata=${draft}`, ...locale, ...access, '--no-instructions'],
      runAs,
    );
    await runSingleUser(native, draft, runAs, [passwordStatement(password), `create database ${DATABASE}`]);
    await rename(draft, home.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Gives the cluster's user this password; nothing may run on the cluster. */
export async function resetPassword(
  native: NativeDir,
  home: Home,
  runAs: RunAs,
  password: string,
): Promise<void> {
  await runSingleUser(native, home.cluster, runAs, [passwordStatement(password)]);
}

/**
 * Can Postgres, run as `runAs`, own this cluster? One that root laid in from a backup is given to that user.
 * @throws EmbeddedPostgresError when it is another user's
 */
export async function checkOwner(home: Home, runAs: RunAs): Promise<void> {
  const { uid } = await stat(home.cluster);
  const ours = runAs?.uid ?? process.getuid?.();
  if (ours === undefined || uid === ours) return;
  if (!runAs) {
    throw new EmbeddedPostgresError(
      `Cơ sở dữ liệu trong ${home.folder} thuộc về người dùng ${userName(uid)}; hãy chạy bằng người dùng đó, bằng root, hoặc đặt DATA_DIR khác.`,
    );
  }
  const given = spawnSync('chown', ['-R', `${runAs.uid}:${runAs.gid}`, home.cluster], { encoding: 'utf8' });
  if (given.status !== 0) throw new Error(given.error?.message ?? given.stderr);
}

/**
 * Looks at a cluster that is there already, and mends the mode that a copy from a backup usually breaks.
 * @throws EmbeddedPostgresError when it is of another major version
 */
export async function checkCluster(home: Home): Promise<void> {
  const { mode } = await stat(home.cluster);
  if ((mode & 0o027) !== 0) await chmod(home.cluster, 0o700);
  const version = (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version !== MAJOR_VERSION) {
    throw new EmbeddedPostgresError(
      `Dữ liệu trong ${home.folder} do PostgreSQL ${version} tạo ra, còn chương trình đi kèm PostgreSQL ${MAJOR_VERSION} nên không mở được.`,
    );
  }
}

function passwordStatement(password: string): string {
  return `alter user ${USER} password '${password}'`;
}

/** Single-user mode reads one statement a line, and ends with 0 even when one of them failed. */
async function runSingleUser(
  native: NativeDir,
  cluster: string,
  runAs: RunAs,
  lines: string[],
): Promise<void> {
  const quiet = ['-c', 'log_min_error_statement=panic', '-c', 'log_checkpoints=off'];
  const said = await run(
    join(native, 'bin', 'postgres'),
    ['--single', '-D', cluster, ...quiet, 'postgres'],
    runAs,
    lines.map((line) => `${line}\n`).join(''),
  );
  if (/\b(ERROR|FATAL|PANIC):/.test(said)) throw new Error(said);
}

/** Runs one of Postgres' programs to its end; resolves with what it wrote to stderr, rejects with it where it failed. */
function run(program: string, args: string[], runAs: RunAs, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: '/', env: POSTGRES_ENVIRONMENT, ...runAs });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout.resume();
    // A program that ends early leaves our input unread; its exit code and stderr say why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(said || `${program}: ${code}`)),
    );
  });
}
