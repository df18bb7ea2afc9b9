import { makeHouseholds } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { startStory, type Story } from './story.js';

const MINE = 'Nội dung mà người duyệt đã đọc';
const SWAPPED = 'Nội dung mà chưa ai đọc';

describe('what was looked at', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3 });
  });
  afterAll(() => story?.close());

  const stepsOf = (text: string) => [{ channel: 'sms', gatewayId: story.gatewayId, text }];
  const act = (id: string, action: string, as: 'approver' | 'propagandist', body?: object) =>
    story.api(`/campaigns/${id}/${action}`, { method: 'POST', as, body });
  const seen = async (id: string) => (await story.api(`/campaigns/${id}`, { as: 'approver' })).body;
  /** Takes the campaign back, writes something else and hands it in again. */
  const swap = async (id: string, change: object = { steps: stepsOf(SWAPPED) }) => {
    await act(id, 'revise', 'propagandist');
    const changed = await story.api(`/campaigns/${id}`, {
      method: 'PATCH',
      as: 'propagandist',
      body: change,
    });
    expect(changed.status).toBe(200);
    expect((await act(id, 'submit', 'propagandist')).status).toBe(200);
  };

  it.each([
    ['approve', 'approver', {}],
    ['reject', 'approver', { reason: 'Thiếu giờ' }],
    ['release', 'propagandist', { word: 'Nước lên nhanh' }],
  ] as const)('is what one can %s: not what was written meanwhile', async (action, as, body) => {
    const id = await story.submitted({ steps: stepsOf(MINE), isUrgent: action === 'release' });
    const { version } = await seen(id);
    await swap(id);
    const refused = await act(id, action, as, { ...body, version });
    const now = await seen(id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'changed-since', version: now.version } });
    expect(now).toMatchObject({ state: 'submitted', steps: [{ text: SWAPPED }] });
    expect((await act(id, action, as, { ...body, version: now.version })).status).toBe(200);
  });

  it('is what was counted: a text swapped while the figures are worked out does not leave with those of the old', async () => {
    const id = await story.submitted({ steps: stepsOf(MINE), costLimitVnd: 1_000_000 });
    let approval!: ReturnType<typeof act>;
    await story.sql.transaction(async (tx) => {
      await tx.execute('lock table households in access exclusive mode');
      approval = act(id, 'approve', 'approver');
      await eventually(() => isWaiting(`wait_event_type = 'Lock' and query like '%households%'`));
      await swap(id);
    });
    expect(await approval).toMatchObject({ status: 409, body: { code: 'changed-since' } });
    expect((await seen(id)).state).toBe('submitted');
    expect((await act(id, 'approve', 'approver')).status).toBe(200);
  });

  it('is what was counted, also where no limit asked for figures', async () => {
    const id = await story.submitted({ steps: stepsOf(MINE) });
    let approval!: ReturnType<typeof act>;
    await story.sql.transaction(async (tx) => {
      await tx.query('select 1 from campaigns where id = $1 for update', [id]);
      approval = act(id, 'approve', 'approver');
      await eventually(() =>
        isWaiting(`wait_event_type = 'Lock' and query like '%from campaigns where id%'`),
      );
      await tx.execute('update campaigns set version = version + 1 where id = $1', [id]);
    });
    expect(await approval).toMatchObject({ status: 409, body: { code: 'changed-since' } });
  });

  /** Throws until somebody waits in the database. */
  async function isWaiting(condition: string): Promise<void> {
    const found = await story.sql.query(
      `select 1 from pg_stat_activity where datname = current_database() and ${condition}`,
    );
    if (found.length === 0) throw new Error('nobody waits yet');
  }
});
