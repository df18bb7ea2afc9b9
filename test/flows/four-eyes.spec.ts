import { SpendSweep } from '../../src/dispatch/spend.sweep.js';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import type { ApiRequest } from '../support/app.js';
import { startStory, type Story } from './story.js';

describe('releasing a campaign', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 20 });
    await story.sql.execute(
      `insert into settings (name, value) values ('frequency-cap', '{"perDay": 50, "perWeek": 200}')
       on conflict (name) do update set value = excluded.value`,
    );
  });
  afterAll(() => story?.close());

  const act = (id: string, action: string, as: NonNullable<ApiRequest['as']>) =>
    story.api(`/campaigns/${id}/${action}`, { method: 'POST', as });
  const state = async (id: string) => (await story.api(`/campaigns/${id}`, { as: 'propagandist' })).body;
  const limit = (username: string, change: string) =>
    story.sql.execute(
      `update memberships set ${change} where role = 'approver' and user_id = (select id from users where username = $1)`,
      [username],
    );

  it('beyond the households or the cost that an approver may release takes somebody with more', async () => {
    const small = await story.login('approver', 'duyet-nho');
    const id = await story.submitted();
    await limit('duyet-nho', 'max_households = 19');
    const refused = await act(id, 'approve', small);
    expect([refused.status, refused.body.code, refused.body.why]).toEqual([
      403,
      'beyond-your-limit',
      'too-many-households',
    ]);
    await limit('duyet-nho', 'max_households = 20, max_cost_vnd = 100');
    expect((await act(id, 'approve', small)).body.why).toBe('too-expensive');
    await limit('duyet-nho', 'max_cost_vnd = null');
    expect((await act(id, 'approve', small)).status).toBe(200);
    await story.reaches(id, 'completed');
  });

  it('works with a right that an approver on leave has lent, but not with one lent by its author', async () => {
    const lender = await story.login('approver', 'di-vang');
    const stand = await story.login('viewer', 'duyet-thay');
    const lend = {
      toUserId: stand.userId,
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const id = await story.submitted();
    expect((await act(id, 'approve', stand)).status).toBe(403);
    const people = await story.api('/delegations/substitutes', { as: lender });
    expect(people.body.items).toContainEqual({
      id: stand.userId,
      displayName: 'duyet-thay',
      roles: ['viewer'],
    });
    const lent = await story.api('/delegations', { method: 'POST', as: lender, body: lend });
    expect(lent.status).toBe(201);
    // A right more: the session takes a new token.
    const first = await act(id, 'approve', stand);
    expect(first.status).toBe(200);
    const renewed = first.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(renewed).not.toBe(stand.cookie);
    stand.cookie = renewed;
    await story.reaches(id, 'completed');

    await story.sql.execute(
      `insert into memberships (user_id, role) select id, 'propagandist' from users where username = 'di-vang'`,
    );
    const own = await story.api('/campaigns', {
      method: 'POST',
      as: lender,
      body: {
        title: 'Của người đi vắng',
        audience: { areaIds: [story.communeId] },
        steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Chào bà con' }],
      },
    });
    await act(own.body.id, 'submit', lender);
    const refused = await act(own.body.id, 'approve', stand);
    expect([refused.status, refused.body.why]).toEqual([403, 'borrowed-from-author']);
    await story.api(`/delegations/${lent.body.id}`, { method: 'DELETE', as: lender });
    expect((await act(own.body.id, 'approve', stand)).body.code).toBe('forbidden');
  });

  it('can be lent to those only who work where the lender releases', async () => {
    const elsewhere = await makeArea(story.sql, { name: 'Xã Bên Kia', level: 'commune' });
    const person = (username: string, areaId: string, role: 'approver' | 'viewer') =>
      story.person({ username, memberships: [{ role, areaId }] });
    const lender = await person('duyet-xa', story.communeId, 'approver');
    const near = await person('trong-xa', story.hamletId, 'viewer');
    const gone = await person('da-nghi', story.hamletId, 'viewer');
    await story.api(`/users/${gone.userId}`, { method: 'PATCH', as: 'admin', body: { disabled: true } });
    const far = await person('xa-khac', elsewhere, 'viewer');
    const { body } = await story.api('/delegations/substitutes', { as: lender });
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toContain(near.userId);
    for (const { userId } of [gone, far, lender]) {
      expect(ids).not.toContain(userId);
      const refused = await story.api('/delegations', {
        method: 'POST',
        as: lender,
        body: {
          toUserId: userId,
          startsAt: new Date().toISOString(),
          endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        },
      });
      expect([refused.status, refused.body.errors?.[0].path]).toEqual([400, 'toUserId']);
    }
  });

  it('is written down as such where the author gave the approver the right', async () => {
    const boss = await story.login('admin', 'sep');
    await story.sql.execute(
      `insert into memberships (user_id, role) select id, 'propagandist' from users where username = 'sep'`,
    );
    const henchman = await story.api('/users', {
      method: 'POST',
      as: boss,
      body: { username: 'tay-chan', roles: ['approver'] },
    });
    const cookie = await story.ownPassword('tay-chan', henchman.body.password);
    const made = await story.api('/campaigns', {
      method: 'POST',
      as: boss,
      body: {
        title: 'Của sếp',
        audience: { areaIds: [story.communeId] },
        steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Chào bà con' }],
        ignoreHolidays: true,
      },
    });
    await act(made.body.id, 'submit', boss);
    await story.api(`/campaigns/${made.body.id}/approve`, { method: 'POST', headers: { cookie } });
    const trail = await story.api(
      `/audit-events?action=campaign.approved&subjectKind=campaign&subjectId=${made.body.id}`,
      { as: 'admin' },
    );
    expect(trail.body.items[0].details).toMatchObject({ grantedByAuthor: true });
  });

  it('is asked anew, with the difference shown, when anything of it changes', async () => {
    const startAt = new Date(Date.now() + 86_400_000).toISOString();
    const id = await story.approved({ startAt });
    expect((await state(id)).state).toBe('scheduled');
    await expect(story.sql.execute(`update campaigns set steps = '[]' where id = $1`, [id])).rejects.toThrow(
      'frozen',
    );
    expect((await act(id, 'revise', 'propagandist')).body.state).toBe('draft');
    const steps = [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Nội dung mới' }];
    await story.api(`/campaigns/${id}`, { method: 'PATCH', as: 'propagandist', body: { steps } });
    await act(id, 'submit', 'propagandist');
    const { body } = await story.api(`/campaigns/${id}/changes`, { as: 'approver' });
    expect(body).toMatchObject({
      isReleasedBefore: true,
      items: [{ field: 'steps.0.text', after: 'Nội dung mới' }],
    });
    expect((await act(id, 'approve', 'approver')).body.state).toBe('scheduled');
    expect((await story.api(`/campaigns/${id}/changes`, { as: 'approver' })).body.items).toEqual([]);
  });

  it('stops at the price limit, at release and while sending', async () => {
    const dear = await story.submitted({ costLimitVnd: 100 });
    const refused = await act(dear, 'approve', 'approver');
    expect([refused.status, refused.body.code]).toEqual([409, 'cost-limit']);

    const id = await story.submitted({ costLimitVnd: 1_000_000 });
    await story.sql.execute(`update gateways set parts_per_second = 1 where id = $1`, [story.gatewayId]);
    await act(id, 'approve', 'approver');
    await story.reaches(id, 'running');
    await story.sql.execute(
      `insert into campaign_spend (campaign_id, area_id, day, cost_vnd) values ($1, $2, '2020-01-01', 1000000)`,
      [id, story.hamletId],
    );
    await story.app.get(SpendSweep).sweep();
    expect(await state(id)).toMatchObject({ state: 'paused', pauseReason: 'cost-limit' });
    const again = await act(id, 'resume', 'propagandist');
    expect([again.status, again.body.code]).toEqual([409, 'cost-limit-exhausted']);
    await act(id, 'cancel', 'propagandist');
    await story.sql.execute(`update gateways set parts_per_second = 5000 where id = $1`, [story.gatewayId]);
  });

  it('beyond the budget of the commune waits until an administrator lifts it', async () => {
    const budget = await story.api('/budgets', {
      method: 'POST',
      as: 'admin',
      body: { areaId: story.communeId, startsOn: '2021-01-01', endsOn: '2070-01-01', amountVnd: 1_000 },
    });
    // What was spent in its days before anybody set it counts too: the campaigns above.
    expect(budget.body.state).toBe('exhausted');
    const id = await story.submitted();
    const refused = await act(id, 'approve', 'approver');
    expect([refused.status, refused.body.code]).toEqual([409, 'budget-exhausted']);
    const lifted = await story.api(`/budgets/${budget.body.id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { lift: { reason: 'Bão số 9' } },
    });
    expect(lifted.body.liftedReason).toBe('Bão số 9');
    expect((await act(id, 'approve', 'approver')).status).toBe(200);
    await story.reaches(id, 'completed');
    await story.app.get(SpendSweep).sweep();
    const [after] = (await story.api('/budgets', { as: 'admin' })).body.items;
    expect(after).toMatchObject({ state: 'lifted', spentVnd: expect.any(Number) });
    expect(after.spentVnd).toBeGreaterThan(1_000);
  });

  it('does not stop a campaign for the budget of an area in which it sends nothing', async () => {
    const area = await makeArea(story.sql, { name: 'Ấp hết ngân sách', parentId: story.communeId });
    await story.sql.execute(
      `insert into budgets (area_id, starts_on, ends_on, amount_vnd) values ($1, '2023-01-01', '2070-01-01', 0)`,
      [area],
    );
    await story.sql.execute(`update gateways set parts_per_second = 1 where id = $1`, [story.gatewayId]);
    const id = await story.submitted();
    expect((await act(id, 'approve', 'approver')).status).toBe(200);
    await story.reaches(id, 'running');
    await story.app.get(SpendSweep).sweep();
    expect((await state(id)).state).toBe('running');
    await makeHouseholds(story.sql, { areaId: area, count: 1 });
    await act(id, 'cancel', 'propagandist');
    const next = await story.submitted();
    expect((await act(next, 'approve', 'approver')).body.code).toBe('budget-exhausted');
    await story.sql.execute(`update gateways set parts_per_second = 5000 where id = $1`, [story.gatewayId]);
    await story.sql.execute('delete from budgets where area_id = $1', [area]);
  });

  it('ends a campaign that was paused when its last message had left', async () => {
    const id = await story.submitted();
    await act(id, 'approve', 'approver');
    await story.reaches(id, 'completed');
    await story.sql.execute(
      `update campaigns set state = 'paused', completed_at = null, pause_reason = 'budget' where id = $1`,
      [id],
    );
    await story.reaches(id, 'completed');
    expect(await state(id)).toMatchObject({ pauseReason: null });
  });

  it('of a second campaign counts what the first one may still cost', async () => {
    const area = await makeArea(story.sql, { name: 'Ấp ngân sách', parentId: story.communeId });
    await makeHouseholds(story.sql, { areaId: area, count: 4 });
    const audience = { areaIds: [area] };
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const one = await story.submitted({ audience, startAt });
    const { body: preview } = await story.api(`/campaigns/${one}/preview`, {
      method: 'POST',
      as: 'propagandist',
    });
    const { body: budget } = await story.api('/budgets', {
      method: 'POST',
      as: 'admin',
      body: { areaId: area, startsOn: '2022-01-01', endsOn: '2070-01-01', amountVnd: preview.costVnd * 1.5 },
    });
    expect((await act(one, 'approve', 'approver')).body.state).toBe('scheduled');
    const two = await story.submitted({ audience, startAt });
    expect((await act(two, 'approve', 'approver')).body).toMatchObject({
      code: 'budget-exhausted',
      budgetId: budget.id,
      committedVnd: preview.costVnd,
    });
    await act(one, 'cancel', 'propagandist');
    expect((await act(two, 'approve', 'approver')).status).toBe(200);
    await act(two, 'cancel', 'propagandist');
    const lift = { reason: 'Để các đợt sau đi tiếp' };
    await story.api(`/budgets/${budget.id}`, { method: 'PATCH', as: 'admin', body: { lift } });
  });

  it('counts what was sent chunk by chunk, to the đồng, and each chunk once', async () => {
    const id = await story.approved();
    await story.reaches(id, 'completed');
    await story.app.get(SpendSweep).sweep();
    await story.app.get(SpendSweep).sweep();
    const [counted] = await story.sql.query<{ spent: number; tried: number }>(
      `select (select sum(cost_vnd)::int from campaign_spend where campaign_id = $1) as spent,
              (select sum(a.cost_vnd)::int from attempts a join deliveries d on d.id = a.delivery_id
                where d.campaign_id = $1) as tried`,
      [id],
    );
    expect(counted!.spent).toBe(counted!.tried);
    expect(counted!.spent).toBeGreaterThan(0);
  });

  it('warns the administrators once when 80 % of a budget is spent', async () => {
    const area = await makeArea(story.sql, { name: 'Ấp sắp hết tiền', parentId: story.communeId });
    const { body: budget } = await story.api('/budgets', {
      method: 'POST',
      as: 'admin',
      body: { areaId: area, startsOn: '2023-01-01', endsOn: '2070-01-01', amountVnd: 1_000 },
    });
    const id = await story.submitted();
    await story.sql.execute(
      `insert into campaign_spend (campaign_id, area_id, day, cost_vnd) values ($1, $2, '2023-05-01', 800)`,
      [id, area],
    );
    await story.app.get(SpendSweep).sweep();
    await story.app.get(SpendSweep).sweep();
    const { items } = (await story.api('/budgets', { as: 'admin' })).body;
    expect(items.find((each: { id: string }) => each.id === budget.id)).toMatchObject({
      state: 'warning',
      spentVnd: 800,
    });
    const { waiting } = (await story.api('/home', { as: 'admin' })).body;
    expect(waiting).toContainEqual(expect.objectContaining({ kind: 'budget', id: budget.id }));
    const trail = await story.api(`/audit-events?action=budget.warned&subjectId=${budget.id}`, {
      as: 'admin',
    });
    expect(trail.body.items).toHaveLength(1);
  });

  describe('that cannot wait', () => {
    const release = (id: string, as: NonNullable<ApiRequest['as']>) =>
      story.api(`/campaigns/${id}/release`, { method: 'POST', as, body: { word: 'Nước lên nhanh' } });
    const review = (id: string, as: NonNullable<ApiRequest['as']>, body: object = { isAgreed: true }) =>
      story.api(`/campaigns/${id}/reviews`, { method: 'POST', as, body });

    it('leaves without an approver only where it is urgent', async () => {
      const id = await story.submitted();
      expect((await release(id, 'propagandist')).body.code).toBe('not-urgent');
    });

    it('goes out at once, and two approvers who did not write it look at it afterwards', async () => {
      const author = await story.login('propagandist', 'nguoi-truc');
      const [first, second] = [await story.login('approver'), await story.login('approver', 'duyet-hai')];
      const id = await story.submitted({ isUrgent: true });
      expect((await release(id, author)).body.state).toBe('approved');
      await story.reaches(id, 'completed');
      const kinds = async () =>
        (await story.api('/home', { as: first })).body.waiting.filter(
          (each: { id: string }) => each.id === id,
        );
      expect(await kinds()).toMatchObject([{ kind: 'review-release', note: 'Nước lên nhanh' }]);
      expect((await review(id, first, { isAgreed: false })).status).toBe(400);
      expect((await review(id, first)).body).toMatchObject({ state: 'waiting' });
      expect(await kinds()).toEqual([]);
      expect((await review(id, first)).body.code).toBe('already-reviewed');
      const done = await review(id, second, { isAgreed: false, word: 'Chưa đúng mẫu' });
      expect(done.body).toMatchObject({
        state: 'objected',
        reviews: [{ isAgreed: true }, { isAgreed: false }],
      });
      expect((await story.api(`/campaigns/${id}/release`, { as: 'viewer' })).body.release.state).toBe(
        'objected',
      );
    });

    it('waits for an approver where its author has left an earlier one without its two reviews', async () => {
      const author = await story.login('propagandist', 'nguoi-voi');
      const earlier = await story.submitted({ isUrgent: true });
      await release(earlier, author);
      await story.reaches(earlier, 'completed');
      await story.sql.execute(
        `update campaigns set released_at = now() - interval '25 hours' where id = $1`,
        [earlier],
      );
      const next = await story.submitted({ isUrgent: true });
      expect((await release(next, author)).body).toMatchObject({
        code: 'review-overdue',
        campaignId: earlier,
      });
      expect((await story.api(`/campaigns/${earlier}/release`, { as: author })).body.release.state).toBe(
        'overdue',
      );
    });
  });
});
