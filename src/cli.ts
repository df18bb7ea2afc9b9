import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli.run.js';

/** The operator's program: `npm run cli -- --help`. */
process.exitCode = await runCli(process.argv.slice(2), {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
