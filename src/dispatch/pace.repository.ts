import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClockOffset, learnOffset } from '../domain/clock-offset.js';
import { bookingOf, msOf, type Stretch } from '../domain/pace.js';
import { Sql } from '../platform/database/sql.js';

/** A campaign that has asked for nothing for so long wants nothing: the others need not wait for it. */
const WANTING = `interval '1 second'`;

/** With every answer a slow one before it counts for so much less. */
const FORGETS = 0.9;
const MOST_ANSWER_MS = 1_000;

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

/**
 * Books so many seconds behind what is booked, and not before the answer can be there; with some before them where
 * messages of another size were booked in the last second. The row is lost in a crash of Postgres: then nothing is booked
 * for a second, because what left in the last one is not known. Plan: one row by primary key.
 */
function bookedFor(seconds: string, size: string, leadSeconds: string, answerSeconds: string): string {
  const soonest = `clock_timestamp() + ${answerSeconds}::float8 * interval '1 second'`;
  const length = `${seconds}::float8 * interval '1 second'`;
  return /* sql */ `
    insert into gateway_pace as p (gateway_id, free_at, size)
    values ($1, ${soonest} + ${length}
            + (select case when created_at < now() - interval '1 minute' then interval '1 second' else interval '0' end
                 from gateways where id = $1), ${size}::smallint)
    on conflict (gateway_id) do update
       set free_at = greatest(p.free_at, ${soonest}) + ${length}
                     + case when p.size <> excluded.size and p.free_at > clock_timestamp() - interval '1 second'
                            then ${leadSeconds}::float8 * interval '1 second' else interval '0' end,
           size = excluded.size
    returning (extract(epoch from free_at) - ${seconds}::float8)::float8 * 1000 as "startsAt",
              extract(epoch from clock_timestamp())::float8 * 1000 as now`;
}

const BOOK = /* sql */ `
  with ${LEAST}, ${SHARE}, booked as (${bookedFor('$4', '$5', '$6', '$7')})
  select booked.* from booked, share`;

const BOOK_FIRST = bookedFor('$2', '$3', '$4', '$5');

/**
 * The rate of a gateway account, in parts per second, over all workers and campaigns together. Every slice books a
 * stretch of time behind the last booked one and spreads its messages over it, so the rate holds in any window and no
 * worker waits for another. There is no credit for idle time, hence no burst. Beside it stands what every campaign has had
 * of the account lately, so that workers can let the one go first that had less.
 */
@Injectable()
export class PaceRepository {
  /** Postgres' clock, by which time is booked, beside `performance.now()`. */
  private clock: ClockOffset | null = null;
  /** How long an answer may take, by those of late: what is booked for sooner would be missed. */
  private answerMs = 0;

  constructor(private readonly sql: Sql) {}

  /**
   * Books the time for messages of a campaign.
   * @param parts of each message
   * @param isPaced they keep their places: then the stretch does not begin before its booking is known here
   * @returns the stretch in which they may leave, by `performance.now()`
   */
  book(
    gatewayId: string,
    campaignId: string,
    parts: readonly number[],
    partsPerSecond: number,
    isPaced = true,
  ): Promise<Stretch> {
    const { rate, size, leadMs } = bookingOf(parts, partsPerSecond);
    const sum = sumOf(parts);
    return this.stretch('book-pace', BOOK, sum, rate, [
      gatewayId,
      campaignId,
      sum,
      sum / rate,
      size,
      leadMs / 1000,
      isPaced ? this.answerMs / 1000 : 0,
    ]);
  }

  /**
   * The same for a message that belongs to no campaign and waits behind none: it has the first time that is not booked
   * yet, which is some hundred milliseconds away at most unless the account is held.
   */
  bookFirst(gatewayId: string, parts: number, partsPerSecond: number): Promise<Stretch> {
    const { rate, size, leadMs } = bookingOf([parts], partsPerSecond);
    const values = [gatewayId, parts / rate, size, leadMs / 1000, this.answerMs / 1000];
    return this.stretch('book-pace-first', BOOK_FIRST, parts, rate, values);
  }

  /** Waits for such a time: resolves when the message may leave. */
  async pushIn(gatewayId: string, parts: number, partsPerSecond: number): Promise<void> {
    const { at } = await this.bookFirst(gatewayId, parts, partsPerSecond);
    await sleep(Math.max(0, at - performance.now()));
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

  /** Lets nothing of this account leave for `ms`: its operator asked us to slow down, or cannot be reached. */
  async hold(gatewayId: string, ms: number): Promise<void> {
    await this.sql.execute(
      `insert into gateway_pace as p (gateway_id, free_at) values ($1, clock_timestamp() + $2 * interval '1 millisecond')
       on conflict (gateway_id) do update
          set free_at = greatest(p.free_at, clock_timestamp() + $2 * interval '1 millisecond')`,
      [gatewayId, ms],
    );
  }

  private async stretch(
    name: string,
    query: string,
    parts: number,
    rate: number,
    values: readonly unknown[],
  ): Promise<Stretch> {
    const asked = performance.now();
    const [row] = await this.sql.query<{ startsAt: number; now: number }>(query, values, name);
    const answered = performance.now();
    this.answerMs = Math.min(MOST_ANSWER_MS, Math.max(answered - asked, this.answerMs * FORGETS));
    // A slow answer must not make late what it books: where Postgres' clock stands is known from quicker ones.
    this.clock = learnOffset(this.clock, { asked, answered, theirs: row!.now });
    const at = row!.startsAt + this.clock.ms;
    return { at, until: at + msOf(parts, rate), rate };
  }
}

function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, each) => sum + each, 0);
}
