import { addsUp } from '../../src/domain/delivery-states.js';
import { makeHouseholds } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { mostInAnyWindow } from '../../bench/support/rates.js';
import { type Story, startStory } from './story.js';

let story: Story;

afterEach(() => story.close());

/** Today in Vietnam, and the minutes of its day, with their fraction. */
function nowInVietnam(): { day: string; minute: number } {
  const local = new Date(Date.now() + 7 * 3_600_000);
  return { day: local.toISOString().slice(0, 10), minute: (local.getTime() % 86_400_000) / 60_000 };
}

const times = async () => (await story.reached()).map((message) => Date.parse(message.at));

describe('what overruns the hours', () => {
  it('waits for the next opening, and then spreads by the pace without a burst', async () => {
    const RATE = 100;
    story = await startStory({ gateway: { partsPerSecond: RATE } });
    const count = 700;
    await makeHouseholds(story.sql, { areaId: story.hamletId, count });
    // Hours as they are inside, so that they close in 3 seconds and open again in 6: people set them to the minute.
    const { minute } = nowInVietnam();
    const at = (seconds: number) => minute + seconds / 60;
    const [closesAt, opensAt] = [Date.now() + 3_000, Date.now() + 6_000];
    const day = [
      [0, at(3)],
      [at(6), 1440],
    ];
    await story.sql.execute('update gateways set hours = $1, version = version + 1', [
      JSON.stringify({ week: Array.from({ length: 7 }, () => day), closedDates: [] }),
    ]);
    const id = await story.approved();
    await story.reaches(id, 'completed');
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: count }));

    const sent = await times();
    expect(sent).toHaveLength(count);
    // What left in the last moment may be on its way for a moment.
    const between = sent.filter((time) => time > closesAt + 1_000 && time < opensAt - 20);
    expect(between).toEqual([]);
    expect(sent.filter((time) => time < opensAt - 20).length).toBeGreaterThan(20);
    const after = sent.filter((time) => time >= opensAt - 20);
    expect(after.length).toBeGreaterThan(count / 3);
    expect(mostInAnyWindow(after, 1_000)).toBeLessThanOrEqual(RATE * 1.1);
  });
});

describe('a holiday', () => {
  it('is kept by every campaign but one that says otherwise', async () => {
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3 });
    const { day } = nowInVietnam();
    const put = await story.api('/holidays', {
      method: 'PUT',
      as: 'admin',
      body: { items: [{ day, name: 'Ngày hội làng' }] },
    });
    expect(put).toMatchObject({ status: 200, body: { items: [{ day, name: 'Ngày hội làng' }] } });
    const rests = await story.approved({ ignoreHolidays: false });
    const goesOn = await story.approved({ ignoreHolidays: true });
    await story.reaches(goesOn, 'completed');
    await eventually(async () => {
      const [chunk] = await story.sql.query<{ waits: boolean }>(
        `select due_at > now() + interval '5 minutes' as waits from chunks where campaign_id = $1`,
        [rests],
      );
      return chunk?.waits ?? null;
    });
    expect(await story.account(rests)).toMatchObject({ planned: 3, accepted: 0 });
  });

  it('is known in advance where its date is fixed, and set by an administrator alone', async () => {
    story = await startStory();
    const { body } = await story.api('/holidays', { as: 'propagandist' });
    expect(body.items).toContainEqual({ day: '2027-09-02', name: 'Quốc khánh' });
    const items = [{ day: '2027-02-06', name: 'Mùng một Tết' }];
    expect(
      (await story.api('/holidays', { method: 'PUT', as: 'propagandist', body: { items } })).status,
    ).toBe(403);
    const twice = { items: [...items, ...items] };
    const refused = await story.api('/holidays', { method: 'PUT', as: 'admin', body: twice });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    await story.api('/holidays', { method: 'PUT', as: 'admin', body: { items } });
    expect((await story.api('/holidays', { as: 'propagandist' })).body).toEqual({ items });
  });
});

describe('a schedule whose hours passed while nothing ran', () => {
  beforeEach(async () => {
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3 });
  });

  /** A campaign that was released three days ago for the day after, found now. */
  async function missed(): Promise<string> {
    const id = await story.submitted({ startAt: new Date(Date.now() + 3_600_000).toISOString() });
    await story.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
    await story.sql.execute(
      `update campaigns set start_at = now() - interval '2 days', approved_at = now() - interval '3 days' where id = $1`,
      [id],
    );
    await eventually(async () => {
      const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
      expect(body).toMatchObject({ state: 'scheduled', needsConfirmation: true });
    });
    return id;
  }

  const confirm = (id: string, body: object, as: 'propagandist' | 'approver' = 'propagandist') =>
    story.api(`/campaigns/${id}/confirm`, { method: 'POST', as, body });

  it('asks its owner, sends nothing until then, and goes out on a word', async () => {
    const id = await missed();
    const { body: list } = await story.api('/campaigns', { as: 'propagandist' });
    expect(list.items[0]).toMatchObject({ id, state: 'scheduled', needsConfirmation: true });
    expect(await story.account(id)).toMatchObject({ audience: 0 });
    expect(await confirm(id, {})).toMatchObject({ status: 200, body: { id, state: 'scheduled' } });
    await story.reaches(id, 'completed');
    const account = await story.account(id);
    expect(account).toMatchObject({ audience: 3 });
    expect(addsUp(account)).toBe(true);
    expect(
      await story.sql.query(
        `select action, actor_kind from audit_events where subject_id = $1 and action ~ 'asks|confirmed' order by id`,
        [id],
      ),
    ).toEqual([
      { action: 'campaign.asks', actor_kind: 'system' },
      { action: 'campaign.confirmed', actor_kind: 'user' },
    ]);
  });

  it('may be given another time, which must be to come', async () => {
    const id = await missed();
    const past = await confirm(id, { startAt: new Date(Date.now() - 60_000).toISOString() });
    expect(past).toMatchObject({ status: 400, body: { errors: [{ path: 'startAt', message: 'đã qua' }] } });
    const startAt = new Date(Date.now() + 1_000).toISOString();
    expect((await confirm(id, { startAt })).status).toBe(200);
    const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
    expect(body).toMatchObject({ startAt, needsConfirmation: false });
    await story.reaches(id, 'completed');
    expect((await confirm(id, {})).body).toMatchObject({ code: 'not-asking', state: 'completed' });
  });

  it('may be cancelled', async () => {
    const id = await missed();
    await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'propagandist' });
    const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
    expect(body).toMatchObject({ state: 'cancelled', needsConfirmation: false });
  });

  it('is not one that is late within its hours', async () => {
    const id = await story.submitted({ startAt: new Date(Date.now() + 3_600_000).toISOString() });
    await story.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
    await story.sql.execute(
      `update campaigns set start_at = now() - interval '1 hour', approved_at = now() - interval '3 days' where id = $1`,
      [id],
    );
    expect(await story.reaches(id, 'completed')).toMatchObject({ audience: 3 });
  });
});
