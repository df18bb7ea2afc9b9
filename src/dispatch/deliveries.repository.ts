import { Injectable } from '@nestjs/common';
import { ALL, type Share } from '../domain/gateway-routes.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import type { Chunk } from './chunks.repository.js';

/** One delivery as claimed: the try is in the database as `sending` before its request leaves. */
export interface ClaimedDelivery {
  id: string;
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
  contactId: string;
  phone: string;
  step: number;
  attempt: number;
  /** Phones and rungs that may still be tried after this one: an upper bound. */
  chances: number;
  /** A try in doubt that is sent again under the reference it already has. */
  isRepeat: boolean;
  /** When a repeat was first claimed: it must end inside the operator's idempotency window. Null for a first try. */
  since: Date | null;
}

/** One rung of a campaign's ladder: its place, its channel, its account. */
export interface Rung {
  step: number;
  channel: string;
  gatewayId: string;
  /** Which of the deliveries, by the last two digits of their ids; absent: all. */
  share?: Share;
}

/** What a message is made from, and the try it belongs to. */
export const LETTER = `d.area_id as "areaId", d.head_name as "headName", d.address,
  d.household_code as "householdCode", d.contact_id as "contactId", d.phone, d.step, d.attempt, d.chances,
  d.same_reference as "isRepeat", d.sending_since as since`;

/** The same for a first try: its time is not read, as a date costs 2 µs. */
const CLAIMED = LETTER.replace('d.sending_since as since', 'null as since');

/**
 * The deliveries of campaign `$1` from `$2` to `$3`. The ids of two campaigns that were planned at once interleave, so
 * the campaign must be named; the sum keeps Postgres from reading that campaign's whole index for it, as it does while
 * its statistics are young (measured: 2.3 ms a claim at 50,000 deliveries, and growing with them).
 */
export const IN_RANGE = `d.id between $2 and $3 and d.campaign_id + 0 = $1`;

/**
 * Takes the due deliveries of one stretch of ids. Refusals are looked up again here, so that one that came in a minute
 * ago counts. Claims nothing when the campaign no longer runs or the chunk is no longer ours: that is the fence against
 * a worker that slept through its lease. The lease keeps other workers out and the state is part of the condition, so
 * no row is locked before the update. Plan: a primary-key range; the two `exists` are asked once.
 */
const claim = (ofShare = '') => /* sql */ `
  update deliveries d
     set state = 'sending', reason = null, gateway_id = $6,
         attempt = d.attempt + 1, sending_since = clock_timestamp()
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned' ${ofShare}
     and (d.not_before is null or d.not_before <= now())
     and not exists (select 1 from refusals r where r.phone = d.phone and r.channel = $5 and r.lifted_at is null)
     and exists (select 1 from campaigns c where c.id = $1 and c.state = 'running')
     and exists (select 1 from chunks k where k.id = $7 and k.worker = $8 and k.lease_until > clock_timestamp())
  returning d.id, ${CLAIMED}`;

const CLAIM = claim();
/** What one of two accounts sends. Where there is one account, as nearly always, the share is not asked for. */
const CLAIM_SHARE = claim('and d.id % 100 >= $9 and d.id % 100 < $10');

/** Leaves out what has refused the channel since the campaign was planned. */
const SKIP_REFUSED = /* sql */ `
  update deliveries d set state = 'skipped', reason = 'refused', settled_at = now()
    from refusals r
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned'
     and r.phone = d.phone and r.channel = $5 and r.lifted_at is null`;

/** The lease `$1`, `$2` is still ours: nobody else can have begun anything in its chunk. */
const IS_OURS = /* sql */ `exists (select 1 from chunks k where k.id = $1 and k.worker = $2 and k.state = 'claimed')`;

/**
 * A try that never left goes back as it was: its number and reference are used by the next claim. A repeat goes back
 * into doubt. Doing it twice changes nothing, because the lease is part of the condition. Answers the tries that were
 * called in doubt before, because the lease had lapsed meanwhile.
 */
