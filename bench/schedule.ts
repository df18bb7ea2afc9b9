/**
 * `npm run bench -- schedule`: how late campaigns start that are scheduled over one minute, and how late their first
 * message reaches the operator.
 */
import { parseArgs } from 'node:util';
import { fillDirectory } from './drill/audience.js';
import { raiseStage } from './drill/stage.js';
import { withClient } from './support/with-client.js';
import { Tidying } from './drill/tidying.js';
import { until } from './support/client.js';
import { Officials } from './support/officials.js';

const { values } = parseArgs({
  options: {
    campaigns: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '60' },
    households: { type: 'string', default: '20' },
    workers: { type: 'string', default: '2' },
  },
});
const count = Number(values.campaigns);
const seconds = Number(values.seconds);
const households = Number(values.households);
/** Time to write them all and have them released. */
const AHEAD_MS = 15_000;

function percentile(sorted: readonly number[], share: number): number {
  return Number(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!.toFixed(2));
}

const tidying = new Tidying();
try {
  const stage = await raiseStage(
    {
      backend: 'postgres',
      gateway: 'idempotent',
      workers: Number(values.workers),
      latencyMs: 20,
      fill: (client) => fillDirectory(client, count * households),
      signal: new AbortController().signal,
    },
    tidying,
  );
  // An area for every campaign, so that no household is written to twice.
  const areaIds = await withClient(stage.databaseUrl, async (client) => {
    const areas = await client.query<{ id: string }>(
      `insert into areas (level, name, name_folded, path)
       select 'commune', 'Xã ' || n, 'xa ' || n, '/xa/' || n from generate_series(1, $1::int) n returning id`,
      [count],
    );
    const ids = areas.rows.map(({ id }) => id);
    await client.query(`update areas set path = '/' || id || '/' where id = any($1::bigint[])`, [ids]);
    await client.query(
      `update households h set area_id = ($1::bigint[])[1 + (n.k - 1) % $2::int]
         from (select id, row_number() over (order by id) as k from households) n where n.id = h.id`,
      [ids, count],
    );
    return ids;
  });
  const officials = await Officials.signIn(stage.api.url);
  const gateway = await officials.account(stage.simulator.url, 1_000);
  const first = Date.now() + AHEAD_MS;
  for (const [n, areaId] of areaIds.entries()) {
    const startAt = new Date(first + (n * seconds * 1000) / count).toISOString();
    await officials.release(areaId, { gatewayId: gateway.id, text: 'Họp lúc 19 giờ' }, { startAt });
  }
  const wereLate = Date.now() > first;
  const lags = await until(
    () =>
      withClient(stage.databaseUrl, async (client) => {
        const { rows } = await client.query<{ start: number; sent: number | null }>(
          `select extract(epoch from started_at - start_at)::float8 as start,
                  (select extract(epoch from min(a.sent_at) - c.start_at)::float8
                     from deliveries d join attempts a on a.delivery_id = d.id where d.campaign_id = c.id) as sent
             from campaigns c where state = 'completed'`,
        );
        return rows.length === count ? rows : undefined;
      }),
    AHEAD_MS + seconds * 1000 + 60_000,
    1_000,
  );
  const starts = lags.map(({ start }) => start).toSorted((a, b) => a - b);
  const sents = lags.map(({ sent }) => sent ?? Infinity).toSorted((a, b) => a - b);
  const figures = {
    bench: 'schedule',
    campaigns: count,
    overSeconds: seconds,
    startLagSeconds: {
      p50: percentile(starts, 0.5),
      p99: percentile(starts, 0.99),
      most: percentile(starts, 1),
    },
    firstMessageSeconds: {
      p50: percentile(sents, 0.5),
      p99: percentile(sents, 0.99),
      most: percentile(sents, 1),
    },
    ...(wereLate && { note: 'releasing them took longer than planned: the first were due before' }),
  };
  console.table({ start: figures.startLagSeconds, 'first message': figures.firstMessageSeconds });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (figures.startLagSeconds.p99 > 5) process.exitCode = 1;
} finally {
  await tidying.run();
}
