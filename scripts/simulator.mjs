import { runCompiled } from './lib/run-compiled.mjs';

await runCompiled('src/simulator/main.js');
