import { Leases } from '../../src/dispatch/leases.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeHouseholds } from '../factories/directory.factory.js';
import { makeChunk } from '../factories/doubt.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { startStory } from '../flows/story.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const LEASE_SECONDS = 2;

interface ChunkRow {
  state: string;
  isHeld: boolean;
  isWatched: boolean;
}

async function chunkOf(app: TestApp): Promise<ChunkRow> {
  const [row] = await app.sql.query<ChunkRow & Record<string, unknown>>(
    `select state, worker is not null as "isHeld", ladder_due_at is not null as "isWatched" from chunks`,
  );
  return row!;
}

describe('a turn whose end fails', () => {
  it('gives its chunk back all the same', async () => {
    const story = await startStory({ config: { LEASE_SECONDS } });
    try {
      await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1 });
      // Closing the breaker fails, for a reason that is no outage.
      await story.sql.execute(
        `create function refuse_closing() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$`,
      );
      await story.sql.execute(
        `create trigger refuse_closing before update on gateway_breakers for each row
           when (new.state = 'closed') execute function refuse_closing()`,
      );
      await story.sql.execute(
        `insert into gateway_breakers (gateway_id, state, reason, opened_at, retry_at) values ($1, 'half-open', 'outage', now(), now())`,
        [story.gatewayId],
      );
      const id = await story.approved();
      await eventually(() => story.logs.some((line) => line.includes('chunk.turn-failed')));
      expect(await story.account(id)).toMatchObject({ planned: 0, sending: 0 });
      await eventually(async () => expect((await chunkOf(story)).isHeld).toBe(false), {
        timeoutMs: 3 * LEASE_SECONDS * 1000,
      });
      await story.reaches(id, 'completed');
    } finally {
      await story.close();
    }
  });
});

describe('a lease', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ LEASE_SECONDS });
  });
  afterEach(() => app.close());

  /** A campaign of two rungs, of which the first may take an hour, with one household that has a message and another phone. */
  async function taken(): Promise<{ campaignId: string; chunkId: string }> {
    const gatewayId = await makeGateway(app.sql);
    const step = { channel: 'sms', gatewayId, text: 'Gửi {chủ hộ}' };
    const steps = [{ ...step, deadlineMinutes: 60 }, step];
    const campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, steps });
    const [made] = await makeTries(app.sql, { campaignId, gatewayId });
    await app.sql.execute('update deliveries set chances = 1');
    return { campaignId, chunkId: await makeChunk(app.sql, campaignId, [made!.deliveryId]) };
  }

  it('that is abandoned lapses, and its chunk is taken back', async () => {
    const { chunkId } = await taken();
    await app.sql.execute(`update chunks set state = 'open'`);
    const leases = app.app.get(Leases);
    const lease = await leases.take(chunkId);
    leases.abandon(lease!);
    await eventually(async () => expect((await chunkOf(app)).isHeld).toBe(false));
    expect(lease!.isValid).toBe(false);
  });

  it('whose worker died after its last message leaves the deadline of the rung to whoever comes next', async () => {
    const { campaignId, chunkId } = await taken();
    await app.sql.execute(
      `update chunks set state = 'claimed', worker = 'dead/1', lease_until = now() - interval '1 hour' where id = $1`,
      [chunkId],
    );
    await app.sql.execute('update campaigns set planned_at = now()');
    await eventually(async () =>
      expect(await chunkOf(app)).toEqual({ state: 'done', isHeld: false, isWatched: true }),
    );
    const [campaign] = await app.sql.query('select state from campaigns where id = $1', [campaignId]);
    expect(campaign).toEqual({ state: 'running' });
  });
});
