import { mintReference } from '../../src/domain/reference.js';
import type { Queryable } from '../../src/platform/database/sql.js';
import { makePhone } from './directory.factory.js';

/** One try of one delivery, as dispatch leaves it. */
export interface MadeTry {
  deliveryId: string;
  attempt: number;
  /** What the operator got as our reference. */
  reference: string;
}

/**
 * Deliveries of a campaign with one try each through a gateway, in bulk.
 * @param outcome of the try; null: it is on its way, and nothing is recorded of it yet
 */
export async function makeTries(
  db: Queryable,
  {
    campaignId,
    gatewayId,
    count = 1,
    state = 'accepted',
    outcome = 'accepted',
    operatorId = null,
  }: {
    campaignId: string;
    gatewayId: string;
    count?: number;
    state?: string;
    outcome?: string | null;
    operatorId?: string | null;
  },
): Promise<MadeTry[]> {
  const phones = Array.from({ length: count }, () => makePhone());
  const rows = await db.query<{ id: string }>(
    `insert into deliveries (campaign_id, household_id, slot, area_id, head_name, phone, state, attempt, gateway_id,
                             sending_since)
     select $1, nextval(pg_get_serial_sequence('households', 'id')), 0, 1, 'Nguyễn Văn An', phone, $3, 1, $2, now()
       from unnest($4::text[]) as phone returning id`,
    [campaignId, gatewayId, state, phones],
  );
  const tries = rows.map(({ id }) => ({ deliveryId: id, attempt: 1 }));
  if (outcome !== null)
    for (const each of tries) await recordTry(db, each, { gatewayId, outcome, operatorId });
  const [installation] = await db.query<{ prefix: string }>(
    'select reference_prefix as prefix from installation',
  );
  return tries.map((each) => ({ ...each, reference: mintReference(installation!.prefix, each) }));
}

/** The record of a try, as dispatch writes it once an answer is in. */
export async function recordTry(
  db: Queryable,
  { deliveryId, attempt }: Pick<MadeTry, 'deliveryId' | 'attempt'>,
  {
    gatewayId,
    outcome = 'accepted',
    operatorId = null,
  }: { gatewayId: string; outcome?: string; operatorId?: string | null },
): Promise<void> {
  await db.execute(
    `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, operator_id, outcome, parts, cost_vnd,
                           sent_at, answered_at)
     select id, $2, 0, phone, 'sms', $3, $4, $5, 1, 350, now(), now() from deliveries where id = $1`,
    [deliveryId, attempt, gatewayId, operatorId, outcome],
  );
}
