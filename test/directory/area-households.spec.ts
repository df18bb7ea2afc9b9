import pg from 'pg';
import { AreaHouseholdsRepository } from '../../src/directory/area-households.repository.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { emptyTestDatabase } from '../support/database.js';
import { ImportStory } from './import-story.js';

describe('how many households an area has', () => {
  let app: TestApp;
  let story: ImportStory;
  beforeAll(async () => {
    // Nothing is folded but where a test does it.
    app = await startApp({ SWEEP_SECONDS: 3600 });
    story = new ImportStory(app);
  });
  afterAll(() => app?.close());

  const post = (path: string, body?: unknown) => app.api(path, { method: 'POST', as: 'admin', body });
  const patch = (path: string, body: unknown) => app.api(path, { method: 'PATCH', as: 'admin', body });
  const fold = () => new AreaHouseholdsRepository(app.sql).fold();

  /** What the list says, and that it says what counting all households would. */
  async function told(under: string): Promise<Record<string, number>> {
    const { body } = await app.api(`/areas?under=${under}&closed=true&limit=500`, { as: 'admin' });
    const counted = await app.sql.query<{ id: string; n: number }>(
      `select a.id, count(h.id)::int as n from areas root join areas a on starts_with(a.path, root.path)
         left join areas d on starts_with(d.path, a.path)
         left join households h on h.area_id = d.id and h.deleted_at is null
        where root.id = $1 group by a.id`,
      [under],
    );
    const areas: { id: string; name: string; households: number }[] = body.items;
    const byId = areas.map(({ id, households }) => [id, households]);
    expect(Object.fromEntries(byId)).toEqual(Object.fromEntries(counted.map(({ id, n }) => [id, n])));
    return Object.fromEntries(areas.map(({ name, households }) => [name, households]));
  }

  it('stays right through everything that becomes of households, folded or not', async () => {
    const top = await story.area('Xã Đếm');
    const [one, two] = [
      await story.area('Ấp 1', 'neighbourhood', top),
      await story.area('Ấp 2', 'neighbourhood', top),
    ];
    expect(await told(top)).toEqual({ 'Xã Đếm': 0, 'Ấp 1': 0, 'Ấp 2': 0 });

    const list =
      'Họ tên chủ hộ,Thôn,Điện thoại\nLê An,Ấp 1,0912000001\nLê Ba,Ấp 1,0912000002\nLê Tư,Ấp 9,0912000003\n';
    const imported = await story.import(top, list);
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 2, 'Ấp 2': 0, 'Ấp 9': 1 });
    await fold();
    expect(await app.sql.query('select 1 from area_households_delta')).toEqual([]);
    expect((await story.undo(imported.id)).status).toBe('undone');
    expect(await told(top)).toEqual({ 'Xã Đếm': 0, 'Ấp 1': 0, 'Ấp 2': 0 });
    await story.import(top, list);

    const by = (await story.households(top)).map(({ id }) => id);
    await patch(`/households/${by[0]}`, { areaId: two });
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 1, 'Ấp 2': 1, 'Ấp 9': 1 });
    await patch(`/households/${by[0]}`, { note: 'nhà sau chợ' });
    const merge = (await post(`/households/${by[0]}/merge`, { householdId: by[1] })).body;
    expect(await told(top)).toEqual({ 'Xã Đếm': 2, 'Ấp 1': 0, 'Ấp 2': 1, 'Ấp 9': 1 });
    await fold();
    await post(`/household-merges/${merge.mergeId}/undo`);
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 1, 'Ấp 2': 1, 'Ấp 9': 1 });

    const change = (await post(`/areas/${one}/merge`, { areaIds: [two] })).body;
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 2, 'Ấp 2': 0, 'Ấp 9': 1 });
    await post(`/area-changes/${change.id}/undo`);
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 1, 'Ấp 2': 1, 'Ấp 9': 1 });
    const split = await post(`/areas/${two}/split`, { parts: [{ name: 'Ấp 2B', householdIds: [by[0]] }] });
    expect(split.status).toBe(200);
    expect(await told(top)).toEqual({ 'Xã Đếm': 3, 'Ấp 1': 1, 'Ấp 2': 0, 'Ấp 2B': 1, 'Ấp 9': 1 });

    expect((await app.api(`/households/${by[0]}`, { method: 'DELETE', as: 'admin' })).status).toBe(204);
    expect((await post(`/households/${by[1]}/erase`)).status).toBe(200);
    expect(await told(top)).toEqual({ 'Xã Đếm': 1, 'Ấp 1': 0, 'Ấp 2': 0, 'Ấp 2B': 0, 'Ấp 9': 1 });
    // Removed, then erased: counted once.
    await post(`/households/${by[0]}/erase`);
    await fold();
    expect((await told(top))['Xã Đếm']).toBe(1);

    const other = await story.area('Xã Khác');
    await patch(`/areas/${one}`, { parentId: other });
    await patch(`/households/${by[2]}`, { areaId: one });
    expect(await told(top)).toEqual({ 'Xã Đếm': 0, 'Ấp 2': 0, 'Ấp 2B': 0, 'Ấp 9': 0 });
    expect(await told(other)).toEqual({ 'Xã Khác': 1, 'Ấp 1': 1 });
  });

  it('is right when many people write while it is folded', async () => {
    const top = await story.area('Xã Đông');
    const [one, two] = [
      await makeArea(app.sql, { name: 'Ấp 1', parentId: top }),
      await makeArea(app.sql, { name: 'Ấp 2', parentId: top }),
    ];
    const write = async (i: number) => {
      const id = await makeHousehold(app.sql, { areaId: one, headName: `Võ Thị ${i}` });
      if (i % 2) await patch(`/households/${id}`, { areaId: two });
      if (i % 3 === 0) await app.api(`/households/${id}`, { method: 'DELETE', as: 'admin' });
    };
    await Promise.all([...Array.from({ length: 24 }, (_, i) => write(i)), fold(), fold(), fold()]);
    expect(await told(top)).toEqual({ 'Xã Đông': 16, 'Ấp 1': 8, 'Ấp 2': 8 });
    await fold();
    expect(await told(top)).toEqual({ 'Xã Đông': 16, 'Ấp 1': 8, 'Ấp 2': 8 });
  });

  it('goes with how they are reached: a commune is counted as the whole list is', async () => {
    const top = await story.area('Xã Số');
    const areaId = await makeArea(app.sql, { name: 'Ấp 1', parentId: top });
    const [bySms, byBoth] = [makePhone(), makePhone()];
    await makeHousehold(app.sql, { areaId, phones: [bySms, byBoth] });
    await makeHousehold(app.sql, { areaId, phones: [makePhone(), byBoth] });
    await makeHousehold(app.sql, { areaId, phones: [] });
    const gone = await makeHousehold(app.sql, { areaId, phones: [bySms] });
    await app.api(`/households/${gone}`, { method: 'DELETE', as: 'admin' });
    await makeRefusal(app.sql, bySms);
    await makeRefusal(app.sql, byBoth);
    await makeRefusal(app.sql, byBoth, 'zalo');
    const minh = await app.person({
      username: `dem${top}`,
      memberships: [{ role: 'viewer', areaId: top }],
    });
    const mine = (await app.api('/areas/counts', { as: minh })).body.items;
    expect(mine).toEqual([
      { areaId, households: 3, reachable: 1, zalo: 2, refused: 2, missingPhone: 1, neverReached: 3 },
    ]);
    const all = (await app.api('/areas/counts', { as: 'admin' })).body.items;
    expect(all.filter((each: { areaId: string }) => each.areaId === areaId)).toEqual(mine);
  });
});

test('an installation that has households is counted when it is brought up to date', async () => {
  const database = await emptyTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  try {
    await migrate(database.url, 'RoomForReceipts0000000000060');
    await client.connect();
    await client.query(
      `insert into areas (id, level, name, name_folded, path) overriding system value
       values (1, 'commune', 'Xã Cũ', 'xa cu', '/1/'), (2, 'commune', 'Xã Trống', 'xa trong', '/2/')`,
    );
    await client.query(
      `insert into households (area_id, head_name, head_name_folded, match_key, deleted_at)
       values (1, 'A', 'a', 'a', null), (1, 'B', 'b', 'b', null), (1, 'C', 'c', 'c', now())`,
    );
    await migrate(database.url);
    await client.query(
      `insert into households (area_id, head_name, head_name_folded, match_key) values (1, 'D', 'd', 'd')`,
    );
    const { rows } = await client.query(
      `select area_id, sum(households)::int as n from (select area_id, households from area_households
         union all select area_id, households from area_households_delta) k group by 1`,
    );
    expect(rows).toEqual([{ area_id: '1', n: 3 }]);
  } finally {
    await client.end();
    await database.drop();
  }
});
