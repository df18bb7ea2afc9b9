import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let areaId: string;
beforeAll(async () => {
  app = await startApp({ ROLE: 'api' });
  const commune = await makeArea(app.sql, { name: 'Xã Gộp', level: 'commune' });
  areaId = await makeArea(app.sql, { name: 'Ấp 1', parentId: commune });
});
afterAll(() => app?.close());

const post = (path: string, body?: unknown) => app.api(path, { method: 'POST', as: 'admin', body });
const get = (path: string) => app.api(path, { as: 'admin' });
const shown = (household: { contacts: { phone: string }[]; code: string | null; note: string | null }) => ({
  phones: household.contacts.map(({ phone }) => phone),
  code: household.code,
  note: household.note,
});

async function twins() {
  const [a, both, b] = [makePhone(), makePhone(), makePhone()];
  const kept = await makeHousehold(app.sql, { areaId, headName: 'Lê Văn An', phones: [a, both] });
  const code = `M${kept}`;
  const merged = await makeHousehold(app.sql, { areaId, headName: 'Lê An', phones: [both, b], code });
  await app.sql.execute(`update households set note = 'nhà sau chợ' where id = $1`, [merged]);
  return { kept, merged, a, both, b, code };
}

test('two households become one with the phones, code, note, groups and refusals of both, and two again', async () => {
  const { kept, merged, a, both, b, code } = await twins();
  await makeRefusal(app.sql, b);
  const group = (await post('/groups', { name: `Nhóm ${merged}`, areaId })).body.id;
  await post(`/groups/${group}/members`, { householdIds: [merged] });
  const before = [(await get(`/households/${kept}`)).body, (await get(`/households/${merged}`)).body].map(
    shown,
  );

  const done = await post(`/households/${kept}/merge`, { householdId: merged, version: 1, otherVersion: 1 });
  expect(done.status).toBe(200);
  expect(shown(done.body.household)).toEqual({ phones: [a, both, b], code, note: 'nhà sau chợ' });
  expect(done.body.household.contacts[2].refused).toEqual(['sms']);
  expect((await get(`/households/${merged}`)).status).toBe(404);
  const { body: history } = await get(`/households/${kept}/history`);
  expect(history).toMatchObject({
    refusals: [{ phone: b, channel: 'sms', liftedAt: null }],
    merges: [{ mergedId: merged, mergedHeadName: 'Lê An', undoneAt: null }],
    changes: [{ action: 'household.merged' }],
    groups: [{ id: group }],
  });

  expect((await post(`/household-merges/${done.body.mergeId}/undo`)).status).toBe(200);
  const after = [(await get(`/households/${kept}`)).body, (await get(`/households/${merged}`)).body].map(
    shown,
  );
  expect(after).toEqual(before);
  expect((await get(`/households?groupId=${group}`)).body.items).toMatchObject([{ id: merged }]);
  const again = await post(`/household-merges/${done.body.mergeId}/undo`);
  expect([again.status, again.body.code]).toEqual([409, 'already-undone']);
});

test('a merge of what somebody changed meanwhile is refused, and one that was built upon is not taken back', async () => {
  const { kept, merged } = await twins();
  const stale = await post(`/households/${kept}/merge`, { householdId: merged, version: 7 });
  expect([stale.status, stale.body.code]).toEqual([409, 'changed-since']);
  const self = await post(`/households/${kept}/merge`, { householdId: kept });
  expect(self.status).toBe(400);
  const { body } = await post(`/households/${kept}/merge`, { householdId: merged });
  const edit = { method: 'PATCH', as: 'admin', body: { headName: 'Lê Văn Ân' } } as const;
  expect((await app.api(`/households/${kept}`, edit)).status).toBe(200);
  expect((await post(`/household-merges/${body.mergeId}/undo`)).body.code).toBe('changed-since');
});

