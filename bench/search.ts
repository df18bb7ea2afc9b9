/**
 * `npm run bench -- search`: the search of the directory over HTTP among a million households, as somebody types; beside the
 * same server's answer for one household by its id in the same run.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { Client } from './support/client.js';
import { Program } from './support/processes.js';
import { makeProvince } from './support/province.js';
import { NAMES } from './support/province-names.js';

const PASSWORD = 'mat-khau-do-hieu-nang';
const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '1000000' },
    queries: { type: 'string', default: '400' },
  },
});
const households = Number(values.households);
const queries = Number(values.queries);

const pick = (list: readonly string[], i: number) => list[(i * 7919) % list.length]!;

/** What people type, in turn: each kind of search as often as the others. */
const KINDS: Record<string, (i: number) => Record<string, string>> = {
  'first letters of a name': (i) => ({ q: pick(NAMES.families, i).slice(0, 3) }),
  'whole name': (i) => ({
    q: `${pick(NAMES.families, i)} ${pick(NAMES.middles, i + 1)} ${pick(NAMES.givens, i + 2)}`,
  }),
  'name, other order, last word begun': (i) => ({
    q: `${pick(NAMES.givens, i)} ${pick(NAMES.families, i).slice(0, 4)}`,
  }),
  'rare name': (i) => ({ q: `thach bao ${pick(NAMES.givens, i)}` }),
  address: (i) => ({ q: `${1 + (i % 300)} ${pick(NAMES.streets, i)}` }),
  'name and hamlet': (i) => ({ q: `${pick(NAMES.families, i)} ${pick(NAMES.givens, i)} ap ${1 + (i % 15)}` }),
  commune: (i) => ({ q: `xa so ${i % 200}` }),
  'six figures of a phone': (i) => ({ q: String(100_000 + ((i * 99_991) % 900_000)) }),
  'three figures of a phone': (i) => ({ q: String(100 + ((i * 97) % 900)) }),
  'four figures of a phone': (i) => ({ q: String(1000 + ((i * 9973) % 9000)) }),
  'whole phone': (i) => ({ q: `09${String((i * 37) % 100_000_000).padStart(8, '0')}` }),
  'name among the unreachable': (i) => ({ q: pick(NAMES.givens, i), refused: 'true' }),
  'surname among the unreachable': (i) => ({ q: pick(NAMES.families, i), refused: 'true' }),
  refused: () => ({ refused: 'true' }),
  'never reached': () => ({ neverReached: 'true' }),
  'no phone': () => ({ missingPhone: 'true' }),
  'a commune': (i) => ({ areaId: String(10 + (i % 200)), q: pick(NAMES.givens, i) }),
  'nothing: the whole list': () => ({}),
};

const at = (sorted: number[], share: number) =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1));

async function timed(times: number, ask: (i: number) => Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await ask(i);
    ms.push(performance.now() - began);
  }
  return ms.toSorted((a, b) => a - b);
}

const folder = await makeThrowAwayFolder('loa-luat-bench-');
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  const province = await makeProvince(postgres.url, households);
  const app = await Program.start('src/main.js', [], {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: '0',
    ROLE: 'api',
    LOG_LEVEL: 'warn',
    ADMIN_PASSWORD: PASSWORD,
  });
  stops.push(() => app.stop());
  const admin = await new Client(app.url).login('admin', PASSWORD);
  const ask = (query: Record<string, string>) =>
    admin.get<{ items: unknown[] }>(`/households?${new URLSearchParams(query)}`);

  await timed(20, (i) => admin.get(`/households/${1 + i}`));
  const baseline = await timed(queries, (i) => admin.get(`/households/${1 + ((i * 7919) % households)}`));
  const table: Record<string, object> = {};
  const all: number[] = [];
  const each = Math.max(5, Math.round(queries / Object.keys(KINDS).length));
  for (const [kind, make] of Object.entries(KINDS)) {
    let found = 0;
    const ms = await timed(each, async (i) => (found += (await ask(make(i))).items.length));
    all.push(...ms);
    table[kind] = { p50Ms: at(ms, 0.5), p95Ms: at(ms, 0.95), found: Math.round(found / each) };
  }
  all.sort((a, b) => a - b);
  const count = await timed(5, () => admin.get('/households/count?q=nguyen'));
  console.table(table);
  const figures = {
    bench: 'search',
    households,
    contacts: province.contacts,
    fillSeconds: Number(province.seconds.toFixed(1)),
    queries: all.length,
    p50Ms: at(all, 0.5),
    p95Ms: at(all, 0.95),
    countP50Ms: at(count, 0.5),
    // One household by its id, over the same HTTP: what an answer costs without any search.
    baselineP50Ms: at(baseline, 0.5),
    baselineP95Ms: at(baseline, 0.95),
    ratio: Number((at(baseline, 0.95) / at(all, 0.95)).toFixed(3)),
    peakMb: await app.peakMb(),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  for (const stop of stops.reverse()) await stop();
}
