import { runCompiled } from './lib/run-compiled.mjs';

await runCompiled('scripts/samples.js');
