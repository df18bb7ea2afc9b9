import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** Where a delivery goes on after a try that failed for good. */
export interface NextTry {
  step: number;
  contactId: string;
  phone: string;
}

/** What of a campaign decides the way on. */
export interface Ladder {
  perHousehold: 'one' | 'all';
  steps: readonly { channel: string }[];
}

/** `contact`: another phone of the household may do, or the next rung. `rung`: only the next rung can. */
export type WayOn = 'contact' | 'rung';

/**
 * The first phone of each household that may be tried on rung `$2`: it has not refused the channel `$3`, was not tried
 * on this rung, and no other household of the campaign is written to on it. Where every phone has a delivery of its own
 * (`$4`), only that phone is meant.
 */
const NEXT = /* sql */ `
  select distinct on (d.id) d.id as "deliveryId", c.id as "contactId", c.phone
    from deliveries d join contacts c on c.household_id = d.household_id
   where d.id = any($1::bigint[])
     and (not $4::boolean or c.phone = d.phone)
     and not exists (select 1 from refusals r where r.phone = c.phone and r.channel = $3 and r.lifted_at is null)
     and not (d.step = $2 and d.phone = c.phone)
     and not exists (select 1 from attempts a where a.delivery_id = d.id and a.step = $2 and a.phone = c.phone)
     and not exists (select 1 from contacts o
                       join deliveries x on x.campaign_id = d.campaign_id and x.household_id = o.household_id
                      where o.phone = c.phone and o.household_id <> d.household_id and x.phone = c.phone
                        and x.state <> 'skipped')
   order by d.id, c.position, c.id`;

/** A delivery whose way on is to be decided. */
export interface DueClimb {
  deliveryId: string;
  attempt: number;
  why: 'undelivered' | 'deadline';
  campaignId: string;
  step: number;
}

