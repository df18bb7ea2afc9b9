import { spawnSync } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** The system user that Postgres runs as when we are root, in the form that `spawn` takes; undefined: as ourselves. */
export type RunAs = { uid: number; gid: number } | undefined;

const OWN_USER = 'loaluat';

/**
 * Postgres refuses to run as root. As root: the owner of an existing cluster, else the system's `postgres`, else our own
 * system user, made when missing.
 * @param clusterOwner who owns the cluster's folder, when there is one already
 */
export function chooseRunAs(clusterOwner?: { uid: number; gid: number }): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  if (clusterOwner && clusterOwner.uid !== 0) return { uid: clusterOwner.uid, gid: clusterOwner.gid };
  return lookUp('postgres') ?? lookUp(OWN_USER) ?? createOwnUser();
}

/** A user's name for a sentence, or its number when it has none. */
export function userName(uid: number): string {
  const found = spawnSync('id', ['-nu', String(uid)], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : `số ${uid}`;
}

/** Environment of Postgres' programs: nothing of the caller's locale or PG… variables, nothing secret. */
export const POSTGRES_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Can that user enter this folder? Asked of the kernel, as that user: modes, groups and access lists all count.
 * @throws EmbeddedPostgresError when the system does not let us become that user at all.
 */
export function canEnter(folder: string, runAs: RunAs): boolean {
  const options = { cwd: '/', env: POSTGRES_ENVIRONMENT, ...runAs };
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], options);
  if (asked.error) {
    const name = runAs ? userName(runAs.uid) : '';
    throw new EmbeddedPostgresError(
      `Đang chạy bằng root nhưng hệ thống không cho chuyển sang người dùng ${name} để chạy PostgreSQL; hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL.`,
      [asked.error.message],
    );
  }
  return asked.status === 0;
}

function lookUp(name: string): RunAs {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0 || Number(uid.stdout) === 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createOwnUser(): RunAs {
  const commands: readonly [string, ...string[]][] = [
    [
      'useradd',
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/bin/false',
      OWN_USER,
    ],
    // busybox (Alpine)
    ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', '-s', '/bin/false', OWN_USER],
  ];
  const said: string[] = [];
  for (const [program, ...args] of commands) {
    const made = spawnSync(program, args, { encoding: 'utf8', env: POSTGRES_ENVIRONMENT });
    const user = lookUp(OWN_USER);
    if (user) return user;
    said.push(`${program}: ${(made.error?.message ?? made.stderr).trim()}`);
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL không chạy bằng root được và không tạo được người dùng hệ thống "${OWN_USER}"; hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL.`,
    said,
  );
}
