import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The JSON line of a drill. */
export interface DrillLine {
  messages: number;
  kills: number;
  lost: number;
  duplicates: number;
  inDoubt: number;
  inFlight: number;
  queueLosses: number;
  postgresStops: number;
  sentByWorker: number[];
}

/** Runs `npm run drill` with these arguments; answers its last line, its exit code and everything that it printed. */
export async function runDrill(
  ...args: string[]
): Promise<{ line: DrillLine; code: number | null; printed: string }> {
  return runToJson(process.execPath, [join(ROOT, 'scripts/drill.mjs'), ...args]);
}

/** Runs a program whose last line on standard output is JSON. Throws with what it printed where there is none. */
export async function runToJson<Line>(
  program: string,
  args: readonly string[],
): Promise<{ line: Line; code: number | null; printed: string }> {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-10_000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('exit', end);
  const last = printed.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`no result (exit code ${code}):\n${printed}\n${errors}`);
  return { line: JSON.parse(last) as Line, code, printed };
}
