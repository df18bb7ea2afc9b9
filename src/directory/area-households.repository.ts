import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** Differences folded in one statement. */
const FOLD = 50_000;

/** SQL: how many households lie in each area itself; rows of one area add up. Triggers on `households` keep them. */
export const AREA_HOUSEHOLDS = `(select area_id, households from area_households
  union all select area_id, households from area_households_delta)`;

/** Keeps the numbers of households of areas short to read. */
@Injectable()
export class AreaHouseholdsRepository {
  constructor(private readonly sql: Sql) {}

  /** Folds the differences into the sums, in one statement: the sum of both never changes. */
  async fold(): Promise<void> {
    await this.sql.execute(
      `with gone as (
         delete from area_households_delta where id in (select id from area_households_delta order by id limit $1)
         returning area_id, households)
       insert into area_households as a (area_id, households)
       select area_id, sum(households) from gone group by 1
       on conflict (area_id) do update set households = a.households + excluded.households`,
      [FOLD],
    );
  }
}
