/**
 * What the first screen of a visit needs is asked for together with the program, not after it: over 3G every answer that
 * is only asked for when another has come costs most of a second. The build writes a small script that knows the files of
 * each address; the page runs it before anything else.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** What a screen asks the server for at once; the address as the app asks it, to the letter. */
const READS: Readonly<Record<string, readonly string[]>> = {
  '/campaigns/new': ['/api/v1/gateways?limit=500', '/api/v1/areas?limit=500', '/api/v1/holidays'],
};
const SESSION = '/api/v1/auth/me';

/** `{ path: '/campaigns/:id', load: () => import('…') }`, as routes.ts is written. */
const ROUTE = /path: '([^']+)',\s*load: \(\) => import\('([^']+)'\)/g;

interface Chunk {
  fileName: string;
  facadeModuleId: string | null;
  imports: readonly string[];
  viteMetadata?: { importedCss: ReadonlySet<string> };
}

/** In the page: begins what the address needs. Kept free of what old browsers lack. */
const SCRIPT = (table: string) => `(function () {
  var routes = ${table};
  var here = location.pathname;
  for (var i = 0; i < routes.length; i++) {
    if (!new RegExp(routes[i][0]).test(here)) continue;
    routes[i][1].forEach(function (file) {
      var link = document.createElement('link');
      link.href = file;
      link.crossOrigin = 'anonymous';
      if (file.indexOf('/api/') === 0) { link.rel = 'preload'; link.as = 'fetch'; }
      else if (/\\.css$/.test(file)) { link.rel = 'preload'; link.as = 'style'; }
      else { link.rel = 'modulepreload'; }
      document.head.appendChild(link);
    });
    return;
  }
})();
`;

/** Every file that a chunk needs and the program itself has not. */
function filesOf(chunk: Chunk, chunks: ReadonlyMap<string, Chunk>, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const add = (each: Chunk) => {
    if (found.has(each.fileName) || known.has(each.fileName)) return;
    found.add(each.fileName);
    for (const css of each.viteMetadata?.importedCss ?? []) if (!known.has(css)) found.add(css);
    for (const name of each.imports) {
      const next = chunks.get(name);
      if (next) add(next);
    }
  };
  add(chunk);
  return [...found];
}

/** Writes the script and names it first in the page. */
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
      const page = join(folder, 'index.html');
      const html = readFileSync(page, 'utf8');
      const chunks = new Map<string, Chunk>();
      for (const each of Object.values(bundle))
        if (each.type === 'chunk') chunks.set(each.fileName, each as unknown as Chunk);
      const known = new Set([...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]!));
      const app = join(root, 'src/app');
      const routes = [...readFileSync(join(app, 'routes.ts'), 'utf8').matchAll(ROUTE)].map(
        ([, path, file]) => {
          const source = resolve(app, file!).replace(/\.js$/, '.tsx');
          const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === source);
          if (!chunk) throw new Error(`no file was built for the screen at ${path}`);
          const files = filesOf(chunk, chunks, known).map((name) => `/${name}`);
          return [`^${path!.replace(/:[^/]+/g, '[^/]+')}$`, [...(READS[path!] ?? []), ...files]] as const;
        },
      );
      if (routes.length < 10) throw new Error('routes.ts is not written as early-loads.ts reads it');
      // For the server, which names the answers in the page's own header: they are then asked for before the page is read.
      const reads = routes.map(([path, needs]) => [path, needs.filter((each) => each.startsWith('/api/'))]);
      writeFileSync(join(folder, '.early.json'), JSON.stringify({ session: SESSION, reads }));
      const source = SCRIPT(JSON.stringify(routes));
      const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
      const name = `assets/early-${hash}.js`;
      writeFileSync(join(folder, name), source);
      writeFileSync(
        page,
        html.replace(
          '<head>',
          // Who is signed in is asked at every address.
          `<head>\n    <link rel="preload" as="fetch" crossorigin href="${SESSION}">\n    <script src="/${name}" async></script>`,
        ),
      );
    },
  };
}
