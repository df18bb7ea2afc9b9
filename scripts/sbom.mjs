// npm run sbom: every package that the product is built from and runs on, as CycloneDX JSON in sbom.cdx.json, from the lock file.
// What only builds or tests it is marked so. Asks no registry.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT } from './lib/project.mjs';

const file = process.argv[2] ?? join(ROOT, 'sbom.cdx.json');
const made = spawnSync('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
if (made.status !== 0) fail(`npm could not list the packages:\n${made.stderr}`);
writeFileSync(file, made.stdout);
console.log(`${JSON.parse(made.stdout).components.length} packages: ${file}`);
