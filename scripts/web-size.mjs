// How much of the web app a phone loads, compressed by gzip: the first screen in all, each later one beyond it. Prints a
// table, and ends with 1 where a screen is over its limit. Needs the build.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, ROOT } from './lib/project.mjs';

const FIRST_KB = 150;
const LATER_KB = 60;
/** A person's first screen is the sign-in, or the home page where they are signed in already. */
const FIRST = /screens\/(sign-in\/SignInScreen|home\/HomeScreen)\.tsx$/;

const DIST = join(ROOT, 'web', 'dist');
const MANIFEST = join(DIST, '.vite', 'manifest.json');
if (!existsSync(MANIFEST)) fail('web/dist is not built: npm run build:web');
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));

/** Every JS and CSS file that loads with an entry of the manifest. */
function filesOf(key, found = new Set(), seen = new Set()) {
  if (seen.has(key)) return found;
  seen.add(key);
  const { file, css = [], imports = [] } = manifest[key];
  for (const each of [file, ...css]) found.add(each);
  for (const each of imports) filesOf(each, found, seen);
  return found;
}

const sizes = new Map();
const kb = (files) =>
  [...files].reduce((sum, file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length);
    return sum + sizes.get(file);
  }, 0) / 1024;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = filesOf(entry);
const screens = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const lines = screens.map((screen) => {
  const files = filesOf(screen);
  const isFirst = FIRST.test(screen);
  const size = isFirst
    ? kb(new Set([...shell, ...files]))
    : kb([...files].filter((file) => !shell.has(file)));
  return { screen: screen.replace(/^src\/|\.tsx$/g, ''), size, limit: isFirst ? FIRST_KB : LATER_KB };
});
if (lines.filter(({ limit }) => limit === FIRST_KB).length !== 2)
  fail('the first screens are not in the build');
for (const { screen, size, limit } of lines) {
  console.log(`${size > limit ? 'OVER' : 'ok  '}  ${size.toFixed(1).padStart(6)} of ${limit} kB  ${screen}`);
}
process.exitCode = lines.some(({ size, limit }) => size > limit) ? 1 : 0;
