import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

/** A Redis of the drill's own, without persistence: what it holds is gone when it is killed. */
export class OwnRedis {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly host: string,
    private readonly port: number,
    private readonly within: readonly string[],
  ) {}

  /** @param within a command before the program, such as `ip netns exec NAME` */
  static async start(host = '127.0.0.1', within: readonly string[] = []): Promise<OwnRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-luat-drill-redis-'));
    const redis = new OwnRedis(folder, host, await freePort(), within);
    try {
      await redis.launch();
    } catch (error) {
      await redis.stop();
      throw error;
    }
    return redis;
  }

  get url(): string {
    return `redis://${this.host}:${this.port}`;
  }

  /** Forgets everything, as an operator's slip would. */
  async flushAll(): Promise<void> {
    const client = new Redis(this.url, { maxRetriesPerRequest: 1 });
    try {
      await client.flushall();
    } finally {
      client.disconnect();
    }
  }

  /** `kill -9`, and a new, empty one on the same port after `downMs`. */
  async killAndRestart(downMs: number): Promise<void> {
    await this.kill();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    await this.launch();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  private async launch(): Promise<void> {
    const settings = {
      port: this.port,
      bind: this.host,
      dir: this.folder,
      save: '',
      appendonly: 'no',
      'maxmemory-policy': 'noeviction',
      // Bound to one address that only the drill's own processes can reach.
      'protected-mode': 'no',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const [command, ...rest] = [...this.within, 'redis-server', ...args];
    const child = spawn(command!, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stderr!.resume();
    await new Promise<void>((resolve, reject) => {
      const said: string[] = [];
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (said.length < 50) said.push(line);
        if (line.includes('Ready to accept connections')) resolve();
      });
      child.once('error', (error) => reject(new Error(`Không chạy được redis-server: ${error.message}`)));
      child.once('exit', () => reject(new Error(`redis-server đã dừng:\n${said.join('\n')}`)));
    });
  }
}

/** A port of this machine that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
