import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { earlyLoads } from './early-loads.js';

/** Files that grow when they are compressed again, or are too small to matter. */
const COMPRESSED = /\.(js|css|html|svg|json)$/;
const LEAST_BYTES = 1024;

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
    target: ['chrome109', 'firefox115', 'safari15.4'],
  },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://localhost:3000' } },
});
