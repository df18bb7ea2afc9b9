import { type ClaimedDelivery, DeliveriesRepository } from '../../src/dispatch/deliveries.repository.js';
import { TriesRepository, type TryResult } from '../../src/dispatch/tries.repository.js';
import { openPool } from '../../src/platform/database/open-pool.js';
import { Sql } from '../../src/platform/database/sql.js';
import { type BareMessage, sendBare } from './bare-sends.js';
import { expectCount, fillPlanned } from './ledger.js';
import { takenTry } from './taken-try.js';
import { withClient } from './with-client.js';

/** Sizes as the product has them for an account that nothing but our own speed holds back. */
const SLICE = 512;
const RECORDED_TOGETHER = 250;
const WORKER = 'bench';

/** A bare message, and the delivery it was made from. */
interface ClaimedMessage extends BareMessage {
  delivery: ClaimedDelivery;
}

/**
 * Sends what the claiming statement hands out and gives every answer to the recording one.
 * @returns messages per second
 */
export async function claimAndRecord(
  databaseUrl: string,
  gatewayId: string,
  simulatorUrl: string,
  count: number,
): Promise<number> {
  const chunk = await withClient(databaseUrl, (client) => fillPlanned(client, WORKER, count));
  const rung = { step: 0, channel: 'sms', gatewayId };
  const pool = openPool({ connectionString: databaseUrl, max: 4 });
  const sql = new Sql(pool);
  const deliveries = new DeliveriesRepository(sql);
  const tries = new TriesRepository(sql);
  let from = BigInt(chunk.firstDeliveryId);
  const last = BigInt(chunk.lastDeliveryId);
  const claim = (): Promise<ClaimedDelivery[]> => {
    const first = from;
    from += BigInt(SLICE);
    return first > last
      ? Promise.resolve([])
      : deliveries.claim(chunk, WORKER, rung, first, from - 1n < last ? from - 1n : last);
  };
  // As in the product, one slice is claimed while the one before it leaves.
  let slice: ClaimedDelivery[] = [];
  let coming = claim();
  let filling: Promise<void> | null = null;
  const fill = async () => {
    slice = await coming;
    coming = claim();
    filling = null;
  };
  const next = async (): Promise<ClaimedMessage | undefined> => {
    for (;;) {
      const delivery = slice.pop();
      if (delivery) return { reference: `claimed${delivery.id}`, to: delivery.phone, delivery };
      if (from > last && (await coming).length === 0) return undefined;
      await (filling ??= fill());
    }
  };
  let results: TryResult[] = [];
  const records: Promise<void>[] = [];
  const record = () => {
    records.push(tries.record(results));
    results = [];
  };
  try {
    const began = performance.now();
    await sendBare(simulatorUrl, next, ({ delivery }, sentAt, answer) => {
      const { id: operatorId } = JSON.parse(answer) as { id: string };
      results.push(takenTry(delivery, gatewayId, { sentAt, operatorId }));
      if (results.length === RECORDED_TOGETHER) record();
    });
    record();
    await Promise.all(records);
    const perSecond = count / ((performance.now() - began) / 1000);
    await expectCount(
      databaseUrl,
      count,
      `select count(*)::int as n from deliveries d join attempts a on a.delivery_id = d.id
        where d.campaign_id = $1 and d.state = 'accepted' and a.outcome = 'accepted'`,
      [chunk.campaignId],
    );
    return perSecond;
  } finally {
    await pool.end();
  }
}
