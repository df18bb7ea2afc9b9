import type { Queryable } from '../../src/platform/database/sql.js';
import { type MadeTry, makeTries } from './ledger.factory.js';

/** Deliveries in doubt as dispatch leaves them, in one chunk that is done. */
export async function makeDoubts(
  db: Queryable,
  {
    campaignId,
    gatewayId,
    count = 1,
    ageSeconds = 10,
    reason = 'unclear',
  }: { campaignId: string; gatewayId: string; count?: number; ageSeconds?: number; reason?: string },
): Promise<MadeTry[]> {
  const tries = await makeTries(db, {
    campaignId,
    gatewayId,
    count,
    state: 'in_doubt',
    outcome: 'in_doubt',
  });
  const ids = tries.map((each) => each.deliveryId);
  await db.execute('update deliveries set reason = $2, sending_since = now() where id = any($1::bigint[])', [
    ids,
    reason,
  ]);
  await db.execute(
    `insert into doubts (delivery_id, attempt, campaign_id, gateway_id, since, ask_at)
     select id, attempt, campaign_id, gateway_id, now() - $2 * interval '1 second', now()
       from deliveries where id = any($1::bigint[])`,
    [ids, ageSeconds],
  );
  await makeChunk(db, campaignId, ids);
  return tries;
}

/** A chunk that is done, over these deliveries; answers its id. */
export async function makeChunk(
  db: Queryable,
  campaignId: string,
  deliveryIds: readonly string[],
): Promise<string> {
  const [chunk] = await db.query<{ id: string }>(
    `insert into chunks (campaign_id, first_delivery_id, last_delivery_id, state)
     select $1, min(id), max(id), 'done' from unnest($2::bigint[]) as id returning id`,
    [campaignId, deliveryIds],
  );
  return chunk!.id;
}
