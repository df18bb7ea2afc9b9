/**
 * `npm run demo`: the main job by itself, in a throw-away folder. Starts the app and a simulated operator, imports
 * `samples/` through the HTTP API, has one person write a campaign and another release it, and prints who was reached.
 */
import { openAsBlob } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, until } from '../bench/support/client.js';
import { Program } from '../bench/support/processes.js';
import { type Account, addsUp } from '../src/domain/delivery-states.js';
import { formatVnd } from '../src/domain/cost.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';

const PASSWORD = 'tuyen-truyen-2026';
const KEY = 'demo-key';
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const FILES = ['xa-an-binh.xlsx', 'ho-dan-ap-7.csv'];
const MESSAGE = 'messages/lua-dao-qua-mang.txt';

interface Import {
  id: string;
  status: string;
  rows: { total: number; ready: number; created: number; rejected: number };
  error?: { detail: string } | null;
}

interface Campaign {
  state: string;
  account: Account;
  ratePerSecond: number | null;
}

interface Deliveries {
  items: { attempts: { outcome: string }[] }[];
  nextCursor: string | null;
}

/** Outcomes of tries that the operator took. */
const TAKEN = new Set(['accepted', 'delivered', 'undelivered', 'expired']);

interface Preview {
  households: number;
  deliveries: number;
  parts: number;
  costVnd: number;
  skipped: { label: string; count: number }[];
  samples: { text: string; parts: number }[];
}

const say = (line = '') => process.stdout.write(`${line}\n`);

async function importFile(admin: Client, areaId: string, file: string): Promise<void> {
  const { id } = await admin.upload<Import>('/imports', await openAsBlob(path.join(SAMPLES, file)), file, {
    areaId,
  });
  const settled = (...states: string[]) =>
    until(async () => {
      const seen = await admin.get<Import>(`/imports/${id}`);
      if (seen.status === 'failed') throw new Error(seen.error?.detail ?? `không đọc được ${file}`);
      return states.includes(seen.status) ? seen : undefined;
    }, 120_000);
  const read = await settled('ready');
  say(
    `  ${file}: ${read.rows.total} dòng, ${read.rows.ready} dòng dùng được, ${read.rows.rejected} dòng trả lại kèm lý do`,
  );
  await admin.post(`/imports/${id}/commit`);
  await settled('committed');
}

/** Runs the job; answers the account and what the operator says of it. */
async function sendCampaign(admin: Client, approver: Client, gatewayId: string, areaId: string) {
  const text = (await readFile(path.join(SAMPLES, MESSAGE), 'utf8')).trim();
  const { id } = await admin.post<{ id: string }>('/campaigns', {
    title: 'Cảnh giác lừa đảo qua mạng',
    audience: { areaIds: [areaId] },
    steps: [{ channel: 'sms', gatewayId, text, unaccented: true }],
    // A demo goes on at New Year too.
    ignoreHolidays: true,
  });
  const preview = await admin.post<Preview>(`/campaigns/${id}/preview`);
  say(
    `\nTin nhắn (hộ đầu tiên, ${preview.samples[0]?.parts ?? 0} phần):\n  ${preview.samples[0]?.text ?? ''}`,
  );
  say(
    `Gửi tới ${preview.deliveries}/${preview.households} hộ, ${preview.parts} phần tin, ${formatVnd(preview.costVnd)}.`,
  );
  for (const { label, count } of preview.skipped) say(`  không gửi ${count} hộ: ${label}`);
  await admin.post(`/campaigns/${id}/submit`);
  await approver.post(`/campaigns/${id}/approve`);
  say('\nNgười thứ hai đã duyệt. Đang gửi…');
  let shown = -1;
  await until(
    async () => {
      const { state, account, ratePerSecond } = await admin.get<Campaign>(`/campaigns/${id}`);
      const left = account.planned + account.sending;
      if (left !== shown && account.audience > 0) {
        say(
          `  còn ${left} hộ${ratePerSecond ? `, ${ratePerSecond} tin/giây` : ''}, đã đến máy ${account.delivered}`,
        );
        shown = left;
      }
      return state === 'completed' ? true : undefined;
    },
    5 * 60_000,
    1000,
  );
  return { id, account: await settledAccount(admin, id) };
}

/** The account once receipts have come in: nothing changed for two seconds. */
async function settledAccount(admin: Client, id: string): Promise<Account> {
  let last = '';
  let since = performance.now();
  return until(async () => {
    const { account } = await admin.get<Campaign>(`/campaigns/${id}`);
    const now = JSON.stringify(account);
    if (now !== last) [last, since] = [now, performance.now()];
    return performance.now() - since > 2_000 ? account : undefined;
  }, 60_000);
}

