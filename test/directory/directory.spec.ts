import { makePhone } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app?.close());

const post = (path: string, body: unknown) => app.api(path, { method: 'POST', as: 'admin', body });
const patch = (path: string, body: unknown) => app.api(path, { method: 'PATCH', as: 'admin', body });
const get = (path: string) => app.api(path, { as: 'propagandist' });

let serial = 0;
async function commune(name = `Xã An Bình ${serial++}`): Promise<string> {
  return (await post('/areas', { name, level: 'commune' })).body.id;
}
const hamletOf = async (parentId: string, name: string): Promise<string> =>
  (await post('/areas', { name, level: 'neighbourhood', parentId })).body.id;

describe('areas', () => {
  test('make a tree whose paths follow when a hamlet moves to another commune', async () => {
    const province = (await post('/areas', { name: 'Tỉnh Cà Mau', level: 'province' })).body;
    const [old, next] = [await commune(), await commune()];
    expect((await patch(`/areas/${next}`, { parentId: province.id })).body.path).toBe(
      `/${province.id}/${next}/`,
    );
    const hamlet = await hamletOf(old, 'Ấp 1');
    const group = await hamletOf(hamlet, 'Tổ 2');
    expect((await patch(`/areas/${hamlet}`, { parentId: next })).body.path).toBe(
      `/${province.id}/${next}/${hamlet}/`,
    );
    expect((await get(`/areas/${group}`)).body.path).toBe(`/${province.id}/${next}/${hamlet}/${group}/`);
    const under = (await get(`/areas?under=${province.id}`)).body.items.map(({ id }: { id: string }) => id);
    expect(under.toSorted()).toEqual([province.id, next, hamlet, group].toSorted());
  });

  test('refuse a name twice under one parent, though not names that differ by an accent', async () => {
    const parentId = await commune();
    const first = await hamletOf(parentId, 'Thôn Hoà  Bình');
    const twin = await post('/areas', { name: 'thôn hòa bình', level: 'neighbourhood', parentId });
    expect([twin.status, twin.body.code, twin.body.areaId]).toEqual([409, 'area-name-taken', first]);
    expect((await post('/areas', { name: 'Thôn Hạ', level: 'neighbourhood', parentId })).status).toBe(201);
    expect((await post('/areas', { name: 'Thôn Hà', level: 'neighbourhood', parentId })).status).toBe(201);
    expect(
      (await post('/areas', { name: 'Thôn Hoà Bình', level: 'neighbourhood', parentId: await commune() }))
        .status,
    ).toBe(201);
  });

  test('refuse a circle, a commune inside a hamlet, and a parent that is not there', async () => {
    const top = await commune();
    const hamlet = await hamletOf(top, 'Ấp 1');
    expect((await patch(`/areas/${hamlet}`, { parentId: hamlet })).body.code).toBe('area-circle');
    expect((await post('/areas', { name: 'Xã B', level: 'commune', parentId: hamlet })).body.code).toBe(
      'area-level',
    );
    expect((await patch(`/areas/${top}`, { level: 'province' })).status).toBe(200);
    expect((await post('/areas', { name: 'Ấp 9', level: 'neighbourhood', parentId: '999999' })).status).toBe(
      404,
    );
  });

  test('count the households below them', async () => {
    const top = await commune();
    const [one, two] = [await hamletOf(top, 'Ấp 1'), await hamletOf(top, 'Ấp 2')];
    for (const areaId of [one, one, two]) await post('/households', { areaId, headName: 'Lê Văn B' });
    const items: { id: string; households: number }[] = (await get(`/areas?under=${top}`)).body.items;
    expect(Object.fromEntries(items.map(({ id, households }) => [id, households]))).toEqual({
      [top]: 3,
      [one]: 2,
      [two]: 1,
    });
  });

  test('are found by a part of their name without accents, and paged', async () => {
    const top = await commune();
    for (const n of [1, 2, 3]) await hamletOf(top, `Khu phố Đồng Tâm ${n}`);
    const first = (await get(`/areas?under=${top}&q=dong%20tam&limit=2`)).body;
    expect(first.items).toHaveLength(2);
    const second = (await get(`/areas?under=${top}&q=dong%20tam&limit=2&cursor=${first.nextCursor}`)).body;
    expect([second.items.length, second.nextCursor]).toEqual([1, null]);
  });
});

