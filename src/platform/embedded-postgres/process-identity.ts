import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What is known of a process besides its number, which the kernel gives again to others.
 * `startMark` changes when the number belongs to another process (or the machine was restarted).
 */
export interface ProcessIdentity {
  pid: number;
  startMark: string;
  /** Program and arguments; empty for a process of which nothing can be read. */
  commandLine: string;
}

/** The identity of a live process, or undefined when no process (or only a zombie) has that number. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isSignalable(pid)) return undefined;
  return process.platform === 'linux' ? identifyFromProc(pid) : identifyFromPs(pid);
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function identifyFromProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name, in brackets, may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, startMark: `${boot} ${fields[19]}`, commandLine };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

function identifyFromPs(pid: number): ProcessIdentity | undefined {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
    const line = execFileSync(
      'ps',
      ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)],
      options,
    ).trim();
    const found = /^(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/s.exec(line);
    if (!found || found[1]!.startsWith('Z')) return undefined;
    return { pid, startMark: found[2]!, commandLine: found[3]! };
  } catch (error) {
    // ps ends with 1 when no such process is left.
    if ((error as { status?: number }).status === 1) return undefined;
    throw error;
  }
}
