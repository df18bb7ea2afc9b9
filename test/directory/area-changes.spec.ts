import { startApp, type TestApp } from '../support/app.js';
import { makePhone } from '../factories/directory.factory.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app?.close());

const post = (path: string, body: unknown = {}) => app.api(path, { method: 'POST', as: 'admin', body });
const patch = (path: string, body: unknown) => app.api(path, { method: 'PATCH', as: 'admin', body });
const get = (path: string) => app.api(path, { as: 'admin' });

let serial = 0;
const area = async (name: string, parentId?: string, level = 'neighbourhood'): Promise<string> =>
  (await post('/areas', { name, level, ...(parentId && { parentId }) })).body.id;
const commune = () => area(`Xã Tân Hội ${serial++}`, undefined, 'commune');
const household = async (areaId: string, more: object = {}): Promise<string> => {
  const body = { areaId, headName: `Lê Thị ${serial++}`, contacts: [{ phone: makePhone() }], ...more };
  const made = await post('/households', body);
  expect(made.body).toMatchObject({ areaId });
  return made.body.id;
};
const lies = async (id: string) => (await get(`/households/${id}`)).body.areaId;

describe('a merge', () => {
  test('takes the households along, closes the old area, and keeps its name for lists that still have it', async () => {
    const top = await commune();
    const [one, two] = [await area('Ấp 1', top), await area('Ấp 2', top)];
    const [kept, moved] = [await household(one), await household(two)];
    const change = (await post(`/areas/${one}/merge`, { areaIds: [two], effectiveOn: '2026-07-01' })).body;
    expect(change).toMatchObject({
      kind: 'merged',
      areaId: one,
      from: ['Ấp 2'],
      to: ['Ấp 1'],
      households: 1,
      effectiveOn: '2026-07-01',
    });
    expect([await lies(kept), await lies(moved)]).toEqual([one, one]);
    expect((await get(`/areas/${two}`)).body).toMatchObject({
      closedOn: '2026-07-01',
      mergedInto: one,
      households: 0,
    });
    const open = (await get(`/areas?under=${top}`)).body.items.map(({ id }: { id: string }) => id);
    expect(open).toEqual([top, one]);
    expect((await get(`/areas?under=${top}&closed=true`)).body.items).toHaveLength(3);
    expect((await get(`/areas?under=${top}&q=ap 2`)).body.items.map(({ id }: { id: string }) => id)).toEqual([
      one,
    ]);
    expect((await post('/households', { areaId: two, headName: 'Lê Văn Mới' })).body.code).toBe(
      'area-closed',
    );
    expect((await post('/areas', { name: 'Tổ 1', level: 'neighbourhood', parentId: two })).body.code).toBe(
      'area-closed',
    );
  });

  test('of two communes keeps hamlets of one name apart, and frees the name of what ended', async () => {
    const province = await area(`Tỉnh ${serial++}`, undefined, 'province');
    const [here, there] = [
      await area('Xã Bình An', province, 'commune'),
      await area('Xã Bình Hòa', province, 'commune'),
    ];
    await area('Ấp 1', here);
    const other = await area('Ấp 1', there);
    const group = await area('Tổ 3', other);
    const change = (await post(`/areas/${here}/merge`, { areaIds: [there], name: 'Xã Bình An Hòa' })).body;
    expect(change.renamed).toEqual([{ from: 'Ấp 1', to: 'Ấp 1 (Xã Bình Hòa)' }]);
    expect((await get(`/areas/${group}`)).body.path).toBe(`/${province}/${here}/${other}/${group}/`);
    expect((await get(`/areas/${here}/history`)).body.aliases).toEqual([
      { name: 'Xã Bình Hòa', kind: 'merged' },
      { name: 'Xã Bình An', kind: 'renamed' },
    ]);
    expect((await post('/areas', { name: 'Xã Bình Hòa', level: 'commune', parentId: province })).status).toBe(
      201,
    );
  });

  test('loses no household code: one that is taken stands in the note, and asking is the default', async () => {
    const top = await commune();
    const [one, two] = [await area('Ấp 1', top), await area('Ấp 2', top)];
    await household(one, { code: 'H001' });
    const moved = await household(two, { code: 'H001', note: 'Gần chợ' });
    const refused = await post(`/areas/${one}/merge`, { areaIds: [two] });
    expect([refused.status, refused.body.code, refused.body.codes]).toEqual([
      409,
      'household-codes-shared',
      ['H001'],
    ]);
    const done = await post(`/areas/${one}/merge`, { areaIds: [two], sameCodes: 'keep-as-note' });
    expect((await get(`/households/${moved}`)).body).toMatchObject({
      areaId: one,
      code: null,
      note: 'Gần chợ; Mã cũ: H001 (Ấp 2)',
    });
    await post(`/area-changes/${done.body.id}/undo`);
    expect((await get(`/households/${moved}`)).body).toMatchObject({
      areaId: two,
      code: 'H001',
      note: 'Gần chợ',
    });
  });

  test('can be taken back, with names, places and what was moved meanwhile', async () => {
    const top = await commune();
    const [one, two] = [await area('Thôn Đông', top), await area('Thôn Tây', top)];
    const child = await area('Tổ 1', two);
    await area('Tổ 1', one);
    const [moved, left] = [await household(two), await household(two)];
    const elsewhere = await area('Thôn Nam', top);
    const change = (await post(`/areas/${one}/merge`, { areaIds: [two], name: 'Thôn Đông Tây' })).body;
    const { version } = (await get(`/households/${left}`)).body;
    await patch(`/households/${left}`, { areaId: elsewhere, version });
    expect((await post(`/area-changes/${change.id}/undo`)).body.undoneAt).toMatch(/^2/);
    expect((await get(`/areas/${one}`)).body.name).toBe('Thôn Đông');
    expect((await get(`/areas/${two}`)).body).toMatchObject({ closedOn: null, mergedInto: null });
    expect((await get(`/areas/${child}`)).body).toMatchObject({ name: 'Tổ 1', parentId: two });
    expect([await lies(moved), await lies(left)]).toEqual([two, elsewhere]);
    expect((await post(`/area-changes/${change.id}/undo`)).body.code).toBe('already-undone');
  });

  test('waits until no campaign that has not begun names the area that ends', async () => {
    const top = await commune();
    const [one, two] = [await area('Ấp 1', top), await area('Ấp 2', top)];
    await app.sql.execute(`insert into campaigns (title, audience, steps) values ('Phòng cháy', $1, '[]')`, [
      JSON.stringify({ areaIds: [two] }),
    ]);
    const refused = await post(`/areas/${one}/merge`, { areaIds: [two] });
    expect([refused.status, refused.body.code]).toEqual([409, 'area-in-campaigns']);
    expect(refused.body.detail).toContain('“Phòng cháy”');
    expect((await post(`/areas/${two}/merge`, { areaIds: [one] })).status).toBe(200);
  });

  test('says what cannot be: itself, another level, what it lies in, what is not there', async () => {
    const top = await commune();
    const one = await area('Ấp 1', top);
    const inside = await area('Tổ 1', one);
    expect((await post(`/areas/${one}/merge`, { areaIds: [one] })).body.code).toBe('area-circle');
    expect((await post(`/areas/${one}/merge`, { areaIds: [top] })).body.code).toBe('area-level');
    expect((await post(`/areas/${inside}/merge`, { areaIds: [one] })).body.code).toBe('area-circle');
    expect((await post(`/areas/${one}/merge`, { areaIds: ['999999'] })).status).toBe(404);
    expect((await post(`/areas/${one}/merge`, { areaIds: [] })).status).toBe(400);
  });
});

