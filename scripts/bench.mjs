import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT } from './lib/project.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt } from './lib/ensure-web.mjs';
import { runCompiled } from './lib/run-compiled.mjs';

const [name, ...args] = process.argv.slice(2);
const folder = join(ROOT, 'bench');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== 'drill.ts')
  .map((file) => file.slice(0, -'.ts'.length));
if (!names.includes(name)) fail(`Cách dùng: npm run bench -- ${names.join('|')}`);
if (name === 'web' || name === 'scroll') {
  await ensureInstalled();
  await ensureWebBuilt();
}
await runCompiled(`bench/${name}.js`, args);
