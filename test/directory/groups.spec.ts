import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { startSession } from '../security/commune.js';
import { type SignedIn, startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let communes: string[];
let hamlets: string[];
let households: string[];
let gatewayId: string;
beforeAll(async () => {
  app = await startApp();
  const province = await makeArea(app.sql, { name: 'Tỉnh', level: 'province' });
  [communes, hamlets, households] = [[], [], []];
  for (const name of ['Xã Một', 'Xã Hai']) {
    communes.push(await makeArea(app.sql, { name, level: 'commune', parentId: province }));
    hamlets.push(await makeArea(app.sql, { name: 'Ấp 1', parentId: communes.at(-1)! }));
    for (const headName of ['Chủ Thuyền', 'Chủ Trọ', 'Làm Ruộng'])
      households.push(await makeHousehold(app.sql, { areaId: hamlets.at(-1)!, headName }));
  }
  gatewayId = await makeGateway(app.sql, {});
});
afterAll(() => app?.close());

const post = (path: string, body: unknown, as: SignedIn | 'admin' | 'viewer' = 'admin') =>
  app.api(path, { method: 'POST', as, body });

async function adminOf(areaId: string): Promise<SignedIn> {
  const username = `xa-${areaId}`;
  const [user] = await app.sql.query<{ id: string }>(
    `insert into users (username, display_name, password_hash) values ($1, $1, 'x') returning id`,
    [username],
  );
  await app.sql.execute(`insert into memberships (user_id, role, area_id) values ($1, 'admin', $2)`, [
    user!.id,
    areaId,
  ]);
  return { userId: user!.id, username, cookie: await startSession(app.sql, user!.id) };
}
const namesIn = async (groupId: string, as: SignedIn | 'admin' = 'admin') =>
  (await app.api(`/households?groupId=${groupId}`, { as })).body.items.map((each: { id: string }) => each.id);

test('a group goes across communes, each fills its own part, and sees no other', async () => {
  const { status, body: group } = await post('/groups', { name: 'Chủ tàu thuyền' });
  expect(status).toBe(201);
  const one = await adminOf(communes[0]!);
  const added = await post(
    `/groups/${group.id}/members`,
    { householdIds: [households[0], households[3]] },
    one,
  );
  expect(added.body).toEqual({ households: 1 });
  await post(`/groups/${group.id}/members`, { areaId: communes[1], where: { q: 'chu thuyen' } });
  expect(await namesIn(group.id)).toEqual([households[0], households[3]]);
  expect(await namesIn(group.id, one)).toEqual([households[0]]);
  expect((await app.api(`/groups/${group.id}`, { as: one })).body.members).toBe(1);
  const removed = await post(`/groups/${group.id}/members/remove`, { householdIds: households }, one);
  expect(removed.body).toEqual({ households: 1 });
  expect(await namesIn(group.id)).toEqual([households[3]]);
  expect((await app.api(`/groups/${group.id}`, { method: 'DELETE', as: one })).status).toBe(403);
});

test('a group by filter is whoever fits it when it is looked at; it takes no members by hand', async () => {
  const { body: group } = await post('/groups', {
    name: 'Nhà trọ',
    kind: 'filter',
    filter: { q: 'chu tro' },
  });
  expect(group).toMatchObject({ kind: 'filter', members: null });
  expect(await namesIn(group.id)).toEqual([households[1], households[4]]);
  const late = await makeHousehold(app.sql, { areaId: hamlets[0]!, headName: 'Chủ Trọ Mới' });
  expect(await namesIn(group.id)).toEqual([households[1], households[4], late]);
  const refused = await post(`/groups/${group.id}/members`, { householdIds: households });
  expect([refused.status, refused.body.code]).toEqual([409, 'group-by-filter']);
  const counted = await app.api(`/households/count?groupId=${group.id}`, { as: 'admin' });
  expect(counted.body).toEqual({ households: 3, kind: 'exact' });
  await app.sql.execute('delete from contacts where household_id = $1', [late]);
  await app.sql.execute('delete from households where id = $1', [late]);
});

test('two people who edit a group at once: the later one is told what it is now', async () => {
  const { body: group } = await post('/groups', { name: 'Tổ hoà giải' });
  const change = (name: string) =>
    app.api(`/groups/${group.id}`, { method: 'PATCH', as: 'admin', body: { name, version: 1 } });
  expect((await change('Hoà giải viên')).body.version).toBe(2);
  const late = await change('Ban hoà giải');
  expect([late.status, late.body.code, late.body.current.name]).toEqual([
    409,
    'changed-since',
    'Hoà giải viên',
  ]);
  expect((await post('/groups', { name: 'hoà giải viên' })).body.code).toBe('group-name-taken');
});

describe('a campaign to groups', () => {
  const campaign = async (audience: object) => {
    const answer = await post('/campaigns', {
      title: 'Nhắc chủ thuyền',
      audience: { areaIds: communes, ...audience },
      steps: [{ channel: 'sms', gatewayId, text: 'Gửi {chủ hộ}' }],
    });
    return answer;
  };
  const preview = async (audience: object) => {
    const { body } = await campaign(audience);
    return (await post(`/campaigns/${body.id}/preview`, undefined)).body;
  };
  let boats: string;
  let renters: string;
  let earlier: string;
  beforeAll(async () => {
    boats = (await post('/groups', { name: 'Thuyền' })).body.id;
    await post(`/groups/${boats}/members`, { householdIds: [households[0], households[3]] });
    renters = (await post('/groups', { name: 'Trọ', kind: 'filter', filter: { q: 'tro' } })).body.id;
    earlier = await makeCampaign(app.sql, { areaIds: communes, gatewayId, state: 'completed' });
    await app.sql.execute('update campaigns set started_at = now(), completed_at = now() where id = $1', [
      earlier,
    ]);
    await app.sql.execute(
      `insert into deliveries (campaign_id, household_id, area_id, head_name, state, settled_at)
       values ($1, $2, $3, 'x', 'delivered', now() - interval '3 days'), ($1, $4, $3, 'x', 'undelivered', now())`,
      [earlier, households[0], hamlets[0], households[1]],
    );
  });

  test('goes to their households within its areas, listed or by filter', async () => {
    expect(await preview({ groupIds: [boats] })).toMatchObject({ households: 2, deliveries: 2, leftOut: [] });
    expect((await preview({ groupIds: [boats, renters] })).households).toBe(4);
    expect((await preview({ areaIds: [communes[0]], groupIds: [boats, renters] })).households).toBe(2);
    expect((await preview({ exclude: { groupIds: [renters] } })).leftOut).toEqual([
      { reason: 'excluded-group', label: 'Hộ thuộc nhóm được loại trừ', count: 2 },
    ]);
  });

  test('leaves out whom an earlier campaign reached, and says how many', async () => {
    const rest = await preview({ exclude: { reachedByCampaignId: earlier } });
    expect(rest).toMatchObject({
      households: 5,
      leftOut: [{ reason: 'reached-by-campaign', count: 1 }],
    });
    expect((await preview({ exclude: { reachedWithinDays: 7 } })).households).toBe(5);
    expect((await preview({ exclude: { reachedWithinDays: 2 } })).households).toBe(6);
    const { body } = await campaign({ exclude: { reachedByCampaignId: earlier } });
    const messages = (await app.api(`/campaigns/${body.id}/messages`, { as: 'admin' })).body.items;
    expect(messages.map((each: { householdId: string }) => each.householdId)).toEqual(households.slice(1));
  });

  test('counts a household as reached when one that was joined into it was', async () => {
    const { body } = await post(`/households/${households[2]}/merge`, { householdId: households[0] });
    expect((await preview({ exclude: { reachedByCampaignId: earlier } })).leftOut).toMatchObject([
      { count: 1 },
    ]);
    const sent = await app.api(`/households/${households[2]}/deliveries`, { as: 'admin' });
    expect(sent.body.items).toMatchObject([{ campaignId: earlier, state: 'delivered' }]);
    expect((await post(`/household-merges/${body.mergeId}/undo`, undefined)).status).toBe(200);
  });

  test('names no group and no campaign that its author may not know', async () => {
    const foreign = await makeArea(app.sql, { name: 'Xã Ba', level: 'commune' });
    const hidden = (await post('/groups', { name: 'Kín', areaId: foreign })).body.id;
    const one = await adminOf(await makeArea(app.sql, { name: 'Ấp Riêng', parentId: communes[0]! }));
    const { status, body } = await post(
      '/campaigns',
      {
        title: 'x',
        audience: { areaIds: [communes[0]], groupIds: [hidden], exclude: { reachedByCampaignId: '999999' } },
        steps: [{ channel: 'sms', gatewayId, text: 'x' }],
      },
      one,
    );
    expect(status).toBe(400);
    expect(body.errors.map((each: { path: string }) => each.path)).toEqual(
      expect.arrayContaining(['audience.groupIds.0', 'audience.exclude.reachedByCampaignId']),
    );
  });
});
