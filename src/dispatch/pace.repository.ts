import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/**
 * The rate of a gateway account, in parts per second, over all workers and campaigns together. Every slice books a
 * stretch of time behind the last booked one and spreads its messages over it, so the rate holds in any window and no
 * worker waits for another. There is no credit for idle time, hence no burst.
 */
@Injectable()
export class PaceRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Books the time for `parts`.
   * @returns milliseconds from now at which the first of them may leave (≥ 0)
   */
  async book(gatewayId: string, parts: number, partsPerSecond: number): Promise<number> {
    const [row] = await this.sql.query<{ wait: number }>(
      `insert into gateway_pace as p (gateway_id, free_at)
       values ($1, clock_timestamp() + $2 * interval '1 second')
       on conflict (gateway_id) do update
          set free_at = greatest(p.free_at, clock_timestamp()) + $2 * interval '1 second'
       returning extract(epoch from free_at - clock_timestamp()) * 1000 - $2::float8 * 1000 as wait`,
      [gatewayId, parts / partsPerSecond],
      'book-pace',
    );
    return Math.max(0, row!.wait);
  }

  /** Milliseconds until nothing is booked any more at this account; 0 when it is free. */
  async queueMs(gatewayId: string): Promise<number> {
    const [row] = await this.sql.query<{ ms: number }>(
      'select extract(epoch from free_at - clock_timestamp()) * 1000 as ms from gateway_pace where gateway_id = $1',
      [gatewayId],
    );
    return Math.max(0, row?.ms ?? 0);
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
