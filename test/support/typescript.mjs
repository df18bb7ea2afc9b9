// `node --import ./test/support/typescript.mjs FILE.ts` runs the project's TypeScript as it is, without a build.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
