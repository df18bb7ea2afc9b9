import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.js';

/** Whether Debian's libnet-smpp-perl is here. */
export const hasPerlSmsc = spawnSync('perl', ['-MNet::SMPP', '-MJSON::PP', '-e', '1']).status === 0;

/** One line that the message centre said. */
export interface SmscLine {
  port?: number;
  bound?: number;
  unbound?: number;
  enquired?: number;
  /** The number that a submit was taken for. */
  taken?: string;
  refused?: string;
  /** The sequence number of a deliver_sm that was answered. */
  heard?: number;
  status?: number;
  from?: string;
  coding?: number;
  esm?: number;
  hex?: string;
  registered?: number;
  ton?: string;
  validity?: string;
  version?: number;
}

export interface PerlSmsc {
  port: number;
  lines: SmscLine[];
  /** Submits that were taken. */
  taken(): SmscLine[];
  /** Gives a command; see `test/support/smsc.pl`. */
  tell(command: Record<string, unknown>): void;
  /** A subscriber writes; Vietnamese letters travel as UCS-2. */
  say(from: string, text: string): void;
  stop(): Promise<void>;
}

/** Starts a message centre that is not of our library, on a free port of the loopback address. */
export async function startPerlSmsc(options: Record<string, string | number> = {}): Promise<PerlSmsc> {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child: ChildProcess = spawn('perl', [join(__dirname, 'smsc.pl'), ...flags], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines: SmscLine[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(JSON.parse(line) as SmscLine));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin!.on('error', () => undefined); // it is gone: `ended` says so
  const port = await eventually(() => lines[0]?.port ?? 0);
  const tell = (command: Record<string, unknown>) => void child.stdin!.write(`${JSON.stringify(command)}\n`);
  return {
    port,
    lines,
    taken: () => lines.filter((line) => line.taken !== undefined),
    tell,
    say: (from, text) => {
      const isPlain = /^[\x20-\x7e]*$/.test(text);
      const octets = isPlain ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16();
      tell({ cmd: 'say', from, text_hex: octets.toString('hex'), coding: isPlain ? 0 : 8 });
    },
    stop: async () => {
      child.stdin!.end();
      child.kill();
      await ended;
    },
  };
}
