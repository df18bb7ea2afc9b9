import { runCompiled } from './lib/run-compiled.mjs';

await runCompiled('bench/drill.js');
