/**
 * `npm run bench -- dispatch`: messages per second of the whole path (claim, render, send, record, ledger) on the
 * embedded default, beside a bare undici loop to the same simulator at the same concurrency in the same run. A second line
 * measures the same with receipts: each message comes back as one request into the app on the same processors, and the time
 * runs until the last of them has been applied.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { migrate } from '../src/platform/database/migrate.js';
import { bareLoop, CONCURRENCY, TEXT } from './support/bare-sends.js';
import { Client, until } from './support/client.js';
import { childrenNamed, cpuSeconds } from './support/cpu.js';
import { Program } from './support/processes.js';
import { OPERATOR_KEY, startSimulator } from './support/simulator.js';
import { withClient } from './support/with-client.js';

const PASSWORD = 'mat-khau-do-hieu-nang';

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '100000' },
    'warm-up': { type: 'string', default: '20000' },
    compare: { type: 'string' },
    'bare-seconds': { type: 'string', default: '4' },
  },
});

interface Run {
  deliveries: number;
  /** Whether every message came back as a receipt. */
  receipts: boolean;
  materialiseSeconds: number;
  seconds: number;
  messagesPerSecond: number;
  limitPerSecond: number;
  ratio: number;
  peakMb: number | null;
  /** Processor time of each side, in microseconds. */
  cpuMicrosPerMessage: { app: number; postgres: number; simulator: number };
}

/** A commune of twenty neighbourhoods with so many households, each with a phone of its own; answers its id. */
async function fill(client: pg.Client, name: string, households: number): Promise<string> {
  const area = await client.query<{ id: string }>(
    `insert into areas (level, name, name_folded, path) values ('commune', $1, lower($1), '/') returning id`,
    [name],
  );
  const root = area.rows[0]!.id;
  await client.query(`update areas set path = '/' || id || '/' where id = $1`, [root]);
  await client.query(
    `insert into areas (parent_id, level, name, name_folded, path)
     select $1, 'neighbourhood', 'Ấp ' || n, 'ap ' || n, '/ap/' || n from generate_series(1, 20) n`,
    [root],
  );
  await client.query(`update areas set path = '/' || parent_id || '/' || id || '/' where parent_id = $1`, [
    root,
  ]);
  await client.query(
    `insert into households (area_id, head_name, head_name_folded, match_key)
     select a.id, 'Nguyễn Văn Hộ ' || n, 'nguyen van ho ' || n, 'bench ' || n
       from generate_series(1, $2::int) n join (select id, row_number() over (order by id) as k from areas where parent_id = $1) a
         on a.k = 1 + (n - 1) * 20 / $2::int`,
    [root, households],
  );
  await client.query(
    `insert into contacts (household_id, phone)
     select h.id, '+849' || lpad((h.id * 13 % 100000000)::text, 8, '0')
       from households h join areas a on a.id = h.area_id where a.parent_id = $1`,
    [root],
  );
  await client.query('vacuum analyze households, contacts, areas');
  return root;
}

