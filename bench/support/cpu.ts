import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  pid: number;
  parent: number;
  name: string;
  seconds: number;
}

async function times(pid: string): Promise<ProcessTimes | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime, and those of children that ended: fields 14 to 17 of proc(5).
    const seconds = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / TICKS_PER_SECOND;
    return { pid: Number(pid), parent: Number(fields[1]), name, seconds };
  } catch {
    return null; // ended meanwhile, or no /proc on this system
  }
}

/** Processor seconds that a process and everything below it have used so far; 0 where the system does not say. */
export async function cpuSeconds(pid: number): Promise<number> {
  const entries = await readdir('/proc').catch(() => []);
  const all = (await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map(times))).filter(
    (each) => each !== null,
  );
  const sum = (of: number): number =>
    all.filter((each) => each.parent === of).reduce((total, each) => total + each.seconds + sum(each.pid), 0);
  return (all.find((each) => each.pid === pid)?.seconds ?? 0) + sum(pid);
}

/** The processes whose parent is `pid` and whose name is `name`. */
export async function childrenNamed(pid: number, name: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const all = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map(times));
  return all.filter((each) => each?.parent === pid && each.name === name).map((each) => each!.pid);
}
