/** A commune at work, for looking at the web app: its lists, its people, and campaigns in every state. */
import { createHmac } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, until } from '../../bench/support/client.js';
import { Program } from '../../bench/support/processes.js';
import { type FurnishedTrust, furnishTrust } from './world-trust.js';
import { makeThrowAwayFolder } from '../../src/platform/embedded-postgres/throw-away-folder.js';

/** Samples lie beside `scripts`, or beside `dist` for the compiled program. */
const SAMPLES = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../samples/' : '../../samples/', import.meta.url),
);
export const WORLD_PASSWORD = 'tuyen-truyen-2026';
const KEY = 'world-key';

export interface World extends FurnishedTrust {
  url: string;
  communeId: string;
  gatewayId: string;
  householdId: string;
  /** An import that is read and waits. */
  importId: string;
  /** A reply that waits for an answer. */
  replyId: string;
  /** Campaigns by the state they stand in. */
  campaigns: Record<'draft' | 'sentBack' | 'submitted' | 'scheduled' | 'paused' | 'completed', string>;
  /** Ends both programs and removes the folder. */
  stop(): Promise<void>;
}

interface Made {
  id: string;
}

/** Starts the app and a simulated operator in a throw-away folder, and lets the commune work. */
export async function startWorld(): Promise<World> {
  const folder = await makeThrowAwayFolder('loa-luat-web-');
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const simulator = await Program.start('src/simulator/main.js', ['--port', '0', '--key', KEY]);
    stops.push(() => simulator.stop());
    const app = await Program.start('src/main.js', [], {
      DATABASE_URL: '',
      REDIS_URL: '',
      DATA_DIR: path.join(folder, 'data'),
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: '',
      ROLE: 'all',
      LOG_LEVEL: 'warn',
      ADMIN_USERNAME: 'admin',
      ADMIN_PASSWORD: WORLD_PASSWORD,
    });
    stops.push(() => app.stop());
    return { ...(await furnishWorld(app.url, simulator.url, KEY)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Lets a commune work in an app that has nobody but its administrator (`admin`, WORLD_PASSWORD).
 * @param operatorUrl a simulator that takes `key`
 */
export async function furnishWorld(
  url: string,
  operatorUrl: string,
  key: string,
): Promise<Omit<World, 'stop'>> {
  const admin = await new Client(url).login('admin', WORLD_PASSWORD);
  const engage = (username: string, displayName: string, role: string) =>
    admin.engage({ username, displayName, roles: [role] }, WORLD_PASSWORD);
  const hoa = await engage('hoa', 'Trần Thị Hoa', 'propagandist');
  const binh = await engage('binh', 'Lê Văn Bình', 'approver');
  const { id: gatewayId } = await admin.post<Made>('/gateways', {
    name: 'Nhà mạng giả lập',
    kind: 'simulator',
    config: { url: operatorUrl },
    secrets: { key },
    partsPerSecond: 200,
    pricePerPartVnd: 350,
    hours: { open: '00:00', close: '24:00' },
  });
  // Several campaigns of one day are to reach the same households.
  await admin.raw('PUT', '/settings/frequency-cap', { perDay: 10, perWeek: 20 });
  const { id: communeId } = await admin.post<Made>('/areas', { name: 'Xã An Bình', level: 'commune' });
  for (const file of ['xa-an-binh.xlsx', 'ho-dan-ap-7.csv']) await importFile(admin, communeId, file);

  const year = new Date().getFullYear();
  await admin.post('/budgets', {
    areaId: communeId,
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    amountVnd: 20_000_000,
  });

  const text = async (name: string) =>
    (await readFile(path.join(SAMPLES, 'messages', `${name}.txt`), 'utf8')).trim();
  const write = async (title: string, message: string, more: object = {}) => {
    const { id } = await hoa.post<Made>('/campaigns', {
      title,
      audience: { areaIds: [communeId] },
      steps: [{ channel: 'sms', gatewayId, text: message, unaccented: true }],
      ignoreHolidays: true,
      ...more,
    });
    return id;
  };
  const submit = (id: string) => hoa.post(`/campaigns/${id}/submit`);
  const approve = (id: string) => binh.post(`/campaigns/${id}/approve`, {});
  const reach = (id: string, state: string) =>
    until(
      async () => ((await hoa.get<{ state: string }>(`/campaigns/${id}`)).state === state ? true : undefined),
      120_000,
    );

  const completed = await write('Cảnh giác lừa đảo qua mạng', await text('lua-dao-qua-mang'));
  await submit(completed);
  await approve(completed);
  await reach(completed, 'completed');
  await admin.raw('PATCH', `/gateways/${gatewayId}`, { partsPerSecond: 60 });
  const paused = await write('An toàn giao thông dịp Tết', await text('an-toan-giao-thong'), {
    isUrgent: true,
  });
  await submit(paused);
  await binh.post(`/campaigns/${paused}/approve`, { word: 'Cao điểm đi lại' });
  await until(
    async () =>
      (await hoa.get<{ account: { delivered: number } }>(`/campaigns/${paused}`)).account.delivered > 20
        ? true
        : undefined,
    120_000,
  );
  await hoa.post(`/campaigns/${paused}/pause`);
  const scheduled = await write(
    'Lịch tiếp công dân tháng tới',
    'Kính gửi {chủ hộ}: {xã} tiếp công dân thứ Năm.',
    {
      startAt: new Date(Date.now() + 26 * 3600_000).toISOString(),
    },
  );
  await submit(scheduled);
  await approve(scheduled);
  const submitted = await write('Phòng cháy chữa cháy mùa khô', await text('phong-chay-chua-chay'));
  await submit(submitted);
  const sentBack = await write('Đăng ký thường trú', 'Gửi {chủ hộ}: hãy đăng ký thường trú qua VNeID.');
  await submit(sentBack);
  await binh.post(`/campaigns/${sentBack}/reject`, { reason: 'Hãy ghi thêm số điện thoại của Công an xã.' });
  const draft = await write('Bảo hiểm y tế hộ gia đình', 'Gửi {chủ hộ}, {khu dân cư}: ');
  const { items } = await admin.get<{ items: Made[] }>(`/households?areaId=${communeId}&limit=1`);
  const { id: groupId } = await hoa.post<Made>('/groups', { name: 'Hộ gần sông' });
  await hoa.post(`/groups/${groupId}/members`, { householdIds: [items[0]!.id] });
  await hoa.post('/groups', { name: 'Chưa có số', kind: 'filter', filter: { missingPhone: true } });
  const importId = await readList(admin, communeId, 'xa-an-binh.xlsx');
  const replyId = await hearHouseholds(admin, hoa, { gatewayId, campaignId: completed, key });
  const trust = await furnishTrust(admin, communeId, items[0]!.id);
  return {
    url,
    communeId,
    gatewayId,
    householdId: items[0]!.id,
    importId,
    replyId,
    ...trust,
    campaigns: { draft, sentBack, submitted, scheduled, paused, completed },
  };
}

const QUESTIONS = [
  'Cho toi hoi muon dang ky tam tru thi den dau, mang theo giay to gi?',
  'Nha toi da nhan duoc tin, cam on can bo xa.',
  'Tin nay co phai lua dao khong ma bao bam vao lien ket?',
];

/** Households write back to a campaign; answers the id of a reply that waits. */
async function hearHouseholds(
  admin: Client,
  hoa: Client,
  { gatewayId, campaignId, key }: { gatewayId: string; campaignId: string; key: string },
): Promise<string> {
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>(`/gateways/${gatewayId}`);
  const { items } = await admin.get<{ items: { attempts: { phone: string }[] }[] }>(
    `/campaigns/${campaignId}/deliveries?state=delivered&limit=10`,
  );
  for (const [i, text] of QUESTIONS.entries()) {
    const from = items[i]!.attempts[0]!.phone;
    const body = JSON.stringify({
      type: 'inbound',
      from,
      text,
      id: `hoi-${i}`,
      at: new Date().toISOString(),
    });
    const signature = createHmac('sha256', key).update(body).digest('hex');
    await fetch(webhookUrl, { method: 'POST', headers: { 'x-simulator-signature': signature }, body });
  }
  await hoa.post('/canned-answers', {
    title: 'Đăng ký tạm trú',
    text: 'Mời ông/bà nộp hồ sơ qua VNeID hoặc đến Công an xã, mang theo căn cước.',
    lawReference: 'Luật Cư trú 2020, Điều 28',
  });
  return until(async () => {
    const page = await hoa.get<{ items: Made[] }>('/replies');
    return page.items.length === QUESTIONS.length ? page.items.at(-1)!.id : undefined;
  }, 60_000);
}

async function importFile(admin: Client, areaId: string, file: string): Promise<void> {
  const id = await readList(admin, areaId, file);
  await admin.post(`/imports/${id}/commit`);
  await settled(admin, id, 'committed');
}

/** Hands a list in and waits until it is read. */
async function readList(admin: Client, areaId: string, file: string): Promise<string> {
  const { id } = await admin.upload<Made>('/imports', await openAsBlob(path.join(SAMPLES, file)), file, {
    areaId,
  });
  await settled(admin, id, 'ready');
  return id;
}

const settled = (admin: Client, id: string, wanted: string) =>
  until(async () => {
    const { status } = await admin.get<{ status: string }>(`/imports/${id}`);
    if (status === 'failed') throw new Error(`import ${id} could not be read`);
    return status === wanted ? true : undefined;
  }, 120_000);
