import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeChunk } from '../factories/doubt.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
beforeEach(async () => {
  app = await startApp();
});
afterEach(() => app.close());

/** A chunk of one try on its way, whose worker died an hour ago; answers the delivery. */
async function orphan(gatewayId: string): Promise<string> {
  const campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId });
  const [made] = await makeTries(app.sql, { campaignId, gatewayId, state: 'sending', outcome: null });
  const chunkId = await makeChunk(app.sql, campaignId, [made!.deliveryId]);
  await app.sql.execute(
    `update chunks set state = 'claimed', worker = 'dead/1', lease_until = now() - interval '1 hour' where id = $1`,
    [chunkId],
  );
  return made!.deliveryId;
}

const triesOf = (deliveryId: string) =>
  app.sql.query('select outcome from attempts where delivery_id = $1', [deliveryId]);

describe('what dead workers held', () => {
  it('is taken back, though the account of another chunk has no valid settings', async () => {
    const broken = await makeGateway(app.sql);
    await app.sql.execute(`update gateways set config = '{}' where id = $1`, [broken]);
    const stuck = await orphan(broken);
    const free = await orphan(await makeGateway(app.sql));
    await eventually(async () => expect(await triesOf(free)).toHaveLength(1), { timeoutMs: 60_000 });
    expect(await triesOf(stuck)).toEqual([]);
    expect(app.logs.some((line) => line.includes('chunk.not-taken-back'))).toBe(true);

    // It waits for its settings, and is not lost.
    await app.sql.execute(
      `update gateways set config = '{"url":"http://127.0.0.1:9"}', version = version + 1 where id = $1`,
      [broken],
    );
    await eventually(async () => expect(await triesOf(stuck)).toHaveLength(1), { timeoutMs: 60_000 });
  });
});
