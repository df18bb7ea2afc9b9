import { addsUp } from '../../src/domain/delivery-states.js';
import { makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

let story: Story;

beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());
beforeEach(async () => {
  await story.sql.execute('update households set deleted_at = now() where deleted_at is null');
  await story.api('/settings/frequency-cap', {
    method: 'PUT',
    as: 'admin',
    body: { perDay: 50, perWeek: 200 },
  });
});

/** What the operator does with numbers of this ending from now on. */
async function operatorDoes(ending: string, behaviour: string): Promise<void> {
  const answer = await fetch(`${story.simulator.url}/admin/behaviour`, {
    method: 'POST',
    body: JSON.stringify({ ending, behaviour }),
  });
  expect(answer.status).toBe(200);
}

async function households(count: number, ending: string): Promise<{ id: string; phone: string }[]> {
  const made = [];
  for (let i = 0; i < count; i++) {
    const phone = makePhone(ending);
    made.push({ id: await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] }), phone });
  }
  return made;
}

type Viewer = 'propagandist' | 'approver' | 'viewer';
const offer = (id: string, as: Viewer = 'propagandist') => story.api(`/campaigns/${id}/retry`, { as });
const retry = (id: string, body: object = {}, as: Viewer = 'propagandist') =>
  story.api(`/campaigns/${id}/retry`, { method: 'POST', as, body });

/** How often each of these phones got something. */
async function timesReached(phones: readonly string[]): Promise<number[]> {
  const reached = await story.reached();
  return phones.map((phone) =>
    reached.filter((message) => message.phone === phone).reduce((sum, { count }) => sum + count, 0),
  );
}

describe('trying again what ended for a reason that has passed', () => {
  it('says how many and why, sends once to each of them, and to nobody who has it or refused', async () => {
    const fine = await households(3, '00');
    const off = await households(2, '81');
    const badText = await households(1, '99');
    const [refused] = await households(1, '00');
    await makeRefusal(story.sql, refused!.phone);
    await households(1, '98');
    const without = [
      await makeHousehold(story.sql, { areaId: story.hamletId, phones: [] }),
      await makeHousehold(story.sql, { areaId: story.hamletId, phones: [] }),
    ];
    const id = await story.approved();
    await story.settles(id);
    const before = await story.account(id);
    expect(before).toMatchObject({ audience: 10, delivered: 3, undelivered: 2, rejected: 2, skipped: 3 });

    // Nothing has passed for households without a phone, the phone that blocked us and the one that refused.
    expect((await offer(id)).body).toEqual({
      households: 3,
      reasons: [
        { reason: 'expired', reasonLabel: expect.stringContaining('quá lâu'), households: 2 },
        { reason: 'bad-content', reasonLabel: 'Nhà mạng không chấp nhận nội dung tin', households: 1 },
      ],
    });
    const found = makePhone('00');
    await story.sql.execute('insert into contacts (household_id, phone, position) values ($1, $2, 0)', [
      without[1],
      found,
    ]);
    await operatorDoes('81', 'delivered');
    await operatorDoes('99', 'delivered');
    expect((await offer(id)).body.households).toBe(4);

    // Two people press the button at the same moment.
    const answers = await Promise.all([retry(id), retry(id, {}, 'approver')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body.households).toSorted()).toEqual([0, 4]);
    await story.settles(id);

    const after = await story.account(id);
    expect(after).toMatchObject({ audience: 10, delivered: 7, undelivered: 0, rejected: 1, skipped: 2 });
    expect(addsUp(after)).toBe(true);
    const phones = [...fine, ...off, ...badText].map(({ phone }) => phone).concat(found);
    // Two of them were taken the first time, too, and never arrived.
    expect(await timesReached(phones)).toEqual([1, 1, 1, 2, 2, 1, 1]);
    const { body: ledger } = await story.api(`/campaigns/${id}/deliveries`, { as: 'propagandist' });
    for (const { attempts } of ledger.items)
      expect(
        attempts.filter((each: { outcome: string }) => each.outcome === 'delivered').length,
      ).toBeLessThanOrEqual(1);
    expect(await timesReached([refused!.phone])).toEqual([0]);
    // What left, and what it cost: the two that never arrived were paid for, too.
    const { body: costs } = await story.api(`/campaigns/${id}/costs`, { as: 'propagandist' });
    expect(costs).toMatchObject({
      costVnd: 9 * 350,
      steps: [{ step: 0, channel: 'sms', gatewayId: story.gatewayId, delivered: 7, costVnd: 9 * 350 }],
    });
    expect((await offer(id)).body).toEqual({ households: 0, reasons: [] });
    const [audit] = await story.sql.query(
      `select actor_name as "by", details from audit_events where action = 'campaign.retried' and subject_id = $1`,
      [id],
    );
    expect(audit!.details).toEqual({ households: 4, reasons: 'bad-content, expired, no-contact' });
    await operatorDoes('81', 'expired');
    await operatorDoes('99', 'bad-content');
  });

  it('tries only the reasons that were chosen, and a number that cannot receive only at another number', async () => {
    const [dead] = await households(1, '97');
    await households(2, '81');
    const id = await story.approved();
    await story.settles(id);
    expect((await offer(id)).body.reasons).toMatchObject([{ reason: 'expired', households: 2 }]);
    const fresh = makePhone('00');
    await story.sql.execute('insert into contacts (household_id, phone, position) values ($1, $2, 1)', [
      dead!.id,
      fresh,
    ]);
    expect((await retry(id, { reasons: ['bad-recipient'] })).body).toEqual({ households: 1 });
    await story.settles(id);
    expect(await story.account(id)).toMatchObject({ delivered: 1, undelivered: 2, rejected: 0 });
    expect(await timesReached([fresh, dead!.phone])).toEqual([1, 0]);
    const strange = await retry(id, { reasons: ['refused'] });
    expect(strange).toMatchObject({ status: 400, body: { errors: [{ path: 'reasons.0' }] } });
  });

  it('keeps the cap of the commune: who had enough from other campaigns is not offered', async () => {
    await households(1, '81');
    const first = await story.approved();
    await story.settles(first);
    await operatorDoes('81', 'delivered');
    const second = await story.approved();
    await story.settles(second);
    expect((await offer(first)).body.households).toBe(1);
    await story.api('/settings/frequency-cap', {
      method: 'PUT',
      as: 'admin',
      body: { perDay: 1, perWeek: 5 },
    });
    expect((await offer(first)).body.households).toBe(0);
    expect((await retry(first)).body).toEqual({ households: 0 });
    await operatorDoes('81', 'expired');
  });

  it('does not pass the price that was released', async () => {
    await households(3, '81');
    const id = await story.approved({ costLimitVnd: 1200 });
    await story.settles(id);
    await eventually(async () => {
      const [row] = await story.sql.query(
        'select sum(cost_vnd)::int as spent from campaign_spend where campaign_id = $1',
        [id],
      );
      expect(row!.spent).toBe(1050);
    });
    expect(await retry(id)).toMatchObject({ status: 409, body: { code: 'cost-limit' } });
    expect(await story.account(id)).toMatchObject({ undelivered: 3, planned: 0 });
  });

  it('is refused in a campaign that was cancelled, and to whoever only looks', async () => {
    const id = await story.submitted();
    await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'propagandist' });
    const { status, body } = await retry(id);
    expect(status).toBe(409);
    expect(body.detail).toContain('đã hủy');
    expect((await offer(id)).body.households).toBe(0);
    expect((await offer(id, 'viewer')).status).toBe(403);
  });
});
