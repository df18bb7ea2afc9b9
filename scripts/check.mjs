// npm run check: format, lint, types, generated files, known holes in packages, tests. `-- --skip-tests` leaves out the last.
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt, generateWebTypes } from './lib/ensure-web.mjs';
import { ROOT, run, tool } from './lib/project.mjs';
import { join } from 'node:path';

await ensureInstalled();
await ensureBuilt();
await ensureWebBuilt();
if ((await generateWebTypes()) !== 0) process.exit(1);

const checks = [
  [
    'format (npm run format mends it)',
    tool('prettier', 'bin', 'prettier.cjs'),
    '--check',
    '--log-level=warn',
    '.',
  ],
  ['lint', tool('oxlint', 'bin', 'oxlint'), '--deny-warnings'],
  ['types', tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'],
  ['types of the web app', tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'web/tsconfig.json'],
  ['size of the web app (node scripts/web-size.mjs)', join(ROOT, 'scripts/web-size.mjs')],
  [
    'generated files (npm run cli -- generate renews them)',
    join(ROOT, 'scripts/cli.mjs'),
    'generate',
    '--check',
  ],
];
const failed = [];
for (const [name, ...command] of checks) {
  const startedAt = Date.now();
  const code = await run(process.execPath, command, { quiet: true });
  console.log(
    `${code === 0 ? 'ok    ' : 'FAILED'}  ${name}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  if (code !== 0) failed.push(name);
}
// It says itself what it found, or that nobody answered.
if ((await run(process.execPath, [join(ROOT, 'scripts/audit.mjs')])) !== 0) failed.push('known holes');
if (!process.argv.includes('--skip-tests')) {
  const code = await run(process.execPath, [join(ROOT, 'scripts/test.mjs')]);
  if (code !== 0) failed.push('tests');
}
process.exitCode = failed.length > 0 ? 1 : 0;
