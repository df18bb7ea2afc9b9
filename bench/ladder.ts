/**
 * `npm run bench -- ladder`: a campaign of 10,000 households by Zalo first and then by eSMS, both simulated: 30 % have no
 * Zalo, 5 % are refused for the night, the access token dies in the middle and the day's quota ends. Prints how the account
 * stands, and whether it kept what it promises: every household accounted for, nobody reached twice, one renewal of the
 * token, the quota held to the number. Exit code 1 where it did not.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { migrate } from '../src/platform/database/migrate.js';
import { Client, until } from './support/client.js';
import { Program } from './support/processes.js';
import { OPERATOR_KEY, startSimulator } from './support/simulator.js';

const PASSWORD = 'mat-khau-do-hieu-nang';
const NO_ZALO = 30;
const NIGHT = 5;

const { values } = parseArgs({
  options: { households: { type: 'string', default: '10000' }, quota: { type: 'string' } },
});
const households = Number(values.households);
/** By default it ends when two thirds of those with Zalo have been written to. */
const quota = Number(values.quota ?? Math.floor((households * 0.65 * 2) / 3));

interface Account {
  audience: number;
  planned: number;
  sending: number;
  accepted: number;
  delivered: number;
  [state: string]: number;
}

/** Households with one phone each, whose last two digits go round. */
async function fillDirectory(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const area = await client.query<{ id: string }>(
      `insert into areas (level, name, name_folded, path) values ('commune', 'Xã An Bình', 'xa an binh', '/') returning id`,
    );
    const areaId = area.rows[0]!.id;
    await client.query(`update areas set path = '/' || id || '/' where id = $1`, [areaId]);
    await client.query(
      `with made as (
         insert into households (area_id, head_name, head_name_folded, match_key)
         select $1, 'Hộ ' || n, 'ho ' || n, 'bench|' || n from generate_series(0, $2::int - 1) n
         returning id, split_part(match_key, '|', 2)::int as n)
       insert into contacts (household_id, phone) select id, '+849' || lpad(n::text, 8, '0') from made`,
      [areaId, households],
    );
    return areaId;
  } finally {
    await client.end();
  }
}

/** Commands to the simulator. */
class Operator {
  constructor(readonly url: string) {}

  async post(path: string, body: object): Promise<Record<string, number | string>> {
    const answer = await fetch(this.url + path, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as Record<string, number | string>;
  }

  zalo(command: object): Promise<Record<string, number | string>> {
    return this.post('/admin/formats/zalo', command);
  }

  async behave(format: string, from: number, to: number, behaviour: string): Promise<void> {
    for (let ending = from; ending < to; ending++) {
      const named = String(ending).padStart(2, '0');
      await this.post('/admin/behaviour', { format, ending: named, behaviour });
    }
  }

  async messages(): Promise<number> {
    return ((await (await fetch(`${this.url}/admin/summary`)).json()) as { messages: number }).messages;
  }

  async log(): Promise<{ phone: string; count: number; format: string }[]> {
    const text = await (await fetch(`${this.url}/admin/log`)).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { phone: string; count: number; format: string });
  }
}

