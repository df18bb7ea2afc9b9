/**
 * What the first screen of a visit needs is asked for before the page itself is read: over 3G every answer that is only
 * asked for when another has come costs half a second. The build writes down what each address needs, and the server names
 * it in the page's own header (`src/platform/http/web-app.ts`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** What a screen asks the server for at once; the address as the app asks it, to the letter. */
const READS: Readonly<Record<string, readonly string[]>> = {
  '/campaigns/new': ['/api/v1/gateways?limit=500', '/api/v1/areas?limit=500', '/api/v1/holidays'],
};
/** Who is signed in is asked at every address. */
const SESSION = '/api/v1/auth/me';

/** `{ path: '/campaigns/:id', load: () => import('…') }`, as routes.ts is written. */
const ROUTE = /path: '([^']+)',\s*load: \(\) => import\('([^']+)'\)/g;

interface Chunk {
  fileName: string;
  facadeModuleId: string | null;
  imports: readonly string[];
  viteMetadata?: { importedCss: ReadonlySet<string> };
}

/** Every file that a chunk needs and the page does not name itself, styles first. */
function filesOf(chunk: Chunk, chunks: ReadonlyMap<string, Chunk>, known: ReadonlySet<string>): string[] {
  const styles = new Set<string>();
  const scripts = new Set<string>();
  const add = (each: Chunk) => {
    if (scripts.has(each.fileName) || known.has(each.fileName)) return;
    scripts.add(each.fileName);
    for (const css of each.viteMetadata?.importedCss ?? []) if (!known.has(css)) styles.add(css);
    for (const name of each.imports) {
      const next = chunks.get(name);
      if (next) add(next);
    }
  };
  add(chunk);
  return [...styles, ...scripts];
}

/** The value of a `Link` header that lets the browser ask for these at once. */
function linkOf(addresses: readonly string[]): string {
  const kindOf = (address: string) => {
    if (address.startsWith('/api/')) return 'rel=preload; as=fetch; crossorigin';
    return address.endsWith('.css') ? 'rel=preload; as=style; crossorigin' : 'rel=modulepreload; crossorigin';
  };
  return addresses.map((address) => `<${address}>; ${kindOf(address)}`).join(', ');
}

/** Writes `.early.json`: `[pattern of an address, Link header of its page]`, first match wins. */
export function earlyLoads(): Plugin {
  let root = '';
  return {
    name: 'early-loads',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
    },
    writeBundle: (options, bundle) => {
      const folder = options.dir!;
      const html = readFileSync(join(folder, 'index.html'), 'utf8');
      const chunks = new Map<string, Chunk>();
      for (const each of Object.values(bundle))
        if (each.type === 'chunk') chunks.set(each.fileName, each as unknown as Chunk);
      const program = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
        (match) => match[1]!,
      );
      const known = new Set(program);
      const ofProgram = program
        .toSorted((one, other) => Number(other.endsWith('.css')) - Number(one.endsWith('.css')))
        .map((name) => `/${name}`);
      const app = join(root, 'src/app');
      const routes = [...readFileSync(join(app, 'routes.ts'), 'utf8').matchAll(ROUTE)].map(
        ([, path, file]): [pattern: string, link: string] => {
          const source = resolve(app, file!).replace(/\.js$/, '.tsx');
          const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === source);
          if (!chunk) throw new Error(`no file was built for the screen at ${path}`);
          const files = filesOf(chunk, chunks, known).map((name) => `/${name}`);
          return [
            `^${path!.replace(/:[^/]+/g, '[^/]+')}$`,
            linkOf([...ofProgram, SESSION, ...(READS[path!] ?? []), ...files]),
          ];
        },
      );
      if (routes.length < 10) throw new Error('routes.ts is not written as early-loads.ts reads it');
      const everywhere: [pattern: string, link: string] = ['', linkOf([...ofProgram, SESSION])];
      writeFileSync(join(folder, '.early.json'), JSON.stringify([...routes, everywhere]));
    },
  };
}
