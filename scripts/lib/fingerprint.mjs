import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/** Whether what carries this stamp was made from the sources as they are now. */
export function isMadeFrom(stamp, sources) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(sources);
}

/**
 * Names, sizes and times of all sources: a file removed or moved counts as well.
 * @param sources files and folders below the project's folder
 */
export function stampOf(sources) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(join(ROOT, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const source of sources) {
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
      return /\.(tsx?|sql|json|css|svg)$/.test(entry.name) && !/\.(spec|d)\.ts$/.test(entry.name)
        ? [path]
        : [];
    });
}
