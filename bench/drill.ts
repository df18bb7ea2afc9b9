/**
 * `npm run drill`: sends a campaign to a simulated operator, kills what sends it at random moments, and then compares the
 * ledger with what reached each phone. Part of the product: whoever runs it can run this on their own machine.
 */
import { DRILL_HELP, readDrillOptions } from './drill/options.js';
import { runDrill } from './drill/run.js';

async function main(): Promise<number> {
  const options = readDrillOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(DRILL_HELP);
    return 0;
  }
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interruption.abort(new Error('Đã dừng theo yêu cầu.')));
  }
  return runDrill(options, interruption.signal);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
