import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { fail, ROOT, run, tool } from './project.mjs';

const SOURCES = [
  'src',
  'bench',
  'scripts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];
const STAMP = join(ROOT, 'dist', '.built-from');

/** Compiles into dist/ where that is missing or made from other sources. */
export async function ensureBuilt() {
  if (isFresh()) return;
  await withLock(join(ROOT, '.build.lock'), async () => {
    if (isFresh()) return;
    const startedAt = Date.now();
    process.stderr.write('Đang biên dịch chương trình…\n');
    const sources = fingerprint();
    const code = await run(process.execPath, [tool('@nestjs', 'cli', 'bin', 'nest.js'), 'build'], {
      quiet: true,
    });
    if (code !== 0) fail('Không biên dịch được chương trình; lời của trình biên dịch ở trên.', code);
    writeFileSync(STAMP, sources);
    process.stderr.write(`Đã biên dịch xong sau ${Math.round((Date.now() - startedAt) / 1000)} giây.\n`);
  });
}

function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Names, sizes and times of all sources: a file removed or moved counts as well. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(join(ROOT, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const source of SOURCES) {
    if (!existsSync(join(ROOT, source))) continue;
    if (statSync(join(ROOT, source)).isFile()) add(source);
    else filesIn(source).forEach(add);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(path);
      return /\.(ts|sql|json)$/.test(entry.name) && !entry.name.endsWith('.spec.ts') ? [path] : [];
    });
}
