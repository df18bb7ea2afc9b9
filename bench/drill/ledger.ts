import type pg from 'pg';
import { type Account, accountOf, type DeliveryState } from '../../src/domain/delivery-states.js';
import type { LedgerRow } from './comparison.js';
import { withClient } from '../support/with-client.js';

/** How far a campaign has come. */
export interface Progress {
  state: string;
  /** Waiting to be sent, or on its way. */
  unsent: number;
  inDoubt: number;
  /** In doubt, and something will still be done about it without a person. */
  openDoubts: number;
  /** Receipts that are stored and not applied yet. */
  receiptsWaiting: number;
}

/** A try whose worker was killed while it was under way. */
export interface CaughtTry {
  deliveryId: string;
  attempt: number;
}

/** The ledger of one campaign, read straight from the database: the drill does not believe the program it tests. */
export class Ledger {
  constructor(
    private readonly databaseUrl: string,
    private readonly campaignId: string,
  ) {}

  async progress(): Promise<Progress> {
    const [row] = await this.query<Progress>(
      `select c.state, s.unsent, s.in_doubt as "inDoubt", s.open_doubts as "openDoubts",
              (select count(*)::int from receipts where applied_at is null and kind = 'receipt') as "receiptsWaiting"
         from campaigns c, lateral (
              select count(*) filter (where d.state in ('planned', 'sending'))::int as unsent,
                     count(*) filter (where d.state = 'in_doubt')::int as in_doubt,
                     count(*) filter (where d.state = 'in_doubt'
                                        and (d.same_reference or k.ask_at < now() + interval '1 minute'))::int as open_doubts
                from deliveries d left join doubts k on k.delivery_id = d.id and d.state = 'in_doubt'
               where d.campaign_id = c.id) s
        where c.id = $1`,
      [this.campaignId],
    );
    return row!;
  }

  /** What stood in `sending` in the chunks of a dead worker. */
  caughtBy(worker: string): Promise<CaughtTry[]> {
    return this.query<CaughtTry>(
      `select d.id as "deliveryId", d.attempt
         from chunks k join deliveries d on d.campaign_id + 0 = k.campaign_id
                        and d.id between k.first_delivery_id and k.last_delivery_id
        where k.campaign_id = $1 and k.state = 'claimed' and k.worker like $2 || '%' and d.state = 'sending'`,
      [this.campaignId, worker],
    );
  }

  rows(): Promise<LedgerRow[]> {
    return this.query<LedgerRow>(
      'select id, household_id as "householdId", phone, state from deliveries where campaign_id = $1',
      [this.campaignId],
    );
  }

  async householdIds(): Promise<string[]> {
    return (await this.query<{ id: string }>('select id from households where deleted_at is null')).map(
      ({ id }) => id,
    );
  }

  /** The account as it is kept: sums and differences together. */
  async account(): Promise<Account> {
    const rows = await this.query<{ state: DeliveryState; n: number }>(
      `select state, sum(deliveries)::int as n
         from (select campaign_id, state, deliveries from campaign_account
               union all select campaign_id, state, deliveries from campaign_account_delta) a
        where campaign_id = $1 group by state`,
      [this.campaignId],
    );
    return accountOf(Object.fromEntries(rows.map(({ state, n }) => [state, n])));
  }

  async referencePrefix(): Promise<string> {
    const [row] = await this.query<{ prefix: string }>('select reference_prefix as prefix from installation');
    return row!.prefix;
  }

  private query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return withClient(this.databaseUrl, async (client) => (await client.query<Row>(text, values)).rows);
  }
}
