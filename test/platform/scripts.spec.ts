import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '..', '..');
const LOCK = pathToFileURL(join(ROOT, 'scripts/lib/lock.mjs')).href;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loa-luat-scripts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that holds the lock for a moment and writes down when it came and went. */
function lockProgram(lock: string, log: string): string[] {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as pause } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(LOCK)};
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await pause(50);
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  return ['--input-type=module', '--eval', program];
}

describe('the scripts behind npm', () => {
  it('install and build one at a time when several start at once, also after one that was killed', async () => {
    const [lock, log] = [join(folder, 'a.lock'), join(folder, 'log')];
    const dead = spawnSync('true').pid;
    writeFileSync(lock, String(dead));
    const starts = Array.from({ length: 4 }, () =>
      spawn(process.execPath, lockProgram(lock, log), { stdio: 'inherit' }),
    );
    const codes = await Promise.all(
      starts.map((child) => new Promise((resolve) => child.once('close', resolve))),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
    expect(existsSync(lock)).toBe(false);
  });

  it('say how a benchmark is chosen', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/bench.mjs')], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Cách dùng: npm run bench -- /);
  });

  it('list every package in a bill of materials, those that only build it marked so', () => {
    const file = join(folder, 'sbom.json');
    const made = spawnSync(process.execPath, [join(ROOT, 'scripts/sbom.mjs'), file], { encoding: 'utf8' });
    expect(made.status).toBe(0);
    const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as {
      bomFormat: string;
      components: { name: string; version: string; properties?: { name: string; value: string }[] }[];
    };
    const isForBuilding = (name: string) =>
      components
        .find((each) => each.name === name)
        ?.properties?.some((each) => each.name === 'cdx:npm:package:development');
    expect(bomFormat).toBe('CycloneDX');
    expect(components.every(({ version }) => version !== '')).toBe(true);
    expect([isForBuilding('fastify'), isForBuilding('jest')]).toEqual([false, true]);
    expect(components.some(({ name }) => name === 'react')).toBe(true);
  });

  it('exist for every command of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const files = Object.values(scripts).flatMap((command) => /node (scripts\/\S+)/.exec(command)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  });
});
