import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';

const ROOT = join(__dirname, '..', '..');
const unit = readFileSync(join(ROOT, 'ops/loa-luat.service'), 'utf8');
const sections = Object.fromEntries(
  unit
    .split(/^\[/m)
    .slice(1)
    .map((text) => {
      const [name, ...lines] = text.split('\n') as [string, ...string[]];
      const settings = lines
        .filter((line) => /^\w/.test(line))
        .map((line) => line.split(/=(.*)/) as string[]);
      return [name.slice(0, -1), Object.fromEntries(settings) as Record<string, string>];
    }),
);
const service = sections.Service!;

describe('the unit for systemd', () => {
  it('starts with the machine, and again for as long as it takes', () => {
    expect(sections.Install).toEqual({ WantedBy: 'multi-user.target' });
    expect(service).toMatchObject({ Restart: 'always', RestartSec: '5' });
    expect(sections.Unit).toMatchObject({ StartLimitIntervalSec: '0' });
  });

  it('runs the program that the build makes', () => {
    const [, file] = /^\/usr\/bin\/node dist\/(src\/\S+)\.js$/.exec(service.ExecStart!)!;
    expect(existsSync(join(ROOT, `${file}.ts`))).toBe(true);
  });

  it('gives it the time to stop in order, and leaves its own Postgres to it', () => {
    expect(Number(service.TimeoutStopSec)).toBeGreaterThan(ConfigSchema.parse({}).SHUTDOWN_SECONDS);
    expect(service.KillMode).toBe('mixed');
  });

  it('lets it write to its data folder', () => {
    const dataDir = join(service.WorkingDirectory!, ConfigSchema.parse({}).DATA_DIR);
    expect(service).toMatchObject({ ProtectSystem: 'strict', ReadWritePaths: dataDir });
  });
});
