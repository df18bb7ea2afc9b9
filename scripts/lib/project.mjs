// Where the project lies, and how its scripts start other programs. No dependency: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Runs a program in the project's folder to its end.
 * @param options.quiet keep what it prints, and show it only where it fails
 * @returns its exit code (128 + number where a signal ended it)
 */
export function run(program, args, { quiet = false, env = process.env, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    // Ctrl-C reaches the child as well; we stay to pass on its exit code.
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, forward);
    process.on('SIGINT', ignore);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of ['SIGTERM', 'SIGHUP']) process.off(name, forward);
      process.off('SIGINT', ignore);
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(said));
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

function ignore() {}

/** Arguments that run a package's program with this very Node, whatever PATH says. */
export function tool(...path) {
  return join(ROOT, 'node_modules', ...path);
}

/** Ends the program with a sentence, or silently where `code` says that a signal asked for it. */
export function fail(sentence, code = 1) {
  if (code > 128) process.exit(code);
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
