import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMadeFrom, stampOf } from './fingerprint.mjs';
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
  if (isMadeFrom(STAMP, SOURCES)) return;
  await withLock(join(ROOT, '.build.lock'), async () => {
    if (isMadeFrom(STAMP, SOURCES)) return;
    const startedAt = Date.now();
    process.stderr.write('Đang biên dịch chương trình…\n');
    const sources = stampOf(SOURCES);
    const code = await run(process.execPath, [tool('@nestjs', 'cli', 'bin', 'nest.js'), 'build'], {
      quiet: true,
    });
    if (code !== 0) fail('Không biên dịch được chương trình; lời của trình biên dịch ở trên.', code);
    writeFileSync(STAMP, sources);
    process.stderr.write(`Đã biên dịch xong sau ${Math.round((Date.now() - startedAt) / 1000)} giây.\n`);
  });
}
