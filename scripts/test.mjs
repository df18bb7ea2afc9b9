// npm test: installs and builds what is missing, runs jest (arguments are passed on), says what was skipped and why.
// The last line is the counts. With CI=true a skipped test or a package that could not be installed is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './lib/debian-packages.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt } from './lib/ensure-web.mjs';
import { run, tool } from './lib/project.mjs';

const isCi = process.env.CI === 'true';
await ensureInstalled();
await ensureBuilt();
await ensureWebBuilt();
const leftOut = await ensureDebianPackages();

const folder = mkdtempSync(join(tmpdir(), 'loa-luat-jest-'));
const outputFile = join(folder, 'results.json');
const args = [
  tool('jest', 'bin', 'jest.js'),
  '--json',
  `--outputFile=${outputFile}`,
  ...process.argv.slice(2),
];
const code = await run(process.execPath, args);
const results = readResults(outputFile);
rmSync(folder, { recursive: true, force: true });

for (const sentence of leftOut) console.log(sentence);
if (!results) {
  console.log('jest ended without results.');
  finish({ passed: 0, failed: 1, skipped: 0 });
}
const skipped = results.testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status }) => ['pending', 'todo', 'disabled'].includes(status)),
);
for (const reason of reasonsOf(skipped)) console.log(reason);
// A file that cannot even be loaded holds no tests that could fail.
finish({
  passed: results.numPassedTests,
  failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
  skipped: skipped.length,
});

function finish(counts) {
  const isIncomplete = counts.skipped > 0 || leftOut.length > 0;
  const isBad = counts.failed > 0 || code !== 0 || counts.passed === 0 || (isCi && isIncomplete);
  process.exitCode = isBad ? 1 : 0;
  const more = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${counts.passed} passed, ${counts.failed} failed${more}`);
  process.exit();
}

/** Names of skipped tests end with `[skipped: why]` (test/support/needs.ts); without one they were filtered by name. */
function reasonsOf(tests) {
  const byReason = new Map();
  for (const { fullName } of tests) {
    const reason = /\[skipped: ([^\]]+)\]/.exec(fullName)?.[1] ?? 'not chosen';
    byReason.set(reason, [...(byReason.get(reason) ?? []), fullName.replace(/ \[skipped: [^\]]+\]/g, '')]);
  }
  return [...byReason].flatMap(([reason, names]) => [
    `Skipped, ${reason}: ${names.length}`,
    ...(reason === 'not chosen' ? [] : names.map((name) => `  ${name}`)),
  ]);
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
