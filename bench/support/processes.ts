import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built program of a path below `dist/`, whichever folder of `dist` this file was compiled into. */
export function built(program: string): string {
  return fileURLToPath(new URL(`../../${program}`, import.meta.url));
}

/** A program of ours that was started and said the address it listens on. */
export class Program {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    /** What it printed until it was ready. */
    readonly greeting: string[],
  ) {}

  /**
   * Starts a built program and waits for the first line with an http:// address on standard output.
   * Rejects with what it printed when it ends before that.
   */
  static async start(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Program> {
    const child = spawn(process.execPath, [built(program), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const errors: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      errors.push(line);
      if (errors.length > 30) errors.shift();
    });
    const greeting: string[] = [];
    const lines = createInterface({ input: child.stdout! });
    for await (const line of lines) {
      greeting.push(line);
      const url = /https?:\/\/[^\s/]+/.exec(line)?.[0];
      if (url) {
        // What it prints later must be read, or it blocks on a full pipe.
        child.stdout!.resume();
        return new Program(url.replace('localhost', '127.0.0.1'), child, greeting);
      }
    }
    throw new Error(`${program} ended before it was ready:\n${[...greeting, ...errors].join('\n')}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Highest resident memory so far in megabytes, as the kernel counts it; null where it does not say. */
  async peakMb(): Promise<number | null> {
    try {
      const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024);
    } catch {
      return null; // no /proc on this system
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
