/**
 * `npm run bench -- ceilings`: what the ratios of `dispatch` and `receipts` could come to at most with this HTTP client, this
 * server and this ledger's statements on this machine. Each line does nothing but what it names: no template, no fences, no
 * pace, no accounts, no signatures, no metrics. What the product has above a line's cost is the product's own.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { type ClaimedDelivery, DeliveriesRepository } from '../src/dispatch/deliveries.repository.js';
import { TriesRepository, type TryResult } from '../src/dispatch/tries.repository.js';
import { migrate } from '../src/platform/database/migrate.js';
import { openPool } from '../src/platform/database/open-pool.js';
import { Sql } from '../src/platform/database/sql.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { withClient } from './drill/stage.js';
import { type BareMessage, bareLoop, OPERATOR_KEY, sendBare } from './support/bare-sends.js';
import { fillPlanned, fillTaken } from './support/ledger.js';
import { Program } from './support/processes.js';
import { makeCalls } from './support/receipt-calls.js';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    'bare-seconds': { type: 'string', default: '4' },
  },
});
const messages = Number(values.messages);
const bareSeconds = Number(values['bare-seconds']);

/** Sizes as the product has them for an account that nothing but our own speed holds back. */
const SLICE = 512;
const RECORDED_TOGETHER = 250;
const WORKER = 'bench';

interface Ceiling {
  bench: 'dispatch' | 'dispatch with receipts' | 'receipts';
  does: string;
  perSecond: number;
  limitPerSecond: number;
  ratio: number;
}

/** What `work` comes to beside the mean of what the limit comes to right before and after it. */
async function beside(
  bench: Ceiling['bench'],
  does: string,
  limit: () => Promise<number>,
  work: () => Promise<number>,
): Promise<Ceiling> {
  const before = await limit();
  const perSecond = await work();
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
  const simulator = await Program.start('src/simulator/main.js', [
    '--port',
    '0',
    '--key',
    OPERATOR_KEY,
    '--behaviour',
    behaviour,
  ]);
  try {
    return await work(simulator.url);
  } finally {
    await simulator.stop();
  }
}

/** Sends, and takes one receipt for each in the same process, as the product does; nothing is stored. */
async function exchange(): Promise<number> {
  let taken = 0;
  let allTaken!: () => void;
  const all = new Promise<void>((resolve) => (allTaken = resolve));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-length': 2 }).end('OK');
      if (++taken === messages) allTaken();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    return await withSimulator('delivered', async (url) => {
      const began = performance.now();
      let n = 0;
      await sendBare(url, () =>
        n < messages ? { reference: `exchange${n++}`, to: '+84912345600', callbackUrl } : undefined,
      );
      await all;
      return messages / ((performance.now() - began) / 1000);
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A bare message, and the delivery it was made from. */
interface ClaimedMessage extends BareMessage {
  delivery: ClaimedDelivery;
}

/** Sends what the claiming statement hands out and gives every answer to the recording one. */
async function claimAndRecord(databaseUrl: string, gatewayId: string, simulatorUrl: string): Promise<number> {
  const chunk = await withClient(databaseUrl, (client) => fillPlanned(client, WORKER, messages));
  const rung = { step: 0, channel: 'sms', gatewayId };
  const pool = openPool({ connectionString: databaseUrl, max: 4 });
  const sql = new Sql(pool);
  const deliveries = new DeliveriesRepository(sql);
  const tries = new TriesRepository(sql);
  let from = BigInt(chunk.firstDeliveryId);
  const last = BigInt(chunk.lastDeliveryId);
  const claim = (): Promise<ClaimedDelivery[]> => {
    const first = from;
    from += BigInt(SLICE);
    return first > last
      ? Promise.resolve([])
      : deliveries.claim(chunk, WORKER, rung, first, from - 1n < last ? from - 1n : last);
  };
  // As in the product, one slice is claimed while the one before it leaves.
  let slice: ClaimedDelivery[] = [];
  let coming = claim();
  let filling: Promise<void> | null = null;
  const fill = async () => {
    slice = await coming;
    coming = claim();
    filling = null;
  };
  const next = async (): Promise<ClaimedMessage | undefined> => {
    for (;;) {
      const delivery = slice.pop();
      if (delivery) return { reference: `claimed${delivery.id}`, to: delivery.phone, delivery };
      if (from > last && (await coming).length === 0) return undefined;
      await (filling ??= fill());
    }
  };
  let results: TryResult[] = [];
  const records: Promise<void>[] = [];
  const record = () => {
    records.push(tries.record(results));
    results = [];
  };
  try {
    const began = performance.now();
    await sendBare(simulatorUrl, next, ({ delivery }, sentAt, answer) => {
      results.push(takenBy(delivery, gatewayId, sentAt, (JSON.parse(answer) as { id: string }).id));
      if (results.length === RECORDED_TOGETHER) record();
    });
    record();
    await Promise.all(records);
    const perSecond = messages / ((performance.now() - began) / 1000);
    await expectCount(
      databaseUrl,
      `select count(*)::int as n from deliveries d join attempts a on a.delivery_id = d.id
        where d.campaign_id = $1 and d.state = 'accepted' and a.outcome = 'accepted'`,
      [chunk.campaignId],
    );
    return perSecond;
  } finally {
    await pool.end();
  }
}

function takenBy(delivery: ClaimedDelivery, gatewayId: string, sentAt: Date, operatorId: string): TryResult {
  return {
    deliveryId: delivery.id,
    attempt: delivery.attempt,
    state: 'accepted',
    reason: null,
    notBefore: null,
    outcome: 'accepted',
    errorKind: null,
    code: null,
    operatorId,
    step: delivery.step,
    contactId: delivery.contactId,
    phone: delivery.phone,
    channel: 'sms',
    gatewayId,
    parts: 1,
    costVnd: 350,
    sentAt,
    answeredAt: new Date(),
    isRefusal: false,
    isRepeat: false,
    isToRepeat: false,
  };
}

/** Makes one receipt for each of so many messages durable, by the two statements or by the first alone. */
async function keepReceipts(databaseUrl: string, gatewayId: string, apply: boolean): Promise<number> {
  const calls = await withClient(databaseUrl, (client) => fillTaken(client, gatewayId, messages));
  const inbox = await Program.start('bench/support/bare-inbox.js', [
    '--database',
    databaseUrl,
    '--gateway',
    gatewayId,
    ...(apply ? ['--apply'] : []),
  ]);
  try {
    const perSecond = await makeCalls(inbox.url, calls);
    await expectCount(databaseUrl, 'select count(*)::int as n from receipts', []);
    return perSecond;
  } finally {
    await inbox.stop();
    await withClient(databaseUrl, (client) => client.query('truncate receipts'));
  }
}

async function expectCount(databaseUrl: string, query: string, parameters: unknown[]): Promise<void> {
  const { rows } = await withClient(databaseUrl, (client: pg.Client) =>
    client.query<{ n: number }>(query, parameters),
  );
  if (rows[0]!.n !== messages) throw new Error(`${rows[0]!.n} of ${messages} are in the database`);
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
      return [
        await beside('dispatch', 'claims, sends, records', loop, () =>
          claimAndRecord(databaseUrl, gatewayId, url),
        ),
        await beside('dispatch with receipts', 'sends, takes the receipt; no database', loop, exchange),
        await beside('receipts', 'stores', echoes, () => keepReceipts(databaseUrl, gatewayId, false)),
        await beside('receipts', 'stores, applies', echoes, () => keepReceipts(databaseUrl, gatewayId, true)),
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
