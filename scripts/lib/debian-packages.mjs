import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './project.mjs';

/** What some tests need beside Node: the Debian package, and a file of it that shows it is there. */
const WANTED = [
  { name: 'redis-server', for: 'Redis queues', files: ['redis-server'] },
  { name: 'chromium', for: 'browser', files: ['chromium', 'chromium-browser', 'google-chrome'] },
  { name: 'iproute2', for: 'hosts that are cut off', files: ['ip'] },
  { name: 'kannel', for: 'Kannel', files: ['bearerbox'] },
  { name: 'libnet-smpp-perl', for: 'SMPP', files: ['/usr/share/perl5/Net/SMPP.pm'] },
  { name: 'kannel-extras', for: 'Kannel', files: ['/usr/lib/kannel/test/fakesmsc'] },
];

const PATHS = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Installs what is missing where we are root and there is apt; elsewhere nothing.
 * @returns for each package still missing, a sentence that says which tests go without it and why
 */
export async function ensureDebianPackages() {
  const missing = WANTED.filter((one) => !isThere(one));
  if (missing.length === 0) return [];
  const why = await install(missing.map(({ name }) => name));
  return WANTED.filter((one) => !isThere(one)).map(
    (one) =>
      `${one.name} is not installed (${why ?? 'apt-get did not bring it'}): tests of ${one.for} are left out.`,
  );
}

function isThere({ files }) {
  return files.some((file) =>
    file.startsWith('/') ? existsSync(file) : PATHS.some((path) => existsSync(join(path, file))),
  );
}

/** @returns why it could not be done, or undefined */
async function install(names) {
  if (process.getuid?.() !== 0) return 'installing it needs root';
  if (spawnSync('apt-get', ['--version']).status !== 0) return 'there is no apt-get here';
  console.error(`Installing ${names.join(', ')} from Debian's packages…`);
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
    // Tests start their own servers: the packages' services stay off (invoke-rc.d believes this run level).
    RUNLEVEL: '1',
  };
  const patience = [
    '-o',
    'DPkg::Lock::Timeout=300',
    '-o',
    'Acquire::http::Timeout=30',
    '-o',
    'Acquire::Retries=2',
  ];
  // A source that does not answer is no matter when another one, or the last list, has the packages.
  await run('apt-get', [...patience, 'update'], { quiet: true, env });
  const args = [...patience, 'install', '--yes', '--no-install-recommends', ...names];
  return (await run('apt-get', args, { quiet: true, env })) === 0 ? undefined : 'apt-get install failed';
}
