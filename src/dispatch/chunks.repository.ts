import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** A range of delivery ids of one campaign. */
export interface Chunk {
  id: string;
  campaignId: string;
  firstDeliveryId: string;
  lastDeliveryId: string;
  /** Tries in doubt that are to be sent again under their reference, as counted when it was last given back. */
  repeats: number;
}

const COLUMNS = `id, campaign_id as "campaignId", first_delivery_id as "firstDeliveryId", last_delivery_id as "lastDeliveryId", repeats`;

/** When a chunk with messages that wait for receipts is first looked at: most have come by then. */
const FIRST_LOOK = `interval '10 minutes'`;

/**
 * How long the shortest rung of campaign `$2` may take that has another after it; null, which `least` passes over, where
 * every rung may take for ever.
 */
const SHORTEST_RUNG = /* sql */ `
  (select min((s ->> 'deadlineMinutes')::float8) * interval '1 minute'
     from campaigns c cross join jsonb_array_elements(c.steps) with ordinality as e(s, n)
    where c.id = $2 and n < jsonb_array_length(c.steps))`;

/** Chunks of one campaign that are rung or held at once; the rest wait, so that a small campaign gets its turn. */
const IN_PLAY = 16;
/** Of these so many places are filled together: a ring costs the queue as much for one chunk as for four (10 ms on Postgres). */
const RUNG_TOGETHER = 4;

/** After so long without being picked up, a rung chunk is rung again: the queue may have been lost. */
export const UNHEARD = `interval '20 seconds'`;

/**
 * Picks due chunks to ring: of every campaign up to its share, oldest first. A chunk of a cancelled campaign is due at
 * once, whatever it waited for, because all that is left is to cancel its deliveries.
 */
const RING_DUE = /* sql */ `
  with active as (
    select id, state from campaigns
     where planned_at is not null and ($1::bigint is null or id = $1)
       and state in ('running', 'cancelled')),
  in_play as (
    select campaign_id, count(*) as n from chunks
     where state <> 'done' and (state = 'claimed' or rung_at > now() - ${UNHEARD}) group by 1),
  due as (
    select k.id, k.campaign_id, row_number() over (partition by k.campaign_id order by k.due_at, k.id) as turn
      from chunks k join active a on a.id = k.campaign_id
     where k.state <> 'done' and k.state = 'open' and (k.due_at <= now() or a.state = 'cancelled')
       and (k.rung_at is null or k.rung_at <= now() - ${UNHEARD}))
  update chunks k set rung_at = now()
    from (select due.id, due.turn + coalesce(p.n, 0) as place, coalesce(p.n, 0) as in_play
            from due left join in_play p on p.campaign_id = due.campaign_id) next
   where k.id = next.id and next.place <= ${IN_PLAY} and next.in_play <= ${IN_PLAY - RUNG_TOGETHER} and k.state = 'open'
  returning k.id, next.place::int as place`;

/** Chunks and their leases. A lease is renewed by its worker; one that lapsed is taken back by the sweeper. */
@Injectable()
export class ChunksRepository {
  constructor(private readonly sql: Sql) {}

  /** Takes the lease of an open chunk; undefined when someone has it or nothing is due in it. */
  async claim(id: string, worker: string, leaseSeconds: number): Promise<Chunk | undefined> {
    const [chunk] = await this.sql.query<Chunk & { wasDue: boolean }>(
      `update chunks set state = 'claimed', worker = $2, claims = claims + 1,
              lease_until = clock_timestamp() + $3 * interval '1 second'
        where id = $1 and state = 'open' returning ${COLUMNS}`,
      [id, worker, leaseSeconds],
      'claim-chunk',
    );
    return chunk;
  }

  /** Renews leases, each of a chunk by its holder; answers the holders that still have theirs. */
  async renew(ids: readonly string[], holders: readonly string[], leaseSeconds: number): Promise<string[]> {
    const rows = await this.sql.query<{ holder: string }>(
      `update chunks set lease_until = clock_timestamp() + $3 * interval '1 second'
        where id = any($1::bigint[]) and state = 'claimed' and worker = any($2::text[]) returning worker as holder`,
      [ids, holders, leaseSeconds],
    );
    return rows.map((row) => row.holder);
  }

