/**
 * `npm run bench -- storm`: receipts from 64 connections while a campaign is being sent, in random order, each twice, one
 * in a hundred before our own record of its message and one in a hundred forged. Counts what became of them.
 */
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { Pool } from 'undici';
import { mintReference } from '../src/domain/reference.js';
import { fillDirectory } from './drill/audience.js';
import { Ledger } from './drill/ledger.js';
import { raiseStage } from './drill/stage.js';
import { type ReceiptCall, receiptCall } from './support/receipt-calls.js';
import { OPERATOR_KEY } from './support/simulator.js';
import { withClient } from './support/with-client.js';
import { Tidying } from './drill/tidying.js';
import { until } from './support/client.js';
import { Officials } from './support/officials.js';

const { values } = parseArgs({
  options: {
    receipts: { type: 'string', default: '100000' },
    households: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '500' },
  },
});
const count = Number(values.receipts);
const households = Number(values.households);
const CONNECTIONS = 64;
/** One in so many comes before our own record, is forged, says undelivered. */
const EARLY = 100;
const FORGED = 100;
const UNDELIVERED = 10;

interface Call extends ReceiptCall {
  expected: 200 | 401;
}

/** A campaign whose messages the operator took; one in a hundred is not recorded yet. Answers the deliveries' ids. */
async function fillLedger(
  client: pg.Client,
  gatewayId: string,
): Promise<{ campaignId: string; ids: string[] }> {
  const campaigns = await client.query<{ id: string }>(
    `insert into campaigns (title, state, audience, steps) values ('Bão', 'completed', '{}', '[]') returning id`,
  );
  const campaignId = campaigns.rows[0]!.id;
  const { rows } = await client.query<{ id: string }>(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, phone, state, attempt, gateway_id)
     select $1, 10000000 + n, 1, 'Hộ ' || n, '+848' || lpad(n::text, 8, '0'),
            (case when n % ${EARLY} = 0 then 'sending' else 'accepted' end)::delivery_state, 1, $2
       from generate_series(1, $3::int) n returning id`,
    [campaignId, gatewayId, count],
  );
  await record(client, campaignId, 'accepted');
  await client.query('vacuum analyze deliveries, attempts');
  return { campaignId, ids: rows.map(({ id }) => id) };
}

/** Our own record of the tries in a state. */
async function record(client: pg.Client, campaignId: string, state: 'accepted' | 'sending'): Promise<void> {
  await client.query(
    `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, operator_id, outcome, parts, cost_vnd,
                           sent_at)
     select id, 1, 0, phone, 'sms', gateway_id, 'op' || id, 'accepted', 1, 350, now()
       from deliveries where campaign_id = $1 and state = $2::delivery_state`,
    [campaignId, state],
  );
  await client.query(
    `update deliveries set state = 'accepted' where campaign_id = $1 and state = 'sending' and $2 = 'sending'`,
    [campaignId, state],
  );
}

function callsFor(ids: readonly string[], prefix: string): Call[] {
  const call = (deliveryId: string, status: 'delivered' | 'undelivered', key: string): Call => ({
    ...receiptCall(mintReference(prefix, { deliveryId, attempt: 1 }), `op${deliveryId}`, status, key),
    expected: key === OPERATOR_KEY ? 200 : 401,
  });
  const honest = ids.map((id, n) =>
    call(id, n % UNDELIVERED === 0 ? 'undelivered' : 'delivered', OPERATOR_KEY),
  );
  // Forgers say the opposite of what is true.
  const forged = ids.filter((_, n) => n % FORGED === 1).map((id) => call(id, 'undelivered', 'sai-khoa'));
  const calls = [...honest, ...honest, ...forged];
  for (let n = calls.length - 1; n > 0; n--) {
    const other = Math.floor(Math.random() * (n + 1));
    [calls[n], calls[other]] = [calls[other]!, calls[n]!];
  }
  return calls;
}

/** Makes all calls; answers how many were not answered as they should be. */
async function storm(origin: string, path: string, calls: readonly Call[]): Promise<number> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  let next = 0;
  let wrong = 0;
  const lane = async () => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      const { headers, body } = call;
      const answer = await pool.request({ method: 'POST', path, headers, body });
      await answer.body.dump();
      if (answer.statusCode !== call.expected) wrong++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await pool.close();
  return wrong;
}

const tidying = new Tidying();
try {
  const stage = await raiseStage(
    {
      backend: 'postgres',
      gateway: 'idempotent',
      workers: 1,
      latencyMs: 20,
      fill: (client) => fillDirectory(client, households),
      signal: new AbortController().signal,
    },
    tidying,
  );
  const officials = await Officials.signIn(stage.api.url);
  const account = await officials.account('http://127.0.0.1:9', 1);
  const sending = await officials.account(stage.simulator.url, Number(values.rate));
  const { campaignId, ids } = await withClient(stage.databaseUrl, (client) => fillLedger(client, account.id));
  const ledger = new Ledger(stage.databaseUrl, campaignId);
  const calls = callsFor(ids, await ledger.referencePrefix());

  const other = await officials.release(stage.areaId, { gatewayId: sending.id, text: 'Họp lúc 19 giờ' });
  const others = new Ledger(stage.databaseUrl, other);
  await until(async () => (await others.account()).accepted > 0 || undefined, 60_000);
  const sentBefore = households - (await others.progress()).unsent;
  const began = performance.now();
  const wronglyAnswered = await storm(stage.api.url, new URL(account.webhookUrl).pathname, calls);
  const seconds = (performance.now() - began) / 1000;
  const sentMeanwhile = households - (await others.progress()).unsent - sentBefore;
  await withClient(stage.databaseUrl, (client) => record(client, campaignId, 'sending'));
  await until(
    () =>
      withClient(stage.databaseUrl, async (client) => {
        const { rows } = await client.query(
          'select 1 from receipts where applied_at is null and gateway_id = $1 limit 1',
          [account.id],
        );
        return rows.length === 0 || undefined;
      }),
    300_000,
    500,
  );
  const appliedAfterSeconds = (performance.now() - began) / 1000 - seconds;
  const outcomes = await withClient(stage.databaseUrl, async (client) => {
    const { rows } = await client.query<{ outcome: string; n: number }>(
      'select outcome, count(*)::int as n from receipts where gateway_id = $1 group by 1',
      [account.id],
    );
    return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
  });
  const book = await ledger.account();
  const rows = await ledger.rows();
  const undelivered = new Set(ids.filter((_, n) => n % UNDELIVERED === 0));
  const wrongStates = rows.filter(
    ({ id, state }) => state !== (undelivered.has(id) ? 'undelivered' : 'delivered'),
  );
  const figures = {
    bench: 'storm',
    receipts: count,
    requests: calls.length,
    perSecond: Math.round(calls.length / seconds),
    wronglyAnswered,
    forgedRefused: calls.filter(({ expected }) => expected === 401).length,
    outcomes,
    lost: wrongStates.length,
    appliedTwice: (outcomes.applied ?? 0) - count,
    accountRight: book.audience === count && book.delivered + book.undelivered === count,
    appliedAfterSeconds: Number(appliedAfterSeconds.toFixed(1)),
    sentMeanwhile,
  };
  console.table([{ ...figures, outcomes: JSON.stringify(outcomes) }]);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const isRight = wronglyAnswered === 0 && wrongStates.length === 0 && figures.accountRight;
  if (!isRight || figures.appliedTwice !== 0) process.exitCode = 1;
} finally {
  await tidying.run();
}
