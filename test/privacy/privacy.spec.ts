import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
let areaId: string;
let gatewayId: string;
beforeAll(async () => {
  // The nightly clearing waits for its test.
  app = await startApp({ SWEEP_SECONDS: 3600 });
  const commune = await makeArea(app.sql, { name: 'Xã Riêng', level: 'commune' });
  areaId = await makeArea(app.sql, { name: 'Ấp 1', parentId: commune });
  gatewayId = await makeGateway(app.sql, {});
});
afterAll(() => app?.close());

const post = (path: string, body?: unknown) => app.api(path, { method: 'POST', as: 'admin', body });
const get = (path: string) => app.api(path, { as: 'admin' });

/** A household that was written to, and answered. */
async function knownHousehold(phone: string, state = 'delivered') {
  const id = await makeHousehold(app.sql, {
    areaId,
    headName: 'Phan Thị Kín',
    address: 'Số 9, ngõ 4',
    phones: [phone],
  });
  const campaign = await makeCampaign(app.sql, { areaIds: [areaId], gatewayId, state: 'completed' });
  await app.sql.execute('update campaigns set completed_at = now() where id = $1', [campaign]);
  const [delivery] = await app.sql.query<{ id: string }>(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, address, phone, state)
     values ($1, $2, $3, 'Phan Thị Kín', 'Số 9, ngõ 4', $4, $5) returning id`,
    [campaign, id, areaId, phone, state],
  );
  await app.sql.execute(
    `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, outcome, parts, cost_vnd, sent_at)
     values ($1, 1, 0, $2, 'sms', $3, 'delivered', 1, 350, now())`,
    [delivery!.id, phone, gatewayId],
  );
  await app.sql.execute(
    `insert into replies (receipt_id, gateway_id, channel, phone, text, received_at, household_id, area_id, intent, needs_person, state)
     values ((random() * 1e15)::bigint, $1, 'sms', $2, 'Tôi là Kín ở ngõ 4', now(), $3, $4, 'person', true, 'closed')`,
    [gatewayId, phone, id, areaId],
  );
  return { id, campaign, delivery: delivery!.id };
}

/** Everything in the database but the register's hashes, as one text. */
async function everything(): Promise<string> {
  const tables = await app.sql.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const texts = [];
  for (const { name } of tables) {
    const [row] = await app.sql.query<{ text: string | null }>(
      `select string_agg(t::text, ' ') as text from ${name} t`,
    );
    texts.push(row!.text ?? '');
  }
  return texts.join('\n');
}

test('an erased household leaves its row in the account, and nothing of itself anywhere', async () => {
  const phone = makePhone();
  const { id, campaign, delivery } = await knownHousehold(phone);
  await makeRefusal(app.sql, phone);
  await post('/consents', { phone, basis: 'form', evidence: 'Phiếu của bà Kín', givenOn: '2026-01-05' });
  const account = async () => (await get(`/campaigns/${campaign}`)).body.account;
  const before = await account();
  expect(before).toMatchObject({ audience: 1, delivered: 1 });
  expect(await everything()).toContain(phone);

  const erased = await post(`/households/${id}/erase`);
  expect([erased.status, erased.body]).toEqual([
    200,
    { deliveries: 1, replies: 1, singles: 0, importRows: 0 },
  ]);
  const left = await everything();
  for (const secret of [phone, phone.slice(3), 'Phan Thị', 'ngõ 4', 'Kín'])
    expect(left).not.toContain(secret);
  expect(await account()).toEqual(before);
  expect((await get(`/campaigns/${campaign}/deliveries`)).body.items).toMatchObject([
    { id: delivery, headName: '(đã xóa)', state: 'delivered', attempts: [{ costVnd: 350 }] },
  ]);
  expect((await get(`/households/${id}`)).status).toBe(404);
  expect((await get('/audit-events?action=household.erased')).body.items).toHaveLength(1);
});

test('a refusal holds again when its erased number comes back, typed in or imported', async () => {
  for (const bring of [byHand, byImport]) {
    const phone = makePhone();
    const { id } = await knownHousehold(phone);
    await makeRefusal(app.sql, phone);
    await post(`/households/${id}/erase`);
    expect((await get(`/refusals?phone=${encodeURIComponent(phone)}`)).body.items).toEqual([]);
    await bring(phone);
    expect((await get(`/refusals?phone=${encodeURIComponent(phone)}`)).body.items).toMatchObject([
      { phone, channel: 'sms', liftedAt: null },
    ]);
  }
});

async function byHand(phone: string): Promise<void> {
  const { body } = await post('/households', { areaId, headName: 'Người Mới', contacts: [{ phone }] });
  expect(body.contacts).toMatchObject([{ phone, refused: ['sms'] }]);
}

async function byImport(phone: string): Promise<void> {
  const form = new FormData();
  form.set('areaId', areaId);
  form.set('file', new Blob([`Họ tên chủ hộ,Điện thoại\nLý Văn Về,0${phone.slice(3)}\n`]), 'danh-sach.csv');
  const { body } = await app.api('/imports', { method: 'POST', as: 'admin', body: form });
  const until = (status: string) =>
    eventually(async () => expect((await get(`/imports/${body.id}`)).body.status).toBe(status));
  await until('ready');
  await post(`/imports/${body.id}/commit`, { consent: { basis: 'import', evidence: 'Biên bản họp ấp' } });
  await until('committed');
  const { body: found } = await get('/households?q=ly+van+ve');
  const history = await get(`/households/${found.items[0].id}/history`);
  expect(history.body).toMatchObject({
    consents: [{ id: null, basis: 'import', evidence: 'Biên bản họp ấp' }],
    import: { id: body.id, fileName: 'danh-sach.csv', by: expect.stringMatching(/\S/) },
  });
}

test('what was still to be sent to an erased household is skipped; what is on its way is waited for', async () => {
  const planned = await knownHousehold(makePhone(), 'planned');
  await post(`/households/${planned.id}/erase`);
  expect((await get(`/campaigns/${planned.campaign}`)).body.account).toMatchObject({
    planned: 0,
    skipped: 1,
  });
  const sending = await knownHousehold(makePhone(), 'sending');
  const refused = await post(`/households/${sending.id}/erase`);
  expect([refused.status, refused.body.code]).toEqual([409, 'message-under-way']);
});

test('a number that another household has, too, keeps its refusal and its consent', async () => {
  const phone = makePhone();
  const { id } = await knownHousehold(phone);
  await makeHousehold(app.sql, { areaId, headName: 'Con Gái', phones: [phone] });
  await makeRefusal(app.sql, phone);
  await post(`/households/${id}/erase`);
  expect((await get(`/refusals?phone=${encodeURIComponent(phone)}`)).body.items).toHaveLength(1);
});

test('everything that is held on a household comes as one file, and stands in the trail', async () => {
  const phone = makePhone();
  const { id } = await knownHousehold(phone);
  await post('/consents', { phone, basis: 'sms', evidence: 'DK gửi 8x77', givenOn: '2026-03-01' });
  const { status, body } = await get(`/households/${id}/dossier.json`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    household: [{ head_name: 'Phan Thị Kín' }],
    contacts: [{ phone }],
    consents: [{ phone, basis: 'sms', evidence: 'DK gửi 8x77' }],
    deliveries: [{ phone, state: 'delivered' }],
    attempts: [{ phone }],
    replies: [{ phone, text: 'Tôi là Kín ở ngõ 4' }],
  });
  const workbook = await get(`/households/${id}/dossier.xlsx`);
  expect(workbook.bytes.subarray(0, 2).toString()).toBe('PK');
  const trail = await get(`/audit-events?action=household.dossier-taken&subjectId=${id}`);
  expect(trail.body.items).toHaveLength(2);
  expect((await app.api(`/households/${id}/dossier.json`, { as: 'viewer' })).status).toBe(403);
});

test('a consent that is withdrawn is a refusal on every channel', async () => {
  const phone = makePhone();
  await makeHousehold(app.sql, { areaId, headName: 'Rút Lại', phones: [phone] });
  const { body: consent } = await post('/consents', { phone, basis: 'web', givenOn: '2026-02-01' });
  expect((await post(`/consents/${consent.id}/withdraw`)).body.withdrawnAt).not.toBeNull();
  const refusals = (await get(`/refusals?phone=${encodeURIComponent(phone)}`)).body.items;
  expect(refusals.map(({ channel }: { channel: string }) => channel).toSorted()).toEqual(['sms', 'zalo']);
  expect((await post(`/consents/${consent.id}/withdraw`)).status).toBe(404);
  const unknown = await post('/consents', { phone: makePhone(), basis: 'web', givenOn: '2026-02-01' });
  expect(unknown.body.errors).toMatchObject([{ path: 'phone' }]);
});

test('requests are worked off in the order of their deadlines, put off once, and closed once', async () => {
  const enter = async (kind: string, receivedOn: string) =>
    (await post('/data-requests', { areaId, kind, requester: 'Bà Sáu', receivedOn })).body;
  const late = await enter('delete', '2026-01-05');
  const urgent = await enter('see', '2026-01-05');
  expect([late.dueOn, urgent.dueOn, urgent.acknowledgeBy]).toEqual([
    '2026-01-25',
    '2026-01-15',
    '2026-01-07',
  ]);
  const listed = (await get('/data-requests')).body.items;
  expect(listed.map(({ id }: { id: string }) => id)).toEqual([urgent.id, late.id]);
  expect(listed[0].isOverdue).toBe(true);
  expect((await post(`/data-requests/${urgent.id}/acknowledge`)).body.acknowledgedAt).not.toBeNull();
  const extend = (to: string) => post(`/data-requests/${urgent.id}/extend`, { to, reason: 'Hồ sơ giấy' });
  expect((await extend('2026-03-15')).status).toBe(400);
  expect((await extend('2026-01-25')).body).toMatchObject({ dueOn: '2026-01-25', extendedTo: '2026-01-25' });
  expect((await extend('2026-01-30')).body.code).toBe('extended-before');
  const close = () => post(`/data-requests/${urgent.id}/close`, { state: 'done', outcome: 'Đã trao bản in' });
  expect((await close()).body).toMatchObject({
    state: 'done',
    isOverdue: false,
    closedBy: expect.any(String),
  });
  expect((await close()).body.code).toBe('already-closed');
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const early = await post('/data-requests', { areaId, kind: 'see', requester: 'x', receivedOn: tomorrow });
  expect(early.body.errors).toMatchObject([{ path: 'receivedOn' }]);
});
