import type pg from 'pg';
import { mintReference } from '../../src/domain/reference.js';
import type { Chunk } from '../../src/dispatch/chunks.repository.js';
import { type ReceiptCall, receiptCall } from './receipt-calls.js';
import { withClient } from './with-client.js';

/** A campaign whose messages were all taken: one delivery and one try for each receipt to come. */
export async function fillTaken(client: pg.Client, gatewayId: string, count: number): Promise<ReceiptCall[]> {
  const campaignId = await addCampaign(client, 'completed');
  const { rows } = await client.query<{ id: string }>(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, phone, state, attempt, gateway_id)
     select $1, n, 1, 'Hộ ' || n, '+849' || lpad(n::text, 8, '0'), 'accepted', 1, $2 from generate_series(1, $3::int) n
     returning id`,
    [campaignId, gatewayId, count],
  );
  await client.query(
    `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, operator_id, outcome, parts, cost_vnd,
                           sent_at)
     select id, 1, 0, phone, 'sms', gateway_id, 'op' || id, 'accepted', 1, 350, now()
       from deliveries where campaign_id = $1`,
    [campaignId],
  );
  await client.query('vacuum analyze deliveries, attempts');
  const { rows: prefixes } = await client.query<{ prefix: string }>(
    'select reference_prefix as prefix from installation',
  );
  return rows.map(({ id }) =>
    receiptCall(mintReference(prefixes[0]!.prefix, { deliveryId: id, attempt: 1 }), `op${id}`),
  );
}

/** A running campaign of which everything is planned: one chunk, whose lease `worker` has for an hour. */
export async function fillPlanned(client: pg.Client, worker: string, count: number): Promise<Chunk> {
  const campaignId = await addCampaign(client, 'running');
  await client.query(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, contact_id, phone, state, step, attempt)
     select $1, n, 1, 'Nguyễn Văn Hộ ' || n, n, '+849' || lpad(n::text, 8, '0'), 'planned', 0, 0
       from generate_series(1, $2::int) n`,
    [campaignId, count],
  );
  await client.query('vacuum analyze deliveries');
  const { rows } = await client.query<Chunk>(
    `insert into chunks (campaign_id, first_delivery_id, last_delivery_id, state, worker, lease_until)
     select $1, min(id), max(id), 'claimed', $2, now() + interval '1 hour' from deliveries where campaign_id = $1
     returning id, campaign_id as "campaignId", first_delivery_id as "firstDeliveryId",
               last_delivery_id as "lastDeliveryId", repeats`,
    [campaignId, worker],
  );
  return rows[0]!;
}

async function addCampaign(client: pg.Client, state: 'running' | 'completed'): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into campaigns (title, state, audience, steps) values ('Đo hiệu năng', $1, '{}', '[]') returning id`,
    [state],
  );
  return rows[0]!.id;
}

/** Throws where a query that counts says another number. */
export async function expectCount(
  databaseUrl: string,
  count: number,
  query: string,
  parameters: unknown[],
): Promise<void> {
  const { rows } = await withClient(databaseUrl, (client: pg.Client) =>
    client.query<{ n: number }>(query, parameters),
  );
  if (rows[0]!.n !== count) throw new Error(`${rows[0]!.n} of ${count} are in the database`);
}
