import { parseArgs } from 'node:util';
import { BEHAVIOURS, behaviourHelp, BY_NAME_ONLY, DELIVERED } from './behaviours.js';
import { formatHelp } from './formats.js';
import { SIMULATOR_DEFAULTS, startSimulator, type SimulatorOptions } from './simulator.js';

const HELP = `Simulated operators over HTTP, with real webhooks.

Usage: npm run simulator -- [flags]
  --port N               port to listen on, 0 for a free one (${SIMULATOR_DEFAULTS.port})
  --smpp PORT            port on which it speaks SMPP as well, 0 for a free one (none)
  --host ADDRESS         address to listen on (${SIMULATOR_DEFAULTS.host})
  --latency-ms N         time between a request and its answer (${SIMULATOR_DEFAULTS.latencyMs})
  --receipt-delay-ms N   time between taking a message and its receipt (${SIMULATOR_DEFAULTS.receiptDelayMs})
  --late-receipt-ms N    the same for late receipts (${SIMULATOR_DEFAULTS.lateReceiptMs})
  --webhook-timeout-ms N how long a webhook may take to answer (${SIMULATOR_DEFAULTS.webhookTimeoutMs})
  --idempotent BOOL      a known reference is answered again and not sent again (${SIMULATOR_DEFAULTS.idempotent})
  --error-rate N         share of requests, 0 to 1, that fail with 500 and are not taken (${SIMULATOR_DEFAULTS.errorRate})
  --key TEXT             the one secret: bearer key, password and signing key of every format (${SIMULATOR_DEFAULTS.key})
  --behaviour NAME       one behaviour for every number instead of the table
  --quiet                print nothing
  --help                 this text

What happens to a message is decided by the last two digits of its number:
${behaviourHelp()}

Only by name (--behaviour, /admin/behaviour):
${BY_NAME_ONLY.map(({ name, says }) => `       ${name.padEnd(15)} ${says}`).join('\n')}

Wire formats; every password, key and secret is KEY:
${formatHelp()}

  GET  /admin/log        every message that was taken, one JSON object a line
  GET  /admin/summary    figures
  GET  /admin/formats    names of the wire formats
  POST /admin/reset      forget everything
  POST /admin/behaviour  {ending: "07" or "*", behaviour or code, format?}
  POST /admin/callback   {format, url}: where an account's callbacks go that no request names
  POST /admin/inbound    {from, text, callbackUrl?, format?}: a household answers
  POST /admin/formats/F  a command to one operator, see docs/gateways/simulator.md
`;

function readOptions(): { options: SimulatorOptions; isQuiet: boolean } | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      smpp: { type: 'string' },
      host: { type: 'string' },
      'latency-ms': { type: 'string' },
      'receipt-delay-ms': { type: 'string' },
      'late-receipt-ms': { type: 'string' },
      'webhook-timeout-ms': { type: 'string' },
      idempotent: { type: 'string' },
      'error-rate': { type: 'string' },
      key: { type: 'string' },
      behaviour: { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return null;
  const defaults = SIMULATOR_DEFAULTS;
  const names = [DELIVERED, ...BEHAVIOURS.values(), ...BY_NAME_ONLY].map(({ name }) => name);
  return {
    isQuiet: values.quiet ?? false,
    options: {
      host: values.host ?? defaults.host,
      port: number('port', values.port, defaults.port, 65_535),
      smppPort: values.smpp === undefined ? null : number('smpp', values.smpp, 0, 65_535),
      latencyMs: number('latency-ms', values['latency-ms'], defaults.latencyMs, 600_000),
      receiptDelayMs: number(
        'receipt-delay-ms',
        values['receipt-delay-ms'],
        defaults.receiptDelayMs,
        86_400_000,
      ),
      lateReceiptMs: number('late-receipt-ms', values['late-receipt-ms'], defaults.lateReceiptMs, 86_400_000),
      webhookTimeoutMs: number(
        'webhook-timeout-ms',
        values['webhook-timeout-ms'],
        defaults.webhookTimeoutMs,
        600_000,
      ),
      idempotent:
        oneOf('idempotent', values.idempotent ?? String(defaults.idempotent), ['true', 'false']) === 'true',
      errorRate: number('error-rate', values['error-rate'], defaults.errorRate, 1),
      key: values.key ?? defaults.key,
      behaviour: values.behaviour === undefined ? null : oneOf('behaviour', values.behaviour, names),
    },
  };
}

function number(flag: string, text: string | undefined, otherwise: number, max: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (text === '' || !(value >= 0 && value <= max))
    throw new RangeError(`--${flag} takes a number from 0 to ${max}`);
  return value;
}

function oneOf(flag: string, value: string, allowed: string[]): string {
  if (!allowed.includes(value)) throw new RangeError(`--${flag} takes one of: ${allowed.join(', ')}`);
  return value;
}

async function main(): Promise<void> {
  const read = readOptions();
  if (read === null) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = await startSimulator(read.options);
  if (!read.isQuiet) process.stdout.write(`simulator listening on ${simulator.url}${overSmpp(simulator)}\n`);
  const stop = (): void => {
    void simulator.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function overSmpp({ smppPort }: { smppPort: number | null }): string {
  return smppPort === null ? '' : `, and over SMPP on port ${smppPort}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
