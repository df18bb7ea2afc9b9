// Makes the folder of a new kind of gateway, with a contract that fails until it is filled: docs/gateways/adding-one.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { filesOf } from './lib/gateway-files.mjs';

const REGISTRY = 'src/gateway/gateway.registry.ts';

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { in: { type: 'string' } } });
const root = resolve(values.in ?? '.');
const name = positionals[0] ?? '';
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 30) {
  refuse('usage: npm run new:gateway -- name     (small letters, digits, hyphens)');
}
const registryPath = join(root, REGISTRY);
const registry = existsSync(registryPath) ? readFileSync(registryPath, 'utf8') : '';
const start = 'const REGISTRY = {\n';
if (!registry.includes(start))
  refuse(`${REGISTRY} is not here, or not as it was: run this in the repository`);
if (existsSync(join(root, 'src/gateway', name))) refuse(`src/gateway/${name} is there already`);

const { files, variable } = filesOf(name);
mkdirSync(join(root, 'src/gateway', name), { recursive: true });
for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text, { flag: 'wx' });
const key = variable === name ? variable : `'${name}': ${variable}`;
writeFileSync(
  registryPath,
  `import { ${variable} } from './${name}/${name}.kind.js';\n${registry.replace(start, `${start}  ${key},\n`)}`,
);
process.stdout.write(
  [
    ...Object.keys(files).map((path) => `made ${path}`),
    `changed ${REGISTRY}`,
    '',
    `Next: npx jest test/gateway/contract.spec.ts -t ${name}`,
    'It fails until the contract says what the operator documents: docs/gateways/adding-one.md',
    '',
  ].join('\n'),
);
