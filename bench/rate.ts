/**
 * `npm run bench -- rate`: how exactly several workers together keep an account's rate, by the operator's own log: the most
 * in any one second, and how much of the rate is used; and how long a small campaign takes behind a big one.
 */
import { parseArgs } from 'node:util';
import { fillDirectory } from './drill/audience.js';
import { OperatorLog } from './drill/operator-log.js';
import { raiseStage } from './drill/stage.js';
import { Tidying } from './drill/tidying.js';
import { until } from './support/client.js';
import { Officials } from './support/officials.js';
import { mostInAnyWindow } from './support/rates.js';
import { withClient } from './support/with-client.js';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    workers: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '20' },
    small: { type: 'string', default: '50' },
  },
});
const rate = Number(values.rate);
const small = Number(values.small);
const messages = rate * Number(values.seconds);
/** One part each, so that messages count as parts. */
const TEXT = 'Họp lúc 19 giờ';

const tidying = new Tidying();
try {
  const stage = await raiseStage(
    {
      backend: 'postgres',
      gateway: 'idempotent',
      workers: Number(values.workers),
      latencyMs: 20,
      fill: (client) => fillDirectory(client, messages * 2 + small),
      signal: new AbortController().signal,
    },
    tidying,
  );
  const officials = await Officials.signIn(stage.api.url);
  const gateway = await officials.account(stage.simulator.url, rate);
  // The small campaign's households move to an area of their own.
  const smallAreaId = await withClient(stage.databaseUrl, async (client) => {
    const area = await client.query<{ id: string }>(
      `insert into areas (level, name, name_folded, path) values ('commune', 'Xã nhỏ', 'xa nho', '/nho/') returning id`,
    );
    const { id } = area.rows[0]!;
    await client.query(`update areas set path = '/' || id || '/' where id = $1`, [id]);
    await client.query(
      `update households set area_id = $1 where id in (select id from households order by id desc limit $2)`,
      [id, small],
    );
    return id;
  });
  const approved = (areaId: string) => officials.release(areaId, { gatewayId: gateway.id, text: TEXT });
  const operator = new OperatorLog(stage.simulator.url);
  const sent = (count: number) =>
    until(
      async () => (await operator.summary()).messages >= count || undefined,
      (messages / rate) * 10_000,
      100,
    );

  const big = await approved(stage.areaId);
  await sent(messages);
  const alone = (await operator.messages()).map((message) => Date.parse(message.at));
  const smallId = await approved(smallAreaId);
  const done = await until(async () => {
    const view = await officials.admin.get<Record<string, string>>(`/campaigns/${smallId}`);
    return view.completedAt ? view : undefined;
  }, 120_000);
  const smallSeconds = (Date.parse(done.completedAt!) - Date.parse(done.plannedAt!)) / 1000;
  await officials.admin.post(`/campaigns/${big}/cancel`);
  const times = (await operator.messages()).map((message) => Date.parse(message.at));
  // The first second is the start; the rest is work without end.
  const first = alone[0]! + 1_000;
  const steady = alone.filter((time) => time >= first);
  const used = (steady.length - 1) / ((steady.at(-1)! - steady[0]!) / 1000) / rate;
  const figures = {
    bench: 'rate',
    workers: Number(values.workers),
    rate,
    used: Number(used.toFixed(3)),
    mostInASecond: mostInAnyWindow(times, 1_000),
    small: { households: small, seconds: Number(smallSeconds.toFixed(2)), atHalfTheRate: small / (rate / 2) },
  };
  console.table([{ ...figures, small: `${smallSeconds.toFixed(1)} s` }]);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (figures.mostInASecond > rate || figures.used < 0.95) process.exitCode = 1;
} finally {
  await tidying.run();
}
