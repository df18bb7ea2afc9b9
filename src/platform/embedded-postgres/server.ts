import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { NativeDir } from './binaries.js';
import { disarmStalePidFile, signalProcess } from './postmaster.js';
import { POSTGRES_ENVIRONMENT, type RunAs } from './run-as.js';
import { serverArguments } from './settings.js';

const READY = 'database system is ready to accept connections';
const PORT_TAKEN = /could not bind IPv4 address|could not create any TCP\/IP sockets/;
/** Children of a killed server still attached to its memory; they notice and end within seconds. */
const OLD_CHILDREN = /pre-existing shared memory block/;
const LAST_LINES = 20;
const FAST_SHUTDOWN_PATIENCE_MS = 60_000;

/** A Postgres server that is a child of ours: started, started again if it dies, stopped. */
export class Server {
  private child: ChildProcess | undefined;
  private port = 0;
  private isStopping = false;
  private restart: Promise<void> | undefined;
  private wakeRestart: (() => void) | undefined;

  constructor(
    private readonly native: NativeDir,
    private readonly cluster: string,
    private readonly runAs: RunAs,
    private readonly onLog: (line: string) => void,
  ) {}

  /**
   * Starts the server on a free port of 127.0.0.1 and resolves with the port when it takes connections.
   * Rejects with Postgres' last lines.
   */
  async start(): Promise<number> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      this.port = await freePort();
      try {
        await this.launch();
        break;
      } catch (error) {
        const { message } = error as Error;
        if (Date.now() > deadline || !(PORT_TAKEN.test(message) || OLD_CHILDREN.test(message))) throw error;
        await pause(OLD_CHILDREN.test(message) ? 500 : 0);
      }
    }
    process.once('exit', this.signalAtExit);
    return this.port;
  }

  /** Fast shutdown: sessions end, everything is written, the process is gone when this resolves. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wakeRestart?.();
    await this.restart;
    process.off('exit', this.signalAtExit);
    const child = this.child;
    if (!child?.pid || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // From an immediate shutdown the next start recovers by the log: slower, not unsafe.
    const impatience = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_PATIENCE_MS);
    child.kill('SIGINT');
    await ended;
    clearTimeout(impatience);
  }

  /** An app that ends without `stop()` (process.exit, an uncaught error) takes its server with it. */
  private readonly signalAtExit = (): void => {
    if (this.child?.pid && !hasEnded(this.child)) signalProcess(this.child.pid, 'SIGINT');
  };

  private async launch(): Promise<void> {
    await disarmStalePidFile(this.cluster);
    const child = spawn(
      join(this.native, 'bin', 'postgres'),
      ['-D', this.cluster, ...serverArguments(this.port)],
      {
        cwd: '/',
        env: POSTGRES_ENVIRONMENT,
        stdio: ['ignore', 'ignore', 'pipe'],
        // A group of its own: Ctrl-C in the terminal is for the app, which stops the server last.
        detached: true,
        ...this.runAs,
      },
    );
    this.child = child;
    const lastLines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stderr! }).on('line', (line) => {
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
        this.onLog(line);
        if (line.includes(READY)) resolve();
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        reject(new Error([...lastLines, `postgres: ${signal ?? code}`].join('\n')));
      });
    });
    child.once('exit', () => {
      if (!this.isStopping) this.restart = this.bringBack();
    });
    child.unref();
    (child.stderr as unknown as { unref(): void }).unref();
  }

  /** The server died under a running app (killed, out of memory): back on the same port, so that every URL stays good. */
  private async bringBack(): Promise<void> {
    for (let waitMs = 100; !this.isStopping; waitMs = Math.min(waitMs * 2, 10_000)) {
      this.onLog('the server ended by itself; starting it again');
      try {
        return await this.launch();
      } catch (error) {
        this.onLog((error as Error).message);
      }
      await new Promise<void>((resolve) => {
        this.wakeRestart = resolve;
        setTimeout(resolve, waitMs);
      });
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
