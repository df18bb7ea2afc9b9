import { runCompiled } from './lib/run-compiled.mjs';

await runCompiled('src/cli.js');
