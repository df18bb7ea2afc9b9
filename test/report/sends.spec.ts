import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';

describe('what was sent, day by day and by channel', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    for (const ending of ['00', '00', '01'])
      await makeHousehold(story.sql, {
        areaId: story.hamletId,
        phones: [`+8491234567${ending}`.slice(0, 12)],
      });
  });
  afterAll(() => story?.close());

  it('shows every day of the time, and what a household cost that was reached', async () => {
    const before = await story.api('/reports/sends?days=7', { as: 'viewer' });
    expect(before.body.days).toHaveLength(7);
    expect(before.body.channels).toEqual([]);

    const id = await story.approved();
    await story.reaches(id, 'completed');
    const { body } = await story.api('/reports/sends?days=7', { as: 'viewer' });
    const account = await story.account(id);
    const tries = await story.sql.query<{ n: number; cost: number }>(
      'select count(*)::int as n, sum(cost_vnd)::int as cost from attempts',
    );
    expect(body.days.at(-1)).toMatchObject({ sms: tries[0]!.n, zalo: 0 });
    expect(body.days.slice(0, -1).every(({ sms }: { sms: number }) => sms === 0)).toBe(true);
    expect(body.channels).toMatchObject([{ channel: 'sms', tries: tries[0]!.n, costVnd: tries[0]!.cost }]);
    expect(body.channels[0].households).toBeGreaterThanOrEqual(account.delivered);
    expect(body.channels[0].households).toBeGreaterThan(0);
  });

  it('refuses a time that is no number of days', async () => {
    for (const days of ['0', '1000', 'x'])
      expect((await story.api(`/reports/sends?days=${days}`, { as: 'viewer' })).status).toBe(400);
  });
});
