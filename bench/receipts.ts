/**
 * `npm run bench -- receipts`: durable receipts per second (signed, one HTTP request each, 200 only after the commit)
 * while they are also being applied, beside a bare Fastify echo of the same bodies at the same 64 connections in the
 * same run.
 */
import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Pool } from 'undici';
import { mintReference } from '../src/domain/reference.js';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { Client, until } from './support/client.js';
import { childrenNamed, cpuSeconds } from './support/cpu.js';
import { Program } from './support/processes.js';

const CONNECTIONS = 64;
const KEY = 'bench-key';
const PASSWORD = 'mat-khau-do-hieu-nang';

const { values } = parseArgs({
  options: {
    receipts: { type: 'string', default: '100000' },
    'bare-seconds': { type: 'string', default: '4' },
  },
});

interface Call {
  body: string;
  headers: Record<string, string>;
}

/** A campaign whose messages were all taken: one delivery and one try for each receipt to come. */
async function fillLedger(url: string, gatewayId: string, count: number): Promise<Call[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: campaigns } = await client.query<{ id: string }>(
      `insert into campaigns (title, state, audience, steps) values ('Đo hiệu năng', 'completed', '{}', '[]') returning id`,
    );
    const { rows } = await client.query<{ id: string }>(
      `insert into deliveries (campaign_id, household_id, area_id, head_name, phone, state, attempt, gateway_id)
       select $1, n, 1, 'Hộ ' || n, '+849' || lpad(n::text, 8, '0'), 'accepted', 1, $2 from generate_series(1, $3::int) n
       returning id`,
      [campaigns[0]!.id, gatewayId, count],
    );
    await client.query(
      `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, operator_id, outcome, parts, cost_vnd,
                             sent_at)
       select id, 1, 0, phone, 'sms', gateway_id, 'op' || id, 'accepted', 1, 350, now() from deliveries`,
    );
    await client.query('vacuum analyze deliveries, attempts');
    const { rows: prefixes } = await client.query<{ prefix: string }>(
      'select reference_prefix as prefix from installation',
    );
    const at = new Date().toISOString();
    return rows.map(({ id }) => {
      const reference = mintReference(prefixes[0]!.prefix, { deliveryId: id, attempt: 1 });
      const body = JSON.stringify({
        type: 'receipt',
        reference,
        id: `op${id}`,
        status: 'delivered',
        code: '0',
        at,
      });
      const signature = createHmac('sha256', KEY).update(body).digest('hex');
      return { body, headers: { 'content-type': 'application/json', 'x-simulator-signature': signature } };
    });
  } finally {
    await client.end();
  }
}

/** Calls per second; every one must be answered with a 200. Ends after `seconds`, or when all calls are made. */
async function call(url: string, calls: readonly Call[], seconds = Infinity): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const end = performance.now() + seconds * 1000;
  let next = 0;
  const lane = async () => {
    while (performance.now() < end && (next < calls.length || seconds < Infinity)) {
      const { body, headers } = calls[next++ % calls.length]!;
      const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const rate = next / ((performance.now() - began) / 1000);
  await pool.close();
  return rate;
}

async function applied(url: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const began = performance.now();
  try {
    await until(
      async () => {
        const { rows } = await client.query<{ done: boolean }>(
          `select not exists (select 1 from receipts where applied_at is null) as done`,
        );
        return rows[0]!.done || undefined;
      },
      300_000,
      100,
    );
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from deliveries where state = 'delivered'`,
    );
    if (rows[0]!.n !== count) throw new Error(`${rows[0]!.n} of ${count} deliveries are delivered`);
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}

const count = Number(values.receipts);
const bareSeconds = Number(values['bare-seconds']);
const folder = await makeThrowAwayFolder('loa-luat-bench-');
const postgres = await startEmbeddedPostgres({ dataDir: folder });
const stops: (() => Promise<void>)[] = [() => postgres.stop()];
try {
  await migrate(postgres.url);
  const app = await Program.start('src/main.js', [], {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ADMIN_PASSWORD: PASSWORD,
  });
  stops.push(() => app.stop());
  const echo = await Program.start('bench/support/echo.js', []);
  stops.push(() => echo.stop());
  const admin = await new Client(app.url).login('admin', PASSWORD);
  const gateway = await admin.post<{ id: string; webhookUrl: string }>('/gateways', {
    name: 'Đo hiệu năng',
    kind: 'simulator',
    config: { url: 'http://127.0.0.1:9' },
    secrets: { key: KEY },
    partsPerSecond: 1000,
  });
  const calls = await fillLedger(postgres.url, gateway.id, count);
  const before = await call(`${echo.url}/echo`, calls, bareSeconds);
  const [postmaster] = await childrenNamed(process.pid, 'postgres');
  const cpu = async () => ({
    app: await cpuSeconds(app.pid),
    postgres: postmaster ? await cpuSeconds(postmaster) : 0,
  });
  const idle = await cpu();
  const receiptsPerSecond = await call(`${app.url}${new URL(gateway.webhookUrl).pathname}`, calls);
  const appliedAfterSeconds = await applied(postgres.url, count);
  const busy = await cpu();
  const micros = (of: keyof typeof idle) => Math.round(((busy[of] - idle[of]) / count) * 1e6);
  const after = await call(`${echo.url}/echo`, calls, bareSeconds);
  const limitPerSecond = (before + after) / 2;
  const run = {
    receipts: count,
    receiptsPerSecond: Math.round(receiptsPerSecond),
    limitPerSecond: Math.round(limitPerSecond),
    ratio: Number((receiptsPerSecond / limitPerSecond).toFixed(3)),
    appliedAfterSeconds: Number(appliedAfterSeconds.toFixed(1)),
    peakMb: await app.peakMb(),
    cpuMicrosPerReceipt: { app: micros('app'), postgres: micros('postgres') },
  };
  const { cpuMicrosPerReceipt: cost, ...figures } = run;
  console.table([{ ...figures, 'app µs': cost.app, 'postgres µs': cost.postgres }]);
  process.stdout.write(`${JSON.stringify({ bench: 'receipts', ...run })}\n`);
} finally {
  for (const stop of stops.reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
}