/** Messages that the ledger says the operator took: a household may have had two, the second after the first failed. */
async function messagesSent(admin: Client, id: string): Promise<number> {
  let sent = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Deliveries = await admin.get(
      `/campaigns/${id}/deliveries?limit=500${cursor && `&cursor=${cursor}`}`,
    );
    const attempts = page.items.flatMap((delivery) => delivery.attempts);
    sent += attempts.filter((each) => TAKEN.has(each.outcome)).length;
    cursor = page.nextCursor;
  }
  return sent;
}

async function printByArea(admin: Client, id: string): Promise<void> {
  const rows = await admin.get<{ areaName: string; account: Account }[]>(`/campaigns/${id}/areas`);
  const columns: [string, keyof Account][] = [
    ['Tổng số hộ', 'audience'],
    ['Đã đến máy', 'delivered'],
    ['Chưa báo nhận', 'accepted'],
    ['Không đến máy', 'undelivered'],
    ['Bị từ chối', 'rejected'],
    ['Không gửi', 'skipped'],
    ['Chưa rõ', 'inDoubt'],
  ];
  const width = Math.max(10, ...rows.map((row) => row.areaName.length));
  say(`\n${'Địa bàn'.padEnd(width)}${columns.map(([label]) => label.padStart(15)).join('')}`);
  for (const { areaName, account } of rows) {
    say(areaName.padEnd(width) + columns.map(([, key]) => String(account[key]).padStart(15)).join(''));
  }
}

async function demo(isOnce: boolean): Promise<number> {
  const folder = await makeThrowAwayFolder('loa-luat-demo-');
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const job = async () => {
      say('Khởi động ứng dụng và nhà mạng giả lập…');
      const simulator = await Program.start('src/simulator/main.js', ['--port', '0', '--key', KEY]);
      stops.push(() => simulator.stop());
      const app = await Program.start('src/main.js', [], {
        DATABASE_URL: '',
        REDIS_URL: '',
        DATA_DIR: path.join(folder, 'data'),
        PORT: isOnce ? '0' : (process.env.PORT ?? '0'),
        HOST: '127.0.0.1',
        PUBLIC_URL: '',
        ROLE: 'all',
        LOG_LEVEL: 'warn',
        ADMIN_USERNAME: 'admin',
        ADMIN_PASSWORD: PASSWORD,
      });
      stops.push(() => app.stop());
      const admin = await new Client(app.url).login('admin', PASSWORD);
      const person = { username: 'nguoi-duyet', displayName: 'Người duyệt', roles: ['approver'] };
      const approver = await admin.engage(person, PASSWORD);
      const { id: gatewayId } = await admin.post<{ id: string }>('/gateways', {
        name: 'Nhà mạng giả lập',
        kind: 'simulator',
        config: { url: simulator.url },
        secrets: { key: KEY },
        partsPerSecond: 200,
        pricePerPartVnd: 350,
        // A simulated phone does not ring: the demo may run at night.
        hours: { open: '00:00', close: '24:00' },
      });
      const { id: areaId } = await admin.post<{ id: string }>('/areas', {
        name: 'Xã An Bình',
        level: 'commune',
      });
      say('\nNhập danh sách hộ dân:');
      for (const file of FILES) await importFile(admin, areaId, file);
      const { id, account } = await sendCampaign(admin, approver, gatewayId, areaId);
      await printByArea(admin, id);
      const summary = (await (await fetch(`${simulator.url}/admin/summary`)).json()) as { messages: number };
      return { app, account, sent: await messagesSent(admin, id), simulatorSaw: summary.messages };
    };
    const outcome = await Promise.race([job(), interrupted]);
    if (outcome === 'interrupted') return 130;
    const { app, account, sent, simulatorSaw } = outcome;
    const isRight = addsUp(account) && sent === simulatorSaw && account.inDoubt === 0;
    say(`\nTổng cộng ${account.audience} hộ; nhà mạng nhận ${simulatorSaw} tin, sổ ghi ${sent} tin.`);
    say(isRight ? 'Sổ khớp: mỗi hộ ở đúng một trạng thái.' : 'SỔ KHÔNG KHỚP.');
    if (!isOnce) {
      say(
        `\nMở ${app.url} để xem tiếp (tên đăng nhập admin, mật khẩu ${PASSWORD}). Nhấn Ctrl+C để kết thúc.`,
      );
      await interrupted;
    }
    say(JSON.stringify({ ...account, sent, simulatorSaw }));
    return isRight ? 0 : 1;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
process.exitCode = await demo(values.once);
