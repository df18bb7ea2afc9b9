import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';

describe('the home page', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    const far = await makeArea(story.sql, { name: 'Ấp 2', parentId: story.communeId });
    for (const areaId of [story.hamletId, story.hamletId, far]) await makeHousehold(story.sql, { areaId });
    await makeHousehold(story.sql, { areaId: far, phones: [] });
  });
  afterAll(() => story?.close());

  const waiting = async (as: 'approver' | 'propagandist' | 'admin') =>
    (await story.api('/home', { as })).body.waiting as { kind: string; id: string; note: string | null }[];

  it('shows an approver what others handed in, and its author what was sent back', async () => {
    const id = await story.submitted({ title: 'Chờ duyệt' });
    expect(await waiting('approver')).toEqual([
      { kind: 'approve', id, name: 'Chờ duyệt', note: null, count: null },
    ]);
    expect(await waiting('propagandist')).toEqual([]);
    await story.api(`/campaigns/${id}/reject`, {
      method: 'POST',
      as: 'approver',
      body: { reason: 'Thiếu số điện thoại' },
    });
    expect(await waiting('approver')).toEqual([]);
    expect(await waiting('propagandist')).toMatchObject([
      { kind: 'sent-back', id, note: 'Thiếu số điện thoại' },
    ]);
  });

  it('shows an administrator the gateways that are held', async () => {
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { state: 'held' },
    });
    expect(await waiting('admin')).toMatchObject([{ kind: 'gateway-held', id: story.gatewayId }]);
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { state: 'active' },
    });
    expect(await waiting('admin')).toEqual([]);
  });

  it('has the month and the areas as the accounts of the campaigns have them', async () => {
    const id = await story.approved();
    await story.reaches(id, 'completed');
    const account = await story.account(id);
    const { body } = await story.api('/home', { as: 'propagandist' });
    expect(body.month).toMatchObject({ campaigns: 1, households: account.audience });
    expect(body.running).toEqual([]);
    expect(
      body.coverage.map((row: { areaName: string; audience: number }) => [row.areaName, row.audience]).sort(),
    ).toEqual([
      ['Ấp 1', 2],
      ['Ấp 2', 2],
    ]);
  });

  it('shows what is under way', async () => {
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { state: 'held' },
    });
    const id = await story.approved({ title: 'Đang gửi' });
    await story.reaches(id, 'running');
    await story.api(`/campaigns/${id}/pause`, { method: 'POST', as: 'propagandist' });
    const { body } = await story.api('/home', { as: 'approver' });
    expect(body.running).toEqual([{ id, title: 'Đang gửi', state: 'paused' }]);
  });
});
