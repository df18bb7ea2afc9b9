import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { GroupsRepository, holdGroupsOf } from '../../src/directory/group/groups.repository.js';
import { eventually } from '../support/eventually.js';
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

describe('a group that a campaign waits for', () => {
  type Named = { groupIds?: string[]; exclude?: { groupIds: string[] } };
  // A day ahead, so that the clock starts none of them.
  const startAt = new Date(Date.now() + 86_400_000);
  const waiting = (state: string, audience: Named) =>
    makeCampaign(app.sql, { areaIds: communes, gatewayId, state, startAt, audience });
  const group = async (input: object = {}): Promise<string> =>
    (await post('/groups', { name: `Nhóm ${Math.random()}`, ...input })).body.id;
  const renters = { kind: 'filter', filter: { q: 'tro' } };
  const patch = (id: string, body: object) =>
    app.api(`/groups/${id}`, { method: 'PATCH', as: 'admin', body });
  const remove = (id: string) => app.api(`/groups/${id}`, { method: 'DELETE', as: 'admin' });
  const end = (id: string) => app.sql.execute(`update campaigns set state = 'cancelled' where id = $1`, [id]);
  const isWaitedFor = (statement: string) =>
    eventually(async () =>
      expect(
        await app.sql.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like $1`,
          [statement],
        ),
      ).toHaveLength(1),
    );

  test.each(['submitted', 'approved', 'scheduled'])('is kept while it is %s', async (state) => {
    const [asked, leftOut] = [await group(renters), await group(renters)];
    const id = await waiting(state, { groupIds: [asked], exclude: { groupIds: [leftOut] } });
    for (const named of [asked, leftOut]) {
      for (const refused of [await remove(named), await patch(named, { filter: { q: 'thuyen' } })]) {
        expect([refused.status, refused.body.code]).toEqual([409, 'group-in-campaigns']);
        expect(refused.body.detail).toContain('“Đợt thử”');
      }
      // Its name is nobody's audience.
      const renamed = await patch(named, { name: `Đổi tên ${named}`, filter: renters.filter });
      expect(renamed.status).toBe(200);
    }
    await end(id);
    expect((await patch(asked, { filter: { q: 'thuyen' } })).status).toBe(200);
    for (const named of [asked, leftOut]) expect((await remove(named)).status).toBe(204);
  });

  test('is kept by a campaign that has begun until that is planned; a draft keeps none', async () => {
    const [drafted, running] = [await group(), await group()];
    await waiting('draft', { exclude: { groupIds: [drafted] } });
    expect((await remove(drafted)).status).toBe(204);
    const id = await app.sql.transaction(async (tx) => {
      const audience = { groupIds: [running] };
      const made = await makeCampaign(tx, { areaIds: communes, gatewayId, state: 'running', audience });
      expect(await app.app.get(GroupsRepository).waitingCampaigns(tx, running)).toEqual(['Đợt thử']);
      await tx.execute(`update campaigns set planned_at = now() where id = $1`, [made]);
      return made;
    });
    expect((await remove(running)).status).toBe(204);
    await end(id);
  });

  test('is not removed beside a campaign that is handed in at the same moment', async () => {
    const named = await group();
    const id = await waiting('draft', { exclude: { groupIds: [named] } });
    // Whoever hands it in has done so and not committed yet.
    let removal: ReturnType<typeof remove> | undefined;
    await app.sql.transaction(async (tx) => {
      await holdGroupsOf(tx, id);
      removal = remove(named);
      await isWaitedFor('%from groups%for no key update%');
      await tx.execute(`update campaigns set state = 'submitted' where id = $1`, [id]);
    });
    expect((await removal)!.body.code).toBe('group-in-campaigns');
    // And whoever hands one in waits for who changes its group.
    const second = await waiting('draft', { groupIds: [named] });
    let submission: ReturnType<typeof post> | undefined;
    await app.sql.transaction(async (tx) => {
      await tx.execute('update groups set updated_at = now() where id = $1', [named]);
      submission = post(`/campaigns/${second}/submit`, undefined);
      await isWaitedFor('%for share of g%');
    });
    expect((await submission)!.body.state).toBe('submitted');
    await Promise.all([end(id), end(second)]);
  });

  test('leaves its households out even when it is gone, and brings none', async () => {
    const [listed, byFilter] = [await group(), await group(renters)];
    await post(`/groups/${listed}/members`, { householdIds: [households[0]] });
    const excluding = await waiting('draft', { exclude: { groupIds: [listed, byFilter] } });
    const asking = await waiting('draft', { groupIds: [listed, byFilter] });
    for (const id of [listed, byFilter]) expect((await remove(id)).status).toBe(204);
    const preview = async (id: string) => (await post(`/campaigns/${id}/preview`, undefined)).body;
    expect(await preview(excluding)).toMatchObject({
      households: 3,
      leftOut: [{ reason: 'excluded-group', count: 3 }],
    });
    expect((await preview(asking)).households).toBe(0);
  });
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
