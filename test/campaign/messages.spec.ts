import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';

interface Message {
  headName: string;
  areaName: string;
  skipReason: string | null;
  text: string;
  parts: number;
}

describe('the messages of a campaign before it leaves', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    const second = await makeArea(story.sql, { name: 'Ấp 2', parentId: story.communeId });
    for (const [areaId, headName, phones] of [
      [second, 'Trần Văn Hai', undefined],
      [story.hamletId, 'Nguyễn Thị Một', undefined],
      [story.hamletId, 'Lê Không Số', []],
      [story.hamletId, 'Phạm Từ Chối', ['+84912345600']],
    ] as const)
      await makeHousehold(story.sql, { areaId, headName, ...(phones && { phones: [...phones] }) });
    await story.api('/refusals', {
      method: 'POST',
      as: 'admin',
      body: { phone: '0912345600', channel: 'sms' },
    });
  });
  afterAll(() => story?.close());

  it('can be leafed through household by household, in the order of the areas, as they would leave', async () => {
    const id = await story.submitted();
    const all: Message[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await story.api(
        `/campaigns/${id}/messages?limit=1${cursor ? `&cursor=${cursor}` : ''}`,
        { as: 'approver' },
      );
      expect(status).toBe(200);
      all.push(...body.items);
      cursor = body.nextCursor as string | null;
    } while (cursor !== null);
    expect(all.map(({ headName, areaName, skipReason }) => [areaName, headName, skipReason])).toEqual([
      ['Ấp 1', 'Nguyễn Thị Một', null],
      ['Ấp 1', 'Lê Không Số', 'no-contact'],
      ['Ấp 1', 'Phạm Từ Chối', 'refused'],
      ['Ấp 2', 'Trần Văn Hai', null],
    ]);
    expect(all[3]!.text).toBe('Gửi hộ Trần Văn Hai, Ấp 2: hãy kiểm tra bếp và ổ điện.');
    const preview = await story.api(`/campaigns/${id}/preview`, { method: 'POST', as: 'approver' });
    const left = all.filter(({ skipReason }) => skipReason === null);
    expect(preview.body.deliveries).toBe(left.length);
    expect(preview.body.parts).toBe(left.reduce((sum, { parts }) => sum + parts, 0));
    expect(left.map(({ text }) => text)).toContain(preview.body.longest.text);
  });

  it('are refused for a cursor that is none', async () => {
    const id = await story.submitted();
    const { status, body } = await story.api(`/campaigns/${id}/messages?cursor=x`, { as: 'approver' });
    expect([status, body.code]).toEqual([400, 'bad-cursor']);
  });

  it('are shown to an approver beside what was handed in the time before', async () => {
    const id = await story.submitted({ title: 'Lần đầu' });
    expect((await story.api(`/campaigns/${id}`, { as: 'approver' })).body.previousSubmission).toBeNull();
    await story.api(`/campaigns/${id}/reject`, {
      method: 'POST',
      as: 'approver',
      body: { reason: 'Sửa tên' },
    });
    await story.api(`/campaigns/${id}`, { method: 'PATCH', as: 'propagandist', body: { title: 'Lần hai' } });
    await story.api(`/campaigns/${id}/submit`, { method: 'POST', as: 'propagandist' });
    const { body } = await story.api(`/campaigns/${id}`, { as: 'approver' });
    expect([body.title, body.previousSubmission.title]).toEqual(['Lần hai', 'Lần đầu']);
    expect(body.previousSubmission.steps).toEqual(body.steps);
    expect(body.previousSubmission.startAt).toBe(body.startAt);
  });
});