describe('a split', () => {
  test('is not taken back while another household has a code where its households go back to', async () => {
    const one = await area('Ấp Mã', await commune());
    const moved = await household(one, { code: 'H007' });
    const parts = [{ name: 'Ấp Mã Mới', householdIds: [moved] }];
    const change = (await post(`/areas/${one}/split`, { parts })).body;
    const newcomer = await household(one, { code: 'H007' });
    const refused = await post(`/area-changes/${change.id}/undo`);
    expect([refused.status, refused.body.code, refused.body.householdCode]).toEqual([
      409,
      'household-code-taken',
      'H007',
    ]);
    await patch(`/households/${newcomer}`, { code: 'H008' });
    expect((await post(`/area-changes/${change.id}/undo`)).status).toBe(200);
    expect(await lies(moved)).toBe(one);
  });

  test('makes new areas of the households and the places that were named, and can be taken back', async () => {
    const top = await commune();
    const big = await area('Khu phố 3', top);
    const group = await area('Tổ 9', big);
    const byAddress = await household(big, { address: 'Hẻm 12, đường Nguyễn Trãi' });
    const byId = await household(big);
    const stays = await household(big);
    const change = (
      await post(`/areas/${big}/split`, {
        parts: [
          { name: 'Khu phố 3A', addressContains: 'nguyen trai', householdIds: [byId] },
          { name: 'Khu phố 3B', areaIds: [group] },
        ],
      })
    ).body;
    expect(change).toMatchObject({
      kind: 'split',
      from: ['Khu phố 3'],
      to: ['Khu phố 3A', 'Khu phố 3B'],
      households: 2,
    });
    const part = await lies(byAddress);
    expect(part).not.toBe(big);
    expect([await lies(byId), await lies(stays)]).toEqual([part, big]);
    const groupNow = (await get(`/areas/${group}`)).body;
    expect((await get(`/areas/${groupNow.parentId}`)).body.name).toBe('Khu phố 3B');

    const newcomer = await household(part);
    const refused = await post(`/area-changes/${change.id}/undo`);
    expect([refused.status, refused.body.code]).toEqual([409, 'changed-since']);
    const { version } = (await get(`/households/${newcomer}`)).body;
    await patch(`/households/${newcomer}`, { areaId: big, version });
    expect((await post(`/area-changes/${change.id}/undo`)).status).toBe(200);
    expect([await lies(byAddress), await lies(byId), (await get(`/areas/${group}`)).body.parentId]).toEqual([
      big,
      big,
      big,
    ]);
    expect((await get(`/areas/${part}`)).body.closedOn).not.toBeNull();
  });

  test('refuses a part that nobody is in, a household of another area, a name that is taken', async () => {
    const top = await commune();
    const [big, other] = [await area('Ấp 1', top), await area('Ấp 2', top)];
    const stranger = await household(other);
    const split = (part: object) => post(`/areas/${big}/split`, { parts: [part] });
    expect((await split({ name: 'Ấp 1A', addressContains: 'không có' })).body.code).toBe('empty-part');
    expect((await split({ name: 'Ấp 1A', householdIds: [stranger] })).status).toBe(404);
    expect((await split({ name: 'Ấp 2', addressContains: 'x' })).body.code).toBe('area-name-taken');
    expect((await split({ name: 'Ấp 1A' })).status).toBe(400);
    expect((await get(`/areas?under=${top}&closed=true`)).body.items).toHaveLength(3);
  });
});

