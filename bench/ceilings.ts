/**
 * `npm run bench -- ceilings`: what the ratios of `dispatch` and `receipts` could come to on this machine with this HTTP
 * client, this server and this ledger's statements, in groups of the sizes that the product has. Each line does nothing but
 * what it names: no template, no fences, no pace, no accounts, no signatures, no metrics.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { bareLoop, sendBare } from './support/bare-sends.js';
import { claimAndRecord } from './support/claim-and-record.js';
import { expectCount, fillTaken } from './support/ledger.js';
import { Program } from './support/processes.js';
import { makeCalls } from './support/receipt-calls.js';
import { startSimulator } from './support/simulator.js';
import { withClient } from './support/with-client.js';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    'warm-up': { type: 'string', default: '20000' },
    'bare-seconds': { type: 'string', default: '4' },
  },
});
const messages = Number(values.messages);
const warmUp = Number(values['warm-up']);
const bareSeconds = Number(values['bare-seconds']);

interface Ceiling {
  bench: 'dispatch' | 'dispatch with receipts' | 'receipts';
  does: string;
  perSecond: number;
  limitPerSecond: number;
  ratio: number;
}

/** What `work` comes to, after as many messages as warm it up, beside the mean of the limit right before and after it. */
async function beside(
  bench: Ceiling['bench'],
  does: string,
  limit: () => Promise<number>,
  work: (count: number) => Promise<number>,
): Promise<Ceiling> {
  await work(warmUp);
  const before = await limit();
  const perSecond = await work(messages);
  const limitPerSecond = (before + (await limit())) / 2;
  return {
    bench,
    does,
    perSecond: Math.round(perSecond),
    limitPerSecond: Math.round(limitPerSecond),
    ratio: Number((perSecond / limitPerSecond).toFixed(3)),
  };
}

async function withSimulator<T>(behaviour: string, work: (url: string) => Promise<T>): Promise<T> {
  const simulator = await startSimulator({ behaviour });
  try {
    return await work(simulator.url);
  } finally {
    await simulator.stop();
  }
}

/** Sends, and takes one receipt for each in the same process, as the product does; nothing is stored. */
async function exchange(simulatorUrl: string, count: number): Promise<number> {
  let taken = 0;
  let allTaken!: () => void;
  const all = new Promise<void>((resolve) => (allTaken = resolve));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-length': 2 }).end('OK');
      if (++taken === count) allTaken();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const began = performance.now();
    let n = 0;
    await sendBare(simulatorUrl, () =>
      n < count ? { reference: `exchange${count}x${n++}`, to: '+84912345600', callbackUrl } : undefined,
    );
    await all;
    return count / ((performance.now() - began) / 1000);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Starts what stores receipts, and where `apply` is set applies them as well. */
async function withInbox<T>(
  databaseUrl: string,
  gatewayId: string,
  apply: boolean,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const inbox = await Program.start('bench/support/bare-inbox.js', [
    '--database',
    databaseUrl,
    '--gateway',
    gatewayId,
    ...(apply ? ['--apply'] : []),
  ]);
  try {
    return await work(inbox.url);
  } finally {
    await inbox.stop();
  }
}

/** Makes one receipt for each of so many messages durable. */
async function keepReceipts(
  databaseUrl: string,
  gatewayId: string,
  inboxUrl: string,
  count: number,
): Promise<number> {
  const calls = await withClient(databaseUrl, async (client) => {
    await client.query('truncate receipts');
    return fillTaken(client, gatewayId, count);
  });
  const perSecond = await makeCalls(inboxUrl, calls);
  await expectCount(databaseUrl, count, 'select count(*)::int as n from receipts', []);
  return perSecond;
}

async function measureAll(databaseUrl: string): Promise<Ceiling[]> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ id: string }>(
      `insert into gateways (name, kind, channel, config, parts_per_second, price_per_part_vnd, webhook_token)
       values ('Đo hiệu năng', 'simulator', 'sms', '{}', 100000, 350, 'bench') returning id`,
    ),
  );
  const gatewayId = rows[0]!.id;
  const echo = await Program.start('bench/support/echo.js', []);
  try {
    return await withSimulator('silent', async (url) => {
      const loop = () => bareLoop(url, bareSeconds);
      const calls = await withClient(databaseUrl, (client) => fillTaken(client, gatewayId, 1_000));
      const echoes = () => makeCalls(`${echo.url}/echo`, calls, bareSeconds);
      const receipts = (does: string, apply: boolean) =>
        withInbox(databaseUrl, gatewayId, apply, (inboxUrl) =>
          beside('receipts', does, echoes, (count) => keepReceipts(databaseUrl, gatewayId, inboxUrl, count)),
        );
      return [
        await beside('dispatch', 'claims, sends, records', loop, (count) =>
          claimAndRecord(databaseUrl, gatewayId, url, count),
        ),
        await withSimulator('delivered', (reporting) =>
          beside('dispatch with receipts', 'sends, takes the receipt; no database', loop, (count) =>
            exchange(reporting, count),
          ),
        ),
        await receipts('stores', false),
        await receipts('stores, applies', true),
      ];
    });
  } finally {
    await echo.stop();
  }
}

const folder = await makeThrowAwayFolder('loa-luat-bench-');
const postgres = await startEmbeddedPostgres({ dataDir: folder });
try {
  await migrate(postgres.url);
  const ceilings = await measureAll(postgres.url);
  console.table(ceilings);
  process.stdout.write(`${JSON.stringify({ bench: 'ceilings', messages, ceilings })}\n`);
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
