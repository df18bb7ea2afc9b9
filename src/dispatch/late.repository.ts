import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';
import type { AcceptedTry } from './waiting.repository.js';

/** A delivery whose rung has run out of time and whose operator has not been asked since. */
export interface LateTry extends AcceptedTry {
  /** False: it is at another try by now, or settled. */
  isWaiting: boolean;
  /** Seconds since its operator first did not answer about it; null: it has never failed to. */
  unansweredSeconds: number | null;
}

/** The rows of `climbs` that wait for a question. */
@Injectable()
export class LateRepository {
  constructor(private readonly sql: Sql) {}

  async areDue(): Promise<boolean> {
    const rows = await this.sql.query('select 1 from climbs where ask_after <= clock_timestamp() limit 1');
    return rows.length > 0;
  }

  /** Up to `limit` that are due. Plan: the partial index, then primary keys. */
  due(limit: number): Promise<LateTry[]> {
    return this.sql.query<LateTry & Record<string, unknown>>(
      `select c.delivery_id as "deliveryId", c.attempt, a.gateway_id as "gatewayId", a.operator_id as "operatorId",
              extract(epoch from clock_timestamp() - a.sent_at)::float8 as "ageSeconds",
              extract(epoch from a.asked_at - a.sent_at)::float8 as "askedAgeSeconds",
              extract(epoch from clock_timestamp() - c.unanswered_since)::float8 as "unansweredSeconds",
              coalesce(d.state = 'accepted' and a.delivery_id is not null, false) as "isWaiting"
         from climbs c
         left join deliveries d on d.id = c.delivery_id and d.attempt = c.attempt
         left join attempts a on a.delivery_id = c.delivery_id and a.attempt = c.attempt
        where c.ask_after <= clock_timestamp() order by c.ask_after limit $1`,
      [limit],
    );
  }

  /** Lets some go on to their next phone or rung. */
  async release(tries: readonly LateTry[]): Promise<void> {
    await this.set(tries, null);
  }

  async putOff(tries: readonly LateTry[], seconds: number): Promise<void> {
    await this.set(tries, seconds);
  }

  /** Puts off what the operator did not answer about; from the first time on its patience is counted. */
  async noteUnanswered(tries: readonly LateTry[], seconds: number): Promise<void> {
    await this.set(tries, seconds, true);
  }

  private async set(tries: readonly LateTry[], seconds: number | null, isUnanswered = false): Promise<void> {
    if (tries.length === 0) return;
    await this.sql.execute(
      `update climbs c
          set ask_after = clock_timestamp() + $3 * interval '1 second',
              unanswered_since = case when $4 then coalesce(c.unanswered_since, clock_timestamp())
                                      else c.unanswered_since end
         from unnest($1::bigint[], $2::smallint[]) as r(id, attempt)
        where c.delivery_id = r.id and c.attempt = r.attempt and c.ask_after is not null`,
      [tries.map((each) => each.deliveryId), tries.map((each) => each.attempt), seconds, isUnanswered],
    );
  }
}
