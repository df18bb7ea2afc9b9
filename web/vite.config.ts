import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { earlyLoads } from './early-loads.js';

/** Files that grow when they are compressed again, or are too small to matter. */
const COMPRESSED = /\.(js|css|html|svg|json)$/;
const LEAST_BYTES = 1024;

/**
 * What many screens share lies together in a few files. Left to itself the build made one of each small part, and over 3G
 * every file is a request of 400 ms: the composer needed 33 files beyond the program, with these groups a third of them.
 * A module goes to the first group that takes it; `npm run check` measures what each screen loads.
 */
const GROUPS = [
  // What runs at every address.
  { name: 'program', tags: ['$initial' as const], priority: 4 },
  // Mantine's fields; what fewer screens use stays with those.
  { name: 'fields', test: /node_modules/, minShareCount: 8, priority: 3 },
  // What we made for several screens.
  {
    name: 'parts',
    test: /web\/src\/(ui|api|messages\/reasons)|src\/domain\/(vietnamese|cost|phone)/,
    minShareCount: 4,
    priority: 2,
  },
  // What composer, approval and tracking show of a campaign.
  {
    name: 'campaigns',
    test: /web\/src\/(screens\/composer\/|ui\/AreaBranches|messages\/composer)|src\/domain\/(template|sms-parts)/,
    minShareCount: 2,
    priority: 1,
  },
];

/** Writes `.br` and `.gz` beside each file: a phone over 3G gets the small one, and no processor time is spent on it. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!COMPRESSED.test(name)) continue;
        const file = join(folder, name);
        const bytes = readFileSync(file);
        if (bytes.length < LEAST_BYTES) continue;
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        );
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), earlyLoads(), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // What loads with which screen: `npm run check` measures it.
    manifest: true,
    // No inline scripts or data: the content policy is `script-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
    target: ['chrome109', 'firefox115', 'safari15.4'],
  },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://localhost:3000' } },
});
