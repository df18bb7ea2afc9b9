import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';
import { Figures } from '../platform/metrics/figures.js';

/** It changes by the second hand only, and costs more to read than the rest. */
const FRESH_MS = 30_000;

/**
 * The ledger has no index on its states, so this looks at the first chunks that wait of the newest campaigns: what was sent
 * first stands there. Plan: the partial index of waiting chunks, then three primary-key ranges of a thousand deliveries for
 * each of twenty campaigns at most.
 */
const OLDEST = /* sql */ `
  with waiting as (
    select id, campaign_id, first_delivery_id, last_delivery_id,
           row_number() over (partition by campaign_id order by id) as place,
           dense_rank() over (order by campaign_id desc) as age
      from chunks where receipts_due_at is not null)
  select k.campaign_id as campaign, c.state in ('running', 'paused') as "isRunning", a.gateway_id as gateway,
         extract(epoch from clock_timestamp() - min(a.sent_at))::float8 as seconds
    from waiting k
    join campaigns c on c.id = k.campaign_id
    join deliveries d on d.id between k.first_delivery_id and k.last_delivery_id
                     and d.campaign_id + 0 = k.campaign_id and d.state = 'accepted'
    join attempts a on a.delivery_id = d.id and a.attempt = d.attempt
   where k.place <= 3 and k.age <= 20
   group by 1, 2, 3`;

/** For how long operators have owed us a receipt. */
@Injectable()
export class AwaitedReceiptsFigures {
  private readonly byGateway;
  private readonly byCampaign;

  constructor(
    figures: Figures,
    private readonly sql: Sql,
  ) {
    this.byGateway = figures.gauge(
      'loaluat_gateway_oldest_awaited_receipt_seconds',
      'How long ago the message was sent that has waited longest for its receipt. Read every 30 s, in the first chunks of the newest 20 campaigns that wait.',
      ['gateway'],
    );
    this.byCampaign = figures.gauge(
      'loaluat_campaign_oldest_awaited_receipt_seconds',
      'The same of a running campaign.',
      ['campaign'],
    );
    figures.register('awaited-receipts', [this.byGateway, this.byCampaign], () => this.read(), {
      freshMs: FRESH_MS,
    });
  }

  private async read(): Promise<() => void> {
    const rows = await this.sql.query<{
      campaign: string;
      isRunning: boolean;
      gateway: string;
      seconds: number;
    }>(OLDEST);
    // The longest is set last, and stays.
    const byAge = rows.toSorted((a, b) => a.seconds - b.seconds);
    return () => {
      for (const { campaign, isRunning, gateway, seconds } of byAge) {
        this.byGateway.set({ gateway }, seconds);
        if (isRunning) this.byCampaign.set({ campaign }, seconds);
      }
    };
  }
}
