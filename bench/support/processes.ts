import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built program of a path below `dist/`; this file may itself be compiled into it, or run as it is by a test. */
export function built(program: string): string {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  return existsSync(join(root, 'package.json')) ? join(root, 'dist', program) : join(root, program);
}

/** How a program is started. */
export interface StartOptions {
  /** The line of standard output that says it is ready; an http:// address in it becomes `url`. */
  ready?: RegExp;
  /** Gets every line of standard error, which is the log. */
  onLog?: (line: string) => void;
  /** A command before the program, such as `ip netns exec NAME`. */
  within?: readonly string[];
}

/** Longer than any of our programs takes to stop in order. */
const PATIENCE_MS = 60_000;
const ADDRESS = /https?:\/\/[^\s/]+/;

/** A program of ours that was started and said the address it listens on. */
export class Program {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    /** What it printed until it was ready. */
    readonly greeting: string[],
  ) {}

  /**
   * Starts a built program and waits for the first line with an http:// address (or `ready`) on standard output.
   * Rejects with what it printed when it ends before that.
   */
  static async start(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    { ready = ADDRESS, onLog, within = [] }: StartOptions = {},
  ): Promise<Program> {
    const [command, ...rest] = [...within, process.execPath, built(program), ...args];
    const child = spawn(command!, rest, {
      // What is measured is the program, not what one account may ask of it.
      env: { REQUESTS_PER_MINUTE: '1000000', ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const errors: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      errors.push(line);
      if (errors.length > 30) errors.shift();
      onLog?.(line);
    });
    const greeting: string[] = [];
    const lines = createInterface({ input: child.stdout! });
    for await (const line of lines) {
      greeting.push(line);
      if (ready.test(line)) {
        // What it prints later must be read, or it blocks on a full pipe.
        child.stdout!.resume();
        const url = ADDRESS.exec(line)?.[0] ?? '';
        return new Program(url.replace('localhost', '127.0.0.1'), child, greeting);
      }
    }
    throw new Error(`${program} ended before it was ready:\n${[...greeting, ...errors].join('\n')}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Highest resident memory since the start or `resetPeak` in megabytes, as the kernel counts it; null where it does not say. */
  async peakMb(): Promise<number | null> {
    try {
      const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
      return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024);
    } catch {
      return null; // no /proc on this system
    }
  }

  /**
   * Begins the peak anew, where the system lets us: what starting and signing in took for a moment (each scrypt 32 MB) says
   * nothing about the work that is measured.
   */
  async resetPeak(): Promise<void> {
    await writeFile(`/proc/${this.pid}/clear_refs`, '5').catch(() => undefined); // the peak is then the whole process's
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to stop and waits until it is gone. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** `kill -9`: it gets no chance to tidy up. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Resolves when it has ended, for whatever reason. */
  async ended(): Promise<void> {
    if (this.isRunning) await once(this.child, 'exit');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    // One that stands still (stopped, or out of memory) must not outlive whoever started it.
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(impatience);
  }
}
