import type { Role } from '../../src/identity/permissions.js';
import { makePhone } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app?.close());

const post = async (path: string, body: unknown = {}) => {
  const answer = await app.api(path, { method: 'POST', as: 'admin', body });
  if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const get = async (path: string) => (await app.api(path, { as: 'admin' })).body;

let serial = 0;
const area = async (name: string, parentId?: string, level = 'neighbourhood'): Promise<string> =>
  (await post('/areas', { name, level, ...(parentId && { parentId }) })).id;
const household = (areaId: string) =>
  post('/households', { areaId, headName: `Lê Thị ${serial++}`, contacts: [{ phone: makePhone() }] });
/** A commune with two hamlets and a household in each. */
const twoHamlets = async () => {
  const top = await area(`Xã Tân Hội ${serial++}`, undefined, 'commune');
  const [one, two] = [await area('Ấp 1', top), await area('Ấp 2', top)];
  await household(one);
  await household(two);
  return { top, one, two };
};
const inCharge = async (id: string): Promise<string[]> =>
  (await get(`/propagandists/${id}`)).inCharge.map(({ areaId }: { areaId: string }) => areaId);
const person = (areaId: string, role: Role = 'propagandist') =>
  app.person({ username: `nguoi-${serial++}`, memberships: [{ role, areaId }] });
const seenBy = async (as: Awaited<ReturnType<typeof person>> | `ll_${string}`): Promise<number> =>
  (await app.api('/households', { as })).body.items?.length;

describe('what belongs to an area that is merged', () => {
  test('whoever was in charge of it is in charge of what took it in, and again of the old one when it is taken back', async () => {
    const { top, one, two } = await twoHamlets();
    const { id } = await post('/propagandists', { areaId: two, fullName: 'Lê Thị Sáu', inCharge: [two] });
    const { id: both } = await post('/propagandists', {
      areaId: top,
      fullName: 'Võ Văn Tám',
      inCharge: [one, two],
    });
    const { id: relieved } = await post('/propagandists', { areaId: top, fullName: 'Bảy', inCharge: [two] });
    const change = await post(`/areas/${one}/merge`, { areaIds: [two] });
    expect([await inCharge(id), await inCharge(both), await inCharge(relieved)]).toEqual([
      [one],
      [one],
      [one],
    ]);
    expect((await get(`/propagandists/${id}`)).areaId).toBe(one);
    expect(
      (await get('/propagandists/uncovered-areas')).items.map((each: { areaId: string }) => each.areaId),
    ).not.toContain(one);
    const [entry] = (await get(`/audit-events?action=area.merged&limit=1`)).items;
    expect(entry.details).toMatchObject({ in_charge: 3, propagandists: 1 });

    await app.api(`/propagandists/${relieved}`, { method: 'PATCH', as: 'admin', body: { inCharge: [] } });
    await post(`/area-changes/${change.id}/undo`);
    expect([await inCharge(id), await inCharge(both)]).toEqual([[two], [one, two]]);
    // Relieved in between: not put in charge again.
    expect(await inCharge(relieved)).toEqual([]);
    expect((await get(`/propagandists/${id}`)).areaId).toBe(two);
  });

  test('roles and API keys reach what took it in, the trail says how many, and only what still holds comes back', async () => {
    const { one, two } = await twoHamlets();
    const hoa = await person(two);
    const binh = await person(two, 'approver');
    const { key } = await post('/api-keys', { name: 'Một cửa', roles: ['viewer'], areaIds: [two] });
    expect([await seenBy(hoa), await seenBy(key)]).toEqual([1, 1]);
    const admin = await app.login('admin');
    const change = await post(`/areas/${one}/merge`, { areaIds: [two] });
    expect([await seenBy(hoa), await seenBy(key)]).toEqual([2, 2]);
    // An approver's right that somebody widened was given by whoever merged: their own campaigns say so.
    expect(
      await app.sql.query('select area_id, granted_by from memberships where user_id = $1', [binh.userId]),
    ).toEqual([{ area_id: one, granted_by: admin.userId }]);
    const [entry] = (await get(`/audit-events?action=area.merged&limit=1`)).items;
    expect(entry.details).toMatchObject({ memberships: 2, api_keys: 1 });

    await app.sql.execute('delete from memberships where user_id = $1', [binh.userId]);
    await post(`/area-changes/${change.id}/undo`);
    expect([await seenBy(hoa), await seenBy(key)]).toEqual([1, 1]);
    expect((await app.api(`/areas/${two}`, { as: hoa })).status).toBe(200);
    expect((await app.api(`/areas/${one}`, { as: hoa })).status).toBe(404);
    // Taken away in between: not given again.
    expect(await app.sql.query('select 1 from memberships where user_id = $1', [binh.userId])).toEqual([]);
  });

  test('money of one period is joined and parted again; money of another goes along with what was spent of it', async () => {
    const { one, two } = await twoHamlets();
    const year = { startsOn: '2020-01-01', endsOn: '2099-12-31' };
    const quarter = { startsOn: '2020-01-01', endsOn: '2098-12-31' };
    await post('/budgets', { areaId: one, ...year, amountVnd: 1_000_000 });
    await post('/budgets', { areaId: two, ...year, amountVnd: 300_000 });
    await post('/budgets', { areaId: two, ...quarter, amountVnd: 50_000 });
    await post('/budgets', { areaId: two, startsOn: '2019-01-01', endsOn: '2019-12-31', amountVnd: 7 });
    const campaignId = await app.sql.query<{ id: string }>(
      `insert into campaigns (title, audience, steps, created_by) values ('x', '{"areaIds": []}', '[]', 'user:1') returning id`,
    );
    await app.sql.execute(
      `insert into campaign_spend (campaign_id, area_id, day, cost_vnd) values ($1, $2, '2026-01-01', 40000)`,
      [campaignId[0]!.id, two],
    );
    const shown = async () =>
      (await get('/budgets')).items
        .filter(({ areaId }: { areaId: string }) => [one, two].includes(areaId))
        .map((b: Record<string, unknown>) => [
          b.areaId === one ? 'Ấp 1' : 'Ấp 2',
          b.endsOn,
          b.amountVnd,
          b.spentVnd,
        ])
        .sort();
    const before = await shown();
    const change = await post(`/areas/${one}/merge`, { areaIds: [two] });
    expect(await shown()).toEqual([
      ['Ấp 1', '2098-12-31', 50_000, 40_000],
      ['Ấp 1', '2099-12-31', 1_300_000, 40_000],
      ['Ấp 2', '2019-12-31', 7, 0],
    ]);
    await post(`/area-changes/${change.id}/undo`);
    expect(await shown()).toEqual(before);
  });

  test('canned answers, groups, accounts, webhooks and requests come along; of two with one name none is lost', async () => {
    const { one, two } = await twoHamlets();
    await post('/canned-answers', { title: 'Tạm trú', text: 'Mời đến xã.', areaId: one });
    await post('/canned-answers', { title: 'Tạm trú', text: 'Mời đến ấp.', areaId: two });
    await post('/groups', { name: 'Gần sông', areaId: two });
    const { id: requestId } = await post('/data-requests', {
      areaId: two,
      kind: 'see',
      requester: 'Năm',
      receivedOn: '2026-01-05',
    });
    await post('/webhook-endpoints', {
      areaId: two,
      name: 'Nơi nhận',
      url: 'https://a.example.vn',
      events: ['reply.received'],
    });
    const change = await post(`/areas/${one}/merge`, { areaIds: [two] });
    const titles = async (areaId: string) =>
      (
        await app.sql.query<{ title: string }>(
          'select title from canned_answers where area_id = $1 order by id',
          [areaId],
        )
      ).map(({ title }) => title);
    expect(await titles(one)).toEqual(['Tạm trú', 'Tạm trú (Ấp 2)']);
    expect((await get(`/data-requests/${requestId}`)).areaId).toBe(one);
    const [entry] = (await get(`/audit-events?action=area.merged&limit=1`)).items;
    expect(entry.details).toMatchObject({
      canned_answers: 1,
      groups: 1,
      data_requests: 1,
      webhook_endpoints: 1,
    });
    await post(`/area-changes/${change.id}/undo`);
    expect(await titles(two)).toEqual(['Tạm trú']);
    expect((await get(`/data-requests/${requestId}`)).areaId).toBe(two);
  });
});

describe('what belongs to an area that is split', () => {
  test('those in charge and those with rights keep the households of both parts, and nothing beside them', async () => {
    const { top, one } = await twoHamlets();
    const second = await household(one);
    const hoa = await person(one);
    const { id } = await post('/propagandists', { areaId: one, fullName: 'Lê Thị Sáu', inCharge: [one] });
    expect(await seenBy(hoa)).toBe(2);
    const change = await post(`/areas/${one}/split`, {
      parts: [{ name: 'Ấp 1B', householdIds: [second.id] }],
    });
    expect(await seenBy(hoa)).toBe(2);
    expect(await inCharge(id)).toHaveLength(2);
    expect((await app.api(`/areas/${top}`, { as: hoa })).status).toBe(404);
    await post(`/area-changes/${change.id}/undo`);
    expect(await seenBy(hoa)).toBe(2);
    expect(await inCharge(id)).toEqual([one]);
    expect(await app.sql.query('select area_id from memberships where user_id = $1', [hoa.userId])).toEqual([
      { area_id: one },
    ]);
  });

  test('an area that is moved keeps everything: it stays the same area', async () => {
    const province = await area(`Tỉnh ${serial++}`, undefined, 'province');
    const [here, there] = [await area('Xã A', province, 'commune'), await area('Xã B', province, 'commune')];
    const hamlet = await area('Ấp 9', here);
    await household(hamlet);
    const hoa = await person(hamlet);
    const { id } = await post('/propagandists', { areaId: hamlet, fullName: 'Chín', inCharge: [hamlet] });
    const moved = await app.api(`/areas/${hamlet}`, {
      method: 'PATCH',
      as: 'admin',
      body: { parentId: there },
    });
    expect(moved.status).toBe(200);
    expect([await inCharge(id), await seenBy(hoa)]).toEqual([[hamlet], 1]);
  });
});
