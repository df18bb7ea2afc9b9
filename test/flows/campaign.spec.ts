import { addsUp } from '../../src/domain/delivery-states.js';
import { makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

let story: Story;

beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.close());

async function households(count: number, ending = '00'): Promise<string[]> {
  const phones = Array.from({ length: count }, () => makePhone(ending));
  for (const phone of phones) await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  return phones;
}

describe('a campaign from draft to account', () => {
  it('reaches every household once, and every household ends in exactly one state', async () => {
    await households(30);
    await households(2, '80');
    await households(2, '97');
    const [refused] = await households(1);
    await makeRefusal(story.sql, refused!);
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [] });

    const id = await story.approved();
    const account = await story.settles(id);
    expect(account).toMatchObject({
      audience: 36,
      delivered: 30,
      undelivered: 2,
      rejected: 2,
      skipped: 2,
      inDoubt: 0,
    });
    expect(addsUp(account)).toBe(true);

    const reached = await story.reached();
    expect(reached).toHaveLength(32);
    expect(new Set(reached.map((message) => message.phone)).size).toBe(32);
    expect(reached.every((message) => message.count === 1)).toBe(true);
    expect(reached.map((message) => message.phone)).not.toContain(refused);
  });

  it('tells household by household what was tried and what came of it', async () => {
    const [phone] = await households(1);
    const id = await story.approved();
    await story.reaches(id, 'completed');
    const item = await eventually(async () => {
      const { body } = await story.api(`/campaigns/${id}/deliveries?state=delivered`, { as: 'propagandist' });
      return body.items[0] ?? null;
    });
    expect(item).toMatchObject({ headName: 'Nguyễn Văn An', areaId: story.hamletId, state: 'delivered' });
    expect(item.attempts).toMatchObject([
      { attempt: 1, channel: 'sms', phone, gatewayId: story.gatewayId, outcome: 'delivered', parts: 1 },
    ]);
    const [message] = await story.reached();
    expect(item.attempts[0].reference).toBe(message!.reference);
  });

  it('gives the account by area and a workbook of every household', async () => {
    await households(3);
    const id = await story.approved();
    await story.reaches(id, 'completed');
    const areas = await story.api(`/campaigns/${id}/areas`, { as: 'approver' });
    expect(areas.body).toMatchObject([
      { areaId: story.hamletId, areaName: 'Ấp 1', account: { audience: 3 } },
    ]);
    const report = await story.api(`/campaigns/${id}/report.xlsx`, { as: 'propagandist' });
    expect(report.status).toBe(200);
    expect(report.bytes.subarray(0, 2).toString()).toBe('PK');
    expect(report.bytes.length).toBeGreaterThan(2000);
  });

  it('shows before approval what would go to whom, in how many parts, at what price', async () => {
    await households(2);
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: [] });
    const id = await story.submitted();
    const { status, body } = await story.api(`/campaigns/${id}/preview`, { method: 'POST', as: 'approver' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ households: 3, deliveries: 2, parts: 2, costVnd: 700 });
    expect(body.skipped).toMatchObject([{ reason: 'no-contact', count: 1 }]);
    expect(body.samples[0].text).toBe('Gửi hộ Nguyễn Văn An, Ấp 1: hãy kiểm tra bếp và ổ điện.');
    expect(body.variants).toMatchObject({ accented: { parts: 1 }, unaccented: { parts: 1 } });
  });

  it('passes over a household whose operator says it is blocked, and never tries it again', async () => {
    const [blocked] = await households(1, '98');
    const first = await story.approved();
    await story.reaches(first, 'completed');
    const second = await story.approved();
    expect(await story.reaches(second, 'completed')).toMatchObject({ audience: 1, skipped: 1 });
    const { rows } = { rows: await story.sql.query('select phone, source from refusals') };
    expect(rows).toEqual([{ phone: blocked, source: 'gateway' }]);
  });
});

