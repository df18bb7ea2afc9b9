import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { fail, ROOT, run } from './project.mjs';

const LEAST_NODE = [20, 19];

/** Installs the project's packages where they are missing or not those of package-lock.json. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    fail(
      `Cần Node.js ${LEAST_NODE.join('.')} trở lên, máy này có ${process.versions.node}: xem https://nodejs.org`,
    );
  }
  if (isInstalled()) return;
  await withLock(join(ROOT, '.install.lock'), async () => {
    if (isInstalled()) return;
    const startedAt = Date.now();
    process.stderr.write('Đang cài đặt các gói của chương trình (npm ci)…\n');
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env.npm_execpath;
    const code = npm?.endsWith('.js')
      ? await run(process.execPath, [npm, ...args], { quiet: true })
      : await run('npm', args, { quiet: true });
    if (code !== 0) fail('Không cài được các gói của chương trình; lời của npm ở trên.', code);
    process.stderr.write(`Đã cài xong sau ${Math.round((Date.now() - startedAt) / 1000)} giây.\n`);
  });
}

/**
 * npm writes what it installed to a hidden lock file, at the very end: complete and equal to package-lock.json means
 * nothing is to be done. Packages for other platforms are optional, and may be missing.
 */
function isInstalled() {
  const wanted = packagesIn(join(ROOT, 'package-lock.json'));
  const found = packagesIn(join(ROOT, 'node_modules', '.package-lock.json'));
  if (!found) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true;
    const there = found[path];
    if (!there) return Boolean(entry.optional || entry.devOptional);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
