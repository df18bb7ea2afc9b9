// npm run build: the program into dist/, the web app into web/dist, each marked with what it was made from, so that no later
// command takes it for old and builds anew under a running service.
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt } from './lib/ensure-web.mjs';

await ensureInstalled();
await ensureBuilt();
await ensureWebBuilt();