test('what is taken back may find its name given away', async () => {
  const top = await commune();
  const [one, two] = [await area('Ấp 1', top), await area('Ấp 2', top)];
  const change = (await post(`/areas/${one}/merge`, { areaIds: [two] })).body;
  await area('Ấp 2', top);
  const refused = await post(`/area-changes/${change.id}/undo`);
  expect([refused.status, refused.body.code]).toEqual([409, 'area-name-taken']);
  expect((await get(`/areas/${two}`)).body.mergedInto).toBe(one);
});

test('a new name keeps the old one for lists, and a move is told', async () => {
  const [top, next] = [await commune(), await commune()];
  const hamlet = await area('Thôn Cũ', top);
  await patch(`/areas/${hamlet}`, { name: 'Thôn Mới', effectiveOn: '2026-01-15' });
  await patch(`/areas/${hamlet}`, { parentId: next });
  const history = (await get(`/areas/${hamlet}/history`)).body;
  expect(
    history.changes.map(({ kind, from, to }: { kind: string; from: string[]; to: string[] }) => [
      kind,
      from.length,
      to.length,
    ]),
  ).toEqual([
    ['moved', 1, 1],
    ['renamed', 1, 1],
  ]);
  expect(history.changes[1]).toMatchObject({
    from: ['Thôn Cũ'],
    to: ['Thôn Mới'],
    effectiveOn: '2026-01-15',
  });
  expect(history.aliases).toEqual([{ name: 'Thôn Cũ', kind: 'renamed' }]);
  expect((await post(`/area-changes/${history.changes[0].id}/undo`)).body.code).toBe('not-undoable');
});

describe('the official list', () => {
  test('makes a province with its communes once, and knows what the old units became', async () => {
    const first = await post('/areas/official', { code: '92', withCommunes: true });
    expect(first.status).toBe(201);
    expect((await get('/areas?code=92')).body.items.map(({ name }: { name: string }) => name)).toEqual([
      'Thành phố Cần Thơ',
    ]);
    const under = (await get(`/areas?under=${first.body.areaId}&limit=500`)).body.items;
    expect(under).toHaveLength(first.body.created);
    expect((await post('/areas/official', { code: '92', withCommunes: true })).body).toEqual({
      areaId: first.body.areaId,
      created: 0,
    });
    const today = (
      await get(
        `/official-units/today?address=${encodeURIComponent('Phường An Cư, quận Ninh Kiều, TP. Cần Thơ')}`,
      )
    ).body.items;
    expect(today).toHaveLength(1);
    expect(today[0]).toMatchObject({ name: 'Phường Ninh Kiều', provinceName: 'Thành phố Cần Thơ' });
    expect(today[0].areaId).toBe(under.find(({ code }: { code: string }) => code === today[0].code).id);
    expect(
      (await get('/areas?q=an cu (quan ninh kieu')).body.items.map(({ id }: { id: string }) => id),
    ).toEqual([today[0].areaId]);
  });

  test('makes one commune with its province, gives a code to what has the name, and refuses a code that is nobody’s', async () => {
    const province = await area('Tỉnh Cà Mau', undefined, 'province');
    const list = (await get('/official-units?q=ca mau')).body.items;
    const code = list.find(({ level }: { level: string }) => level === 'province').code;
    const made = await post('/areas/official', { code });
    expect(made.body).toEqual({ areaId: province, created: 0 });
    expect((await get(`/areas/${province}`)).body.code).toBe(code);
    expect((await post('/areas/official', { code: '99999' })).status).toBe(404);
    expect((await post('/areas/official', { code: 'abc' })).status).toBe(400);
    expect((await get('/official-units')).body.items).toHaveLength(34);
    expect(
      (await app.api('/areas/official', { method: 'POST', as: 'propagandist', body: { code } })).status,
    ).toBe(403);
  });
});