const RELEASE = /* sql */ `
  with r as (select * from unnest($3::bigint[], $4::smallint[]) as r(id, n)),
  released as (
    update deliveries
       set state = case when same_reference then 'in_doubt' else 'planned' end::delivery_state,
           attempt = attempt - case when same_reference then 0 else 1 end,
           sending_since = case when same_reference then sending_since end
      from r
     where deliveries.id = r.id and deliveries.attempt = r.n and deliveries.state = 'sending' and ${IS_OURS})
  select d.id from r join deliveries d on d.id = r.id and d.attempt = r.n and d.state = 'in_doubt'`;

/** The same for a claim whose answer was lost: nothing of its stretch has begun under this lease. */
const UNCLAIM = /* sql */ `
  update deliveries d
     set state = 'planned', attempt = d.attempt - 1, sending_since = null
   where d.id between $4 and $5 and d.campaign_id + 0 = $3 and d.step = $6 and d.state = 'sending'
     and d.gateway_id = $7 and not d.same_reference and ${IS_OURS}`;

/** Claims of deliveries, and what undoes them. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Claims what is due of one rung between two ids, both included. Numbers that have refused are left where they are:
   * see skipRefused.
   */
  claim(chunk: Chunk, worker: string, rung: Rung, from: bigint, to: bigint): Promise<ClaimedDelivery[]> {
    const { step, channel, gatewayId, share = ALL } = rung;
    const claimed = [chunk.campaignId, from, to, step, channel, gatewayId, chunk.id, worker];
    return share === ALL
      ? this.sql.query<ClaimedDelivery & Record<string, unknown>>(CLAIM, claimed, 'claim-deliveries')
      : this.sql.query<ClaimedDelivery & Record<string, unknown>>(
          CLAIM_SHARE,
          [...claimed, share.from, share.to],
          'claim-share-of-deliveries',
        );
  }

  /** Skips what is left to send in a chunk to numbers that have refused; answers how many. */
  skipRefused(chunk: Chunk, { step, channel }: Rung): Promise<number> {
    return this.sql.execute(
      SKIP_REFUSED,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId, step, channel],
      'skip-refused',
    );
  }

  /** Tries of a chunk that nobody has answered for: their worker is dead. */
  async stuckIn(
    chunk: Chunk,
    tx: Queryable,
  ): Promise<(ClaimedDelivery & { gatewayId: string; since: Date })[]> {
    return tx.query(
      `select d.id, d.gateway_id as "gatewayId", ${LETTER} from deliveries d
        where ${IN_RANGE} and d.state = 'sending' for update`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
  }

  /** Cancels what is left to send in a chunk of a cancelled campaign. */
  async cancelRest(chunk: Chunk): Promise<number> {
    return this.sql.execute(
      `update deliveries d set state = 'cancelled', settled_at = now()
        where ${IN_RANGE} and d.state = 'planned'`,
      [chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId],
    );
  }

  /**
   * Gives back deliveries whose request never began, claimed under the lease of `holder`.
   * @returns those of them that the sweeper has called in doubt meanwhile
   */
  async release(chunk: Chunk, holder: string, deliveries: readonly ClaimedDelivery[]): Promise<string[]> {
    if (deliveries.length === 0) return [];
    const rows = await this.sql.query<{ id: string }>(RELEASE, [
      chunk.id,
      holder,
      deliveries.map((each) => each.id),
      deliveries.map((each) => each.attempt),
    ]);
    return rows.map((row) => row.id);
  }

  /** Undoes a claim of which nobody knows whether it was made. */
  async unclaim(
    chunk: Chunk,
    holder: string,
    { step, gatewayId }: Rung,
    from: bigint,
    to: bigint,
  ): Promise<void> {
    await this.sql.execute(UNCLAIM, [chunk.id, holder, chunk.campaignId, from, to, step, gatewayId]);
  }
}
