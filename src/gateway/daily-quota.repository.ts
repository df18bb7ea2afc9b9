import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** An operator that was asked is asked again after this, where nobody has taken a place meanwhile. */
const ASK_AGAIN = `interval '5 minutes'`;
/** With no place taken for so long, nothing is on its way any more that the operator has not counted. */
const QUIET = `interval '2 minutes'`;
const TODAY = `(clock_timestamp() at time zone 'Asia/Ho_Chi_Minh')::date`;

/** What a question for places came to. */
export interface Places {
  /** How many may be used; fewer than wanted where the day's quota ends. */
  taken: number;
  /** The day whose quota they are of, `YYYY-MM-DD`. */
  day: string;
}

/**
 * Takes up to $2 places of the day. `$3`: what the operator said last is left (null: nothing). With everything that was
 * taken counted as used, used + left is never less than what may still leave, so the smaller of the two is right.
 */
const TAKE = /* sql */ `
  with q as (
    select gateway_id, day, used,
           case when $3::integer is null or day::text <> $4 then allowance
                else least(coalesce(allowance, 2147483647), used + $3::integer) end as allowance
      from gateway_quotas where gateway_id = $1 and day = ${TODAY} for update),
  granted as (
    select gateway_id, day, allowance,
           case when allowance is null then $2::integer
                else greatest(0, least($2::integer, allowance - used)) end as n
      from q)
  update gateway_quotas g
     set used = g.used + n.n, allowance = n.allowance,
         taken_at = case when n.n > 0 then clock_timestamp() else g.taken_at end
    from granted n where g.gateway_id = n.gateway_id and g.day = n.day
  returning n.n as taken, g.day::text as day`;

/**
 * The messages that an account may still send today, over all workers together: a place is taken for each before it is
 * claimed, and given back when it is not used.
 */
@Injectable()
export class DailyQuotaRepository {
  constructor(private readonly sql: Sql) {}

  /** Undefined where the day's quota is not known yet. */
  async take(
    gatewayId: string,
    wanted: number,
    heard: { left: number; day: string } | null,
  ): Promise<Places | undefined> {
    const [row] = await this.sql.query<Places & Record<string, unknown>>(
      TAKE,
      [gatewayId, wanted, heard?.left ?? null, heard?.day ?? null],
      'take-quota',
    );
    return row;
  }

  /** Gives places back. */
  async giveBack(gatewayId: string, day: string, places: number): Promise<void> {
    if (places === 0) return;
    await this.sql.execute(
      'update gateway_quotas set used = greatest(0, used - $3) where gateway_id = $1 and day = $2',
      [gatewayId, day, places],
    );
  }

  /**
   * Notes what the operator says is left today; null: it names no limit. The first to ask opens the day. Later words
   * count only where nothing was on its way, because the operator has not counted that yet.
   */
  async note(gatewayId: string, left: number | null): Promise<void> {
    await this.sql.execute(
      `insert into gateway_quotas as q (gateway_id, day, allowance) values ($1, ${TODAY}, $2)
       on conflict (gateway_id, day) do update
          set allowance = case when q.taken_at is null or q.taken_at < clock_timestamp() - ${QUIET}
                               then q.used + excluded.allowance else q.allowance end,
              asked_at = clock_timestamp()`,
      [gatewayId, left],
    );
  }

  /** Whether the operator may be asked again, because what is known is old and nothing is on its way. */
  async isOld(gatewayId: string): Promise<boolean> {
    const rows = await this.sql.query(
      `select 1 from gateway_quotas
        where gateway_id = $1 and day = ${TODAY} and asked_at < clock_timestamp() - ${ASK_AGAIN}
          and (taken_at is null or taken_at < clock_timestamp() - ${QUIET})`,
      [gatewayId],
    );
    return rows.length > 0;
  }

  /** The operator has changed the quota: it is asked again as soon as nothing is on its way. */
  async forget(gatewayIds: readonly string[]): Promise<void> {
    await this.sql.execute(
      `update gateway_quotas set asked_at = '-infinity' where gateway_id = any($1::bigint[]) and day = ${TODAY}`,
      [gatewayIds],
    );
  }

  /** Days that are over say nothing any more. */
  async forgetOldDays(): Promise<void> {
    await this.sql.execute(`delete from gateway_quotas where day < ${TODAY} - 7`);
  }
}