test('a merge is not taken back while another household has the code of the one that was joined', async () => {
  const { kept, merged, code } = await twins();
  await app.sql.execute(`update households set code = 'K' || id where id = $1`, [kept]);
  const { body } = await post(`/households/${kept}/merge`, { householdId: merged });
  const newcomer = await post('/households', { areaId, headName: 'Trịnh Thị Mới', code });
  expect(newcomer.status).toBe(201);
  const undo = () => post(`/household-merges/${body.mergeId}/undo`);
  const refused = await undo();
  expect([refused.status, refused.body.code, refused.body.householdCode]).toEqual([
    409,
    'household-code-taken',
    code,
  ]);
  expect(refused.body.detail).toContain(`“${code}”`);
  const renumbered = { method: 'PATCH', as: 'admin', body: { code: `N${kept}` } } as const;
  expect((await app.api(`/households/${newcomer.body.id}`, renumbered)).status).toBe(200);
  expect((await undo()).status).toBe(200);
  expect((await get(`/households/${merged}`)).body.code).toBe(code);
});

test('two people who merge the same two at once make one merge', async () => {
  const { kept, merged } = await twins();
  const both = await Promise.all([
    post(`/households/${kept}/merge`, { householdId: merged }),
    post(`/households/${merged}/merge`, { householdId: kept }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
});

test('a household that is there already is not entered a second time by hand, unless it is meant', async () => {
  const phone = makePhone();
  const household = { areaId, headName: 'Phạm Thị Bé', address: 'Số 7, ngõ 2', contacts: [{ phone }] };
  const first = await post('/households', household);
  const twin = await post('/households', { ...household, headName: 'PHẠM THỊ BÉ', contacts: [] });
  expect([twin.status, twin.body.code, twin.body.householdId]).toEqual([
    409,
    'household-exists',
    first.body.id,
  ]);
  expect((await post('/households', { ...household, contacts: [], evenIfAlike: true })).status).toBe(201);
  // A namesake without an address or a shared phone is somebody else.
  for (const _ of [1, 2])
    expect((await post('/households', { areaId, headName: 'Phạm Văn Tám' })).status).toBe(201);
});

test('a contact keeps its language and channel until somebody says otherwise', async () => {
  const phone = makePhone();
  const { body: made } = await post('/households', {
    areaId,
    headName: 'Thạch Sa Rinh',
    contacts: [{ phone, language: 'km', channel: 'zalo' }],
  });
  const patch = (contact: object) =>
    app.api(`/households/${made.id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { contacts: [{ phone, ...contact }] },
    });
  expect((await patch({ relation: 'chủ hộ' })).body.contacts[0]).toMatchObject({
    language: 'km',
    channel: 'zalo',
  });
  expect((await patch({ channel: null })).body.contacts[0]).toMatchObject({ language: 'km', channel: null });
  expect((await patch({ language: 'Tiếng Khmer' })).status).toBe(400);
});

test('what was said with the household that was joined is in the thread of the one that was kept', async () => {
  const { kept, merged } = await twins();
  const [campaign] = await app.sql.query<{ id: string }>(
    `insert into campaigns (title, state, audience, steps, started_at)
     values ('Đợt trước', 'running', jsonb_build_object('areaIds', jsonb_build_array($1::text)), '[]', now()) returning id`,
    [areaId],
  );
  const [delivery] = await app.sql.query<{ id: string }>(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, phone, state, sending_since)
     values ($1, $2, $3, 'Lê An', $4, 'accepted', now()) returning id`,
    [campaign!.id, merged, areaId, makePhone()],
  );
  const thread = async () =>
    (await get(`/households/${kept}/thread`)).body.items.map(
      (entry: { message: { deliveryId: string } | null }) => entry.message?.deliveryId,
    );
  expect(await thread()).toEqual([]);
  const done = await post(`/households/${kept}/merge`, { householdId: merged, version: 1, otherVersion: 1 });
  expect(done.status).toBe(200);
  expect(await thread()).toEqual([delivery!.id]);
  await post(`/household-merges/${done.body.mergeId}/undo`);
  expect(await thread()).toEqual([]);
});
