import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

describe('how the households of each area can be reached', () => {
  let app: TestApp;
  let communeId: string;
  let hamletId: string;
  beforeAll(async () => {
    app = await startApp();
    communeId = await makeArea(app.sql, { name: 'Xã An Bình', level: 'commune' });
    hamletId = await makeArea(app.sql, { name: 'Ấp 1', parentId: communeId });
  });
  afterAll(() => app?.close());

  const countsOf = async (areaId: string, as: Parameters<TestApp['api']>[1] = { as: 'viewer' }) => {
    const { status, body } = await app.api('/areas/counts', as);
    expect(status).toBe(200);
    return body.items.find((each: { areaId: string }) => each.areaId === areaId);
  };

  it('is counted once for each household, whatever its numbers', async () => {
    expect(await countsOf(hamletId)).toBeUndefined();
    const [refusing, onlyZalo] = [makePhone(), makePhone()];
    await makeHousehold(app.sql, { areaId: hamletId, phones: [refusing] });
    await makeHousehold(app.sql, { areaId: hamletId, phones: [makePhone(), onlyZalo] });
    await makeHousehold(app.sql, { areaId: hamletId, phones: [] });
    const reached = await makeHousehold(app.sql, { areaId: hamletId });
    await makeRefusal(app.sql, refusing);
    await makeRefusal(app.sql, refusing, 'zalo');
    await makeRefusal(app.sql, onlyZalo);
    await app.sql.execute(
      `insert into deliveries (campaign_id, household_id, area_id, head_name, state)
       values (1, $1, $2, 'x', 'delivered'), (2, $1, $2, 'x', 'delivered')`,
      [reached, hamletId],
    );
    expect(await countsOf(hamletId)).toEqual({
      areaId: hamletId,
      households: 4,
      reachable: 2,
      zalo: 2,
      refused: 2,
      missingPhone: 1,
      neverReached: 3,
    });
  });

  it('is told of nobody’s areas but one’s own', async () => {
    const other = await makeArea(app.sql, { name: 'Xã Bình Minh', level: 'commune' });
    await makeHousehold(app.sql, { areaId: other });
    const minh = await app.person({ username: 'minh', memberships: [{ role: 'viewer', areaId: other }] });
    const { body } = await app.api('/areas/counts', { as: minh });
    expect(body.items.map(({ areaId }: { areaId: string }) => areaId)).toEqual([other]);
  });
});