/** The ladder's own rows: who is to climb, and until when a rung may take. */
@Injectable()
export class LadderRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Where each of these deliveries of one campaign and one step goes on; one that has no way on is missing in the answer.
   * @param step the rung on which the last try failed
   */
  async next(
    ladder: Ladder,
    deliveryIds: readonly string[],
    step: number,
    way: WayOn,
    db: Queryable = this.sql,
  ): Promise<Map<string, NextTry>> {
    const found = new Map<string, NextTry>();
    const isOwnPhone = ladder.perHousehold === 'all';
    const first = way === 'contact' && !isOwnPhone ? step : step + 1;
    for (let rung = first; rung < ladder.steps.length && found.size < deliveryIds.length; rung++) {
      const rows = await db.query<{ deliveryId: string; contactId: string; phone: string }>(NEXT, [
        deliveryIds.filter((id) => !found.has(id)),
        rung,
        ladder.steps[rung]!.channel,
        isOwnPhone,
      ]);
      for (const { deliveryId, contactId, phone } of rows)
        found.set(deliveryId, { step: rung, contactId, phone });
    }
    return found;
  }

  /**
   * Notes what of one due chunk has had no receipt in its rung's time, and looks again when the next one's is over. Its
   * operator is to be asked before anything else comes of it (LateQuestions). A try in doubt of which the operator may
   * still say that it took it is looked at again.
   * `$2`: minutes by step, null for a rung that may take for ever. False when no chunk is due.
   */
  async noteOverdue(): Promise<boolean> {
    return this.sql.transaction(async (tx) => {
      const [chunk] = await tx.query<{
        id: string;
        campaignId: string;
        first: string;
        last: string;
        minutes: (number | null)[];
      }>(
        `select k.id, k.campaign_id as "campaignId", k.first_delivery_id as first, k.last_delivery_id as last,
                (select jsonb_agg(s -> 'deadlineMinutes' order by n)
                   from jsonb_array_elements(c.steps) with ordinality as e(s, n)) as minutes
           from chunks k join campaigns c on c.id = k.campaign_id
          where k.ladder_due_at <= clock_timestamp() order by k.ladder_due_at limit 1 for update of k skip locked`,
      );
      if (!chunk) return false;
      await tx.execute(
        `with waiting as (
           select d.id, d.attempt,
                  greatest(a.sent_at + m.minutes * interval '1 minute',
                           case when d.state = 'in_doubt' then clock_timestamp() + interval '1 minute' end) as over_at
             from deliveries d
             join attempts a on a.delivery_id = d.id and a.attempt = d.attempt
             join unnest($4::float8[]) with ordinality as m(minutes, n) on m.n = d.step + 1
            where d.id between $2 and $3 and d.campaign_id + 0 = $1 and d.chances > 0 and m.minutes is not null
              and (d.state = 'accepted'
                or d.state = 'in_doubt' and exists (select 1 from doubts x where x.delivery_id = d.id and x.ask_at is not null))),
         noted as (
           insert into climbs as c (delivery_id, attempt, why, ask_after)
           select id, attempt, 'deadline', clock_timestamp() from waiting where over_at <= clock_timestamp()
           on conflict (delivery_id) do update
              set attempt = excluded.attempt, why = excluded.why, ask_after = excluded.ask_after, noted_at = now(),
                  unanswered_since = null
            where c.attempt <> excluded.attempt)
         update chunks set ladder_due_at = (select min(over_at) from waiting where over_at > clock_timestamp()) where id = $5`,
        [chunk.campaignId, chunk.first, chunk.last, chunk.minutes, chunk.id],
      );
      return true;
    });
  }

  /** Locks up to `limit` deliveries that are to climb and about which nobody is to be asked any more. Rows that are out of date are dropped on the way. */
  async due(tx: Queryable, limit: number): Promise<DueClimb[]> {
    return tx.query<DueClimb & Record<string, unknown>>(
      `with taken as (
         delete from climbs where delivery_id in (
           select delivery_id from climbs c
            where ask_after is null
               or not exists (select 1 from deliveries o
                               where o.id = c.delivery_id and o.attempt = c.attempt and o.state = 'accepted')
            order by noted_at limit $1 for update skip locked)
         returning delivery_id, attempt, why)
       select d.id as "deliveryId", d.attempt, taken.why, d.campaign_id as "campaignId", d.step
         from taken join deliveries d on d.id = taken.delivery_id and d.attempt = taken.attempt
        where d.state in ('accepted', 'in_doubt') for update of d`,
      [limit],
    );
  }

  /** Plans deliveries for their next phone or rung. */
  async climb(
    tx: Queryable,
    climbs: readonly { deliveryId: string; next: NextTry; why: string }[],
  ): Promise<void> {
    await tx.execute(
      `update deliveries d
          set state = 'planned', reason = r.why, same_reference = false, not_before = null, step = r.step,
              contact_id = r.contact_id, phone = r.phone, chances = greatest(d.chances - 1, 0)
         from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::text[])
              as r(id, step, contact_id, phone, why)
        where d.id = r.id and d.state in ('accepted', 'in_doubt')`,
      [
        climbs.map((each) => each.deliveryId),
        climbs.map((each) => each.next.step),
        climbs.map((each) => each.next.contactId),
        climbs.map((each) => each.next.phone),
        climbs.map((each) => each.why),
      ],
    );
  }

  /** Deliveries with no way on: what was not delivered is undelivered, what is only late goes on waiting. */
  async stay(
    tx: Queryable,
    deliveryIds: { undelivered: readonly string[]; late: readonly string[] },
  ): Promise<void> {
    await tx.execute(
      `update deliveries set state = 'undelivered', reason = 'undelivered', same_reference = false, chances = 0, settled_at = now()
        where id = any($1::bigint[]) and state in ('accepted', 'in_doubt')`,
      [deliveryIds.undelivered],
    );
    await tx.execute('update deliveries set chances = 0 where id = any($1::bigint[])', [deliveryIds.late]);
  }
}
