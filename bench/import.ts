/**
 * `npm run bench -- import`: a list of households from CSV, from the upload over HTTP to the directory, with a result
 * for each row; beside a bare COPY of the same rows into the same tables in the same run.
 */
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { writeList } from '../scripts/samples/household-list.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { migrate } from '../src/platform/database/migrate.js';
import { Client, until } from './support/client.js';
import { childrenNamed, cpuSeconds } from './support/cpu.js';
import { Program } from './support/processes.js';
import { withClient } from './support/with-client.js';

const PASSWORD = 'mat-khau-do-hieu-nang';
/** Everything that an import writes, in an order that the foreign keys allow. */
const TABLES = ['areas', 'imports', 'import_rows', 'households', 'contacts'];

const { values } = parseArgs({
  options: { households: { type: 'string', default: '100000' }, format: { type: 'string', default: 'csv' } },
});
const households = Number(values.households);
/** Of a list this share is taken in; the rest is rows that are rejected, each with its reason. */
const USABLE = 0.979;
const listed = Math.ceil(households / USABLE);
const format = values.format === 'xlsx' ? 'xlsx' : 'csv';

interface Import {
  id: string;
  status: string;
  rows: Record<string, number>;
  error: unknown;
}

/** Uploads the file and waits for the result of each row; seconds. */
async function read(admin: Client, areaId: string, file: string): Promise<{ done: Import; seconds: number }> {
  const began = performance.now();
  const { id } = await admin.upload<{ id: string }>(
    '/imports',
    await openAsBlob(file),
    `danh-sach.${format}`,
    { areaId },
  );
  const done = await settled(admin, id, ['ready', 'failed']);
  if (done.status !== 'ready') throw new Error(`the file was refused: ${JSON.stringify(done.error)}`);
  return { done, seconds: (performance.now() - began) / 1000 };
}

async function commit(admin: Client, id: string): Promise<{ done: Import; seconds: number }> {
  const began = performance.now();
  await admin.post(`/imports/${id}/commit`);
  const done = await settled(admin, id, ['committed', 'ready']);
  if (done.status !== 'committed') throw new Error(`not committed: ${JSON.stringify(done.error)}`);
  return { done, seconds: (performance.now() - began) / 1000 };
}

const settled = (admin: Client, id: string, statuses: string[]): Promise<Import> =>
  until(
    async () => {
      const seen = await admin.get<Import>(`/imports/${id}`);
      return statuses.includes(seen.status) ? seen : undefined;
    },
    15 * 60_000,
    50,
  );

/** Copies what the import wrote into files, and from them into a fresh database: the seconds of the second half. */
async function bareCopy(url: string, folder: string): Promise<number> {
  const name = `copy_${Date.now()}`;
  await withClient(url, async (client) => {
    await client.query(`create database ${name}`);
    for (const table of TABLES) {
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(join(folder, table)));
    }
  });
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  await migrate(fresh.href);
  let seconds = 0;
  await withClient(fresh.href, async (client) => {
    const began = performance.now();
    await client.query('begin');
    for (const table of TABLES) {
      await pipeline(
        createReadStream(join(folder, table)),
        client.query(copyFrom(`copy ${table} from stdin`)),
      );
    }
    await client.query('commit');
    seconds = (performance.now() - began) / 1000;
  });
  return seconds;
}

const folder = await makeThrowAwayFolder('loa-luat-bench-');
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const file = join(folder, `danh-sach.${format}`);
  await writeList(createWriteStream(file), listed, format);
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  const app = await Program.start('src/main.js', [], {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ADMIN_PASSWORD: PASSWORD,
  });
  stops.push(() => app.stop());
  const admin = await new Client(app.url).login('admin', PASSWORD);
  const area = await admin.post<{ id: string }>('/areas', { name: 'Xã An Bình', level: 'commune' });
  await app.resetPeak();
  const restingMb = await app.peakMb();

  const [postmaster] = await childrenNamed(process.pid, 'postgres');
  const cpu = async () => [await cpuSeconds(app.pid), postmaster ? await cpuSeconds(postmaster) : 0] as const;
  const idle = await cpu();
  const first = await read(admin, area.id, file);
  const committed = await commit(admin, first.done.id);
  const busy = await cpu();
  let contacts = 0;
  await withClient(postgres.url, async (client) => {
    const { rows } = await client.query<{ n: string }>('select count(*) as n from contacts');
    contacts = Number(rows[0]!.n);
  });
  const copySeconds = await bareCopy(postgres.url, folder);
  const again = await read(admin, area.id, file);
  const peakMb = await app.peakMb();

  const to = (value: number, digits = 2) => Number(value.toFixed(digits));
  const seconds = first.seconds + committed.seconds;
  const created = committed.done.rows['created'] ?? 0;
  const figures = {
    listed,
    households: created,
    contactsPerHousehold: to(contacts / Math.max(1, created)),
    format,
    fileMb: to((await stat(file)).size / 1024 / 1024, 1),
    readSeconds: to(first.seconds),
    commitSeconds: to(committed.seconds),
    seconds: to(seconds),
    householdsPerSecond: Math.round(created / seconds),
    sameFileAgainSeconds: to(again.seconds),
    // Processor time, which a busy machine changes least.
    appCpuSeconds: to(busy[0] - idle[0]),
    postgresCpuSeconds: to(busy[1] - idle[1]),
    copySeconds: to(copySeconds),
    ratio: to(copySeconds / seconds, 3),
    // The same the other way round: how many times the bare COPY the whole path takes.
    timesCopy: to(seconds / copySeconds),
    restingMb,
    peakMb,
    growthMb: peakMb !== null && restingMb !== null ? peakMb - restingMb : null,
  };
  console.table([figures]);
  const rows = { first: committed.done.rows, again: again.done.rows };
  process.stdout.write(`${JSON.stringify({ bench: 'import', ...figures, rows })}\n`);
} finally {
  for (const stop of stops.reverse()) await stop();
}
