import { Injectable } from '@nestjs/common';
import { statesBefore } from '../domain/delivery-states.js';
import { Sql } from '../platform/database/sql.js';

/** A chunk in which messages may have waited too long for their receipts. */
export interface WaitingChunk {
  id: string;
  campaignId: string;
  firstDeliveryId: string;
  lastDeliveryId: string;
  /** When nothing in it was being sent: how often it had been claimed by then; null: something was. */
  doneAtClaim: number | null;
}

/** A try that its operator took. */
export interface AcceptedTry {
  deliveryId: string;
  attempt: number;
  gatewayId: string;
  /** The operator's own name for it, where it gave one. */
  operatorId: string | null;
  /** Seconds since it was sent. */
  ageSeconds: number;
  /** How old it was when its operator was last asked about it; null: never. */
  askedAgeSeconds: number | null;
}

/** A chunk that is not done is looked at again after this. */
const SOON = `interval '10 minutes'`;

/** Accepted messages whose receipt is late, found by chunk: the ledger has no index on its states. */
@Injectable()
export class WaitingRepository {
  constructor(private readonly sql: Sql) {}

  /** Up to `limit` chunks that are due to be looked at. */
  due(limit: number): Promise<WaitingChunk[]> {
    return this.sql.query<WaitingChunk & Record<string, unknown>>(
      `select id, campaign_id as "campaignId", first_delivery_id as "firstDeliveryId",
              last_delivery_id as "lastDeliveryId", case when state = 'done' then claims end as "doneAtClaim"
         from chunks where receipts_due_at <= clock_timestamp() order by receipts_due_at limit $1`,
      [limit],
    );
  }

  /** What of a chunk waits for a receipt. Plan: a primary-key range of one chunk. */
  async in(chunk: WaitingChunk): Promise<{ accepted: AcceptedTry[]; hasDoubts: boolean }> {
    const rows = await this.sql.query<AcceptedTry & { isDoubt: boolean }>(
      `select d.id as "deliveryId", d.attempt, a.gateway_id as "gatewayId",
              a.operator_id as "operatorId", d.state = 'in_doubt' as "isDoubt",
              extract(epoch from clock_timestamp() - a.sent_at)::float8 as "ageSeconds",
              extract(epoch from a.asked_at - a.sent_at)::float8 as "askedAgeSeconds"
         from deliveries d join attempts a on a.delivery_id = d.id and a.attempt = d.attempt
        where d.id between $2 and $3 and d.campaign_id + 0 = $1 and d.state in ('accepted', 'in_doubt')`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
    return { accepted: rows.filter((row) => !row.isDoubt), hasDoubts: rows.some((row) => row.isDoubt) };
  }

  /** Remembers that the operator has just been asked about some tries. */
  async noteAsked(tries: readonly AcceptedTry[]): Promise<void> {
    await this.sql.execute(
      `update attempts a set asked_at = clock_timestamp() from unnest($1::bigint[], $2::smallint[]) as r(id, attempt)
        where a.delivery_id = r.id and a.attempt = r.attempt`,
      [tries.map((each) => each.deliveryId), tries.map((each) => each.attempt)],
    );
  }

  /** Ends the wait of some tries; a receipt that came meanwhile has the better word. */
  async expire(tries: readonly AcceptedTry[]): Promise<void> {
    if (tries.length === 0) return;
    await this.sql.execute(
      `with gone as (
         update deliveries d set state = 'expired', reason = 'no-receipt', settled_at = now()
           from unnest($1::bigint[], $2::smallint[]) as r(id, attempt)
          where d.id = r.id and d.attempt = r.attempt and d.state = any($3::delivery_state[])
         returning d.id, d.attempt)
       update attempts a set outcome = 'expired'
         from gone where a.delivery_id = gone.id and a.attempt = gone.attempt and a.outcome = 'accepted'`,
      [tries.map((each) => each.deliveryId), tries.map((each) => each.attempt), statesBefore('expired')],
    );
  }

  /**
   * Looks at a chunk again `seconds` from now, or never (null), unless it has been sent from since it was read: what
   * went out meanwhile waits too.
   */
  async lookAgain(chunk: WaitingChunk, seconds: number | null): Promise<void> {
    await this.sql.execute(
      `update chunks
          set receipts_due_at = case when $2::float8 is not null then clock_timestamp() + $2 * interval '1 second'
                                     when state = 'done' and claims = $3 then null
                                     else clock_timestamp() + ${SOON} end
        where id = $1`,
      [chunk.id, seconds, chunk.doneAtClaim],
    );
  }
}