describe('four eyes', () => {
  it('does not let an author release the campaign, even with both roles', async () => {
    await households(1);
    const id = await story.submitted();
    await story.sql.execute(
      `insert into memberships (user_id, role) select id, 'approver' from users where username = 'propagandist'`,
    );
    const { status, body } = await story.api(`/campaigns/${id}/approve`, {
      method: 'POST',
      as: 'propagandist',
    });
    expect(status).toBe(403);
    expect(body.code).toBe('own-campaign');
    expect(body.detail).toMatch(/Người soạn không được tự duyệt/);
  });

  it('freezes what was submitted, and opens it again when it is sent back with a word', async () => {
    const id = await story.submitted();
    const patch = { method: 'PATCH', as: 'propagandist', body: { title: 'Tên khác' } } as const;
    expect(await story.api(`/campaigns/${id}`, patch)).toMatchObject({
      status: 409,
      body: { code: 'not-a-draft' },
    });
    const rejected = await story.api(`/campaigns/${id}/reject`, {
      method: 'POST',
      as: 'approver',
      body: { reason: 'Sai tên xã' },
    });
    expect(rejected.body).toEqual({ id, state: 'draft' });
    expect((await story.api(`/campaigns/${id}`, patch)).body).toMatchObject({
      title: 'Tên khác',
      rejectedReason: 'Sai tên xã',
    });
  });

  it('says in Vietnamese what cannot be done in which state', async () => {
    const id = await story.submitted();
    const { status, body } = await story.api(`/campaigns/${id}/pause`, { method: 'POST', as: 'approver' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'wrong-state', state: 'submitted' });
    expect(body.detail).toContain('chờ duyệt');
  });
});

describe('writing a campaign', () => {
  it('names every field at fault', async () => {
    const { status, body } = await story.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: {
        title: ' ',
        audience: { areaIds: [] },
        steps: [{ channel: 'sms', gatewayId: '1', text: '' }],
      },
    });
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([
      'title',
      'audience.areaIds',
      'steps.0.text',
    ]);
  });

  it('refuses a placeholder it does not know, a gateway and an area that are not there', async () => {
    const { status, body } = await story.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: {
        title: 'Thử',
        audience: { areaIds: ['999'] },
        steps: [{ channel: 'sms', gatewayId: '999', text: 'Gửi {chu ho} và {tên con}' }],
      },
    });
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'audience.areaIds.0',
      'steps.0.gatewayId',
      'steps.0.text',
    ]);
  });

  it('refuses an hour that no clock shows', async () => {
    const { status, body } = await story.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: {
        title: 'Thử',
        audience: { areaIds: [story.communeId] },
        steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Thử' }],
        hours: { open: '07:00', close: '24:30' },
      },
    });
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual(['hours.close']);
  });

  it('refuses a version that another person has changed', async () => {
    const { body } = await story.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: {
        title: 'Thử',
        audience: { areaIds: [story.communeId] },
        steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Thử' }],
      },
    });
    const change = (title: string) =>
      story.api(`/campaigns/${body.id}`, {
        method: 'PATCH',
        as: 'propagandist',
        body: { title, version: 1 },
      });
    expect((await change('Một')).status).toBe(200);
    expect(await change('Hai')).toMatchObject({ status: 409, body: { code: 'changed-since', version: 2 } });
  });
});

describe('time', () => {
  it('starts a scheduled campaign when its time comes, and not before', async () => {
    await households(1);
    const id = await story.submitted({ startAt: new Date(Date.now() + 1500).toISOString() });
    const { body } = await story.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
    expect(body.state).toBe('scheduled');
    expect(await story.account(id)).toMatchObject({ audience: 0 });
    await story.reaches(id, 'completed');
    const view = await story.api(`/campaigns/${id}`, { as: 'approver' });
    const lag = Date.parse(view.body.startedAt) - Date.parse(view.body.startAt);
    expect(lag).toBeGreaterThanOrEqual(0);
    expect(lag).toBeLessThan(5_000);
  });

  it('sends nothing outside the hours of the gateway', async () => {
    await households(1);
    const inVietnam = new Date(Date.now() + 7 * 3_600_000);
    const hour = (ahead: number) => String((inVietnam.getUTCHours() + ahead) % 24).padStart(2, '0');
    await story.api(`/gateways/${story.gatewayId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { hours: { open: `${hour(2)}:00`, close: `${hour(3)}:00` } },
    });
    const id = await story.approved();
    await eventually(async () => {
      const [chunk] = await story.sql.query<{ due: boolean }>(
        `select due_at > now() + interval '5 minutes' as due from chunks`,
      );
      return chunk?.due ?? null;
    });
    expect(await story.account(id)).toMatchObject({ planned: 1, sending: 0, accepted: 0 });
    expect(await story.reached()).toEqual([]);
  });
});
