import { Program } from './processes.js';

/** The one secret of the simulated operators that are started here. */
export const OPERATOR_KEY = 'khoa-dien-tap';

/** Starts simulated operators, on a free port of this machine where the flags (`npm run simulator -- --help`) name no other. */
export function startSimulator(flags: Record<string, string | number | boolean> = {}): Promise<Program> {
  const all = { port: 0, key: OPERATOR_KEY, ...flags };
  return Program.start(
    'src/simulator/main.js',
    Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]),
  );
}
