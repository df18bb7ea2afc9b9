import { testFolder } from '../directory/files.js';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { startStory, type Story } from './story.js';

/** A day so far from today, in Vietnam's calendar. */
const day = (distance: number) =>
  new Date(Date.now() + (7 + 24 * distance) * 3_600_000).toISOString().slice(0, 10);

async function textsOf(bytes: Buffer): Promise<string[]> {
  const folder = await testFolder();
  try {
    const texts: string[] = [];
    for await (const { cells } of readSheet(await folder.file(bytes, 'luc-luong.xlsx'))) texts.push(...cells);
    return texts;
  } finally {
    await folder.remove();
  }
}

describe('the force of a commune', () => {
  let story: Story;
  let otherHamletId: string;
  beforeAll(async () => {
    story = await startStory();
    otherHamletId = await makeArea(story.sql, { name: 'Ấp 2', parentId: story.communeId });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3 });
    await makeHouseholds(story.sql, { areaId: otherHamletId, count: 5 });
  });
  afterAll(() => story?.close());

  const enter = (body: object) =>
    story.api('/propagandists', { method: 'POST', as: 'admin', body: { areaId: story.communeId, ...body } });
  const change = (id: string, body: object) =>
    story.api(`/propagandists/${id}`, { method: 'PATCH', as: 'admin', body });
  const uncovered = async (): Promise<string[]> => {
    const { items } = (await story.api('/propagandists/uncovered-areas', { as: 'viewer' })).body;
    return items.map((each: { areaName: string }) => each.areaName);
  };
  const activityOf = async (id: string) => {
    const { items } = (await story.api('/force/activity', { as: 'admin' })).body;
    return items.find((each: { id: string }) => each.id === id);
  };

  it('names the neighbourhoods of which nobody is in charge, the largest first', async () => {
    expect(await uncovered()).toEqual(['Ấp 2', 'Ấp 1']);
    const { body: made } = await enter({ fullName: 'Nguyễn Thị Hoa', inCharge: [otherHamletId] });
    expect(made).toMatchObject({ isActive: true, inCharge: [{ areaName: 'Ấp 2' }] });
    expect(await uncovered()).toEqual(['Ấp 1']);
    await change(made.id, { endedOn: day(0) });
    expect(await uncovered()).toEqual(['Ấp 2', 'Ấp 1']);
    expect((await story.api('/propagandists?active=false', { as: 'viewer' })).body.items).toHaveLength(1);
    await story.api(`/propagandists/${made.id}`, { method: 'DELETE', as: 'admin' });
    expect((await story.api(`/propagandists/${made.id}`, { as: 'admin' })).status).toBe(404);
  });

  it('of somebody who works in two communes shows each administrator their own part, and lets them change no other', async () => {
    const elsewhere = await makeArea(story.sql, { name: 'Xã Bên', level: 'commune' });
    const far = await makeArea(story.sql, { name: 'Ấp Xa', parentId: elsewhere });
    await makeHouseholds(story.sql, { areaId: far, count: 7 });
    const { body: stranger } = await enter({ areaId: elsewhere, fullName: 'Người Xã Bên' });
    const standIns = [{ standInId: stranger.id, startsOn: day(0), endsOn: day(9) }];
    const { body: made } = await enter({ fullName: 'Ở Hai Nơi', inCharge: [otherHamletId, far], standIns });
    expect(made.inCharge).toHaveLength(2);
    const hers = await story.login('viewer', 'quan-tri-an-binh');
    await story.sql.execute(`update memberships set role = 'admin', area_id = $2 where user_id = $1`, [
      hers.userId,
      story.communeId,
    ]);
    const seen = await story.api(`/propagandists/${made.id}`, { as: hers });
    expect(seen.body).toMatchObject({ inCharge: [{ areaName: 'Ấp 2' }], standIns: [] });
    const { items } = (await story.api('/force/activity', { as: hers })).body;
    const row = items.find((each: { id: string }) => each.id === made.id);
    expect([row.areas, row.households]).toEqual([1, 5]);
    const body = { inCharge: [], standIns: [] };
    const answer = await story.api(`/propagandists/${made.id}`, { method: 'PATCH', as: hers, body });
    expect(answer.body.inCharge).toEqual([]);
    // What lies outside their areas is as it was.
    const { body: whole } = await story.api(`/propagandists/${made.id}`, { as: 'admin' });
    expect(whole).toMatchObject({
      inCharge: [{ areaName: 'Ấp Xa' }],
      standIns: [{ standInName: 'Người Xã Bên' }],
    });
    for (const { id } of [made, stranger])
      await story.api(`/propagandists/${id}`, { method: 'DELETE', as: 'admin' });
  });

  it('keeps training, recognition and a masked number of each', async () => {
    const { body: made, status } = await enter({
      fullName: '  Trần   Văn Bảy ',
      phone: '0912 345 678',
      organisation: 'Ban công tác Mặt trận ấp 1',
      recognisedOn: '2025-08-01',
      recognition: 'QĐ 12/QĐ-UBND',
      trainings: [{ heldOn: '2025-09-10', topic: 'Kỹ năng tuyên truyền' }],
    });
    expect([status, made.fullName, made.phone]).toEqual([201, 'Trần Văn Bảy', '+84912345678']);
    const seen = (await story.api('/propagandists?q=tran van', { as: 'viewer' })).body.items;
    expect(seen).toMatchObject([{ phone: '0912 *** 678', trainings: [{ topic: 'Kỹ năng tuyên truyền' }] }]);
    const bad = await change(made.id, {
      phone: '12',
      inCharge: ['999999'],
      standIns: [{ standInId: made.id, startsOn: day(0), endsOn: day(1) }],
    });
    expect(bad.body.errors.map((each: { path: string }) => each.path)).toEqual([
      'inCharge.0',
      'standIns.0.standInId',
      'phone',
    ]);
    expect((await change(made.id, { version: 99, note: 'x' })).body.code).toBe('changed-since');
  });

  it('shows what each one did: campaigns, households reached, replies answered; a stand-in works in their areas', async () => {
    const writer = await story.login('propagandist');
    const { body: inCharge } = await enter({
      fullName: 'Lê Thị Sáu',
      userId: writer.userId,
      inCharge: [story.hamletId],
    });
    const { body: standIn } = await enter({ fullName: 'Võ Văn Tám' });
    expect((await enter({ fullName: 'Người khác', userId: writer.userId })).body.code).toBe('account-taken');
    const absent = { standIns: [{ standInId: standIn.id, startsOn: day(-1), endsOn: day(1) }] };
    expect((await change(inCharge.id, absent)).body.standIns).toMatchObject([{ standInName: 'Võ Văn Tám' }]);

    await story.settles(await story.approved());
    await story.sql.execute(
      `insert into replies (receipt_id, gateway_id, channel, phone, text, received_at, intent, needs_person, state,
                            answered_at, answered_by)
       values (1, $1, 'sms', '+84912345678', 'Hỏi', now(), 'person', true, 'answered', now(), $2)`,
      [story.gatewayId, `user:${writer.userId}`],
    );
    expect(await activityOf(inCharge.id)).toMatchObject({
      areas: 1,
      households: 3,
      campaigns: 1,
      reached: 3,
      repliesAnswered: 1,
    });
    expect(await activityOf(standIn.id)).toMatchObject({
      areas: 1,
      households: 3,
      campaigns: 0,
      repliesAnswered: 0,
    });
  });

  it('is a workbook of people, activity and gaps, and taking it out is an entry of the trail', async () => {
    const { bytes, status } = await story.api('/force/export.xlsx', { as: 'admin' });
    expect(status).toBe(200);
    const texts = await textsOf(bytes);
    expect(texts).toEqual(
      expect.arrayContaining(['Lê Thị Sáu', '0912 345 678', 'Ấp 2', '10/09/2025: Kỹ năng tuyên truyền']),
    );
    const trail = await story.api('/audit-events?action=force.exported', { as: 'admin' });
    expect(trail.body.items).toHaveLength(1);
  });
});
