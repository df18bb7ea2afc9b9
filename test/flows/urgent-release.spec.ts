import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import type { ApiRequest } from '../support/app.js';
import { startStory, type Story } from './story.js';

type Person = NonNullable<ApiRequest['as']>;

describe('an urgent release that is taken back before its hour', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1 });
  });
  afterAll(() => story?.close());

  const post = (id: string, action: string, as: Person, body?: object) =>
    story.api(`/campaigns/${id}/${action}`, { method: 'POST', as, body });
  const release = (id: string) => post(id, 'release', 'propagandist', { word: 'Nước lên nhanh' });
  const review = (id: string, as: Person, more: object = {}) =>
    post(id, 'reviews', as, { isAgreed: true, ...more });
  const standing = async (id: string, as: Person = 'propagandist') =>
    (await story.api(`/campaigns/${id}/release`, { as })).body.release;
  const later = { isUrgent: true, startAt: new Date(Date.now() + 86_400_000).toISOString() };
  const rewrite = async (id: string) => {
    expect((await post(id, 'revise', 'propagandist')).body.state).toBe('draft');
    const steps = [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Nội dung mới' }];
    await story.api(`/campaigns/${id}`, { method: 'PATCH', as: 'propagandist', body: { steps } });
    expect((await release(id)).body.state).toBe('scheduled');
  };

  it('waits for two approvers again: what they said of the old text is not said of the new', async () => {
    const [first, second] = [await story.login('approver'), await story.login('approver', 'duyet-hai')];
    const id = await story.submitted(later);
    expect((await release(id)).body.state).toBe('scheduled');
    await review(id, first);
    expect((await review(id, second)).body.state).toBe('agreed');
    await rewrite(id);
    expect(await standing(id)).toMatchObject({ state: 'waiting', reviews: [] });
    const { waiting } = (await story.api('/home', { as: first })).body;
    expect(waiting).toContainEqual(expect.objectContaining({ kind: 'review-release', id }));
    expect((await review(id, first, { isAgreed: false, word: 'Sai giờ' })).body.reviews).toHaveLength(1);
    const trail = await story.api(`/audit-events?action=campaign.release-reviewed&subjectId=${id}`, {
      as: 'admin',
    });
    expect(trail.body.items).toHaveLength(3);
  });

  it('takes no word of somebody who looked at the release before', async () => {
    const approver = await story.login('approver');
    const id = await story.submitted(later);
    await release(id);
    const { releasedAt } = await standing(id, approver);
    await rewrite(id);
    expect(await review(id, approver, { releasedAt })).toMatchObject({
      status: 409,
      body: { code: 'changed-since' },
    });
    const now = await standing(id, approver);
    expect((await review(id, approver, { releasedAt: now.releasedAt })).status).toBe(200);
  });

  it('tells each whether their word is waited for: approvers of all its areas who wrote nothing and said nothing', async () => {
    const approver = await story.login('approver');
    const near = await story.person({
      username: 'duyet-ap',
      memberships: [{ role: 'approver', areaId: story.hamletId }],
    });
    const elsewhere = await makeArea(story.sql, { name: 'Ấp 2', parentId: story.communeId });
    const far = await story.person({
      username: 'duyet-ap-khac',
      memberships: [{ role: 'approver', areaId: elsewhere }],
    });
    const id = await story.submitted({ ...later, audience: { areaIds: [story.hamletId] } });
    await release(id);
    const whole = await story.submitted(later);
    await release(whole);
    expect(await standing(id, approver)).toMatchObject({ mayReview: true, releasedByName: 'propagandist' });
    expect(await standing(id, near)).toMatchObject({ mayReview: true });
    expect(await standing(whole, near)).toMatchObject({ mayReview: false });
    expect((await story.api(`/campaigns/${id}/release`, { as: far })).status).toBe(404);
    for (const as of ['viewer', 'propagandist'] as const)
      expect(await standing(id, as)).toMatchObject({ mayReview: false });
    await story.sql.execute(
      `insert into memberships (user_id, role) select id, 'approver' from users where username = 'propagandist'`,
    );
    expect(await standing(id)).toMatchObject({ mayReview: false });
    expect((await review(id, approver)).body.mayReview).toBe(false);
  });
});
