import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt } from './lib/ensure-web.mjs';

await ensureInstalled();
await ensureWebBuilt();
