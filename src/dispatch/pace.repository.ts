import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** A campaign that has asked for nothing for so long wants nothing: the others need not wait for it. */
const WANTING = `interval '1 second'`;

/** What an account looks like to a campaign that would send. */
export interface Queue {
  /** Until nothing is booked any more; 0 when the account is free. */
  aheadMs: number;
  /** Parts that this campaign has had more than the one that had least, of those that want to send now. */
  leadParts: number;
}

/**
 * Of those that want to send, what the one that had least of the account has had. A campaign that comes, or comes back, is
 * put level with it: nobody saves up while away. Plan: a handful of rows by primary key.
 */
const LEAST = /* sql */ `
  least as (
    select min(parts) as parts from gateway_shares
     where gateway_id = $1 and campaign_id <> $2 and active_until > clock_timestamp())`;

/** Adds $3 parts to the campaign's share, and keeps it wanting until a moment after $4 seconds. */
const SHARE = /* sql */ `
  share as (
    insert into gateway_shares as s (gateway_id, campaign_id, parts, active_until)
    select $1, $2, coalesce(least.parts, 0) + $3::float8,
           clock_timestamp() + ${WANTING} + $4::float8 * interval '1 second'
      from least
    on conflict (gateway_id, campaign_id) do update
       set parts = case when s.active_until > clock_timestamp() then greatest(s.parts + $3::float8, excluded.parts)
                        else excluded.parts end,
           active_until = excluded.active_until
    returning parts)`;

const QUEUE = /* sql */ `
  with ${LEAST}, ${SHARE}
  select coalesce(extract(epoch from (select free_at from gateway_pace where gateway_id = $1) - clock_timestamp())
                  * 1000, 0)::float8 as "aheadMs",
         coalesce(share.parts - least.parts, 0) as "leadParts"
    from share, least`;

const BOOK = /* sql */ `
  with ${LEAST}, ${SHARE},
  booked as (
    insert into gateway_pace as p (gateway_id, free_at)
    values ($1, clock_timestamp() + $4::float8 * interval '1 second')
    on conflict (gateway_id) do update
       set free_at = greatest(p.free_at, clock_timestamp()) + $4::float8 * interval '1 second'
    returning extract(epoch from free_at - clock_timestamp()) * 1000 - $4::float8 * 1000 as wait)
  select booked.wait::float8 as wait from booked, share`;

/**
 * The rate of a gateway account, in parts per second, over all workers and campaigns together. Every slice books a
 * stretch of time behind the last booked one and spreads its messages over it, so the rate holds in any window and no
 * worker waits for another. There is no credit for idle time, hence no burst. Beside it stands what every campaign has had
 * of the account lately, so that workers can let the one go first that had less.
 */
@Injectable()
export class PaceRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Books the time for `parts` of a campaign.
   * @returns milliseconds from now at which the first of them may leave (≥ 0)
   */
  async book(gatewayId: string, campaignId: string, parts: number, partsPerSecond: number): Promise<number> {
    const [row] = await this.sql.query<{ wait: number }>(
      BOOK,
      [gatewayId, campaignId, parts, parts / partsPerSecond],
      'book-pace',
    );
    return Math.max(0, row!.wait);
  }

  /** How long the account is booked, and how a campaign that asks stands against the others that do. */
  async queue(gatewayId: string, campaignId: string): Promise<Queue> {
    const [row] = await this.sql.query<Queue & Record<string, unknown>>(
      QUEUE,
      [gatewayId, campaignId, 0, 0],
      'queue-at-pace',
    );
    return { aheadMs: Math.max(0, row!.aheadMs), leadParts: Math.max(0, row!.leadParts) };
  }

  /** Books time for parts that leave at once, before whatever waits: the rest moves back by as much. */
  async pushIn(gatewayId: string, parts: number, partsPerSecond: number): Promise<void> {
    await this.sql.execute(
      `insert into gateway_pace as p (gateway_id, free_at) values ($1, clock_timestamp() + $2 * interval '1 second')
       on conflict (gateway_id) do update
          set free_at = greatest(p.free_at, clock_timestamp()) + $2 * interval '1 second'`,
      [gatewayId, parts / partsPerSecond],
    );
  }

  /** Lets nothing of this account leave for `ms`: its operator asked us to slow down, or cannot be reached. */
  async hold(gatewayId: string, ms: number): Promise<void> {
    await this.sql.execute(
      `insert into gateway_pace as p (gateway_id, free_at) values ($1, clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (gateway_id) do update
          set free_at = greatest(p.free_at, clock_timestamp() + $2 * interval '1 millisecond')`,
      [gatewayId, ms],
    );
  }
}