async function measure(households: number, receipts: boolean): Promise<Run> {
  const folder = await makeThrowAwayFolder('loa-luat-bench-');
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const stops: (() => Promise<void>)[] = [() => postgres.stop()];
  try {
    await migrate(postgres.url);
    const [firstId, areaId] = await withClient(postgres.url, async (client) => [
      await fill(client, 'Xã Mở Đầu', Number(values['warm-up'])),
      await fill(client, 'Xã An Bình', households),
    ]);
    const simulator = await startSimulator({ behaviour: receipts ? 'delivered' : 'silent' });
    stops.push(() => simulator.stop());
    const app = await Program.start('src/main.js', [], {
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD: PASSWORD,
      SEND_CONCURRENCY: String(CONCURRENCY),
    });
    stops.push(() => app.stop());
    // What runs for months is not measured by its first seconds, nor is the loop beside it.
    const officials = await signIn(app, simulator.url);
    const receiptsIn = receipts ? postgres.url : null;
    if (Number(values['warm-up']) > 0) await runCampaign(officials, firstId, receiptsIn);
    await bareLoop(simulator.url, 1);
    await app.resetPeak();
    const before = await bareLoop(simulator.url, Number(values['bare-seconds']));
    const [postmaster] = await childrenNamed(process.pid, 'postgres');
    const cpu = async () => ({
      app: await cpuSeconds(app.pid),
      postgres: postmaster ? await cpuSeconds(postmaster) : 0,
      simulator: await cpuSeconds(simulator.pid),
    });
    const idle = await cpu();
    const times = await runCampaign(officials, areaId, receiptsIn);
    const busy = await cpu();
    const micros = (key: keyof typeof idle) => Math.round(((busy[key] - idle[key]) / households) * 1e6);
    const cpuMicrosPerMessage = {
      app: micros('app'),
      postgres: micros('postgres'),
      simulator: micros('simulator'),
    };
    const peakMb = await app.peakMb();
    const after = await bareLoop(simulator.url, Number(values['bare-seconds']));
    const limitPerSecond = (before + after) / 2;
    const messagesPerSecond = households / times.seconds;
    return {
      deliveries: households,
      receipts,
      ...times,
      messagesPerSecond,
      limitPerSecond,
      ratio: messagesPerSecond / limitPerSecond,
      peakMb,
      cpuMicrosPerMessage,
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface View {
  state: string;
  startedAt: string;
  plannedAt: string;
  completedAt: string;
  account: Record<string, number>;
}

interface Signed {
  admin: Client;
  approver: Client;
  gatewayId: string;
}

/** Those who write and release campaigns, and the account that these go through. */
async function signIn(app: Program, simulatorUrl: string): Promise<Signed> {
  const admin = await new Client(app.url).login('admin', PASSWORD);
  const person = { username: 'nguoi-duyet', displayName: 'Người duyệt', roles: ['approver'] };
  const approver = await admin.engage(person, PASSWORD);
  const gateway = await admin.post<{ id: string }>('/gateways', {
    name: 'Đo hiệu năng',
    kind: 'simulator',
    config: { url: simulatorUrl },
    secrets: { key: OPERATOR_KEY },
    partsPerSecond: 100_000,
    pricePerPartVnd: 350,
    hours: { open: '00:00', close: '24:00' },
  });
  return { admin, approver, gatewayId: gateway.id };
}

/** @param receiptsIn the database in which the receipts are waited for; null where none come */
async function runCampaign(
  { admin, approver, gatewayId }: Signed,
  areaId: string,
  receiptsIn: string | null,
) {
  const { id } = await admin.post<{ id: string }>('/campaigns', {
    title: 'Đo hiệu năng',
    audience: { areaIds: [areaId] },
    steps: [{ channel: 'sms', gatewayId, text: TEXT }],
    ignoreHolidays: true,
  });
  await admin.post(`/campaigns/${id}/submit`);
  await approver.post(`/campaigns/${id}/approve`);
  const expected = receiptsIn === null ? 'accepted' : 'delivered';
  const view = await until(
    async () => {
      const seen = await admin.get<View>(`/campaigns/${id}`);
      const isSettled = receiptsIn === null || seen.account.accepted === 0;
      return seen.state === 'completed' && isSettled ? seen : undefined;
    },
    15 * 60_000,
    1_000,
  );
  if (view.account[expected] !== view.account.audience)
    throw new Error(`the account is not what was sent: ${JSON.stringify(view.account)}`);
  const ended = receiptsIn === null ? view.completedAt : await lastSettled(receiptsIn, id);
  const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;
  return {
    materialiseSeconds: seconds(view.startedAt, view.plannedAt),
    seconds: seconds(view.plannedAt, ended),
  };
}

/** When the last receipt of a campaign was applied. */
function lastSettled(databaseUrl: string, campaignId: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ at: Date }>(
      `select max(r.applied_at) as at from receipts r join deliveries d on d.id = r.delivery_id where d.campaign_id = $1`,
      [campaignId],
    );
    return rows[0]!.at.toISOString();
  });
}

function round(run: Run): Run {
  const to = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    ...run,
    materialiseSeconds: to(run.materialiseSeconds, 2),
    seconds: to(run.seconds, 2),
    messagesPerSecond: to(run.messagesPerSecond, 0),
    limitPerSecond: to(run.limitPerSecond, 0),
    ratio: to(run.ratio, 3),
  };
}

function prefixed(cpu: Run['cpuMicrosPerMessage']): Record<string, number> {
  return Object.fromEntries(Object.entries(cpu).map(([name, micros]) => [`${name} µs`, micros]));
}

const first = round(await measure(Number(values.households), false));
const withReceipts = round(await measure(Number(values.households), true));
const runs = [first, withReceipts];
if (values.compare) runs.push(round(await measure(Number(values.compare), false)));
console.table(runs.map(({ cpuMicrosPerMessage, ...run }) => ({ ...run, ...prefixed(cpuMicrosPerMessage) })));
const memory =
  runs[2]?.peakMb && first.peakMb
    ? { peakGrowth: Number((runs[2].peakMb / first.peakMb - 1).toFixed(3)) }
    : {};
const ratioWithReceipts = withReceipts.ratio;
process.stdout.write(
  `${JSON.stringify({ bench: 'dispatch', ...first, ratioWithReceipts, ...memory, runs })}\n`,
);
