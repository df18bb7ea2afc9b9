import { ensureInstalled } from './lib/ensure-installed.mjs';
import { ensureWebBuilt } from './lib/ensure-web.mjs';
import { runCompiled } from './lib/run-compiled.mjs';

await ensureInstalled();
await ensureWebBuilt();
await runCompiled('scripts/demo.js');