/** The accounts, the templates, and a campaign that has been approved; answers its id. */
async function begin(app: Program, operator: Operator, areaId: string): Promise<[Client, string]> {
  const admin = await new Client(app.url).login('admin', PASSWORD);
  const person = { username: 'nguoi-duyet', displayName: 'Người duyệt', roles: ['approver'] };
  const approver = await admin.engage(person, PASSWORD);
  const allDay = { hours: { open: '00:00', close: '24:00' } };
  const sms = await admin.post<{ id: string }>('/gateways', {
    name: 'SMS',
    kind: 'esms',
    config: { url: operator.url, brandname: 'UBND-XA' },
    secrets: { apiKey: 'bench', secretKey: OPERATOR_KEY },
    partsPerSecond: 5_000,
    ...allDay,
  });
  const { appId, oaId, accessToken, refreshToken } = await operator.zalo({});
  const zalo = await admin.post<{ id: string; webhookUrl: string }>('/gateways', {
    name: 'Zalo',
    kind: 'zalo-template',
    config: { appId, oaId, url: operator.url, oauthUrl: operator.url },
    secrets: { appSecret: OPERATOR_KEY, oaSecretKey: OPERATOR_KEY, accessToken, refreshToken },
    partsPerSecond: 2_000,
    ...allDay,
  });
  await operator.post('/admin/callback', { format: 'zalo', url: zalo.webhookUrl });
  await admin.post(`/gateways/${zalo.id}/templates/sync`);
  const { id } = await admin.post<{ id: string }>('/campaigns', {
    title: 'Bậc thang',
    audience: { areaIds: [areaId] },
    steps: [
      {
        channel: 'zalo',
        gatewayId: zalo.id,
        templateId: '345678',
        templateData: { chu_ho: '{chủ hộ}', dia_ban: '{khu dân cư}' },
      },
      { channel: 'sms', gatewayId: sms.id, text: 'Gửi hộ {chủ hộ}: hãy cảnh giác.' },
    ],
    ignoreHolidays: true,
  });
  await admin.post(`/campaigns/${id}/submit`);
  await approver.post(`/campaigns/${id}/approve`);
  return [admin, id];
}

async function run() {
  const folder = await makeThrowAwayFolder('loa-luat-bench-');
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const stops: (() => Promise<void>)[] = [() => postgres.stop()];
  try {
    await migrate(postgres.url);
    const areaId = await fillDirectory(postgres.url);
    const simulator = await startSimulator({ behaviour: 'delivered' });
    stops.push(() => simulator.stop());
    const app = await Program.start('src/main.js', [], {
      DATABASE_URL: postgres.url,
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD: PASSWORD,
    });
    stops.push(() => app.stop());
    const operator = new Operator(simulator.url);
    await operator.behave('zalo', 0, NO_ZALO, 'bad-recipient');
    await operator.behave('zalo', NO_ZALO, NO_ZALO + NIGHT, 'night');
    await operator.zalo({ quota });
    const began = performance.now();
    const [admin, id] = await begin(app, operator, areaId);
    await until(async () => ((await operator.messages()) > quota / 2 ? true : undefined), 120_000, 20);
    await operator.zalo({ expireToken: true });
    const account = await until(async () => {
      const seen = (await admin.get<{ account: Account }>(`/campaigns/${id}`)).account;
      // What was refused for the night waits for the morning.
      return seen.delivered > 0 &&
        seen.delivered + seen.planned === seen.audience &&
        seen.planned <= (households * NIGHT) / 100
        ? seen
        : undefined;
    }, 10 * 60_000);
    const seconds = (performance.now() - began) / 1000;
    const log = await operator.log();
    const { refreshes, refusedRefreshes, overQuota } = await operator.zalo({});
    const { audience, ...parts } = account;
    return {
      households,
      audience,
      accountedFor: Object.values(parts).reduce((sum, n) => sum + n, 0),
      delivered: account.delivered,
      waitingForMorning: account.planned,
      byZalo: log.filter(({ format }) => format === 'zalo').length,
      bySms: log.filter(({ format }) => format === 'esms').length,
      reachedTwice:
        log.length -
        new Set(log.map(({ phone }) => phone)).size +
        log.filter(({ count }) => count > 1).length,
      quota,
      overQuota: Number(overQuota),
      tokenRenewals: Number(refreshes) + Number(refusedRefreshes),
      seconds: Number(seconds.toFixed(1)),
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const result = await run();
const isKept =
  result.accountedFor === households &&
  result.reachedTwice === 0 &&
  result.byZalo === quota &&
  result.overQuota === 0 &&
  result.tokenRenewals === 1;
console.table(result);
process.stdout.write(`${JSON.stringify({ bench: 'ladder', isKept, ...result })}\n`);
if (!isKept) process.exitCode = 1;
