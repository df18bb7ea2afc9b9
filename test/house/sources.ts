import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface Source {
  /** Below the project's folder, with slashes: `src/domain/phone.ts`. */
  path: string;
  text: string;
}

/** Every TypeScript file below src/, tests beside files included. */
export function sources(): Source[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, 'src', name))
    .map((file) => ({
      path: relative(ROOT, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** A file of the project as text. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const IMPORT = /(?:^|[;\s])(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** What a file imports: project files as paths from the root (`src/domain/phone.ts`), packages by their specifier. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(IMPORT)].map(([, , specifier]) =>
    specifier!.startsWith('.')
      ? posix.join(posix.dirname(path), specifier!).replace(/\.js$/, '.ts')
      : specifier!,
  );
}
