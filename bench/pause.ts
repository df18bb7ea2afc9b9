/**
 * `npm run bench -- pause`: how soon a campaign at full speed stops after the answer to `POST …/pause` and `POST …/cancel`,
 * by the operator's own log, and whether going on loses or doubles anything.
 */
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillDirectory } from './drill/audience.js';
import { startCampaign } from './drill/campaign.js';
import { OperatorLog } from './drill/operator-log.js';
import { PASSWORD, raiseStage, type Stage } from './drill/stage.js';
import { Tidying } from './drill/tidying.js';
import { Client, until } from './support/client.js';

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    'latency-ms': { type: 'string', default: '20' },
  },
});
const households = Number(values.households);

interface Stop {
  action: 'pause' | 'cancel';
  /** Messages a second before it. */
  perSecond: number;
  answerMs: number;
  /** From the answer to the last message that reached the operator; negative: it was before the answer. */
  stopMs: number;
  /** Messages that reached the operator after the answer. */
  overshoot: number;
}

async function stop(stage: Stage, admin: Client, id: string, action: Stop['action']): Promise<Stop> {
  const operator = new OperatorLog(stage.simulator.url);
  const before = (await operator.summary()).messages;
  await sleep(1_000);
  const perSecond = (await operator.summary()).messages - before;
  const asked = Date.now();
  await admin.post(`/campaigns/${id}/${action}`);
  const answered = Date.now();
  // Nothing may come any more: two seconds without a message are taken for the end.
  let last = -1;
  await until(
    async () => {
      const { messages } = await operator.summary();
      const isStill = messages === last;
      last = messages;
      return isStill || undefined;
    },
    60_000,
    2_000,
  );
  const times = (await operator.messages()).map((message) => Date.parse(message.at));
  return {
    action,
    perSecond,
    answerMs: answered - asked,
    stopMs: times.reduce((latest, time) => Math.max(latest, time), 0) - answered,
    overshoot: times.filter((time) => time > answered).length,
  };
}

const tidying = new Tidying();
try {
  const stage = await raiseStage(
    {
      backend: 'postgres',
      gateway: 'idempotent',
      workers: Number(values.workers),
      latencyMs: Number(values['latency-ms']),
      fill: (client) => fillDirectory(client, households),
      signal: new AbortController().signal,
    },
    tidying,
  );
  const id = await startCampaign(stage.api.url, stage.simulator.url, stage.areaId, 'idempotent');
  const admin = await new Client(stage.api.url).login('admin', PASSWORD);
  const operator = new OperatorLog(stage.simulator.url);
  const sent = (share: number) =>
    until(async () => (await operator.summary()).messages > share * households || undefined, 120_000, 50);
  const stops: Stop[] = [];
  for (const share of [0.1, 0.3]) {
    await sent(share);
    stops.push(await stop(stage, admin, id, 'pause'));
    await admin.post(`/campaigns/${id}/resume`);
  }
  await sent(0.6);
  stops.push(await stop(stage, admin, id, 'cancel'));
  const account = await until(async () => {
    const view = await admin.get<{ account: Record<string, number> }>(`/campaigns/${id}`);
    return view.account.planned === 0 && view.account.sending === 0 ? view.account : undefined;
  }, 60_000);
  const log = await operator.messages();
  const { audience, cancelled, skipped } = account as Record<'audience' | 'cancelled' | 'skipped', number>;
  console.table(stops);
  const figures = {
    bench: 'pause',
    households,
    stopMs: Math.max(...stops.map((each) => each.stopMs)),
    overshoot: Math.max(...stops.map((each) => each.overshoot)),
    duplicates: log.filter((message) => message.count > 1).length,
    // Whatever is not cancelled or left out has reached the operator, and nothing else has.
    lost: audience - cancelled - skipped - log.length,
    stops,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (figures.stopMs > 1_000 || figures.duplicates > 0 || figures.lost !== 0) process.exitCode = 1;
} finally {
  await tidying.run();
}
