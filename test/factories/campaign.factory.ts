import type { Queryable } from '../../src/platform/database/sql.js';

/** A gateway account of the simulator kind; nothing is called. */
export async function makeGateway(
  db: Queryable,
  { name = `Cổng ${Math.random()}`, partsPerSecond = 1000 } = {},
): Promise<string> {
  const [gateway] = await db.query<{ id: string }>(
    `insert into gateways (name, kind, channel, config, parts_per_second, price_per_part_vnd, webhook_token)
     values ($1, 'simulator', 'sms', '{"url":"http://127.0.0.1:9"}', $2, 350, 'token') returning id`,
    [name, partsPerSecond],
  );
  return gateway!.id;
}

/** A campaign to everybody below `areaIds`, in the given state. */
export async function makeCampaign(
  db: Queryable,
  {
    areaIds,
    gatewayId,
    state = 'running',
    text = 'Gửi {chủ hộ}',
    startAt = null as Date | null,
    steps = [{ channel: 'sms', gatewayId, text, unaccented: true }] as object[],
    audience = {},
  }: {
    areaIds: string[];
    /** Whom it means of those below its areas. */
    audience?: { groupIds?: string[]; exclude?: { groupIds?: string[] } };
    gatewayId: string;
    state?: string;
    text?: string;
    startAt?: Date | null;
    steps?: object[];
  },
): Promise<string> {
  const [campaign] = await db.query<{ id: string }>(
    `insert into campaigns (title, state, audience, steps, start_at, ignore_holidays)
     values ('Đợt thử', $1, $2, $3, $4, true) returning id`,
    [state, JSON.stringify({ areaIds, ...audience }), JSON.stringify(steps), startAt],
  );
  return campaign!.id;
}
