import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { fail, ROOT } from './project.mjs';

/**
 * Installs and builds what is missing, then runs a compiled program in this very process: signals and the exit code are
 * its own, with nothing in between.
 * @param path below dist/
 * @param args what the program finds in process.argv after its own name
 */
export async function runCompiled(path, args = process.argv.slice(2)) {
  await ensureInstalled();
  await ensureBuilt();
  const file = join(ROOT, 'dist', path);
  if (!existsSync(file)) fail(`Không có chương trình ${path}.`);
  process.argv = [process.argv[0], file, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
}
