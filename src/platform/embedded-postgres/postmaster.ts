import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { identifyProcess } from './process-identity.js';

const PID_FILE = 'postmaster.pid';
/** Above every kernel's highest process number. */
const NOBODY = 2_147_483_647;

/** A live server on a cluster, as its postmaster.pid tells. */
export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/**
 * The live server of this cluster, or undefined. The number in postmaster.pid counts only when that process was started
 * with this very cluster on its command line (which only the postmaster itself keeps): after a crash the number may
 * belong to anything.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = await readPidFile(cluster);
  if (!lines) return undefined;
  const found = identifyProcess(Number(lines[0]));
  if (!found || !/(^|\/)postgres /.test(found.commandLine)) return undefined;
  if (!found.commandLine.includes(` -D ${cluster} `)) return undefined;
  return { pid: found.pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Ends a server that outlived its app: fast shutdown, and where that hangs an immediate one, from which the next start
 * recovers by the log. (It is not taken over: sessions of the dead app may still hold locks in it.)
 */
export async function stopOrphan(cluster: string, onLog: (line: string) => void): Promise<void> {
  const orphan = await findPostmaster(cluster);
  if (!orphan) return;
  onLog(`stopping the server that an earlier run left behind (process ${orphan.pid})`);
  for (const [signal, patienceMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    signalProcess(orphan.pid, signal);
    if (await isGone(orphan.pid, cluster, patienceMs)) return;
  }
  throw new EmbeddedPostgresError(
    `Tiến trình PostgreSQL ${orphan.pid} của lần chạy trước không chịu dừng; hãy dừng nó rồi chạy lại.`,
  );
}

/**
 * Postgres refuses to start while the number in a stale postmaster.pid belongs to any live process of the same user.
 * The number is replaced by one that nobody has; the file stays, since Postgres finds in it the shared memory by which it
 * notices children of the dead server that still run.
 */
export async function disarmStalePidFile(cluster: string): Promise<void> {
  const lines = await readPidFile(cluster);
  if (!lines || Number(lines[0]) === NOBODY || (await findPostmaster(cluster))) return;
  await writeFile(join(cluster, PID_FILE), [NOBODY, ...lines.slice(1)].join('\n'));
}

/** Sends a signal; a process that is gone already is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(pid: number, cluster: string, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  const isThere = () => identifyProcess(pid)?.commandLine.includes(cluster) ?? false;
  while (isThere()) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

async function readPidFile(cluster: string): Promise<string[] | undefined> {
  try {
    const lines = (await readFile(join(cluster, PID_FILE), 'utf8')).split('\n');
    return lines.length > 1 ? lines : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