describe('households', () => {
  test('keep their phones as E.164 in the order given, with names and relations', async () => {
    const areaId = await commune();
    const made = await post('/households', {
      areaId,
      headName: '  Nguyễn   Văn An ',
      address: 'Số 5, ngõ 2',
      code: 'h 001',
      contacts: [
        { phone: '0912 345 678', relation: 'chủ hộ' },
        { phone: '01692345678', name: 'Lê Thị B', relation: 'vợ' },
      ],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      headName: 'Nguyễn Văn An',
      code: 'H001',
      version: 1,
      contacts: [
        { phone: '+84912345678', relation: 'chủ hộ', name: null, refused: [] },
        { phone: '+84392345678', relation: 'vợ', name: 'Lê Thị B' },
      ],
    });
  });

  test('refuse a phone twice, a landline and an unknown area, each field by its place', async () => {
    const answer = await post('/households', {
      areaId: await commune(),
      headName: 'A',
      contacts: [{ phone: '0912345678' }, { phone: '+84 912 345 678' }, { phone: '02438251234' }],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      { path: 'contacts.1.phone', message: 'số này đã có ở trên' },
      { path: 'contacts.2.phone', message: expect.stringContaining('máy bàn') },
    ]);
    expect((await post('/households', { areaId: '999999', headName: 'A' })).body.errors[0].path).toBe(
      'areaId',
    );
  });

  test('refuse a code twice in one area', async () => {
    const areaId = await commune();
    await post('/households', { areaId, headName: 'A', code: '007' });
    expect((await post('/households', { areaId, headName: 'B', code: '7' })).body.code).toBe(
      'household-code-taken',
    );
    expect((await post('/households', { areaId: await commune(), headName: 'B', code: '7' })).status).toBe(
      201,
    );
  });

  test('a change that started from an old version is refused, and nothing of it is kept', async () => {
    const { body: made } = await post('/households', {
      areaId: await commune(),
      headName: 'Trần Văn Dũng',
      contacts: [{ phone: makePhone() }, { phone: makePhone() }],
    });
    const kept = made.contacts[1];
    const first = await patch(`/households/${made.id}`, {
      version: 1,
      contacts: [{ phone: kept.phone, relation: 'con' }],
    });
    expect(first.body).toMatchObject({
      version: 2,
      contacts: [{ id: kept.id, phone: kept.phone, relation: 'con' }],
    });
    const late = await patch(`/households/${made.id}`, { version: 1, headName: 'Trần Văn Dung' });
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'changed-since', 2]);
    expect((await get(`/households/${made.id}`)).body.headName).toBe('Trần Văn Dũng');
  });

  test('are found without accents by name, address and phone in any spelling, within an area and page by page', async () => {
    const top = await commune();
    const areaId = await hamletOf(top, 'Ấp 1');
    const phone = makePhone();
    await post('/households', {
      areaId,
      headName: 'Đặng Thị Hường',
      address: 'Số 12/3 Trần Phú',
      contacts: [{ phone }],
    });
    await post('/households', { areaId, headName: 'Phạm Văn Hường', address: '100% mới' });
    const find = async (q: string, where = top) =>
      (await get(`/households?areaId=${where}&q=${encodeURIComponent(q)}`)).body.items.map(
        (h: { headName: string }) => h.headName,
      );
    expect(await find('dang thi')).toEqual(['Đặng Thị Hường']);
    expect(await find('ĐẶNG THỊ')).toEqual(['Đặng Thị Hường']);
    expect(await find('12/3 tran')).toEqual(['Đặng Thị Hường']);
    expect(await find(phone.replace('+84', '0'))).toEqual(['Đặng Thị Hường']);
    expect(await find(phone.slice(-5))).toEqual(['Đặng Thị Hường']);
    expect(await find('huong')).toEqual(['Đặng Thị Hường', 'Phạm Văn Hường']);
    expect(await find('h_ong')).toEqual([]);
    expect(await find('huong', await commune())).toEqual([]);
    const page = (await get(`/households?areaId=${top}&limit=1`)).body;
    expect(
      (await get(`/households?areaId=${top}&limit=1&cursor=${page.nextCursor}`)).body.items[0].headName,
    ).toBe('Phạm Văn Hường');
  });

  test('that were removed are gone, and stay in the ledger of a past campaign without their phones', async () => {
    const areaId = await commune();
    const { body: plain } = await post('/households', {
      areaId,
      headName: 'A',
      contacts: [{ phone: makePhone() }],
    });
    const { body: sent } = await post('/households', {
      areaId,
      headName: 'B',
      contacts: [{ phone: makePhone() }],
    });
    const [campaign] = await app.sql.query<{ id: string }>(
      `insert into campaigns (title, audience, steps) values ('T', '{"areaIds":[]}', '[]') returning id`,
    );
    await app.sql.execute(
      `insert into deliveries (campaign_id, household_id, area_id, head_name) values ($1, $2, $3, 'B')`,
      [campaign!.id, sent.id, areaId],
    );
    for (const { id } of [plain, sent]) {
      expect((await app.api(`/households/${id}`, { method: 'DELETE', as: 'admin' })).status).toBe(204);
      expect((await get(`/households/${id}`)).status).toBe(404);
    }
    const rows = await app.sql.query<{ id: string }>('select id from households where id = any($1)', [
      [plain.id, sent.id],
    ]);
    expect(rows).toEqual([{ id: sent.id }]);
    expect(await app.sql.query('select 1 from contacts where household_id = $1', [sent.id])).toEqual([]);
    expect((await get(`/households?areaId=${areaId}`)).body.items).toEqual([]);
  });

  test('are written by admins only', async () => {
    const areaId = await commune();
    const answer = await app.api('/households', {
      method: 'POST',
      as: 'propagandist',
      body: { areaId, headName: 'A' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('the register of refusals', () => {
  test('goes by number: it outlives the contact and shows at the next household with that phone', async () => {
    const areaId = await commune();
    const phone = makePhone();
    const { body: refusal } = await post('/refusals', {
      phone: phone.replace('+84', '0'),
      note: 'gọi điện báo',
    });
    expect(refusal).toMatchObject({ phone, channel: 'sms', source: 'official' });
    expect((await post('/refusals', { phone })).body.id).toBe(refusal.id);
    const { body: household } = await post('/households', { areaId, headName: 'A', contacts: [{ phone }] });
    expect(household.contacts[0].refused).toEqual(['sms']);
    await patch(`/households/${household.id}`, { contacts: [] });
    expect((await get(`/refusals?phone=${encodeURIComponent(phone)}`)).body.items).toHaveLength(1);
  });

  test('forgets a refusal that was lifted, and keeps the record of it', async () => {
    const phone = makePhone();
    const { body: refusal } = await post('/refusals', { phone, channel: 'zalo' });
    expect((await post(`/refusals/${refusal.id}/lift`, undefined)).body.liftedAt).not.toBeNull();
    expect((await post(`/refusals/${refusal.id}/lift`, undefined)).status).toBe(404);
    const of = async (more: string) =>
      (await get(`/refusals?phone=${encodeURIComponent(phone)}${more}`)).body.items;
    expect(await of('')).toEqual([]);
    expect(await of('&lifted=true')).toHaveLength(1);
    expect((await post('/refusals', { phone, channel: 'zalo' })).body.id).not.toBe(refusal.id);
  });

  test('names the field of a number that cannot be used', async () => {
    expect((await post('/refusals', { phone: '1900 1234' })).body.errors[0].path).toBe('phone');
  });
});

test('a text that no database can store is a bad field, not a failure', async () => {
  const areaId = await commune();
  for (const headName of ['Lê \u0000 Văn', 'Nguyễn \ud83d An']) {
    const { status, body } = await post('/households', { areaId, headName });
    expect([status, body.code, body.errors]).toEqual([
      400,
      'invalid-input',
      [{ path: 'headName', message: 'có ký tự không lưu được' }],
    ]);
  }
  expect((await get('/households?q=%00')).status).toBe(400);
  expect((await post('/households', { areaId, headName: 'Lê Văn 🌾' })).status).toBe(201);
});
