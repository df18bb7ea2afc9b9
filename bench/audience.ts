/**
 * `npm run bench -- audience`: who an audience of a million households is: first open phone of each, no phone twice, refusals
 * and exclusions left out; beside the bare join of the same households with their phones in the same run.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { audienceQuery, type AudienceRule, withAreasBelow } from '../src/directory/audience.repository.js';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { makeProvince } from './support/province.js';

const { values } = parseArgs({ options: { households: { type: 'string', default: '1000000' } } });
const households = Number(values.households);

const folder = await makeThrowAwayFolder('loa-luat-bench-');
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  const { areaId } = await makeProvince(postgres.url, households);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  stops.push(() => client.end());
  // As the planner of campaigns does.
  await client.query(`set work_mem = '96MB'`);

  const seconds = async (text: string, parameters: unknown[] = []) => {
    const began = performance.now();
    const { rows } = await client.query<Record<string, string>>(text, parameters);
    return { seconds: Number(((performance.now() - began) / 1000).toFixed(2)), row: rows[0]! };
  };
  const bare = await seconds(
    'select count(*) as n, count(distinct c.phone) as phones from households h left join contacts c on c.household_id = h.id',
  );
  const rule: AudienceRule = { areaIds: [areaId], perHousehold: 'one', channel: 'sms' };
  const db = {
    query: async <R>(text: string, parameters?: unknown[]) =>
      (await client.query(text, parameters)).rows as R[],
  };
  const resolve = async (more: Partial<AudienceRule> = {}) => {
    const began = performance.now();
    const { text, values: parameters } = audienceQuery(await withAreasBelow(db, { ...rule, ...more }));
    const lookedUp = (performance.now() - began) / 1000;
    const resolved = await seconds(
      `select count(*) as households, count(phone) as reachable, count(*) filter (where skip_reason = 'duplicate') as duplicates,
              count(*) filter (where skip_reason = 'refused') as refused from (${text}) a`,
      parameters,
    );
    // The proof, which no campaign asks for: another sort of all phones.
    const { row } = await seconds(`select count(distinct phone) as phones from (${text}) a`, parameters);
    return {
      seconds: Number((lookedUp + resolved.seconds).toFixed(2)),
      row: { ...resolved.row, phones: row['phones']! } as Record<string, string>,
    };
  };
  const one = await resolve();
  const perPhone = await resolve({ perHousehold: 'all' });
  await client.query(
    `insert into campaigns (title, state, audience, steps, started_at, completed_at)
     values ('Đo', 'completed', '{"areaIds":["1"]}', '[]', now(), now())`,
  );
  await client.query(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, state, settled_at)
     select 1, id, area_id, 'x', 'delivered', now() from households where id % 2 = 0`,
  );
  await client.query('analyze deliveries');
  const excluding = await resolve({ exclude: { reachedByCampaignId: '1', reachedWithinDays: 7 } });
  const total = Number(one.row['households']);
  if (one.row.phones !== one.row['reachable']) throw new Error('a phone stands twice in the audience');
  if (total !== households) throw new Error(`${total} households instead of ${households}`);
  console.table({ bare, one, perPhone, excluding });
  process.stdout.write(
    `${JSON.stringify({
      bench: 'audience',
      households,
      seconds: one.seconds,
      perPhoneSeconds: perPhone.seconds,
      excludingSeconds: excluding.seconds,
      ...one.row,
      bareJoinSeconds: bare.seconds,
      ratio: Number((bare.seconds / one.seconds).toFixed(3)),
    })}\n`,
  );
} finally {
  for (const stop of stops.reverse()) await stop();
}