  /**
   * Gives a lease back: the chunk is done when nothing in it is left to send or to repeat, else open from when the first
   * of the rest is due, and not before `notBefore`. One that was reopened meanwhile is open: what was planned again may
   * be newer than what this statement sees. A chunk with a try still on its way keeps its lease until that lapses. What
   * was taken on a rung with a deadline is looked at when the first of these may be over: said here, because every chunk is
   * given back by somebody, whoever sent from it and died.
   */
  async release(chunk: Chunk, worker: string, notBefore: Date | null): Promise<'done' | 'open' | 'held'> {
    const [row] = await this.sql.query<{ state: 'done' | 'open' }>(
      `update chunks k
          set state = case when rest.planned + rest.repeats > 0 or k.is_reopened then 'open' else 'done' end,
              due_at = greatest(case when not k.is_reopened then rest.due end, now(), $6::timestamptz),
              worker = null, lease_until = null, rung_at = null, repeats = rest.repeats, is_reopened = false,
              receipts_due_at = case when rest.waiting > 0 then coalesce(k.receipts_due_at, now() + ${FIRST_LOOK})
                                     else k.receipts_due_at end,
              ladder_due_at = case when rest.may_climb > 0
                                   then least(k.ladder_due_at, clock_timestamp() + ${SHORTEST_RUNG})
                                   else k.ladder_due_at end
         from (select count(*) filter (where state = 'planned') as planned,
                      count(*) filter (where state = 'in_doubt' and same_reference) as repeats,
                      count(*) filter (where state = 'sending') as sending,
                      count(*) filter (where state in ('accepted', 'in_doubt')) as waiting,
                      count(*) filter (where state in ('accepted', 'in_doubt') and chances > 0) as may_climb,
                      min(coalesce(not_before, now()))
                        filter (where state = 'planned' or state = 'in_doubt' and same_reference) as due
                 from deliveries where id between $3 and $4 and campaign_id + 0 = $2) rest
        where k.id = $1 and k.worker = $5 and k.state = 'claimed' and rest.sending = 0
       returning k.state`,
      [chunk.id, chunk.campaignId, chunk.firstDeliveryId, chunk.lastDeliveryId, worker, notBefore],
      'release-chunk',
    );
    return row?.state ?? 'held';
  }

  /** Marks the chunks whose turn it is as rung, for one campaign or all; `place` counts those in play of a campaign. */
  ringDue(campaignId: string | null): Promise<{ id: string; place: number }[]> {
    return this.sql.query<{ id: string; place: number }>(RING_DUE, [campaignId], 'ring-due-chunks');
  }

  /**
   * Locks one chunk whose worker stopped renewing, inside the caller's transaction; undefined where there is none.
   * @param but chunks that are left alone
   */
  async lapsed(tx: Queryable, but: readonly string[]): Promise<Chunk | undefined> {
    const [chunk] = await tx.query<Chunk>(
      `select ${COLUMNS} from chunks
        where state = 'claimed' and lease_until < clock_timestamp() and id <> all($1::bigint[])
        order by lease_until limit 1 for update skip locked`,
      [but],
    );
    return chunk;
  }

  /** Opens a chunk whose lease lapsed; `repeats` tries of it were found that are to be sent again. */
  async reopen(tx: Queryable, id: string, repeats: number): Promise<void> {
    await tx.execute(
      `update chunks
          set state = 'open', worker = null, lease_until = null, rung_at = null, due_at = now(), is_reopened = false,
              repeats = repeats + $2, receipts_due_at = coalesce(receipts_due_at, now() + ${FIRST_LOOK})
        where id = $1`,
      [id, repeats],
    );
  }

  /**
   * Opens the chunks that hold these deliveries, which the same transaction has planned again; one that is being sent
   * from is opened when it is given back. Plan: for each delivery one probe of chunks_campaign.
   * @returns the campaigns of those chunks
   */
  async reopenFor(tx: Queryable, deliveryIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ campaignId: string }>(
      `update chunks k
          set state = case k.state when 'claimed' then 'claimed' else 'open' end, is_reopened = k.state = 'claimed',
              due_at = least(k.due_at, now()), rung_at = null
        where k.id in (
              select holder.id from unnest($1::bigint[]) as r(id) join deliveries d on d.id = r.id
               cross join lateral (
                 select c.id from chunks c
                  where c.campaign_id = d.campaign_id and c.first_delivery_id <= d.id
                  order by c.first_delivery_id desc limit 1) holder)
       returning k.campaign_id as "campaignId"`,
      [deliveryIds],
    );
    return [...new Set(rows.map((row) => row.campaignId))];
  }
}
