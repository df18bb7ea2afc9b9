import { eventually } from '../support/eventually.js';
import { ladderOf, type ZaloStory, zaloStory } from './zalo-story.js';

const HOUSEHOLDS = 60;
const CHUNK = 10;

let story: ZaloStory;

// No question is asked by itself: each test says when.
beforeEach(async () => {
  story = await zaloStory({ config: { CHUNK_SIZE: CHUNK, BREAKER_SECONDS: 3_600 } });
  await story.households(HOUSEHOLDS);
  await story.behave('zalo', '*', 'delivered');
  await story.behave('native', '*', 'delivered');
});
afterEach(() => story.close());

/** The Zalo account ran into its quota; `asked` is when its operator last said so. */
async function stoppedForQuota(state: 'open' | 'half-open', asked: string): Promise<void> {
  await story.sql.execute(
    `insert into gateway_breakers (gateway_id, state, reason, code, opened_at, asked_at, retry_at, tries)
     values ($1, $2, 'quota', '-144', now() - interval '1 day', ${asked}, now() + interval '1 hour', 1)`,
    [story.templatesId, state],
  );
}

const YESTERDAY = `now() - interval '1 day'`;

/** Tries by channel. */
async function tries(): Promise<Record<string, number>> {
  const rows = await story.sql.query<{ channel: string; count: number }>(
    'select channel, count(*)::int as count from attempts group by 1',
  );
  return Object.fromEntries(rows.map(({ channel, count }) => [channel, count]));
}

/** Every chunk has had its turn, and waits for its account. */
async function everyChunkWaits(): Promise<void> {
  await eventually(async () => {
    const [row] = await story.sql.query<{ chunks: number; waiting: number }>(
      `select count(*)::int as chunks,
              count(*) filter (where state = 'open' and claims > 0 and due_at > now())::int as waiting from chunks`,
    );
    expect(row).toEqual({ chunks: HOUSEHOLDS / CHUNK, waiting: HOUSEHOLDS / CHUNK });
  });
}

async function onRung(step: number): Promise<number> {
  const [row] = await story.sql.query<{ count: number }>(
    'select count(*)::int as count from deliveries where step = $1',
    [step],
  );
  return row!.count;
}

it('a rung whose account is tried again after its quota ended keeps its households: none is written to by SMS', async () => {
  await stoppedForQuota('half-open', YESTERDAY);
  await story.behave('zalo', '*', 'slow');
  const id = await story.approved(ladderOf(story));
  // While one message tries the account, the other chunks find it taken.
  await eventually(async () => {
    const [row] = await story.sql.query<{ count: number }>(
      `select count(*)::int as count from chunks where state = 'open' and claims > 0 and due_at > now()`,
    );
    expect(row!.count).toBe(HOUSEHOLDS / CHUNK - 1);
  });
  expect(await onRung(0)).toBe(HOUSEHOLDS);
  await story.behave('zalo', '*', 'delivered');
  await story.reaches(id, 'completed');
  expect(await tries()).toEqual({ zalo: HOUSEHOLDS });
});

it('a rung whose account said so yesterday waits until it has been asked today', async () => {
  await stoppedForQuota('open', YESTERDAY);
  const id = await story.approved(ladderOf(story));
  await everyChunkWaits();
  expect([await onRung(0), await tries()]).toEqual([HOUSEHOLDS, {}]);
  await story.sql.execute('update gateway_breakers set retry_at = now()');
  await story.reaches(id, 'completed');
  expect(await tries()).toEqual({ zalo: HOUSEHOLDS });
});

it('a rung whose account says today that it may send no more is left', async () => {
  await story.zalo({ quota: 0 });
  await stoppedForQuota('open', YESTERDAY);
  const id = await story.approved(ladderOf(story));
  await everyChunkWaits();
  expect(await onRung(0)).toBe(HOUSEHOLDS);
  await story.sql.execute('update gateway_breakers set retry_at = now()');
  await story.reaches(id, 'completed');
  expect(await tries()).toEqual({ sms: HOUSEHOLDS });
});

it('a rung whose account a person stopped waits, though its quota ended before', async () => {
  await stoppedForQuota('open', 'now()');
  await story.sql.execute(`update gateways set state = 'held' where id = $1`, [story.templatesId]);
  const id = await story.approved(ladderOf(story));
  await everyChunkWaits();
  expect([await onRung(0), await tries()]).toEqual([HOUSEHOLDS, {}]);
  await story.api(`/gateways/${story.templatesId}`, {
    method: 'PATCH',
    as: 'admin',
    body: { state: 'active' },
  });
  await story.reaches(id, 'completed');
  expect(await tries()).toEqual({ zalo: HOUSEHOLDS });
});
