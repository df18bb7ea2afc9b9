/**
 * `npm run bench -- receipts`: durable receipts per second (signed, one HTTP request each, 200 only after the commit)
 * while they are also being applied, beside a bare Fastify echo of the same bodies at the same 64 connections in the
 * same run.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { Client, until } from './support/client.js';
import { childrenNamed, cpuSeconds } from './support/cpu.js';
import { fillTaken } from './support/ledger.js';
import { Program } from './support/processes.js';
import { makeCalls } from './support/receipt-calls.js';
import { OPERATOR_KEY } from './support/simulator.js';
import { withClient } from './support/with-client.js';

const PASSWORD = 'mat-khau-do-hieu-nang';

const { values } = parseArgs({
  options: {
    receipts: { type: 'string', default: '100000' },
    'bare-seconds': { type: 'string', default: '4' },
  },
});

/** Waits until every receipt has been applied, and looks whether each did what it should. */
function applied(url: string, count: number): Promise<number> {
  const began = performance.now();
  return withClient(url, async (client) => {
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
  });
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
    secrets: { key: OPERATOR_KEY },
    partsPerSecond: 1000,
  });
  const calls = await withClient(postgres.url, (client) => fillTaken(client, gateway.id, count));
  const before = await makeCalls(`${echo.url}/echo`, calls, bareSeconds);
  const [postmaster] = await childrenNamed(process.pid, 'postgres');
  const cpu = async () => ({
    app: await cpuSeconds(app.pid),
    postgres: postmaster ? await cpuSeconds(postmaster) : 0,
  });
  const idle = await cpu();
  const receiptsPerSecond = await makeCalls(`${app.url}${new URL(gateway.webhookUrl).pathname}`, calls);
  const appliedAfterSeconds = await applied(postgres.url, count);
  const busy = await cpu();
  const micros = (of: keyof typeof idle) => Math.round(((busy[of] - idle[of]) / count) * 1e6);
  const after = await makeCalls(`${echo.url}/echo`, calls, bareSeconds);
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
