import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMadeFrom, stampOf } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { fail, ROOT, run, tool } from './project.mjs';

const WEB = join(ROOT, 'web');

/** What the pages are made of: their own files, the rules they share with the server, and the packages. */
const SOURCES = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/early-loads.ts',
  'web/package.json',
  'src/domain',
  'package-lock.json',
];
const STAMP = join(WEB, 'dist', '.built-from');

/** Builds the web app into web/dist where that is missing or made from other sources. */
export async function ensureWebBuilt() {
  if (isMadeFrom(STAMP, SOURCES)) return;
  await withLock(join(ROOT, '.web.lock'), async () => {
    if (isMadeFrom(STAMP, SOURCES)) return;
    const startedAt = Date.now();
    process.stderr.write('Đang dựng giao diện web…\n');
    const sources = stampOf(SOURCES);
    const code = await run(
      process.execPath,
      [tool('vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
      {
        quiet: true,
        cwd: WEB,
        // Under jest it is `test`, and React would come with all that helps in development.
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    if (code !== 0) fail('Không dựng được giao diện web; lời của trình dựng ở trên.', code);
    writeFileSync(STAMP, sources);
    process.stderr.write(`Đã dựng xong sau ${Math.round((Date.now() - startedAt) / 1000)} giây.\n`);
  });
}

/**
 * Makes the types of the API from docs/openapi.json. They are not committed, so they can't be stale.
 * @returns the exit code of the generator
 */
export function generateWebTypes() {
  const folder = join(WEB, 'src', 'api');
  mkdirSync(folder, { recursive: true });
  return run(
    process.execPath,
    [
      join(WEB, 'node_modules', 'openapi-typescript', 'bin', 'cli.js'),
      join(ROOT, 'docs', 'openapi.json'),
      '--output',
      join(folder, 'schema.d.ts'),
    ],
    { quiet: true },
  );
}
