/**
 * The story of `many-workers.spec.ts` with hosts. A program of its own, because it has to run inside the hub's network
 * namespace: three hosts share a campaign, one is cut off in the middle of it until others have taken over what it held,
 * and is then plugged in again. Its last line is JSON.
 */
import { rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { fillDirectory } from '../../bench/drill/audience.js';
import { startCampaign } from '../../bench/drill/campaign.js';
import { compare } from '../../bench/drill/comparison.js';
import { Crew } from '../../bench/drill/crew.js';
import { Ledger } from '../../bench/drill/ledger.js';
import { OperatorLog } from '../../bench/drill/operator-log.js';
import { OwnRedis } from '../../bench/drill/own-redis.js';
import { settle } from '../../bench/drill/settling.js';
import { LEASE_SECONDS, NO_SETTINGS, PASSWORD } from '../../bench/drill/stage.js';
import { startSimulator } from '../../bench/support/simulator.js';
import { withClient } from '../../bench/support/with-client.js';
import { Tidying } from '../../bench/drill/tidying.js';
import { readLogLine } from '../../bench/drill/warnings.js';
import { Program } from '../../bench/support/processes.js';
import { addsUp } from '../../src/domain/delivery-states.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { deleteEmbeddedPostgres } from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../../src/platform/embedded-postgres/throw-away-folder.js';
import { eventually } from '../support/eventually.js';
import { startHubPostgres } from '../support/hub-postgres.js';
import { plug } from '../support/network.js';

const HOUSEHOLDS = 9_000;
const LATENCY_MS = 200;
const PATIENCE = { timeoutMs: 180_000, everyMs: 50 };
/** The host that loses its line. */
const CUT = 1;

const [hub, address, backend, gateway, ...hosts] = process.argv.slice(2) as [
  string,
  string,
  'postgres' | 'redis',
  'idempotent' | 'plain',
  ...string[],
];

async function story(tidying: Tidying) {
  const dataDir = await makeThrowAwayFolder('loa-luat-hosts-');
  await tidying.add(async () => {
    await deleteEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });
  const postgres = await startHubPostgres(dataDir, address);
  await tidying.add(() => postgres.stop());
  await migrate(postgres.url);
  const areaId = await withClient(postgres.url, (client) => fillDirectory(client, HOUSEHOLDS));
  const redis = backend === 'redis' ? await OwnRedis.start(address) : null;
  if (redis) await tidying.add(() => redis.stop());
  const simulator = await startSimulator({
    host: address,
    port: 4010,
    'latency-ms': LATENCY_MS,
    idempotent: gateway === 'idempotent',
    'late-receipt-ms': 3_000,
  });
  await tidying.add(() => simulator.stop());
  const shared = {
    ...NO_SETTINGS,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis?.url ?? '',
    DATA_DIR: dataDir,
    PUBLIC_URL: `http://${address}:3000`,
    // The operator stands in the hosts' own network.
    OUTGOING_ALLOW: address,
    SECRET_KEY: randomBytes(32).toString('hex'),
    ADMIN_PASSWORD: PASSWORD,
    LEASE_SECONDS: String(LEASE_SECONDS),
    SHUTDOWN_SECONDS: '5',
    LOG_LEVEL: 'info',
  };
  const api = await Program.start('src/main.js', [], { ...shared, ROLE: 'api', HOST: address, PORT: '3000' });
  await tidying.add(() => api.stop());
  let takenBack = 0;
  const crew = new Crew(hosts.length, (onLog, slot) =>
    Program.start(
      'src/main.js',
      [],
      { ...shared, ROLE: 'worker', PORT: '0' },
      {
        ready: /sẵn sàng/,
        within: ['ip', 'netns', 'exec', hosts[slot]!],
        onLog: (line) => {
          if (slot !== CUT && readLogLine(line).event === 'chunk.lapsed') takenBack++;
          onLog(line);
        },
      },
    ),
  );
  await tidying.add(() => crew.stop());
  await crew.start();

  const campaignId = await startCampaign(api.url, simulator.url, areaId, gateway);
  const ledger = new Ledger(postgres.url, campaignId);
  const operator = new OperatorLog(simulator.url);
  const cutOff = crew.living().find(({ slot }) => slot === CUT)!;
  await eventually(async () => (await operator.summary()).messages > HOUSEHOLDS / 6, PATIENCE);
  await eventually(async () => (await ledger.caughtBy(cutOff.worker)).length > 0, PATIENCE);
  plug(hub, CUT, false);
  const onItsWay = (await ledger.caughtBy(cutOff.worker)).length;
  await eventually(() => takenBack > 0, PATIENCE);
  await eventually(async () => (await ledger.caughtBy(cutOff.worker)).length === 0, PATIENCE);
  plug(hub, CUT, true);
  const isSettled = await settle(ledger, operator, AbortSignal.timeout(PATIENCE.timeoutMs));

  const [ids, rows, log, prefix, account] = await Promise.all([
    ledger.householdIds(),
    ledger.rows(),
    operator.messages(),
    ledger.referencePrefix(),
    ledger.account(),
  ]);
  return {
    ...compare(ids, rows, log, prefix),
    households: HOUSEHOLDS,
    onItsWay,
    takenBack,
    isSettled,
    addsUp: addsUp(account) && account.audience === HOUSEHOLDS,
    sentByHost: crew.sent,
    crashes: crew.crashes,
  };
}

const tidying = new Tidying();
process.once('SIGTERM', () => void tidying.run().finally(() => process.exit(1)));
try {
  const told = await story(tidying);
  await tidying.run();
  process.stdout.write(`${JSON.stringify(told)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await tidying.run();
  process.exit(1);
}
